"""What the runner of the statements' notebooks finds fault with, on notebooks that no kernel has to run."""

from __future__ import annotations

from typing import Any

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from autograder.course import Course
from tests.notebooks import Run, faults

pytestmark = pytest.mark.one_python

PICTURE = new_output("display_data", {"image/png": "iVBORw0KGgo=", "text/plain": "<IPython.core.display.Image object>"})
TOLD = new_output("stream", name="stdout", text="J = 151.38.\n")
WAITS = new_output(
    "stream", name="stdout", text="This picture waits for the question `f`: write it and run this cell again.\n"
)
STOPPED = new_output("stream", name="stdout", text="This picture could not be drawn: ValueError: no (in f, 3).\n")
FAILED = new_output("error", ename="NameError", evalue="no name", traceback=[])
PRINTED = new_output("stream", name="stderr", text="Traceback (most recent call last):\n")


def found(course: Course, solved: bool, *outputs: Any) -> list[str]:
    notebook = new_notebook(cells=[new_code_cell('draw("line")', outputs=list(outputs))])
    return list(faults(Run(course.assignments[0], "en", solved), notebook))


@pytest.mark.parametrize("outputs", [(PICTURE, TOLD), (WAITS,)], ids=["a picture", "a picture that waits"])
def test_with_the_stub_a_picture_or_what_it_waits_for_is_right(outputs: tuple[Any, ...], course: Course) -> None:
    assert found(course, False, *outputs) == []


def test_with_the_reference_a_picture_is_right(course: Course) -> None:
    assert found(course, True, PICTURE, TOLD) == []


def test_a_statement_that_draws_nothing_owes_no_picture(course: Course) -> None:
    notebook = new_notebook(cells=[new_markdown_cell("Call draw() in your head."), new_code_cell("1 + 1")])
    assert list(faults(Run(course.assignments[0], "en", solved=True), notebook)) == []


@pytest.mark.parametrize(
    ("solved", "outputs"),
    [
        (False, (FAILED,)),
        (False, (PRINTED,)),
        (False, (STOPPED,)),
        (False, ()),
        (True, (WAITS, PICTURE)),
        (True, (STOPPED, PICTURE)),
        (True, (TOLD,)),
    ],
    ids=["an error", "a traceback", "a stopped picture", "silence", "waits", "stopped", "no picture"],
)
def test_everything_else_is_a_fault(solved: bool, outputs: tuple[Any, ...], course: Course) -> None:
    assert len(found(course, solved, *outputs)) == 1
