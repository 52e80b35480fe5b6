"""The preprocessor in the place of nbgrader's own execution: our grader's points and words in the grade cells.

The student's notebook is executed by nobody; its code runs behind our process border, in a process of its own.
"""

from __future__ import annotations

import json
from typing import NoReturn

import nbgrader
from nbformat.notebooknode import NotebookNode
from nbformat.v4 import new_output
from nbgrader.converters.base import NbGraderException
from nbgrader.preprocessors import NbGraderPreprocessor
from nbgrader.utils import is_grade, is_locked, rmtree
from traitlets import Unicode

from autograder.nbgrader.client import grading_process
from autograder.nbgrader.messages import Answer, Request
from autograder.nbgrader.names import grade_cell_id
from autograder.nbgrader.versions import version_fault


class ExternalGrade(NbGraderPreprocessor):  # type: ignore[misc]
    """Grades a notebook with the course's own grader and writes the answer into each question's grade cell.

    A cell's points travel as nbgrader's partial credit: the one result of the cell. What the student reads is the
    cell's printed output. When the grader itself fails, the submission stays ungraded: that is no student's zero.
    """

    course = Unicode("", help="The folder that holds assignments/course.toml").tag(config=True)
    solutions = Unicode("", help="The secret half, when it is not beside the public one").tag(config=True)
    lang = Unicode("es", help="Language of what students read: es or en").tag(config=True)

    def preprocess(self, nb: NotebookNode, resources: NotebookNode) -> tuple[NotebookNode, NotebookNode]:
        """Return the notebook with our outputs in its grade cells."""
        about = resources["nbgrader"]
        fault = version_fault(nbgrader.__version__)
        if fault:
            self._stop(fault, about)
        process = grading_process(self.course, self.solutions, self.lang)
        reply = process.ask(Request(about["assignment"], students_part(nb)))
        if reply.fault:
            self._stop(reply.fault, about)
        if reply.error:
            sentence = (
                f"The grader failed on {about['student']}, who stays ungraded: {reply.error}. Run autograde again."
            )
            self.log.error(sentence)
            raise NbGraderException(sentence)
        if points_of(nb) != {grade_cell_id(question): each.max_score for question, each in reply.answers.items()}:
            self._stop(
                f"The questions of {about['assignment']} are not those of its notebook under source/: undo the change, "
                f"or run 'autograder nbgrader' and 'nbgrader generate_assignment' again before anybody hands in.",
                about,
            )
        fill(nb, reply.answers)
        return nb, resources

    def _stop(self, sentence: str, about: dict[str, str]) -> NoReturn:
        """End the whole command with one sentence; nbgrader would print a traceback for each student instead."""
        coursedir = self.parent.parent.coursedir
        rmtree(coursedir.format_path(coursedir.autograded_directory, about["student"], about["assignment"]))
        self.log.error(sentence)
        raise SystemExit(1)


def students_part(nb: NotebookNode) -> str:
    """Return a notebook's JSON with the student's code alone: what nbgrader locks is not the student's.

    Cells are emptied, not taken out: cell numbers stay what the student sees.
    """
    cells = [
        {"cell_type": "code", "source": cell.source}
        if cell.cell_type == "code" and not is_locked(cell)
        else {"cell_type": "markdown", "source": ""}
        for cell in nb.cells
    ]
    return json.dumps({"cells": cells, "metadata": nb.metadata, "nbformat": 4, "nbformat_minor": 2})


def points_of(nb: NotebookNode) -> dict[str, float]:
    """Return the points of a notebook's grade cells, by their names."""
    cells = [cell.metadata.nbgrader for cell in nb.cells if is_grade(cell)]
    return {cell.grade_id: float(cell.points) for cell in cells}


def fill(nb: NotebookNode, answers: dict[str, Answer]) -> None:
    """Write each question's text and points into the output of its grade cell."""
    by_cell = {grade_cell_id(question): answer for question, answer in answers.items()}
    for cell in nb.cells:
        if is_grade(cell):
            answer = by_cell[cell.metadata.nbgrader.grade_id]
            printed = new_output("stream", name="stdout", text=f"{answer.text}\n")
            points = new_output("execute_result", {"text/plain": f"{answer.score:g}"}, execution_count=1)
            cell.outputs, cell.execution_count = [printed, points], 1
