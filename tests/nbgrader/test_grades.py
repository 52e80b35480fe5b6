"""Real nbgrader, our grader: points, words and flags of every kind of student, and what nobody may read."""

from __future__ import annotations

import json
import re

import pytest

from autograder.grading import Grader, with_grader
from autograder.results import Result
from autograder.sandbox import Sandbox
from autograder.submission import Submission
from tests import tiny
from tests.nbgrader.classroom import Classroom, report

pytest.importorskip("nbgrader")
pytestmark = pytest.mark.one_python
FULL = {"lift": 20, "fly": 40, "fly_back": 40}
NONE = dict.fromkeys(FULL, 0)
STUDENTS = ("right", "untouched", "partial", "hostile", "forger", "doubler", "loser", "garbled", "talker")


@pytest.fixture(scope="module")
def answers(graded: Classroom, sandbox: Sandbox) -> dict[str, Result]:
    """What `autograder grade` says of the same notebooks."""
    files = {name: graded.folder / "submitted" / name / "01_kites/kites.ipynb" for name in STUDENTS}

    def work(grader: Grader) -> dict[str, Result]:
        return {name: grader.grade(Submission(path.name, path.read_bytes())) for name, path in files.items()}

    return with_grader(graded.course, graded.course.assignment("kites"), "en", work, sandbox=sandbox)


@pytest.mark.parametrize("student", STUDENTS)
def test_the_points_are_those_of_autograder_grade(student: str, graded: Classroom, answers: dict[str, Result]) -> None:
    due = tiny.points(answers[student])
    assert graded.points(student) == {question: due.get(question, 0) for question in FULL}


def test_right_work_has_full_points_and_an_untouched_notebook_none(graded: Classroom) -> None:
    assert (graded.points("right"), graded.points("untouched")) == (FULL, NONE)


def test_a_misconception_costs_its_question_and_is_explained(graded: Classroom) -> None:
    assert graded.points("partial") == {**FULL, "lift": 0}
    text, points = report(graded.graded("partial"), "lift")
    assert points == 0
    assert "call      lift(2, 3)" in text and "got       18" in text and "expected  9" in text
    assert "Hint: The half is missing" in text


def test_a_hostile_function_costs_its_own_question_and_nothing_else_happens(graded: Classroom) -> None:
    assert graded.points("hostile") == {**FULL, "lift": 0}
    assert not (graded.folder / "owned").exists() and not graded.kernel_started.exists()
    assert "0.5 * area" not in json.dumps(graded.graded("hostile"))
    assert (graded.folder / "gradebook.db").read_bytes()[:6] == b"SQLite"


def test_forged_points_roles_and_outputs_are_worth_nothing(graded: Classroom) -> None:
    assert graded.points("forger") == NONE
    assert "forged" not in json.dumps(graded.graded("forger"))


def test_duplicated_cells_stop_nobody_and_the_last_answer_counts(graded: Classroom) -> None:
    assert graded.points("doubler") == FULL


def test_lost_cells_cost_no_points(graded: Classroom) -> None:
    assert graded.points("loser") == FULL


def test_a_students_own_helper_counts_and_an_answer_turned_into_text_is_read(graded: Classroom) -> None:
    assert graded.points("helper") == FULL


def test_a_cell_that_python_cannot_read_is_named_and_the_others_count(graded: Classroom) -> None:
    text, _ = report(graded.graded("garbled"), "lift")
    assert text.startswith("Python cannot read cell 8 of the notebook") and graded.points("garbled") == NONE


def test_nobody_waits_for_a_person(graded: Classroom) -> None:
    assert not [name for name in STUDENTS for *_, flag in graded.grades(name).values() if flag]


def test_what_students_get_holds_no_solution_and_no_hidden_check(graded: Classroom) -> None:
    released = {path for path in (graded.folder / "release").rglob("*") if path.is_file()}
    assert {path.name for path in released} == {"kites.ipynb", "wind.csv"}
    text = "\n".join(path.read_text(encoding="utf-8") for path in released)
    assert secret_lines(text) == [] and "SOLUTION" not in text
    code = [cell["source"] for cell in graded.released()["cells"] if cell["cell_type"] == "code"]
    stub = [block.strip() for block in re.split(r"\n\n\n", tiny.STUB)]
    assert [block for block in stub if block not in ["".join(source) for source in code]] == []


def test_hidden_checks_never_appear_in_feedback(graded: Classroom) -> None:
    for student in STUDENTS:
        page = graded.feedback(student)
        assert secret_lines(page) == [] and "test_three_kites" not in page
    page = graded.feedback("talker")
    assert "The lift is right for any kite (hidden)" in page  # the title stands there: nothing else of it does
    after = page.split("The lift is right for any kite (hidden)")[1].split("</pre>")[0]
    assert "call" not in after and "mine" not in after


def test_what_a_student_prints_is_text_in_the_feedback(graded: Classroom) -> None:
    page = graded.feedback("talker")
    assert "printed: &lt;b&gt;mine&lt;/b&gt;" in page


def test_nbgraders_own_export_has_the_totals(graded: Classroom) -> None:
    graded.must("export")
    rows = [line.split(",") for line in (graded.folder / "grades.csv").read_text(encoding="utf-8").splitlines()]
    student, score = rows[0].index("student_id"), rows[0].index("score")
    totals = {row[student]: float(row[score]) for row in rows[1:]}
    assert (totals["right"], totals["partial"], totals["untouched"]) == (100, 80, 0)


def secret_lines(text: str) -> list[str]:
    """The lines of the solutions and the hidden checks that stand in a text."""
    secret = [line.strip() for line in (tiny.HIDDEN + tiny.REFERENCE).splitlines()]
    public = tiny.PUBLIC + tiny.STUB
    return [line for line in secret if len(line) > 24 and line not in public and line in text]
