"""Real nbgrader, our grader: points, words and flags of every kind of student, and what nobody may read."""

from __future__ import annotations

import json
import shutil
import zipfile
from pathlib import Path

import nbclient
import nbformat
import pytest

from autograder.grading import Grader, with_grader
from autograder.results import Result
from autograder.sandbox import Sandbox
from autograder.submission import Submission
from tests import tiny
from tests.nbgrader.classroom import Classroom, answered, cells, report

pytest.importorskip("nbgrader")
pytestmark = pytest.mark.one_python
FULL = {"lift": 20, "fly": 40, "fly_back": 40}
NONE = dict.fromkeys(FULL, 0)
STUDENTS = ("right", "untouched", "partial", "hostile", "forger", "doubler", "loser", "emoji", "garbled", "talker")


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
    assert text.startswith("Python cannot read cell 9 of the notebook") and graded.points("garbled") == NONE


def test_nobody_waits_for_a_person(graded: Classroom) -> None:
    assert not [name for name in STUDENTS for *_, flag in graded.grades(name).values() if flag]


def test_what_students_get_holds_no_solution_and_no_hidden_check(graded: Classroom) -> None:
    released = {path.name: path for path in (graded.folder / "release").rglob("*") if path.is_file()}
    assert set(released) == {"kites.ipynb", "01_kites.zip"}
    with zipfile.ZipFile(released["01_kites.zip"]) as archive:
        kit = b"\n".join(archive.read(name) for name in archive.namelist() if "/autograder/" not in name)
    text = released["kites.ipynb"].read_text(encoding="utf-8")
    assert secret_lines(text + kit.decode("utf-8", "replace")) == [] and "SOLUTION" not in text
    code = ["".join(cell["source"]) for cell in graded.released()["cells"] if cell["cell_type"] == "code"]
    assert [block for block in tiny.STUB.strip().split("\n\n\n") if block not in code] == []


def test_what_students_get_works_in_a_real_kernel(graded: Classroom, tmp_path: Path) -> None:
    shutil.copytree(graded.folder / "release/01_kites", tmp_path / "work")
    notebook = nbformat.reads(json.dumps(answered(graded.released(), tiny.rejected("no_half"))), as_version=4)
    nbclient.NotebookClient(notebook, timeout=120, resources={"metadata": {"path": tmp_path / "work"}}).execute()
    said = {
        name: "".join(output.get("text", "") for output in cell.get("outputs", []))
        for name, cell in cells(notebook).items()
    }
    assert "lift: 0 of 12 public points" in said["grade_lift"]
    assert "fly: 24 of 24 public points" in said["grade_fly"]


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
