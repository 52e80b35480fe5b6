"""Gradients against central differences: right code is far inside the tolerance, wrong code far outside."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.checks import gradient_matches, numerical_gradient
from autograder.checks.gradients import FLOOR, TOLERANCE, relative_error
from tests.support import failure_of, told

EPS = 1e-5
seeds = st.integers(0, 10_000)


def batch_norm(x: np.ndarray) -> np.ndarray:
    """Batch normalisation without scale and shift: the hardest backward pass of the course."""
    return (x - x.mean(axis=0)) / np.sqrt(x.var(axis=0) + EPS)


def right(x: np.ndarray, dout: np.ndarray) -> np.ndarray:
    out = batch_norm(x)
    return (dout - dout.mean(axis=0) - out * (dout * out).mean(axis=0)) / np.sqrt(x.var(axis=0) + EPS)


WRONG = {
    "no path through the mean": lambda x, dout: (
        (dout - batch_norm(x) * (dout * batch_norm(x)).mean(axis=0)) / np.sqrt(x.var(axis=0) + EPS)
    ),
    "no path through the variance": lambda x, dout: (dout - dout.mean(axis=0)) / np.sqrt(x.var(axis=0) + EPS),
    "no path at all": lambda x, dout: dout / np.sqrt(x.var(axis=0) + EPS),
    "sample variance": lambda x, dout: right(x, dout) * np.sqrt((len(x) - 1) / len(x)),
    "sums for means": lambda x, dout: right(x, dout) * len(x),
    "the sign": lambda x, dout: -right(x, dout),
    "zeros": lambda x, dout: np.zeros_like(x),
    "dout": lambda x, dout: dout,
}


def drawn(seed: int) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    return rng.normal(size=(6, 4)) * rng.uniform(0.5, 3, 4) + rng.normal(size=4), rng.normal(size=(6, 4))


def error_of(got: np.ndarray, x: np.ndarray, dout: np.ndarray) -> float:
    return relative_error(got, numerical_gradient(batch_norm, x, dout), FLOOR * float(np.linalg.norm(dout)))


@given(seeds)
def test_right_code_is_a_hundred_times_inside(seed: int) -> None:
    x, dout = drawn(seed)
    gradient_matches(right(x, dout), batch_norm, x, dout)
    assert error_of(right(x, dout), x, dout) <= 1e-8 == TOLERANCE / 100


@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG)
def test_wrong_code_is_far_outside(wrong: Any) -> None:
    for seed in range(20):
        x, dout = drawn(seed)
        assert failure_of(gradient_matches, wrong(x, dout), batch_norm, x, dout).kind == "gradient"
        assert error_of(wrong(x, dout), x, dout) >= 1e-2


def test_the_numerical_gradient_leaves_x_as_it_was_and_keeps_its_shape() -> None:
    x = np.arange(6.0).reshape(2, 3)
    slope = numerical_gradient(lambda p: p**3, x)
    assert (slope.shape, slope.dtype, x.tolist()) == ((2, 3), np.float64, [[0.0, 1.0, 2.0], [3.0, 4.0, 5.0]])
    assert np.allclose(slope, 3 * x**2, rtol=1e-9, atol=1e-9)


def test_the_numerical_gradient_of_a_number() -> None:
    assert np.allclose(numerical_gradient(lambda p: np.sum(p**2), np.array([1.0, 3.0])), [2.0, 6.0])


def test_where_the_gradient_is_zero_noise_is_no_error_and_a_value_is_one() -> None:
    x, dout = drawn(3)

    def flat(p: np.ndarray) -> np.ndarray:
        return np.ones_like(p) + 1e-12 * np.sin(p)

    gradient_matches(np.zeros_like(x), flat, x, dout)
    gradient_matches(np.full_like(x, 1e-12), flat, x, dout)
    assert failure_of(gradient_matches, np.full_like(x, 1e-3), flat, x, dout).kind == "gradient"


def test_the_floor_goes_with_dout() -> None:
    noise = np.full(4, 1e-10)
    gradient_matches(noise, np.ones_like, np.arange(4.0), np.ones(4))
    failure_of(gradient_matches, noise, np.ones_like, np.arange(4.0), np.full(4, 1e-3))


def test_one_wrong_element_is_named() -> None:
    x = np.array([1.0, 2.0, 3.0])
    failure = failure_of(gradient_matches, np.array([2.0, 4.0, 6.6]), lambda p: p**2, x, name="dx")
    assert told(failure).startswith(
        "As a gradient, dx does not agree with the numerical one: the relative error is 0.07525"
    )
    assert told(failure, "es").startswith("Como gradiente, dx no coincide con el numérico: error relativo 0.07525")
    assert told(failure).splitlines()[1] == "  got       array([2, 4, 6.6])"
    assert [row["at"] for row in failure.detail["worst"]] == [[2]]


def test_a_gradient_without_a_name_and_a_tolerance_of_its_own_are_said_as_they_are() -> None:
    x = np.array([1.0, 2.0])
    failure = failure_of(gradient_matches, np.array([2.0, 5.0]), lambda p: p**2, x, tolerance=0.01)
    said = told(failure).splitlines()[0]
    assert said.startswith("As a gradient, the result does not agree") and said.endswith("should be at most 0.01.")


def test_the_picture_of_the_error_has_the_shape_of_the_gradient() -> None:
    x, dout = drawn(1)
    failure = failure_of(gradient_matches, dout, batch_norm, x, dout)
    picture = failure.picture
    assert picture is not None and picture.kind == "gradient"
    right = numerical_gradient(batch_norm, x, dout)
    assert np.allclose(picture.error, np.abs(dout - right), rtol=1e-3)
    assert np.allclose(picture.got, dout, rtol=1e-3) and np.allclose(picture.expected, right, rtol=1e-3)


@pytest.mark.parametrize(
    ("got", "kind"),
    [
        ([2.0, 4.0, 6.0], "listed"),
        ([2.0, 4.0], "type"),
        (np.array([[2.0, 4.0, 6.0]]), "shape"),
        (np.array([2.0, 4.0, 6.0], dtype=np.float32), "dtype"),
        (np.array([2.0, 4.0, np.nan]), "finite"),
        (np.full(3, 1e308), "gradient"),
        (None, "type"),
    ],
)
def test_the_rungs_before_the_value(got: Any, kind: str) -> None:
    assert failure_of(gradient_matches, got, lambda p: p**2, np.array([1.0, 2.0, 3.0])).kind == kind


def test_a_row_passes_where_that_is_said() -> None:
    gradient_matches(np.array([[2.0, 4.0]]), lambda p: p**2, np.array([1.0, 2.0]), row_ok=True)
