"""Which assignment a file belongs to: by its name, then by its functions."""

from __future__ import annotations

import pytest

from autograder.course import Course
from autograder.grading import recognise
from autograder.results import Result
from autograder.sandbox import Sandbox
from autograder.submission import Submission, SubmissionError
from tests import tiny
from tests.tiny import BOATS, REFERENCE

BOATS_SOURCE = BOATS["boats.py"]
NAMES = [
    "kites.py",
    "Kites.PY",
    "kites (1).py",
    "01_kites.py",
    "01-kites_garcia.py",
    "garcia-kites-final.py",
    "kites_v2.py",
]


@pytest.mark.parametrize("name", NAMES)
def test_by_its_name_whatever_it_defines(name: str, course: Course, sandbox: Sandbox) -> None:
    assert recognise(course, Submission(name, BOATS_SOURCE.encode()), sandbox).name == "01_kites"


@pytest.mark.parametrize("name", ["homework.py", "mykites.py", "kitesurf.py", "kites_and_boats.py", "\u202e.py"])
def test_by_its_functions_when_the_name_says_nothing_or_too_much(name: str, course: Course, sandbox: Sandbox) -> None:
    assert recognise(course, Submission(name, BOATS_SOURCE.encode()), sandbox).name == "02_boats"
    assert recognise(course, Submission(name, REFERENCE.encode()), sandbox).name == "01_kites"


def test_by_most_functions(course: Course, sandbox: Sandbox) -> None:
    assert recognise(course, Submission("a.py", (REFERENCE + BOATS_SOURCE).encode()), sandbox).name == "01_kites"


PROBLEMS = {
    "none of the functions": (b"def swim(x): pass\n", "not_recognised"),
    "as many of two": (b"def lift(a, s): pass\ndef row(x): pass\n", "ambiguous"),
    "a syntax error": (b"def lift(:\n", "syntax"),
    "nothing": (b"", "empty"),
    "NUL bytes": (b"x\0", "nul"),
    "UTF-16": ("x = 1".encode("utf-16"), "encoding"),
    "a parser bomb": (b"x = " + b"-" * 200_000 + b"1\n", "too_complex"),
}


@pytest.mark.parametrize(("data", "kind"), PROBLEMS.values(), ids=PROBLEMS)
def test_or_says_why_not(data: bytes, kind: str, course: Course, sandbox: Sandbox) -> None:
    with pytest.raises(SubmissionError) as caught:
        recognise(course, Submission("a.py", data), sandbox)
    assert caught.value.kind == kind


def graded(course: Course, source: str, sandbox: Sandbox) -> Result:
    return tiny.grade_all(course, [source], sandbox)[0]


def test_a_file_of_another_assignment_is_told_where_it_belongs(course: Course, sandbox: Sandbox) -> None:
    result = graded(course, BOATS_SOURCE, sandbox)
    assert result.problem is not None
    assert (result.problem.kind, result.problem.detail["other"], result.checks) == ("wrong_assignment", "02_boats", ())


def test_a_file_of_no_assignment_is_told_what_is_graded(course: Course, sandbox: Sandbox) -> None:
    result = graded(course, "def swim(x):\n    return x\n", sandbox)
    assert result.problem is not None
    assert (result.problem.kind, result.problem.detail["functions"]) == ("no_functions", "lift, fly, fly_back")


def test_one_of_the_functions_is_enough_to_be_graded(course: Course, sandbox: Sandbox) -> None:
    result = graded(course, "def lift(area, speed):\n    return area * speed * speed / 2\n", sandbox)
    assert (result.problem, result.score) == (None, 20.0)
