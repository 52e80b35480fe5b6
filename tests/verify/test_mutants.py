"""Mutants: distinct, named by the one line they change, and of the kinds that numpy code needs."""

from __future__ import annotations

import pytest

from autograder.verify.mutants import OURS, TOOL, mutants_of

pytestmark = pytest.mark.one_python  # slow, and nothing in it depends on the version

SOURCE = '''import numpy as np


def spread(x, p, copy=True):
    """Return something."""
    y = x.copy()
    y -= np.mean(y, axis=0)
    if copy:
        y = y / p
    return np.sqrt(np.sum(y[1:] ** 2))
'''


@pytest.fixture(scope="module")
def afters() -> set[str]:
    """What the changed lines became."""
    return {mutant.after for mutant in mutants_of(SOURCE)}


@pytest.mark.parametrize(
    "after",
    [
        "y = x",
        "y -= np.sum(y, axis=0)",
        "y -= np.mean(y, axis=1)",
        "y -= np.mean(y)",
        "y = y / (1 - p)",
        "if False:",
        "return np.sum(y[1:] ** 2)",
        "return np.sqrt(np.sum(y ** 2))",
        "return np.sqrt(np.sum(y[1:]))",
        "y = y * p",
        "return np.sqrt(np.sum(y[2:] ** 2))",
    ],
)
def test_there_is_a_mutant_in_which_a_line_became(after: str, afters: set[str]) -> None:
    assert after in afters


def test_both_groups_are_there_and_no_two_mutants_are_equal() -> None:
    mutants = mutants_of(SOURCE)
    assert {mutant.group for mutant in mutants} == {TOOL, OURS}
    assert len({mutant.source for mutant in mutants}) == len(mutants)
    assert all(mutant.function == "spread" for mutant in mutants)


def test_the_same_source_gives_the_same_mutants() -> None:
    assert mutants_of(SOURCE) == mutants_of(SOURCE)
