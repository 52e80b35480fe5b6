"""Ordinary checks are called without pytest's protocol, with the same answer; what is not ordinary is left to it."""

from __future__ import annotations

import warnings
from pathlib import Path

import pytest

from autograder.checks.collect import Collected
from autograder.course import Course
from autograder.grading import Checks, with_checks
from autograder.grading.inprocess import load_trusted, run_in_process
from autograder.results import CheckResult
from tests import tiny
from tests.grading.variants import HONEST, WRONG
from tests.tiny import judge_with

CHECKS = '''
@pytest.fixture
def plain(rng):
    return rng.uniform(size=3)

@pytest.fixture
def nested(plain, student):
    return plain * student.f(2.0)

@pytest.fixture
def generator(rng):
    yield rng.uniform(size=3)

@pytest.fixture(params=[1, 2])
def varied(request):
    return request.param

@question("f", points=1)
def test_ordinary(student, expected, plain, nested):
    """Ordinary."""
    close(student.f(plain), expected.f(plain))

@question("f", points=1)
def test_generator(student, expected, generator):
    """With a generator."""
    close(student.f(generator), expected.f(generator))

@question("f", points=1)
def test_varied(student, varied):
    """Twice."""
    close(student.f(varied), varied)

@question("f", points=1)
@pytest.mark.parametrize("number", [3, 4])
def test_marked(student, number):
    """Marked."""
    close(student.f(number), number)

@question("f", points=1)
def test_in_a_folder(student, tmp_path):
    """With a fixture of pytest's own."""
    close(student.f(1.0), float(tmp_path.is_dir()))

@question("f", points=1)
def test_lost_in_a_fixture(student, nested):
    """Whatever a fixture compares counts."""
    close(nested, nested)
'''


def ordinary(collected: Collected) -> set[str]:
    return {name.rpartition("::")[2] for name in collected._recipes}


def through_pytest(checks: Checks) -> Checks:
    collected = checks._collected
    slow = Collected(collected.items, collected._plugin, collected._recorder, recipes={})
    return Checks(checks.assignment, slow)


def test_only_ordinary_checks_have_a_recipe(tmp_path: Path) -> None:
    judge_with(tmp_path, CHECKS, "def f(x):\n    return x\n")
    course = tiny.open_course(tmp_path)
    names = with_checks(course.assignment("f"), lambda checks: ordinary(checks._collected))
    assert names == {"test_ordinary", "test_lost_in_a_fixture"}


@pytest.mark.parametrize(
    "student", ["def f(x):\n    return x\n", "def f(x):\n    return -x\n", "def f(x):\n    1 / 0\n"]
)
def test_all_kinds_are_judged(student: str, tmp_path: Path) -> None:
    verdicts = {name: each.verdict for name, each in judge_with(tmp_path, CHECKS, student).items()}
    assert len(verdicts) == 8
    wanted = "passed" if "return x" in student else "failed"
    assert {name: verdict for name, verdict in verdicts.items() if verdict != wanted} in (
        {},
        {"lost_in_a_fixture": "passed"},
    )


def test_both_ways_say_the_same_of_every_variant(course: Course, tmp_path: Path) -> None:
    assignment = course.assignment("kites")
    paths = [
        tiny.write(tmp_path / str(i) / "kites.py", text) for i, text in enumerate([*HONEST.values(), *WRONG.values()])
    ]

    def both(checks: Checks) -> list[tuple[tuple[CheckResult, ...], ...]]:
        assert len(ordinary(checks._collected)) == len(checks.items)
        salts = (course.settings.salt, course.secret_salt)
        ways = (checks, through_pytest(checks))
        return [tuple(run_in_process(way, load_trusted(assignment, path), salts) for way in ways) for path in paths]

    with warnings.catch_warnings(record=True):
        answers = with_checks(assignment, both)
    for path, (direct, slow) in zip(paths, answers, strict=True):
        assert repr(direct) == repr(slow), path.read_text()
