"""``autograder export``: a run in the columns that a platform imports, or in nbgrader's gradebook."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.cli import GRADED
from autograder.cli.diff import write
from autograder.cli.runs import Desk
from autograder.gradebook import GradebookError
from autograder.submission import printable

if TYPE_CHECKING:
    from autograder.gradebook.store import RunInfo


def run_export(at: Desk, word: str, assignment: str | None, form: str, output: Path | None, column: str | None) -> int:
    """Write a run's table to a file or to stdout; what a person must know goes to stderr."""
    from autograder.gradebook.exports import TABLES, About, questions_of
    from autograder.gradebook.rows import GRADER_ERROR
    from autograder.gradebook.sheets import csv_bytes

    run = at.run(word, assignment)
    if form == "canvas" and not column:
        raise GradebookError("trouble.canvas_heading")
    rows = at.gradebook.rows(run.number)
    known, most = at.questions(run)
    questions = questions_of(rows, known) if form == "csv" else known
    most = most or max((row.max_score for row in rows), default=0.0)
    table = TABLES[form](rows, About(run, questions, at.words, column or "", most))
    write(csv_bytes(table), output)
    overridden = sum(bool(row.overrides) for row in rows)
    faults = sum(row.status == GRADER_ERROR and not row.overrides for row in rows)
    path = printable(str(output)) if output else "stdout"
    _say(at, len(rows), run, path, overridden, faults)
    return GRADED


def export_to_nbgrader(at: Desk, word: str, assignment: str | None, url: str) -> int:
    """Write a run's points into nbgrader's gradebook, and name every score of a person's that stays."""
    if at.course is None:
        raise GradebookError("trouble.nbgrader_without_course")
    from autograder.nbgrader.into_gradebook import write_grades

    run = at.run(word, assignment)
    rows = at.gradebook.rows(run.number)
    done = write_grades(url, at.course.assignment(run.assignment), rows, run.about.get("layout", ""))
    overridden = sum(bool(row.overrides) for row in rows)
    _say(at, done.students, run, printable(url), overridden, done.faults)
    for kept in done.kept:
        shown = {
            "student": printable(kept.student),
            "question": kept.question,
            "by_hand": f"{kept.by_hand:g}",
            "ours": f"{kept.ours:g}",
        }
        print(at.words("book.kept_by_nbgrader", **shown), file=sys.stderr)
    return GRADED


def _say(at: Desk, count: int, run: RunInfo, path: str, overridden: int, faults: int) -> None:
    print(at.words("book.exported", count=count, run=run.number, path=path), file=sys.stderr)
    if overridden:
        print(at.words("book.exported_overrides", count=overridden), file=sys.stderr)
    if faults:
        print(at.words("book.exported_faults", count=faults), file=sys.stderr)
