"""A seventh assignment is one command, two folders, and a row in the course's tables."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from autograder.course import open_course
from autograder.release.new import new_assignment
from autograder.settings import CourseError
from autograder.verify import verify
from autograder.verify.proof import FULL

pytestmark = pytest.mark.one_python  # slow, and nothing in it depends on the version

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the repository's course, without its assignments."""
    for half in ("assignments", "solutions"):
        (tmp_path / half).mkdir()
        for name in ("course.toml", "conftest.py"):
            shutil.copy(ROOT / half / name, tmp_path / half)
    return tmp_path


def run(copy: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "autograder", *arguments]
    return subprocess.run(command, cwd=copy, capture_output=True, text=True, check=False)


def test_it_is_made_proved_graded_and_tested_and_nothing_else_changes(copy: Path) -> None:
    before = {path: path.read_bytes() for path in copy.rglob("*") if path.is_file()}
    made = run(copy, "new", "07_attention")
    assert made.returncode == 0, made.stderr
    course = open_course(copy)
    assert "Devuelve la media" in course.assignments[0].docstrings("es")["weighted_mean"]
    (proof,) = verify(course, course.assignments, FULL)
    assert [str(fault) for fault in proof.faults] == []
    graded = run(copy, "grade", "solutions/07_attention/attention.py", "--lang", "en")
    assert graded.returncode == 0
    assert "100 of 100 points" in graded.stdout
    tested = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "solutions/07_attention/test_oracle.py"],
        cwd=copy,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "1 passed" in tested.stdout, tested.stdout
    kept = {path: path.read_bytes() for path in before}
    assert kept == before
    new = {path.relative_to(copy).parts[:2] for path in copy.rglob("*") if path.is_file() and path not in before}
    new = {parts for parts in new if parts[0] != ".autograder" and "__pycache__" not in parts}
    assert new == {("assignments", "07_attention"), ("solutions", "07_attention")}


@pytest.mark.parametrize("name", ["attention", "7_attention", "07-attention", "07_Attention", "../07_attention", ""])
def test_a_name_of_another_form_is_refused_with_the_form(copy: Path, name: str) -> None:
    with pytest.raises(CourseError, match="07_topic"):
        new_assignment(open_course(copy), name)
    assert sorted(path.name for path in (copy / "assignments").iterdir()) == ["conftest.py", "course.toml"]


def test_a_name_that_is_taken_is_refused_and_nothing_is_written_over(copy: Path) -> None:
    assignment = new_assignment(open_course(copy), "07_attention")
    assignment.stub.write_text("# mine\n", encoding="utf-8")
    again = run(copy, "new", "07_attention")
    assert again.returncode == 2
    assert "exists already" in again.stderr
    assert assignment.stub.read_text(encoding="utf-8") == "# mine\n"


@pytest.mark.parametrize("verb", [("new", "08_topic"), ("stub",)])
def test_where_the_secret_half_is_elsewhere_nothing_is_made_beside_the_public_one(copy: Path, verb: list[str]) -> None:
    (copy / "solutions").rename(copy / "private")
    answer = run(copy, *verb)
    assert answer.returncode == 2
    assert "say where it is with --solutions DIR" in answer.stderr
    assert sorted(path.name for path in copy.iterdir()) == ["assignments", "private"]
    assert run(copy, "--solutions", "private", *verb).returncode == 0


@pytest.mark.parametrize("name", ["07_other", "08_attention"])
def test_a_number_or_a_word_of_another_assignment_is_refused(copy: Path, name: str) -> None:
    new_assignment(open_course(copy), "07_attention")
    with pytest.raises(CourseError, match=r"07_attention is called (07|attention) already"):
        new_assignment(open_course(copy), name)


@pytest.mark.parametrize("name", ["07_random", "07_lambda", "07_inputs", "07_check", "07_numpy"])
def test_a_word_that_would_hide_a_module_is_refused(copy: Path, name: str) -> None:
    with pytest.raises(CourseError, match="choose another word"):
        new_assignment(open_course(copy), name)


def test_the_course_pages_get_its_row(copy: Path) -> None:
    page = copy / "assignments" / "README.en.md"
    head = "| | assignment | what | minutes |\n|---|---|---|---|\n"
    around = f"# Ours\n\n<!-- assignments -->\n{head}{{}}<!-- end of assignments -->\nBye.\n"
    page.write_text(around.format(""), encoding="utf-8")
    new_assignment(open_course(copy), "07_attention")
    row = "| 7 | [New assignment: attention](07_attention/statement.en.md) | what you take away, in a line | 15 |\n"
    assert page.read_text(encoding="utf-8") == around.format(row)
    assert "README.en.md" not in run(copy, "stub").stdout
