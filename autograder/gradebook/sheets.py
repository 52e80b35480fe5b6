"""``grades.csv``, and cells that harm nobody who opens them in a spreadsheet. Knows no database."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from autograder.gradebook.rows import GRADER_ERROR, Row

Cells = Sequence[str | float | None]

BOM = "\ufeff"
"""The mark without which Excel takes UTF-8 for the machine's old encoding: names with accents would be read wrongly,
and written back so. Canvas, Moodle and Python's ``utf-8-sig`` pass over it. No quote may follow it: Canvas's reader
stops there, so headings are chosen that need none."""

MAX_CELL = 32_000
"""A cell of Excel holds 32,767 characters."""

_FORMULA = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""The last four are the wide forms of the first, which some spreadsheets take for them."""


def safe_cell(value: str | float | None) -> str:
    """Return a cell's text, on one line, that no spreadsheet takes for a formula; numbers as people write them.

    >>> safe_cell("=HYPERLINK(1)"), safe_cell("Ana"), safe_cell(-2.50), safe_cell(None)
    ("'=HYPERLINK(1)", 'Ana', '-2.5', '')
    >>> safe_cell("\\uff1dSUM(1)") == "'\\uff1dSUM(1)"
    True
    """
    if value is None:
        return ""
    if not isinstance(value, str):
        return f"{value:.10g}"
    plain = "".join(character if character.isprintable() else " " for character in value[:MAX_CELL])
    return f"'{plain}" if plain.lstrip().startswith(_FORMULA) else plain


def csv_bytes(lines: Iterable[Cells]) -> Iterator[bytes]:
    """Yield a CSV file (RFC 4180, UTF-8 with ``BOM``) line by line; every cell made safe."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    text.write(BOM)
    for line in lines:
        writer.writerow([safe_cell(cell) for cell in line])
        yield text.getvalue().encode("utf-8", "backslashreplace")
        text.seek(0)
        text.truncate()


def our_table(rows: Iterable[Row], questions: Sequence[str]) -> Iterator[Cells]:
    """Yield ``grades.csv``: a line for each student, a column for each question, what a person changed beside it."""
    yield (
        *("student", "name", "email", "platform_id", "group", "status", "score", "max_score"),
        *questions,
        *("overridden", "late", "attempt", "submitted_at", "source", "reason", "notes"),
    )
    for row in rows:
        points = row.questions
        who = row.student
        yield (
            *(who.id, who.name, who.email, who.platform_id, " ".join(row.group), row.status, mark(row), row.max_score),
            *(points.get(question) for question in questions),
            "; ".join(f"{one.question} ({one.author}: {one.reason})" for one in row.overrides),
            "late" if row.late else "",
            *(row.attempt, row.submitted_at, row.source, row.reason, " ".join(row.notes)),
        )


def mark(row: Row) -> float | None:
    """Return the points to hand on: nothing where the grader itself failed, which is never a student's zero."""
    return None if row.status == GRADER_ERROR and not row.overrides else row.score
