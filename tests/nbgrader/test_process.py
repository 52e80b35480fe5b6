"""The grading process beside nbgrader's: one for all, fresh checks, and what happens when it is lost."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Iterator

import pytest

from autograder.course import Course
from autograder.nbgrader.client import GradingProcess
from autograder.nbgrader.messages import Reply, Request
from tests import tiny
from tests.tiny import edited

pytestmark = pytest.mark.one_python


@pytest.fixture
def process(own_course: Course) -> Iterator[GradingProcess]:
    process = GradingProcess(str(own_course.root), "", "en")
    yield process
    process.close()


def ask(process: GradingProcess, source: str, assignment: str = "01_kites") -> Reply:
    """Ask about a notebook with one cell."""
    cell = {"cell_type": "code", "source": source}
    return process.ask(Request(assignment, json.dumps({"cells": [cell], "metadata": {}, "nbformat": 4})))


def points(reply: Reply) -> dict[str, float]:
    return {question: answer.score for question, answer in reply.answers.items()}


def number(process: GradingProcess) -> int:
    """The number of the process that answers."""
    assert process._process is not None
    return process._process.pid


def test_one_process_answers_for_several_notebooks_and_assignments(process: GradingProcess) -> None:
    assert points(ask(process, tiny.REFERENCE)) == {"lift": 20, "fly": 40, "fly_back": 40}
    first = number(process)
    assert points(ask(process, tiny.STUB)) == {"lift": 0, "fly": 0, "fly_back": 0}
    assert points(ask(process, tiny.BOATS["boats.py"], "02_boats")) == {"row": 100}
    assert points(ask(process, tiny.rejected("no_half"))) == {"lift": 0, "fly": 40, "fly_back": 40}
    assert number(process) == first


def test_checks_that_change_meanwhile_are_the_ones_that_count(process: GradingProcess, own_course: Course) -> None:
    assert points(ask(process, tiny.REFERENCE))["lift"] == 20
    hidden = own_course.assignment("kites").hidden_tests
    tiny.write(
        hidden, edited(tiny.HIDDEN, ("close(student.lift(area, speed),", "close(2 * student.lift(area, speed),"))
    )
    assert points(ask(process, tiny.REFERENCE))["lift"] == 12


def test_a_process_that_is_killed_costs_one_answer_and_no_points(process: GradingProcess) -> None:
    ask(process, tiny.STUB)
    first = number(process)
    os.kill(first, signal.SIGKILL)
    lost = ask(process, tiny.REFERENCE)
    assert (lost.answers, lost.error) == ({}, "the grading process ended before it answered")
    assert points(ask(process, tiny.REFERENCE))["lift"] == 20 and number(process) != first


def test_what_cannot_be_graded_has_no_points_and_says_why(process: GradingProcess) -> None:
    reply = ask(process, "def lift(area:")
    assert points(reply) == {"lift": 0, "fly": 0, "fly_back": 0}
    assert all("Python cannot read cell 1" in answer.text for answer in reply.answers.values())


def test_a_course_without_its_solutions_is_one_sentence(process: GradingProcess, own_course: Course) -> None:
    own_course.assignment("kites").reference.unlink()
    reply = ask(process, tiny.STUB)
    assert "the solutions are not there" in reply.fault and not reply.answers
    assert "There is no assignment called 09_gliders" in ask(process, tiny.STUB, "09_gliders").fault


def test_checks_that_cannot_be_collected_are_one_sentence(process: GradingProcess, own_course: Course) -> None:
    tiny.write(own_course.assignment("kites").hidden_tests, "import a_module_that_is_not_there\n")
    reply = ask(process, tiny.STUB)
    assert "a_module_that_is_not_there" in reply.fault and "\n" not in reply.fault


def test_a_notebook_of_seventy_megabytes_is_refused_in_a_sentence_and_costs_nobody_else_anything(
    process: GradingProcess,
) -> None:
    assert points(ask(process, tiny.REFERENCE)) == {"lift": 20, "fly": 40, "fly_back": 40}
    first = number(process)
    reply = ask(process, f"# {'é' * (12 << 20)}\n{tiny.REFERENCE}")
    assert (reply.error, set(points(reply).values())) == ("", {0.0})
    assert "the limit is 24 MB" in reply.answers["lift"].text
    assert (set(points(ask(process, tiny.STUB)).values()), number(process)) == ({0.0}, first)


def test_metadata_that_nbconvert_refuses_are_mended() -> None:
    nbformat = pytest.importorskip("nbformat")
    pytest.importorskip("nbgrader")
    from autograder.nbgrader.mend import mend_format

    nb = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("x = 1"), nbformat.v4.new_code_cell()])
    nb.cells[0]["id"] = "<script>"
    nb.metadata.update(kernelspec={"name": 7, "language": "bash"}, language_info=["R"])
    mend_format(nb)
    nbformat.validate(nb)
    assert (nb.metadata.kernelspec.language, nb.cells[0].source) == ("bash", "x = 1")
