"""Which gradebook, and which of its runs, a person means by a word."""

from __future__ import annotations

import re
from pathlib import Path

from autograder.course import Course
from autograder.gradebook import GradebookError
from autograder.gradebook.store import Gradebook, RunInfo

LATEST, PREVIOUS = "latest", "previous"


def default_gradebook(course: Course) -> str:
    """Return the file of a course's own gradebook. It cannot be made again: it is not in the course's cache."""
    return str(course.root / "grades.db")


def find_run(gradebook: Gradebook, word: str, assignment: str | None = None) -> RunInfo:
    """Return the run that a word means: a number, ``latest``, ``previous``, or a run's folder.

    ``assignment`` (its folder's name, that without its number, or the number) narrows ``latest`` and ``previous`` to
    its runs; without it ``latest`` is the newest finished run of all, and ``previous`` the one before of the same
    assignment. Raises ``GradebookError`` when there is no such run.
    """
    if word.isdecimal():
        return gradebook.run(int(word))
    runs = [run for run in gradebook.runs() if assignment is None or is_called(run.assignment, assignment)]
    if word in (LATEST, PREVIOUS):
        return _recent(runs, word, gradebook, assignment)
    if Path(word).is_dir():
        return _of_folder(runs, Path(word), gradebook)
    raise GradebookError("trouble.not_a_run", word=word)


def last_of_folder(gradebook: Gradebook, folder: Path) -> RunInfo | None:
    """Return the newest finished run that wrote a folder, ``None`` when there is none: the folder's files are its."""
    where = str(folder.resolve())
    found = [run for run in gradebook.runs() if run.finished_at and run.about.get("folder") == where]
    return found[-1] if found else None


def _recent(runs: list[RunInfo], word: str, gradebook: Gradebook, assignment: str | None) -> RunInfo:
    finished = [run for run in runs if run.finished_at]
    if word == PREVIOUS and finished:
        finished = [run for run in finished[:-1] if run.assignment == finished[-1].assignment]
    if finished:
        return finished[-1]
    if assignment:
        key = "trouble.no_finished_run_of" if word == LATEST else "trouble.one_finished_run_of"
    else:
        key = "trouble.no_finished_run" if word == LATEST else "trouble.one_finished_run"
    raise GradebookError(key, assignment=assignment, gradebook=gradebook.url)


def _of_folder(runs: list[RunInfo], folder: Path, gradebook: Gradebook) -> RunInfo:
    for run in reversed(runs):
        if run.about.get("folder") and Path(run.about["folder"]).resolve() == folder.resolve():
            return run
    raise GradebookError("trouble.no_run_of_folder", gradebook=gradebook.url, folder=folder)


def is_called(name: str, wanted: str) -> bool:
    """Say whether a person may call an assignment so; the rule is the course's.

    >>> is_called("03_kites", "kites"), is_called("03_kites", "03"), is_called("03_kites", "assignments/03_kites/")
    (True, True, True)
    """
    wanted = wanted.strip("/").rpartition("/")[2]
    return wanted in (name, re.sub(r"^\d+_", "", name), name.partition("_")[0])
