"""The proof does not run a check again where nothing that it calls has changed, and says what it would have said."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.checks.run import Outcome
from autograder.course import Course
from autograder.grading import Checks, with_checks
from autograder.grading.inprocess import load_trusted, run_in_process
from autograder.grading.memory import Known, Reach, Recollection
from autograder.results import CheckResult
from tests import tiny
from tests.tiny import REFERENCE, edited, rejected

SALTS = ("one", "other")
BEFORE = """import numpy as np
from math import sqrt as root

LIMIT = 3


def helper(x):
    return np.minimum(x, LIMIT)


def asked(x):
    return helper(root(x))


def other(x):
    return root(x)
"""
REACHED = {
    "a function that it calls": ("return np.minimum(x, LIMIT)", "return np.maximum(x, LIMIT)"),
    "a number that the called one uses": ("LIMIT = 3", "LIMIT = 4"),
    "what an imported name means": ("from math import sqrt as root", "from math import cbrt as root"),
    "what a module's name means": ("import numpy as np", "import torch as np"),
    "a line that runs when the file is loaded": ("LIMIT = 3", "LIMIT = 3\nnp.random.seed(0)"),
    "a second definition": ("def other(x)", "def helper(x):\n    return x\n\n\ndef other(x)"),
    "a name that another function makes global": (
        "return root(x)\n",
        "global root\n    root = abs\n    return root(x)\n",
    ),
}
NOT_REACHED = {
    "a function that it does not call": ("def other(x):\n    return root(x)", "def other(x):\n    return x"),
    "a comment": ("LIMIT = 3", "LIMIT = 3  # units"),
    "a docstring": ("def helper(x):\n", 'def helper(x):\n    """Help."""\n'),
    "an import that it does not use": ("import numpy as np", "import itertools\nimport numpy as np"),
}


@pytest.mark.parametrize("case", REACHED)
def test_a_change_that_a_function_can_reach_counts(case: str) -> None:
    assert Reach(BEFORE).of("asked") != Reach(edited(BEFORE, REACHED[case])).of("asked")


@pytest.mark.parametrize("case", NOT_REACHED)
def test_a_change_out_of_reach_does_not_count(case: str) -> None:
    assert Reach(BEFORE).of("asked") == Reach(edited(BEFORE, NOT_REACHED[case])).of("asked")


class Counting(Recollection):
    """Counts what it recalls."""

    recalled = 0

    def recall(self, check: str) -> Outcome | None:
        outcome = super().recall(check)
        self.recalled += outcome is not None
        return outcome


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    return tiny.build(tmp_path_factory.mktemp("memory"))


def test_every_wrong_solution_gets_the_same_answers_and_most_checks_are_spared(course: Course, tmp_path: Path) -> None:
    assignment, known = tiny.kites(course), Known()
    sources = [REFERENCE, *(rejected(key) for key in tiny.REJECTED)]

    def both(checks: Checks, number: int, source: str) -> tuple[tuple[CheckResult, ...], tuple[CheckResult, ...], int]:
        path = tiny.write(tmp_path / f"{number}.py", source)
        memory = Counting(known, Reach(source), 0, {})
        spared = run_in_process(checks, load_trusted(assignment, path), SALTS, memory=memory)
        return run_in_process(checks, load_trusted(assignment, path), SALTS), spared, memory.recalled

    rows = with_checks(assignment, lambda checks: [both(checks, *pair) for pair in enumerate(sources)])
    for whole, spared, _ in rows:
        assert [told(check) for check in spared] == [told(check) for check in whole]
    count = len(rows[0][0])
    assert rows[0][2] == 0
    assert all(0 < recalled < count for _, _, recalled in rows[1:])


def told(check: CheckResult) -> tuple[object, ...]:
    return (check.check, check.verdict, check.score, [failure.kind for failure in check.failures], len(check.observed))


def test_another_salt_or_a_changed_answer_is_another_matter(course: Course) -> None:
    assignment, known = tiny.kites(course), Known()
    source = assignment.reference.read_text(encoding="utf-8")
    here = known.about(source, 0)
    with_checks(assignment, lambda checks: run_in_process(checks, load_trusted(assignment), SALTS, memory=here))
    check = "test_the_lift_of_two_square_metres"
    assert here.recall(check) is not None
    assert known.about(source, 1).recall(check) is None
    assert known.about(source, 0, {"lift": "zeros"}).recall(check) is None
    assert known.about(source, 0, {"fly": "zeros"}).recall(check) is not None
