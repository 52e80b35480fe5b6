"""What can be wrong with a course for nbgrader: one sentence each, and nobody's work or points are lost."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from autograder.course import Course
from autograder.nbgrader.versions import version_fault
from tests import tiny
from tests.cli.command import run
from tests.nbgrader.classroom import STATEMENT, Classroom, answered, opened, with_templates
from tests.tiny import edited

pytest.importorskip("nbgrader")
pytestmark = pytest.mark.one_python


@pytest.fixture(scope="module")
def one_room(tmp_path_factory: pytest.TempPathFactory) -> Classroom:
    base = tmp_path_factory.mktemp("faults")
    room = opened(tiny.build(base / "course"), base / "class")
    room.hand_in("ana", answered(room.released()))
    return room


@pytest.fixture
def room(one_room: Classroom) -> Iterator[Classroom]:
    """A class with one student, nobody graded; its settings and its course are put back afterwards."""
    kept = {path: path.read_bytes() for path in one_room.course.root.rglob("*.*") if path.is_file()}
    kept[one_room.folder / "nbgrader_config.py"] = (one_room.folder / "nbgrader_config.py").read_bytes()
    yield one_room
    for path, content in kept.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    shutil.rmtree(one_room.folder / "autograded", ignore_errors=True)


def test_a_course_that_moved_away_is_one_sentence(room: Classroom) -> None:
    config = room.folder / "nbgrader_config.py"
    tiny.write(config, edited(config.read_text(encoding="utf-8"), ("../course", "../elsewhere")))
    stopped(room, "There is no course in ")


def test_missing_solutions_are_one_sentence(room: Classroom) -> None:
    room.course.assignment("kites").reference.unlink()
    stopped(room, "the solutions are not there")


def test_a_question_that_came_after_the_release_is_one_sentence(room: Classroom) -> None:
    settings = room.course.root / "assignments/01_kites/assignment.toml"
    tiny.write(settings, edited(tiny.ASSIGNMENT, ('id = "lift"\npoints = 20', 'id = "lift"\npoints = 30')))
    stopped(room, "The questions of 01_kites are not those of its notebook")


def test_a_machine_without_our_grader_grades_nothing(room: Classroom) -> None:
    config = room.folder / "nbgrader_config.py"
    text = config.read_text(encoding="utf-8")
    tiny.write(config, edited(text, ("autograder.nbgrader.grade", "autograder.nbgrader.absent")))
    code, out = room.ask("autograde", "01_kites")
    assert code == 1 and "Traceback" not in out and "install it in the Python that runs nbgrader" in out
    assert not room.kernel_started.exists() and not (room.folder / "autograded").exists()


def test_a_grader_that_fails_on_one_student_gives_no_zero_and_grades_the_others(room: Classroom) -> None:
    here = "    close(student.lift(area, speed),"
    crash = (  # from beto on this check fails whoever is judged: a fault of ours
        "    SEEN.append(student.lift(area, speed))\n    assert 77 not in SEEN or 1 / 0\n    close(SEEN[-1],"
    )
    checks = "SEEN = []\n" + edited(tiny.HIDDEN, (here, crash))
    tiny.write(room.course.assignment("kites").hidden_tests, checks)
    room.hand_in("beto", answered(room.released(), lift="def lift(area, speed):\n    return 77"))
    code, out = room.ask("autograde", "01_kites")
    assert code == 1 and "The grader failed on beto, who stays ungraded" in out
    assert room.points("ana") == {"lift": 20, "fly": 40, "fly_back": 40}
    assert set(room.points("beto").values()) == {None}
    assert not (room.folder / "autograded/beto/01_kites").exists()  # the next autograde takes it up again
    shutil.rmtree(room.folder / "submitted/beto")


def test_an_untested_nbgrader_is_one_sentence() -> None:
    assert version_fault("0.9.6") == ""
    assert "0.10.1" in version_fault("0.10.1") and "0.9" in version_fault("0.10.1")


def test_a_second_time_changes_nothing_and_a_changed_notebook_is_kept(own_course: Course, tmp_path: Path) -> None:
    tiny.write(own_course.root / "assignments/01_kites/statement.es.md", STATEMENT)
    with_templates(own_course)
    first = run(own_course.root, "nbgrader", tmp_path / "class", "kites")
    written = {path: path.read_bytes() for path in (tmp_path / "class").rglob("*") if path.is_file()}
    assert first.code == 0 and {path.name for path in written} == {"nbgrader_config.py", "kites.ipynb", "01_kites.zip"}
    again = run(own_course.root, "nbgrader", tmp_path / "class", "kites")
    assert (again.code, again.out.splitlines()[0]) == (
        0,
        f"Next: cd {tmp_path / 'class'} && nbgrader generate_assignment 01_kites",
    )

    notebook = next(path for path in written if path.name == "kites.ipynb")
    tiny.write(notebook, "mine")
    kept = run(own_course.root, "nbgrader", tmp_path / "class", "kites")
    assert kept.code == 2 and "there already, with other content; --force writes over it" in kept.err
    assert notebook.read_text(encoding="utf-8") == "mine"
    assert run(own_course.root, "nbgrader", tmp_path / "class", "kites", "--force").code == 0
    assert {path: path.read_bytes() for path in written} == written


def test_an_unknown_assignment_and_a_missing_statement_are_one_sentence(own_course: Course, tmp_path: Path) -> None:
    unknown = run(own_course.root, "nbgrader", tmp_path / "class", "gliders", "--lang", "en")
    assert unknown.code == 2 and unknown.err.startswith("There is no assignment called gliders")
    with_templates(own_course)
    bare = run(own_course.root, "nbgrader", tmp_path / "class", "boats")
    assert bare.code == 2 and "statement.es.md: cannot be read" in bare.err and bare.err.count("\n") == 1
    assert not (tmp_path / "class").exists()


def stopped(room: Classroom, sentence: str) -> None:
    """The command stops with one sentence, and nobody looks graded."""
    code, out = room.ask("autograde", "01_kites")
    assert code == 1 and "Traceback" not in out
    assert [sentence in line for line in out.splitlines() if "ERROR" in line] == [True], out
    assert not list((room.folder / "autograded").rglob("*.ipynb"))
