"""Points into nbgrader's own gradebook: read back through its API, and a person's score there stays."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from autograder.course import Course
from autograder.gradebook import GradebookError, open_gradebook
from autograder.gradebook.rows import GRADER_ERROR, Row, Student
from autograder.gradebook.store import Gradebook
from tests import tiny
from tests.cli.command import run
from tests.gradebook.rows_of import a_run, row, ungradable
from tests.nbgrader.classroom import Classroom

api = pytest.importorskip("nbgrader.api")
from autograder.nbgrader.into_gradebook import Kept, Written, write_grades  # noqa: E402

pytestmark = pytest.mark.one_python


@pytest.fixture
def course(tmp_path: Path) -> Course:
    return tiny.build(tmp_path / "course")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A gradebook that our export of nobody made where there was none."""
    folder = tmp_path_factory.mktemp("made")
    boats = tiny.build(folder / "course").assignment("boats")
    assert write_grades(f"sqlite:///{folder / 'gradebook.db'}", boats, []).students == 0
    return folder / "gradebook.db"


@pytest.fixture
def url(made: Path, tmp_path: Path) -> str:
    return f"sqlite:///{shutil.copy(made, tmp_path)}"


@pytest.fixture
def theirs(url: str) -> Iterator[Any]:
    """nbgrader's gradebook, as its own programs open it."""
    with api.Gradebook(url) as gradebook:
        yield gradebook


def written(course: Course, url: str, *rows: Row) -> Written:
    return write_grades(url, course.assignment("kites"), rows)


def grade(theirs: Any, student: str, question: str) -> Any:
    theirs.db.expire_all()
    return theirs.find_grade(f"grade_{question}", "kites", "01_kites", student)


def test_a_fresh_gradebook_gets_the_assignment_and_every_point(course: Course, url: str, theirs: Any) -> None:
    done = written(course, url, row("ana", lift=1.5), ungradable("bo"))
    assert (done.students, done.kept, done.faults) == (2, [], 0)
    assert [grade(theirs, "ana", question).score for question in ("lift", "fly", "fly_back")] == [1.5, 6.0, 0.0]
    assert theirs.find_submission("01_kites", "ana").score == 7.5
    assert theirs.find_assignment("01_kites").max_score == 100  # the assignment's own points
    assert (theirs.find_student("ana").email, grade(theirs, "bo", "lift").score) == ("ana@school.mx", 0.0)
    assert not grade(theirs, "ana", "lift").needs_manual_grade


def test_a_score_that_a_person_gave_stays_and_is_named(course: Course, url: str, theirs: Any) -> None:
    written(course, url, row("ana", lift=1.0))
    given = grade(theirs, "ana", "lift")
    given.manual_score = 3.5
    theirs.db.commit()
    done = written(course, url, row("ana", lift=2.0))
    assert done.kept == [Kept("ana", "lift", 3.5, 2.0)]
    kept = grade(theirs, "ana", "lift")
    assert (kept.score, kept.manual_score, kept.auto_score, kept.needs_manual_grade) == (3.5, 3.5, 2.0, True)


def test_an_override_is_the_manual_score(gradebook: Gradebook, course: Course, url: str, theirs: Any) -> None:
    number = a_run(gradebook, row("ana", lift=1.0))
    gradebook.override(number, "ana", "lift", 4.0, "Eva", "right")
    for _ in range(2):
        assert written(course, url, *gradebook.rows(number)).kept == []
        found = grade(theirs, "ana", "lift")
        assert (found.auto_score, found.manual_score, found.score) == (1.0, 4.0, 4.0)


@pytest.fixture
def gradebook(tmp_path: Path) -> Iterator[Gradebook]:
    with open_gradebook(str(tmp_path / "grades.db")) as opened:
        yield opened


def test_a_fault_of_the_grader_writes_nothing(course: Course, url: str, theirs: Any) -> None:
    fault = row("ana")
    assert written(course, url, Row(fault.student, "ana.py", GRADER_ERROR)).faults == 1
    with pytest.raises(api.MissingEntry):
        theirs.find_submission("01_kites", "ana")


def test_more_students_than_one_batch(course: Course, url: str, theirs: Any) -> None:
    assert written(course, url, *(row(f"s{number:03}") for number in range(230))).students == 230
    assert len(theirs.assignment_submissions("01_kites")) == 230


def test_an_assignment_of_another_course_is_refused(course: Course, url: str, theirs: Any) -> None:
    theirs.add_assignment("01_kites")
    with pytest.raises(GradebookError, match=r"nbgrader's 01_kites was not made by this course \(.*\): generate it"):
        written(course, url, row("ana"))
    with pytest.raises(GradebookError, match="nbgrader's gradebook did not answer"):
        written(course, f"sqlite:///{course.root}/none/gradebook.db", row("ana"))


def test_the_verb_writes_a_run_and_names_what_stays(
    gradebook: Gradebook, course: Course, url: str, theirs: Any
) -> None:
    a_run(gradebook, row("ana", lift=1.0))
    a_run(gradebook, row("ana", lift=2.0))
    export = ("--format", "nbgrader", "--nbgrader", url, "--gradebook", gradebook.engine.url.database, "--lang", "en")
    assert run(course.root, "export", "previous", *export).code == 0
    grade(theirs, "ana", "lift").manual_score = 4.0
    theirs.db.commit()
    answer = run(course.root, "export", "latest", *export)
    assert answer.code == 0 and "1 students of run 2 are in sqlite" in answer.err
    assert "nbgrader keeps the 4 points given by hand to ana for lift; this run says 2." in answer.err
    answer = run(course.root.parent, "export", "latest", *export)
    assert answer.code == 2 and "give --course DIR" in answer.err


def test_a_class_of_nbgraders_own_keeps_the_ids_that_its_gradebook_knows(course: Course, url: str, theirs: Any) -> None:
    hers = replace(row("o-neil"), student=Student("o-neil", "o'neil", platform_id="o'neil"))
    for layout, known in (("nbgrader", "o'neil"), ("moodle", "o-neil")):
        write_grades(url, course.assignment("kites"), [hers], layout)
        assert grade(theirs, known, "fly").score == 6.0
    assert len(theirs.students) == 2


def test_the_course_that_we_make_takes_the_points(graded: Classroom, tmp_path: Path) -> None:
    copied = shutil.copy(graded.folder / "gradebook.db", tmp_path)
    assert written(graded.course, f"sqlite:///{copied}", row("someone_new", lift=3.0)).students == 1
    with api.Gradebook(f"sqlite:///{copied}") as theirs:
        assert grade(theirs, "someone_new", "lift").score == 3.0
        assert len(theirs.find_submission_notebook("kites", "01_kites", "someone_new").comments) == 3
