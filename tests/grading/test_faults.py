"""Faults of ours are called faults of ours, never a student's zero; and a student's fault is never ours."""

from __future__ import annotations

import pytest

from autograder.course import Course
from autograder.grading import GraderBroken
from autograder.results import FAILED, Result
from autograder.sandbox import Sandbox
from tests import tiny
from tests.grading.variants import FLY, changed
from tests.support import told
from tests.tiny import REFERENCE, by_check, points, rejected

PUBLIC, HIDDEN = "assignments/01_kites/test_kites.py", "solutions/01_kites/test_hidden.py"


def broken(course: Course, name: str, old: str, new: str) -> Course:
    path = course.root / name
    tiny.write(path, tiny.edited(path.read_text(), (old, new)))
    return course


def grade(course: Course, source: str, sandbox: Sandbox) -> Result:
    return tiny.grade_all(course, [source], sandbox)[0]


CRASHES = {
    "a public check": (PUBLIC, "    close(student.lift(2.0, 3.0), 9.0)", "    1 / 0"),
    "a hidden check": (HIDDEN, "    area, speed = rng", "    area, speed = 1 / 0, rng"),
    "the inputs": ("assignments/01_kites/inputs.py", "    return rng", "    1 / 0\n    return rng"),
    "a fixture that is not there": (
        PUBLIC,
        "def test_the_flight(student, expected, gust)",
        "def test_the_flight(student, expected, gusts)",
    ),
    "the reference raises": (
        "solutions/01_kites/kites.py",
        "    return 0.5 * area",
        "    raise ValueError\n    return 0.5 * area",
    ),
    "the reference lacks a function": ("solutions/01_kites/kites.py", "def lift(", "def lifts("),
    "the reference cannot be read": ("solutions/01_kites/kites.py", "def lift(", "def lift(("),
}


@pytest.mark.parametrize(("name", "old", "new"), CRASHES.values(), ids=CRASHES)
def test_what_crashes_on_the_reference_is_our_fault(
    name: str, old: str, new: str, own_course: Course, sandbox: Sandbox
) -> None:
    result = grade(broken(own_course, name, old, new), REFERENCE, sandbox)
    assert result.grader_error
    assert (result.checks, result.score, result.problem) == ((), 0, None)


def test_an_expected_value_that_is_wrong_is_a_students_loss_and_no_crash(own_course: Course, sandbox: Sandbox) -> None:
    result = grade(broken(own_course, PUBLIC, "2.0, 3.0), 9.0", "2.0, 3.0), 8.0"), REFERENCE, sandbox)
    assert (result.grader_error, points(result)["lift"]) == (None, 8.0)


@pytest.mark.parametrize("value", ["None", "'text'", "{}", "[[], 1]", "np.zeros((2, 2, 2))", "object()"])
def test_a_check_that_crashes_on_a_students_value_is_that_checks_loss(
    value: str, own_course: Course, sandbox: Sandbox
) -> None:
    naive = "    out, _ = student.fly(x, wind)\n    assert out.shape == x.shape and np.all(out + x > 0)"
    course = broken(
        own_course, PUBLIC, '    out, _ = values(student.fly(x, wind), "out", "cache")\n    with', naive + "\n    with"
    )
    result = grade(course, changed((FLY, f"return {value}")), sandbox)
    check = by_check(result.checks)["the_flight"]
    assert (result.grader_error, check.verdict, check.failures[0].kind) == (None, FAILED, "unusable")
    assert told(check.failures[0]).startswith("The returned value could not be used: ")
    assert told(check.failures[0], "es").startswith("Lo que devolviste no se pudo usar: ")
    assert points(result) == {"lift": 20.0, "fly": 0.0, "fly_back": 0.0}


FILES = {
    "no public checks": (PUBLIC, None, "there is no such file"),
    "no hidden checks": (HIDDEN, None, "there is no such file"),
    "checks that do not parse": (PUBLIC, "def test_it(:\n", "SyntaxError"),
    "checks that do not import": (HIDDEN, "import no_such_module\n", "no_such_module"),
    "inputs that do not import": ("assignments/01_kites/inputs.py", "import no_such_module\n", "no_such_module"),
}


def test_who_stops_the_collecting_stops_the_grading(own_course: Course, sandbox: Sandbox) -> None:
    tiny.write(own_course.root / "assignments/01_kites/test_kites.py", "raise KeyboardInterrupt\n")
    with pytest.raises(KeyboardInterrupt):
        tiny.grade_all(own_course, [tiny.REFERENCE], sandbox)


@pytest.mark.parametrize(("name", "text", "said"), FILES.values(), ids=FILES)
def test_check_files_that_cannot_be_used_are_named(
    name: str, text: str | None, said: str, own_course: Course, sandbox: Sandbox
) -> None:
    path = own_course.root / name
    path.unlink() if text is None else tiny.write(path, text)
    with pytest.raises(GraderBroken, match=said):
        grade(own_course, REFERENCE, sandbox)


def test_an_ordinary_function_among_the_checks_is_named(own_course: Course, sandbox: Sandbox) -> None:
    path = own_course.root / HIDDEN
    tiny.write(path, path.read_text() + "\n\ndef test_without_a_question(student):\n    pass\n")
    assert "test_without_a_question" in str(grade(own_course, REFERENCE, sandbox).grader_error)


def test_after_a_fault_the_next_submission_is_graded(own_course: Course, sandbox: Sandbox) -> None:
    fault = "    1 / int(student.lift(2.0, 3.0) == 9.0 or expected.lift(2.0, 3.0) != 9.0)\n    close("
    course = broken(own_course, PUBLIC, "(student):", "(student, expected):")
    course = broken(course, PUBLIC, "    close(student.lift(2", fault + "student.lift(2")
    first, second = tiny.grade_all(course, [rejected("no_half"), REFERENCE], sandbox)
    assert (first.score, second.score) == (80.0, 100.0)
