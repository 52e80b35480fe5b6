"""Inputs and facts that the public and hidden checks of this assignment share; it holds no answer and imports none.

Dropout is random, and right code draws masks of its own. So nothing here depends on which units a mask switched off:
the checks look at the factors by which elements were multiplied, at shares of units, and at whether two patterns agree.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from autograder.checks import array_like

TALL = (120, 150)
"""A table so large that shares of units and whole columns are safe from chance."""

CHANCE = 0.02
"""How far a share of 18,000 units may be from p: more than five standard deviations."""


def generic(rng: np.random.Generator, *shape: int) -> np.ndarray:
    """Return numbers of both signs with sizes from 0.5 to 2: never 0, so that a quotient by them is safe."""
    return rng.uniform(0.5, 2.0, shape) * rng.choice([-1.0, 1.0], shape)


def in_training(p: float, **seed: int) -> dict[str, Any]:
    """Return a new dropout_param for training; ``seed=7`` adds a seed."""
    return {"p": p, "mode": "train", **seed}


def in_test_mode(p: float, **seed: int) -> dict[str, Any]:
    """Return a new dropout_param for test mode."""
    return {"p": p, "mode": "test", **seed}


@pytest.fixture
def table(rng: np.random.Generator) -> tuple[np.ndarray, ...]:
    """x (4, 5), W (5, 3), b (3,) and dout (4, 3): no two sizes alike."""
    return generic(rng, 4, 5), generic(rng, 5, 3), generic(rng, 3), generic(rng, 4, 3)


@pytest.fixture
def pictures(rng: np.random.Generator) -> tuple[np.ndarray, ...]:
    """x (3, 2, 4), W (8, 5), b (5,) and dout (3, 5): three examples that are pictures."""
    return generic(rng, 3, 2, 4), generic(rng, 8, 5), generic(rng, 5), generic(rng, 3, 5)


def factors(got: Any, by: np.ndarray, name: str) -> list[float]:
    """Return the smallest and the largest factor got / by: 0 and one more after dropout, whatever its mask.

    When there are factors in between, all of them come back.
    """
    ready = array_like(got, by, name)
    with np.errstate(all="ignore"):  # strange values are a wrong answer, not our warning
        distinct = np.unique(np.round(ready / by, 9)) + 0.0
    return [float(factor) for factor in (distinct if len(distinct) > 2 else distinct[[0, -1]])]


def share_kept(out: Any, x: np.ndarray) -> float:
    """Return the share of elements that are not 0."""
    return float(np.mean(array_like(out, x, "out") != 0))


def kept_evenly(out: Any, x: np.ndarray) -> bool:
    """Say whether along every axis of x some units are kept and some are off: no stripes."""
    kept = array_like(out, x, "out") != 0
    return all(bool(np.any(np.diff(kept, axis=axis), axis=axis).all()) for axis in range(x.ndim))


def drops(out: Any, x: np.ndarray) -> bool:
    """Say whether out is x with some units off and one positive factor on all others: dropout, be it right or wrong."""
    ready = array_like(out, x, "out")
    found = factors(ready, x, "out")
    share_on = np.mean(ready != 0)
    return len(found) == 2 and bool(np.all(np.isfinite(found)) and found[0] == 0 < found[1] and 0.05 < share_on < 0.95)


def same_units(dx: Any, out: Any, x: np.ndarray) -> bool:
    """Say whether dx is 0 exactly where out is."""
    return bool(np.array_equal(array_like(dx, x, "dx") == 0, array_like(out, x, "out") == 0))


def units_on(dx: np.ndarray, out: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return where dx and where out are not 0, for a picture of two masks that should be the same."""
    return dx != 0, out != 0


def due_in_test_mode(dx: Any, dout: np.ndarray, out: Any, x: np.ndarray) -> list[float]:
    """Return the factors due in dx / dout: 1, or those of the student's own test output where dx follows them.

    A test mode that multiplies by p or drops has lost its points in the forward pass; its own derivative is right.
    """
    with np.errstate(all="ignore"):
        away = np.abs(array_like(dx, dout, "dx") - dout * (array_like(out, x, "out") / x))
    return factors(out, x, "out") if bool(np.all(away <= 1e-9)) else [1.0, 1.0]
