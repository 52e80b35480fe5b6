"""Deleting a person: from every run, and from the files that runs left. The one thing that the gradebook takes away."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from autograder.gradebook.database import answers, changes, lines
from autograder.gradebook.sheets import BOM, safe_cell
from autograder.gradebook.store import Gradebook

TABLE = "grades.csv"
REPORTS = ("report.html", "report-anonymous.html")
ERASED = "[…]"
"""What stands in the place of the person's name in texts about a submission that others share."""


@dataclass(frozen=True)
class Trace:
    """All that is known of a person: what ``forget`` deletes.

    ``files`` are theirs, or a report of the whole class, which is made again with one command; ``tables`` lose the
    person's lines alone.
    """

    rows: int = 0
    runs: int = 0
    overrides: int = 0
    groups: int = 0
    files: tuple[Path, ...] = ()
    tables: tuple[Path, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.rows or self.overrides or self.groups or self.files or self.tables)


def trace_of(gradebook: Gradebook, student: str, folders: Iterable[Path] = ()) -> Trace:
    """Return what there is of a student, in the gradebook, in the given run folders and in those that runs name."""
    found = gradebook.read(sa.select(lines.c.run).where(lines.c.student == student))
    given = gradebook.read(sa.select(changes.c.id).where(changes.c.student == student))
    shared = [line for line in _shared(gradebook.read(_groups()), student) if line.student != student]
    places = sorted({*folders, *(Path(run.about["folder"]) for run in gradebook.runs() if run.about.get("folder"))})
    tables = [folder / TABLE for folder in places if _table_without(folder / TABLE, student) is not None]
    files = [path for folder in places for path in _files(folder, student)]
    reports = (table.parent / name for table in tables for name in REPORTS)
    files += [path for path in reports if path.is_file()]
    runs = len({line.run for line in found})
    return Trace(len(found), runs, len(given), len(shared), tuple(files), tuple(tables))


def forget(gradebook: Gradebook, student: str, trace: Trace) -> None:
    """Delete a student: the files of the trace first, then every row and override, then the answers nobody has."""
    for path in trace.files:
        path.unlink(missing_ok=True)
    for table in trace.tables:
        kept = _table_without(table, student)
        if kept is not None:
            table.write_bytes(kept)
    gradebook.write(lambda connection: _delete(connection, student))
    gradebook.scrub()


def _delete(connection: sa.Connection, student: str) -> None:
    own = connection.execute(sa.select(lines.c.name, lines.c.email).where(lines.c.student == student)).all()
    names = {student, *(text for line in own for text in line if len(text) > 2)}
    for line in _shared(connection.execute(_groups()).all(), student):
        _leave_group(connection, line, student, names)
    connection.execute(lines.delete().where(lines.c.student == student))
    connection.execute(changes.delete().where(changes.c.student == student))
    used = sa.select(lines.c.answer).where(lines.c.answer.is_not(None))
    connection.execute(answers.delete().where(answers.c.digest.not_in(used)))


def _groups() -> Any:
    return sa.select(lines).where(lines.c.members != "[]")


def _shared(found: Sequence[Any], student: str) -> Iterator[Any]:
    return (line for line in found if student in json.loads(line.members))


def _leave_group(connection: sa.Connection, line: Any, student: str, names: set[str]) -> None:
    """Take a student out of a shared row; a row that is the student's own goes to a member who has none."""
    members = [member for member in json.loads(line.members) if member != student]
    values: dict[str, Any] = {"members": json.dumps(members)}
    values |= {column: _erased(getattr(line, column), names) for column in ("source", "file", "reason")}
    values["notes"] = json.dumps([_erased(note, names) for note in json.loads(line.notes)])
    if line.student == student:
        heir = next((member for member in members if not _has_row(connection, line.run, member)), None)
        if heir is None:
            return
        values |= {"student": heir, "name": heir, "email": "", "platform_id": ""}
    connection.execute(lines.update().where(lines.c.id == line.id).values(values))


def _has_row(connection: sa.Connection, run: int, student: str) -> bool:
    there = sa.select(lines.c.id).where(lines.c.run == run, lines.c.student == student)
    return connection.execute(there).first() is not None


def _erased(text: str, names: set[str]) -> str:
    for name in sorted(names, key=len, reverse=True):
        text = text.replace(name, ERASED)
    return text


def _files(folder: Path, student: str) -> list[Path]:
    if Path(student).name != student:  # an id is a file's name, never a path
        return []
    named = (folder / "results" / f"{student}.json", folder / "feedback" / f"{student}.html")
    return [path for path in named if path.is_file() and not path.is_symlink()]


def _table_without(path: Path, student: str) -> bytes | None:
    """Return a ``grades.csv`` without a student, ``None`` when the student is not in it or it is no such table."""
    try:
        table = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline="")))
    except (OSError, UnicodeDecodeError, csv.Error):
        return None
    if not table or table[0][:1] != ["student"]:
        return None
    group = table[0].index("group") if "group" in table[0] else None
    kept = [_alone(line, student, group) for line in table if line[:1] != [safe_cell(student)]]
    if kept == table:
        return None
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows(kept)
    return (BOM + text.getvalue()).encode("utf-8")


def _alone(line: list[str], student: str, group: int | None) -> list[str]:
    if group is None or len(line) <= group:
        return line
    members = f" {line[group]} ".replace(f" {safe_cell(student)} ", " ").strip()
    return [*line[:group], members, *line[group + 1 :]]
