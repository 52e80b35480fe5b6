"""``grades.csv``: a line for each student, a column for each question, safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from autograder.gradebook.rows import Row

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
COLUMNS = (
    *("student", "name", "email", "platform_id", "group", "status", "score", "max_score"),
    *("late", "attempt", "submitted_at", "source", "reason", "notes"),
)


def csv_of(rows: Iterable[Row], questions: Sequence[str]) -> bytes:
    """Return the table: UTF-8 with the mark that spreadsheets look for. Rows stay in their order."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([*COLUMNS[:8], *questions, *COLUMNS[8:]])
    for row in rows:
        who, points = row.student, row.questions
        before = [who.id, who.name, who.email, who.platform_id, " ".join(row.group), row.status]
        after = [row.submitted_at, row.source, row.reason, " ".join(row.notes)]
        writer.writerow(
            [
                *map(safe_cell, before),
                *(f"{number:g}" for number in (row.score, row.max_score)),
                *(f"{points[each]:g}" if each in points else "" for each in questions),
                *("late" if row.late else "", row.attempt),
                *map(safe_cell, after),
            ]
        )
    return ("\ufeff" + text.getvalue()).encode("utf-8", "backslashreplace")


def safe_cell(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula, on one line.

    >>> safe_cell("=HYPERLINK(1)"), safe_cell("ana"), safe_cell("-5")
    ("'=HYPERLINK(1)", 'ana', "'-5")
    """
    plain = "".join(c if c.isprintable() else " " for c in text)
    return f"'{plain}" if text.startswith(_FORMULA) or plain.lstrip().startswith(_FORMULA[:4]) else plain
