"""The gradebook: every run of every assignment, row by row, in a database. Only ever added to, but for ``forget``."""

from __future__ import annotations

import itertools
import json
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timezone
from types import TracebackType
from typing import Any, TypeVar, overload

import sqlalchemy as sa
from sqlalchemy import exc

from autograder.gradebook import GradebookError
from autograder.gradebook.database import answers, changes, explained, lines, runs
from autograder.gradebook.lines import line_of, lines_by, override_of, packed, result_of, row_of
from autograder.gradebook.rows import GRADED, GRADER_ERROR, UNGRADABLE, Override, Row
from autograder.results import Result

PAGE = 200
"""How many rows are in memory at once, and how many values one question to the database holds."""

Answer = TypeVar("Answer")


@dataclass(frozen=True)
class RunInfo:
    """One run: its number, what it graded, when, and how many rows it has of each status.

    Times are UTC in ISO form; ``finished_at`` is ``""`` while it runs, and for ever when it was killed.
    """

    number: int
    assignment: str
    started_at: str
    finished_at: str
    about: dict[str, str]
    graded: int = 0
    ungradable: int = 0
    grader_errors: int = 0

    @property
    def rows(self) -> int:
        """How many rows the run has."""
        return self.graded + self.ungradable + self.grader_errors


class Rows(Sequence[Row]):
    """The rows of a run by student id, in the order of its characters; read a page at a time, again each time."""

    def __init__(self, gradebook: Gradebook, ids: Sequence[int], overrides: dict[str, tuple[Override, ...]]) -> None:
        self._gradebook, self._ids, self._overrides = gradebook, ids, overrides

    def __len__(self) -> int:
        return len(self._ids)

    def __iter__(self) -> Iterator[Row]:
        for page in _pages(self._ids):
            found = self._gradebook.read(lines_by(lines.c.id.in_(page)))
            by_id = {line.id: line for line in found}
            for number in page:
                if number in by_id:  # else forgotten since
                    row = row_of(by_id[number])
                    yield row.overridden(self._overrides.get(row.student.id, ()))

    @overload
    def __getitem__(self, index: int) -> Row: ...
    @overload
    def __getitem__(self, index: slice) -> Rows: ...
    def __getitem__(self, index: int | slice) -> Row | Rows:
        if isinstance(index, slice):
            return Rows(self._gradebook, self._ids[index], self._overrides)
        return next(iter(Rows(self._gradebook, [self._ids[index]], self._overrides)))


class Gradebook:
    """An open gradebook. Every method is one transaction, or one for each batch; a killed program leaves no half."""

    def __init__(self, engine: sa.Engine) -> None:
        self.engine = engine

    def __enter__(self) -> Gradebook:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()

    @property
    def url(self) -> str:
        """The database's URL, the password hidden."""
        return self.engine.url.render_as_string(hide_password=True)

    def start_run(self, assignment: str, about: dict[str, str]) -> int:
        """Begin a run and return its number. ``about`` says what a person wants to know of it later."""
        values = {"assignment": assignment, "started_at": now(), "about": json.dumps(about)}
        made = runs.insert().values(values).returning(runs.c.id)
        return self.write(lambda connection: int(connection.execute(made).scalar_one()))

    def record(self, run: int, rows: Iterable[Row]) -> int:
        """Keep rows of a run, in one transaction; return how many are new.

        A student who has a row in this run keeps it: a batch that is recorded twice is there once.
        """
        batch = list(rows)
        return self.write(lambda connection: _insert(connection, run, batch)) if batch else 0

    def finish_run(self, run: int) -> None:
        """Mark a run as complete."""
        ended = runs.update().where(runs.c.id == run, runs.c.finished_at.is_(None)).values(finished_at=now())
        self.write(lambda connection: connection.execute(ended))

    def known(self, keys: Iterable[str]) -> dict[str, Result]:
        """Return the newest answer for each ``Origin.key`` that any run has one for; faults of the grader are none."""
        found: dict[str, Result] = {}
        for page in _pages(sorted(set(keys))):
            newest = (
                sa.select(sa.func.max(lines.c.id))
                .where(lines.c.key.in_(page), lines.c.answer.is_not(None), lines.c.status != GRADER_ERROR)
                .group_by(lines.c.key)
            )
            for line in self.read(lines_by(lines.c.id.in_(newest))):
                result = result_of(line)
                if result is not None and result.grader_error is None:
                    found[line.key] = result
        return found

    def rows(self, run: int) -> Rows:
        """Return the rows of a run, sorted by student id, overrides in them: a sequence that is read as it is used."""
        info = self.run(run)
        pairs = self.read(sa.select(lines.c.student, lines.c.id).where(lines.c.run == run))
        return Rows(self, [number for _, number in sorted(tuple(pair) for pair in pairs)], self.overrides(info))

    def row(self, run: int, student: str) -> Row | None:
        """Return one student's row of a run, overrides in it; ``None`` when the run has no such student."""
        overrides = self.overrides(self.run(run)).get(student, ())
        found = self.read(lines_by((lines.c.run == run) & (lines.c.student == student)))
        return row_of(found[0]).overridden(overrides) if found else None

    def run(self, number: int) -> RunInfo:
        """Return one run. Raises ``GradebookError`` when there is none of this number."""
        for info in self._runs(runs.c.id == number):
            return info
        raise GradebookError("trouble.no_run", number=number, gradebook=self.url)

    def runs(self) -> list[RunInfo]:
        """Return every run, the oldest first."""
        return self._runs(sa.true())

    def latest(self, assignment: str) -> RunInfo | None:
        """Return the newest run of an assignment that was finished, or else the newest; ``None`` when there is none."""
        found = self._runs(runs.c.assignment == assignment)
        return next((info for info in reversed(found) if info.finished_at), found[-1] if found else None)

    def override(
        self, run: int, student: str, question: str, points: float | None, author: str, reason: str
    ) -> Override:
        """Give points by hand, or with ``None`` take an earlier override back; from this run on.

        Raises ``GradebookError`` when the run has no such student.
        """
        info = self.run(run)
        if student not in self.students(run):
            raise GradebookError("trouble.no_student", run=run, student=repr(student))
        made = Override(student, question, points, author, reason, now(), run)
        values = {**asdict(made), "assignment": info.assignment}
        self.write(lambda connection: connection.execute(changes.insert(), values))
        return made

    def overrides(self, run: RunInfo) -> dict[str, tuple[Override, ...]]:
        """Return the overrides in force in a run, by student: the last word on each question up to this run."""
        last = {(one.student, one.question): one for one in self.history(run.assignment) if one.run <= run.number}
        inforce = [one for _, one in sorted(last.items()) if one.points is not None]
        return {who: tuple(ones) for who, ones in itertools.groupby(inforce, lambda one: one.student)}

    def history(self, assignment: str) -> list[Override]:
        """Return every override of an assignment and every one taken back, in the order in which they were made."""
        found = self.read(sa.select(changes).where(changes.c.assignment == assignment).order_by(changes.c.id))
        return [override_of(line) for line in found]

    def students(self, run: int) -> set[str]:
        """Return the ids of everyone in a run, those who share another's submission included."""
        found = self.read(sa.select(lines.c.student, lines.c.members).where(lines.c.run == run))
        return {who for student, members in found for who in (student, *json.loads(members))}

    def write(self, work: Callable[[sa.Connection], Answer]) -> Answer:
        """Do some work in one transaction; again when another program wrote the same in the meantime."""
        for patience in (2, 1, 0):
            try:
                with self.engine.execution_options(writes=True).begin() as connection:
                    return work(connection)
            except exc.IntegrityError as error:
                if not patience:
                    raise explained(error, self.url) from None
            except exc.DBAPIError as error:
                raise explained(error, self.url) from None
        raise AssertionError("unreachable")

    def scrub(self) -> None:
        """Have the database overwrite what was deleted, as far as it can: a file's free pages and its log."""
        own = ", ".join((lines.name, answers.name, changes.name))
        words = {"sqlite": ("VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)"), "postgresql": (f"VACUUM FULL {own}",)}
        try:
            with self.engine.connect() as connection:
                alone = connection.execution_options(isolation_level="AUTOCOMMIT", alone=True)
                for word in words.get(self.engine.dialect.name, ()):
                    alone.exec_driver_sql(word)
        except exc.DBAPIError as error:
            raise explained(error, self.url) from None
        finally:
            self.engine.dispose()  # no connection that commits by itself goes back to the pool

    def read(self, query: Any) -> Sequence[Any]:
        """Return the answer to one question, whole."""
        try:
            with self.engine.begin() as connection:
                return connection.execute(query).all()
        except exc.DBAPIError as error:
            raise explained(error, self.url) from None

    def _runs(self, condition: Any) -> list[RunInfo]:
        of_status = [
            sa.func.count(sa.case((lines.c.status == status, 1))) for status in (GRADED, UNGRADABLE, GRADER_ERROR)
        ]
        query = (
            sa.select(runs, *of_status).outerjoin(lines, lines.c.run == runs.c.id).where(condition).group_by(runs.c.id)
        )
        return [
            RunInfo(line[0], line[1], line[2], line[3] or "", json.loads(line[4]), *line[5:])
            for line in self.read(query.order_by(runs.c.id))
        ]


def now() -> str:
    """Return the time in UTC, in ISO form, to the second."""
    return datetime.now(timezone.utc).isoformat(timespec="seconds")


def _pages(values: Sequence[Any]) -> Iterator[Sequence[Any]]:
    return (values[start : start + PAGE] for start in range(0, len(values), PAGE))


def _insert(connection: sa.Connection, run: int, batch: Sequence[Row]) -> int:
    fresh: dict[str, Row] = {}
    for row in batch:
        fresh.setdefault(row.student.id, row)
    for student in _present(connection, lines.c.student, list(fresh), lines.c.run == run):
        del fresh[student]
    made = {who: packed(row.result) for who, row in fresh.items() if row.result is not None}
    contents = dict(made.values())
    for digest in _present(connection, answers.c.digest, list(contents)):
        del contents[digest]
    if contents:
        connection.execute(
            answers.insert(),
            [{"digest": digest, "content": zlib.compress(content)} for digest, content in contents.items()],
        )
    values = [line_of(run, row, made[who][0] if who in made else None) for who, row in fresh.items()]
    if values:
        connection.execute(lines.insert(), values)
    return len(values)


def _present(connection: sa.Connection, column: Any, values: Sequence[str], *conditions: Any) -> Iterator[str]:
    for page in _pages(values):
        yield from connection.execute(sa.select(column).where(column.in_(page), *conditions)).scalars()
