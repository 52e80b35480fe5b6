"""Vectors of what checks compared: equal for the same mistake, different for another one."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest

from autograder.checks.vectors import Vector, same, tells_something, vector_of
from autograder.results import FAILED, CheckResult, Failure, Observation


def vector(*values: Any, kind: str = "", check: str = "test_it", atol: float | None = None) -> Vector:
    observed = tuple(Observation(value, atol=atol) for value in values)
    failures = (Failure(kind, detail={"type": "ValueError"}),) if kind else ()
    return vector_of([CheckResult(check, "f", "T", False, 0.0, 1.0, FAILED, failures, observed)])


LARGE = np.random.default_rng(0).normal(size=(20, 3))
PAIRS = {
    "numbers": (np.array([1.0, 2.0]), np.array([1.0, 2.0]) * (1 + 1e-8), np.array([1.0, 2.0001])),
    "one number": (np.array(3.0), np.array(3.0), np.array(-3.0)),
    "shape": (np.zeros((2, 3)), np.zeros((2, 3)), np.zeros((3, 2))),
    "a large array": (LARGE, LARGE + 1e-12, LARGE[::-1]),
    "a large array and its transpose": (LARGE, LARGE, LARGE.T.reshape(20, 3)),
    "words": ("good", "good", "overfit"),
    "whole numbers": (3, 3, 4),
    "facts": (True, np.bool_(True), False),
    "not finite": (np.array([np.nan, 1.0]), np.array([1.0, np.inf]), np.array([1.0, 2.0])),
}


@pytest.mark.parametrize(("one", "again", "other"), PAIRS.values(), ids=PAIRS)
def test_the_same_and_another(one: Any, again: Any, other: Any) -> None:
    assert same(vector(one), vector(again)) and same(vector(again), vector(one))
    assert not same(vector(one), vector(other)) and not same(vector(other), vector(one))


def test_facts_words_and_numbers_are_not_mixed_up() -> None:
    for one, other in ((True, 1), (1, np.array(1.0)), ("1", 1), (False, np.array(0.0))):
        assert not same(vector(one), vector(other))


def test_a_statistical_comparison_is_the_same_within_its_tolerance() -> None:
    assert same(vector(np.array(0.50), atol=0.02), vector(np.array(0.53), atol=0.02))
    assert not same(vector(np.array(0.50), atol=0.02), vector(np.array(0.60), atol=0.02))


def test_every_check_and_every_comparison_counts() -> None:
    assert not same(vector(1), vector(1, 2))
    assert not same(vector(1), vector(1, check="test_another"))
    assert not same(vector(1), [*vector(1), *vector(2)])


def test_an_exception_is_part_of_a_vector_but_tells_nothing_alone() -> None:
    right = vector(np.array(1.0))
    assert not same(vector(kind="raised"), vector())
    assert not tells_something(vector(kind="raised"), right)
    assert not tells_something(right, right)
    assert tells_something(vector(np.array(2.0)), right)


def test_a_vector_is_plain_json_and_rebuilds_no_array() -> None:
    made = vector(LARGE, "good", True, 3, kind="raised")
    assert same(json.loads(json.dumps(made)), made)
    assert len(json.dumps(made)) < 400
