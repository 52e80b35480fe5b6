"""``autograder override``: points by hand, with who, when and why; and taking them back."""

from __future__ import annotations

import getpass
import math
from pathlib import Path
from typing import TYPE_CHECKING

from rich.text import Text

from autograder.cli import GRADED
from autograder.cli.runs import Desk, from_here
from autograder.feedback.terminal import Terminal
from autograder.gradebook import GradebookError
from autograder.gradebook.exports import questions_of
from autograder.gradebook.forget import TABLE
from autograder.gradebook.rows import Row
from autograder.gradebook.sheets import csv_bytes, our_table
from autograder.gradebook.which import last_of_folder
from autograder.regrade.files import MARK, RunFolder
from autograder.submission import printable

if TYPE_CHECKING:
    from autograder.gradebook.store import RunInfo


def run_override(
    at: Desk,
    word: str,
    assignment: str | None,
    student: str,
    question: str,
    points: float | None,
    author: str | None,
    reason: str,
) -> int:
    """Give points by hand in a run, or take them back with ``None``; say what counts now."""
    run = at.run(word, assignment)
    before = _row(at, run.number, student)
    _refuse_nonsense(at, run.assignment, before, question, points)
    shown = {"run": run.number, "student": printable(student), "question": question}
    if points is None and all(one.question != question for one in before.overrides):
        raise GradebookError("trouble.nothing_to_take_back", **shown)
    at.gradebook.override(run.number, student, question, points, author or getpass.getuser(), reason)
    after = _row(at, run.number, student)
    shown |= {"score": f"{after.score:g}", "max_score": f"{after.max_score:g}"}
    if points is None:
        text = at.words("book.taken_back", **shown)
    else:
        machine = _machine(before, question)
        text = at.words("book.overridden", points=f"{points:g}", machine=f"{machine:g}", **shown)
    Terminal().print(Text(text), soft_wrap=True)
    _write_table(at, run)
    return GRADED


def _write_table(at: Desk, run: RunInfo) -> None:
    """Write the ``grades.csv`` of the run's folder again, where this machine has it: nobody may hand on the old one."""
    folder = RunFolder(Path(run.about.get("folder", "")))
    last = last_of_folder(at.gradebook, folder.root) if (folder.root / MARK).is_file() else None
    if last is None or not (folder.root / TABLE).is_file():
        return
    rows = at.gradebook.rows(last.number)
    known, _ = at.questions(last)
    folder.write(TABLE, csv_bytes(our_table(rows, questions_of(rows, known))))
    path = printable(from_here(str(folder.root / TABLE)))
    Terminal().print(Text(at.words("book.table_again", path=path)), soft_wrap=True)


def _row(at: Desk, run: int, student: str) -> Row:
    found = at.gradebook.row(run, student)
    if found is None:
        raise GradebookError("trouble.no_student", run=run, student=printable(student))
    return found


def _refuse_nonsense(at: Desk, name: str, row: Row, question: str, points: float | None) -> None:
    due: dict[str, float] = {}
    for check in row.result.checks if row.result else ():
        due[check.question] = due.get(check.question, 0.0) + check.max_score
    for assignment in at.course.assignments if at.course and not due else ():
        if assignment.name == name:
            due = {each.id: each.points for each in assignment.questions}
    if due and question not in due:
        about = {"assignment": name, "question": printable(question), "names": ", ".join(due)}
        raise GradebookError("trouble.no_question", **about)
    most = round(due.get(question, math.inf), 3)
    if points is not None and not 0 <= points <= most:
        raise GradebookError("trouble.points", question=question, most=f"{most:g}", points=f"{points:g}")


def _machine(row: Row, question: str) -> float:
    checks = row.result.of_question(question) if row.result else ()
    return round(sum(check.score for check in checks), 3)
