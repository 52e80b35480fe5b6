"""What a student's code did to the numbers of a question, as a vector that two solutions can be compared by.

Numbers, words and truth values only, no code: a vector can be stored and handed out.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from autograder.results import CheckResult, Failure, Observation

Entry = list[Any]
"""One comparison: ``[kind, value, ..., tolerance]``; plain JSON values."""

Vector = list[list[Any]]
"""One question: ``[check, [entry, ...]]`` for each of its checks, in order."""

_WHOLE = 16
_PROJECTIONS = 4
_RTOL = 1e-6


def vector_of(checks: Iterable[CheckResult]) -> Vector:
    """Return the vector of one question's checks."""
    return [[check.check, _entries(check.observed, check.failures)] for check in checks]


def same(one: Vector, other: Vector) -> bool:
    """Say whether two vectors agree in every check, every comparison and, within tolerance, every number."""
    return len(one) == len(other) and all(
        a[0] == b[0] and len(a[1]) == len(b[1]) and all(map(_same_entry, a[1], b[1]))
        for a, b in zip(one, other, strict=True)
    )


def tells_something(vector: Vector, right: Vector) -> bool:
    """Say whether a vector differs from the right one in something that was compared, not by an exception alone."""
    return any(
        entry[0] != "stopped" and not any(_same_entry(entry, wanted) for wanted in b[1][i : i + 1])
        for a, b in zip(vector, right, strict=True)
        for i, entry in enumerate(a[1])
    )


def _entries(observed: Sequence[Observation], failures: Sequence[Failure]) -> list[Entry]:
    entries = [_entry(each) for each in observed]
    stopped = [failure for failure in failures if failure.kind not in _COMPARED]
    return entries + [["stopped", failure.kind, str(failure.detail.get("type", ""))] for failure in stopped]


_COMPARED = frozenset({"type", "shape", "dtype", "length", "finite", "value", "gradient", "fact", "changed", "values"})
_COMPARED |= {"listed"}


def _entry(observation: Observation) -> Entry:
    value = observation.value
    if isinstance(value, (bool, np.bool_)):
        return ["fact", bool(value)]
    if isinstance(value, (str, int)):
        return ["word", value]
    array = np.asarray(value, dtype=float)
    if not np.all(np.isfinite(array)):
        return ["word", "not finite"]
    numbers = array.ravel() if array.size <= _WHOLE else _projected(array.ravel())
    tolerance = observation.atol or 0.0
    return ["numbers", list(array.shape), [float(f"{n:.12g}") for n in numbers], float(tolerance)]


@np.errstate(all="ignore")  # a student's 1e308 is a wrong value, not a warning of ours
def _projected(numbers: np.ndarray) -> np.ndarray:
    """Return a few sums with fixed random weights, and the norm: they tell two arrays apart and rebuild neither."""
    weights = np.random.default_rng(numbers.size).normal(size=(_PROJECTIONS, numbers.size))
    return np.append(weights @ numbers / math.sqrt(numbers.size), np.linalg.norm(numbers))


def _same_entry(one: Entry, other: Entry) -> bool:
    if one[0] != "numbers" or other[0] != "numbers":
        return one == other
    if one[1] != other[1]:
        return False
    a, b = np.asarray(one[2]), np.asarray(other[2])
    scale = float(np.max(np.abs(b), initial=0.0))
    tolerance = max(2 * max(one[3], other[3]), _RTOL * scale, 1e-12)
    return bool(np.all(np.abs(a - b) <= tolerance))
