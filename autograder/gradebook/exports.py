"""A run as the tables that platforms import: ours, Canvas's and Moodle's. Nothing is written here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from autograder.gradebook.rows import Row
from autograder.gradebook.sheets import Cells, mark, our_table
from autograder.gradebook.store import RunInfo
from autograder.words import Words


@dataclass(frozen=True)
class About:
    """What a table needs to know besides the rows: the run, its questions, whose words, and Canvas's heading."""

    run: RunInfo
    questions: Sequence[str]
    words: Words
    column: str = ""
    max_score: float | None = None

    @property
    def layout(self) -> str:
        """The platform that the class was downloaded from, whose ids the students have."""
        return self.run.about.get("layout", "")


def canvas_table(rows: Iterable[Row], about: About) -> Iterator[Cells]:
    """Yield what Canvas's gradebook imports: its own first columns, then the assignment's under its own heading.

    Canvas looks a person up by ID, then by SIS User ID, by SIS Login ID, and by name. An id of another platform could
    be another person's in Canvas, so ID is filled only when the class was downloaded from there.
    """
    yield ("Student", "ID", "SIS User ID", "SIS Login ID", "Section", about.column)
    yield ("    Points Possible", None, None, None, None, about.max_score)
    for row in rows:
        who = row.student
        own = who.platform_id if about.layout == "canvas" else None
        school = who.platform_id if about.layout == "gradescope" else None
        yield (who.name, own, school, who.email, None, mark(row))


def moodle_table(rows: Iterable[Row], about: About) -> Iterator[Cells]:
    """Yield what Moodle's assignment imports as its "offline grading worksheet", its headings in the TA's language.

    Moodle refuses a worksheet without the three columns of identifier, grade and time of the grade; it skips people
    whose grade in Moodle is newer than that time, which is the run's.
    """
    words = about.words
    headings = ("identifier", "full_name", "email", "grade", "max_grade", "graded_at", "comments")
    yield tuple(words(f"moodle.{heading}") for heading in headings)
    for row in rows:
        who = row.student
        number = who.platform_id if about.layout == "moodle" else ""
        yield (
            words("moodle.participant", number=number) if number else None,
            *(who.name, who.email, mark(row), row.max_score, about.run.finished_at or about.run.started_at),
            comment(row, about),
        )


def comment(row: Row, about: About) -> str:
    """Return one line for the student: the points of each question, or why there are none."""
    if row.reason and not row.overrides:
        return row.reason
    return " · ".join(f"{question}: {points:g}" for question, points in row.questions.items())


TABLES: dict[str, Callable[[Iterable[Row], About], Iterator[Cells]]] = {
    "csv": lambda rows, about: our_table(rows, about.questions),
    "canvas": canvas_table,
    "moodle": moodle_table,
}


def questions_of(rows: Iterable[Row], known: Sequence[str] = ()) -> list[str]:
    """Return the ids of a run's questions: those known, in order, then any that a row has besides."""
    found = dict.fromkeys(known)
    for row in rows:
        found.update(dict.fromkeys(row.questions))
    return list(found)
