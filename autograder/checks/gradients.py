"""Numerical gradients, and a backward pass held against one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from autograder.checks.compare import array_like
from autograder.checks.pictures import picture_of
from autograder.checks.running import observe
from autograder.results import CheckFailed, Failure
from autograder.wire.brief import brief, number

STEP = 1e-5
TOLERANCE = 1e-6
FLOOR = 1e-4
"""Share of ``|dout|`` below which a gradient counts as zero: the noise of a central difference is far under it."""


def numerical_gradient(
    function: Callable[[np.ndarray], Any], x: np.ndarray, dout: np.ndarray | float = 1.0, step: float = STEP
) -> np.ndarray:
    """Return d sum(function(x) * dout) / dx by central differences: float64, the shape of ``x``.

    ``(f(x + h) - f(x - h)) / 2h`` element by element (CS231n's ``eval_numerical_gradient_array``). ``x`` comes back
    unchanged.

    >>> numerical_gradient(lambda x: x**2, np.array([1.0, 3.0])).round(6)
    array([2., 6.])
    """
    point = np.array(x, dtype=np.float64)
    slope = np.zeros_like(point)
    for at in np.ndindex(point.shape):
        slope[at] = _difference(function, point, at, dout, step)
    return slope


@np.errstate(all="ignore")  # a student's 1e308 is a wrong gradient, not a warning of ours
def gradient_matches(
    got: Any,
    function: Callable[[np.ndarray], Any],
    x: np.ndarray,
    dout: np.ndarray | float = 1.0,
    *,
    name: str = "",
    row_ok: bool = False,
    tolerance: float = TOLERANCE,
) -> None:
    """Fail unless ``got`` is the gradient of ``sum(function(x) * dout)`` with respect to ``x``.

    Type, shape, dtype and finite come first; then the norm-wise relative error ``|a - n| / max(|a|, |n|)`` against
    central differences, with a floor tied to ``|dout|``. ``function`` is an oracle: the reference's forward pass.

    >>> gradient_matches(np.array([2.0, 6.0]), lambda x: x**2, np.array([1.0, 3.0]))
    """
    right = numerical_gradient(function, x, dout)
    ready = array_like(got, right, name, row_ok)
    if not np.all(np.isfinite(ready)):
        observe("finite")
        raise CheckFailed(Failure("finite", name=name, got=brief(got), expected=brief(right)), got)
    error = relative_error(ready, right, FLOOR * float(np.linalg.norm(np.asarray(dout))))
    observe(ready, error / tolerance)
    if not error <= tolerance:
        raise CheckFailed(_failure(got, ready, right, error, tolerance, name), got)


def relative_error(a: np.ndarray, n: np.ndarray, floor: float) -> float:
    """Return the norm-wise relative error ``|a - n| / max(|a|, |n|, floor)``."""
    with np.errstate(all="ignore"):
        largest = max(float(np.linalg.norm(a)), float(np.linalg.norm(n)), floor)
        return float(np.linalg.norm(a - n)) / largest if largest else 0.0


def _difference(
    function: Callable[[np.ndarray], Any],
    point: np.ndarray,
    at: tuple[int, ...],
    dout: np.ndarray | float,
    step: float,
) -> float:
    kept = point[at]
    point[at] = kept + step
    above = np.array(function(point), dtype=np.float64)
    point[at] = kept - step
    below = np.array(function(point), dtype=np.float64)
    point[at] = kept
    return float(np.sum((above - below) * dout)) / (2 * step)


def _failure(got: Any, ready: np.ndarray, right: np.ndarray, error: float, tolerance: float, name: str) -> Failure:
    distance = np.abs(ready - right)
    at = np.unravel_index(int(np.argmax(distance)), ready.shape)
    detail: dict[str, Any] = {
        "error": number(round(error, 12)),
        "tolerance": number(tolerance),
        "worst": [
            {"at": [int(i) for i in at], "got": number(float(ready[at])), "expected": number(float(right[at]))},
        ],
    }
    picture = picture_of("gradient", ready, right, distance > tolerance * float(np.max(np.abs(right), initial=0.0)))
    return Failure("gradient", name=name, got=brief(got), expected=brief(right), detail=detail, picture=picture)
