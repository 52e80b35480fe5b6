"""An assignment as nbgrader's source notebook: the statement, a solution cell and a grade cell for each question.

The metadata is written by hand, in nbgrader's schema 3; nbgrader itself is not needed to make it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from autograder.cells import GIVEN, MARKDOWN, SOLUTION, Cell, cells_of
from autograder.course import Assignment, Question
from autograder.nbgrader.names import grade_cell_id, solution_cell_id
from autograder.stub import stub_of
from autograder.words import Words

KERNEL = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


def source_notebook(assignment: Assignment, lang: str) -> str:
    """Return the JSON of an assignment's source notebook, solutions included. Raises ``CourseError``."""
    questions = {question.id: question for question in assignment.questions}
    cells: list[Any] = []
    for number, cell in enumerate(cells_of(assignment, lang, assignment.reference)):
        cells += _written(cell, f"cell-{number}", questions, Words(lang))
    text: str = nbformat.writes(new_notebook(cells=cells, metadata=KERNEL))
    return text + "\n"


def _written(cell: Cell, identity: str, questions: dict[str, Question], words: Words) -> Iterator[Any]:
    if cell.kind == MARKDOWN:
        yield new_markdown_cell(cell.text, id=identity)
    elif cell.kind == SOLUTION:
        yield _solution(cell)
        yield _grade(questions[cell.question], words)
    else:  # what is given holds no solution, even where the file has one outside a question
        yield new_code_cell(stub_of(cell.text) if cell.kind == GIVEN else cell.text, id=identity)


def _solution(cell: Cell) -> Any:
    name = solution_cell_id(cell.question)
    return new_code_cell(cell.text, id=name, metadata={"nbgrader": _metadata(name, solution=True)})


def _grade(question: Question, words: Words) -> Any:
    name = grade_cell_id(question.id)
    metadata = {**_metadata(name, grade=True, locked=True), "points": question.points}
    text = words("nbgrader.grade_cell", question=question.id, points=f"{question.points:g}")
    return new_code_cell(text, id=name, metadata={"nbgrader": metadata})


def _metadata(name: str, *, grade: bool = False, solution: bool = False, locked: bool = False) -> dict[str, Any]:
    return {
        "schema_version": 3,
        "grade_id": name,
        "grade": grade,
        "solution": solution,
        "locked": locked,
        "task": False,
    }
