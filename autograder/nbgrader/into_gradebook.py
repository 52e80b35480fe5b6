"""A run's points into nbgrader's gradebook, through nbgrader's own API. A person's score there is never overwritten."""

from __future__ import annotations

import itertools
import os
import sys
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from nbgrader import api
from sqlalchemy.exc import SQLAlchemyError

from autograder.course import Assignment
from autograder.gradebook import GradebookError
from autograder.gradebook.rows import GRADER_ERROR, Row
from autograder.nbgrader.names import assignment_id, grade_cell_id, notebook_id

BATCH = 100
"""Students for each commit: a commit of nbgrader's costs more than the grades of a student."""


@dataclass(frozen=True)
class Kept:
    """A score that a person gave in nbgrader and that stays, though the run says otherwise."""

    student: str
    question: str
    by_hand: float
    ours: float


@dataclass
class Written:
    """How many students were written, what a person had scored, and who has no grade because the grader failed."""

    students: int = 0
    kept: list[Kept] = field(default_factory=list)
    faults: int = 0


def write_grades(url: str, assignment: Assignment, rows: Iterable[Row], layout: str = "") -> Written:
    """Write the points of a run's rows into nbgrader's gradebook; the assignment is made there if it is missing.

    The grader's points become the automatic score, an override the manual one where a person gave none. ``layout`` is
    that of the class's download: one of nbgrader's own has the ids that its gradebook knows. Raises
    ``GradebookError``: the gradebook cannot be opened, or its assignment has no grade cell for a question.
    """
    done = Written()
    try:
        with _opened(url) as gradebook:
            cells = _cells(gradebook, assignment)
            remaining = map(_as_nbgrader_knows, rows) if layout == "nbgrader" else iter(rows)
            while batch := list(itertools.islice(remaining, BATCH)):
                for row in batch:
                    _write(gradebook, assignment, cells, row, done)
                gradebook.db.commit()
    except SQLAlchemyError as error:
        raise GradebookError("trouble.silent_nbgrader", why=str(error).splitlines()[0].rstrip(".")) from None
    return done


def _as_nbgrader_knows(row: Row) -> Row:
    who = row.student
    return replace(row, student=replace(who, id=who.platform_id or who.id))


def _opened(url: str) -> Any:
    """Open nbgrader's gradebook. For a new one it starts ``alembic``, which stands beside this Python."""
    path = os.environ.get("PATH", "")
    os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), path])
    try:
        return api.Gradebook(url)
    finally:
        os.environ["PATH"] = path


def _cells(gradebook: Any, assignment: Assignment) -> dict[str, Any]:
    """Return the grade cell of each question; make them for an assignment that nbgrader does not know."""
    name, notebook = assignment_id(assignment), notebook_id(assignment)
    try:
        gradebook.find_assignment(name)
    except api.MissingEntry:
        gradebook.add_assignment(name)
        gradebook.add_notebook(notebook, name)
        for question in assignment.questions:
            gradebook.add_grade_cell(
                grade_cell_id(question.id), notebook, name, max_score=question.points, cell_type="code"
            )
    try:
        return {
            question.id: gradebook.find_grade_cell(grade_cell_id(question.id), notebook, name)
            for question in assignment.questions
        }
    except api.MissingEntry as missing:
        why = str(missing).rstrip(".")
        raise GradebookError("trouble.foreign_nbgrader", assignment=name, why=why) from None


def _write(gradebook: Any, assignment: Assignment, cells: dict[str, Any], row: Row, done: Written) -> None:
    if row.status == GRADER_ERROR and not row.overrides:
        done.faults += 1
        return
    notebook = _notebook(gradebook, assignment, row)
    grades = {grade.cell_id: grade for grade in notebook.grades}
    ours = row.questions
    by_hand = {one.question: one.points for one in row.overrides}
    machine = _machine(row)
    for question, cell in cells.items():
        grade = grades.get(cell.id)
        if grade is None:
            grade = api.Grade(cell_id=cell.id, notebook=notebook)
        changed = grade.auto_score is not None and grade.auto_score != machine.get(question, 0.0)
        grade.auto_score = machine.get(question, 0.0)
        if grade.manual_score is None:
            grade.manual_score, grade.needs_manual_grade = by_hand.get(question), False
        elif grade.manual_score != ours.get(question, 0.0):
            grade.needs_manual_grade = grade.needs_manual_grade or changed  # formgrader lists it to be looked at
            done.kept.append(Kept(row.student.id, question, grade.manual_score, ours.get(question, 0.0)))
    done.students += 1


def _machine(row: Row) -> dict[str, float]:
    points: dict[str, float] = {}
    for check in row.result.checks if row.result else ():
        points[check.question] = round(points.get(check.question, 0.0) + check.score, 3)
    return points


def _notebook(gradebook: Any, assignment: Assignment, row: Row) -> Any:
    """Return the student's notebook in nbgrader, made with all that belongs to it; committed with its batch."""
    name, notebook, who = assignment_id(assignment), notebook_id(assignment), row.student
    try:
        return gradebook.find_submission_notebook(notebook, name, who.id)
    except api.MissingEntry:
        pass
    try:
        student = gradebook.find_student(who.id)
    except api.MissingEntry:
        student = api.Student(id=who.id, first_name=who.name or None, email=who.email or None)
    with gradebook.db.no_autoflush:
        submission = api.SubmittedAssignment(assignment=gradebook.find_assignment(name), student=student)
        for each in submission.assignment.notebooks:
            made = api.SubmittedNotebook(notebook=each, assignment=submission)
            for cell in each.grade_cells:
                api.Grade(cell_id=cell.id, notebook=made)
            for cell in each.solution_cells:
                api.Comment(cell_id=cell.id, notebook=made)
        gradebook.db.add(submission)
    gradebook.db.flush()
    return gradebook.find_submission_notebook(notebook, name, who.id)
