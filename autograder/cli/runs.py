"""``autograder runs``: what is in the gradebook; and how the verbs of the gradebook open it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from rich import box
from rich.table import Table
from rich.text import Text

from autograder.cli import GRADED
from autograder.course import Course
from autograder.feedback.terminal import Terminal
from autograder.gradebook import GradebookError, open_gradebook
from autograder.settings import CourseError
from autograder.submission import printable
from autograder.words import Words

if TYPE_CHECKING:
    from autograder.cli.place import Place
    from autograder.gradebook.store import Gradebook, RunInfo


_WORDS = ("assignment", "folder")
_ALWAYS = ("run", "assignment", "started", "graded", "folder")
"""The columns of the table of runs that it always has; the others only where they say something."""


@dataclass(frozen=True)
class Desk:
    """What the verbs of the gradebook work with: the gradebook, the words, and the course where there is one."""

    gradebook: Gradebook
    words: Words
    course: Course | None

    def run(self, word: str, assignment: str | None = None) -> RunInfo:
        """Return the run that a word means. Raises ``GradebookError``."""
        from autograder.gradebook.which import find_run

        return find_run(self.gradebook, word, assignment)

    def questions(self, run: RunInfo) -> tuple[list[str], float]:
        """Return the questions and points of a run's assignment, as far as the course here still has it."""
        for assignment in self.course.assignments if self.course else ():
            if assignment.name == run.assignment:
                return [question.id for question in assignment.questions], assignment.max_score
        return [], 0.0


@contextmanager
def desk(place: Place, url: str | None, lang: str | None) -> Iterator[Desk]:
    """Open the gradebook at a URL or path, by default the course's; outside a course it has to be named."""
    from autograder.gradebook.which import default_gradebook

    try:
        course = place.open()
    except CourseError:
        if url is None:
            raise
        course = None
    where = url or default_gradebook(course)  # type: ignore[arg-type]  # without a course there is a URL
    if "://" not in where and not Path(where).exists():  # reading must not leave an empty gradebook behind
        raise GradebookError("trouble.no_gradebook", gradebook=where)
    with open_gradebook(where) as gradebook:
        yield Desk(gradebook, Words(lang or (course.settings.default_language if course else "en")), course)


def list_runs(at: Desk, assignment: str | None, as_json: bool) -> int:
    """Print every run, the newest last."""
    from autograder.gradebook.which import is_called

    runs = [run for run in at.gradebook.runs() if assignment is None or is_called(run.assignment, assignment)]
    if as_json:
        print(json.dumps([vars(run) for run in runs], indent=1))
        return GRADED
    console, words = Terminal(), at.words
    if not runs:
        key = "no_runs_of" if at.gradebook.runs() else "no_runs"
        shown = {"gradebook": printable(at.gradebook.url), "assignment": printable(assignment or "")}
        console.print(Text(words(f"book.{key}", **shown)), soft_wrap=True)
        return GRADED
    lines = [_cells(at, run) for run in runs]
    keys = [key for key in lines[0] if key in _ALWAYS or any(line[key] not in ("", "0") for line in lines)]
    table = Table(box=box.SIMPLE_HEAD)
    for key in keys:
        justify: Literal["left", "right"] = "left" if key in _WORDS else "right"
        table.add_column(words(f"book.{key}"), justify=justify, overflow="fold", no_wrap=key != "folder")
    for line in lines:
        table.add_row(*(Text(line[key]) for key in keys))
    console.print(table)
    return GRADED


def list_overrides(at: Desk, assignment: str | None) -> int:
    """Print every override ever given or taken back, in order."""
    from autograder.gradebook.which import is_called

    console, words = Terminal(), at.words
    for name in sorted({run.assignment for run in at.gradebook.runs()}):
        for one in at.gradebook.history(name) if assignment is None or is_called(name, assignment) else ():
            points = words("book.withdrawn") if one.points is None else f"{one.points:g}"
            shown = {key: printable(str(value)) for key, value in vars(one).items()} | {"points": points}
            console.print(Text(words("book.history", **shown)), soft_wrap=True)
    return GRADED


def _cells(at: Desk, run: RunInfo) -> dict[str, str]:
    given = at.gradebook.overrides(run)
    here = at.gradebook.students(run.number) if given else set()
    overrides = sum(len(ones) for who, ones in given.items() if who in here)
    folder = printable(from_here(run.about.get("folder", "")))
    return {
        "run": str(run.number),
        "assignment": printable(run.assignment),
        "started": run.started_at[:16].replace("T", " "),
        "graded": f"{run.graded}/{run.rows}",
        "grader_errors": str(run.grader_errors),
        "overrides": str(overrides),
        "folder": folder if run.finished_at else f"{folder} ({at.words('book.unfinished')})",
    }


def from_here(folder: str) -> str:
    """Return a path below this folder as seen from here: what a person would type."""
    here = Path.cwd()
    return str(Path(folder).relative_to(here)) if Path(folder).is_relative_to(here) else folder
