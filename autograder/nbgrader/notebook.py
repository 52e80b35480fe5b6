"""The kit's notebook as nbgrader's source notebook: with the solutions, and with nbgrader's metadata.

The metadata is written by hand, in nbgrader's schema 3; nbgrader itself is not needed to make it.
"""

from __future__ import annotations

import json
from typing import Any

from autograder.course import Assignment, Course
from autograder.nbgrader.names import SETUP_CELL, grade_cell_id, solution_cell_id
from autograder.release.folder import answer_notebook
from autograder.stub import stub_of
from autograder.words import Words


def source_notebook(course: Course, assignment: Assignment, lang: str, kit: dict[str, Any]) -> str:
    """Return the JSON of an assignment's source notebook, solutions included.

    ``kit`` is what the ``kit.json`` of the kit beside it says: its checks run in the grade cells. Raises
    ``CourseError``.
    """
    notebook = json.loads(answer_notebook(course, assignment, lang, kit, assignment.reference))
    points = {question.id: question.points for question in assignment.questions}
    question = ""
    for cell in notebook["cells"]:
        tag = _tag(cell)
        if tag == "check" and question:
            _make_grade_cell(cell, question, points[question], Words(lang))
        elif tag == "setup":
            _mark(cell, SETUP_CELL, locked=True)
        elif tag == "given":  # holds no solution, even where the file has one outside a question
            cell["source"] = stub_of("".join(cell["source"])).splitlines(keepends=True)
        question = tag.partition("question:")[2]
        if question:
            _mark(cell, solution_cell_id(question), solution=True)
    return json.dumps(notebook, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _tag(cell: dict[str, Any]) -> str:
    return next(iter(cell["metadata"].get("tags", [])), "")


def _make_grade_cell(cell: dict[str, Any], question: str, points: float, words: Words) -> None:
    told = words("nbgrader.grade_cell", question=question, points=f"{points:g}")
    cell["source"] = [f"{told}\n", *cell["source"]]
    _mark(cell, grade_cell_id(question), grade=True, locked=True, points=points)


def _mark(
    cell: dict[str, Any], name: str, *, grade: bool = False, solution: bool = False, locked: bool = False, **more: float
) -> None:
    role = {"grade": grade, "solution": solution, "locked": locked, "task": False}
    cell["metadata"]["nbgrader"] = {"schema_version": 3, "grade_id": name, **role, **more}
