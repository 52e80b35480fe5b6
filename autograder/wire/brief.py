"""Values in Python's own notation, short enough to read: what goes into ``call``, ``got`` and ``expected``."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograder.wire.values import Handle

SHOWN = 8
"""Arrays and lists up to this many elements are written out."""


def brief(value: Any) -> str:
    """Return a value as short text, the same in every language; never runs a student's code.

    >>> brief(np.array([84.0, 1.24])), brief(np.zeros((30, 2))), brief({"p": 0.5})
    ('array([84, 1.24])', 'ndarray(30, 2)', "{'p': 0.5}")
    """
    if isinstance(value, np.ndarray):
        return _array(value)
    if isinstance(value, (bool, np.bool_)) or value is None:
        return str(value)
    if isinstance(value, (float, np.floating)):
        return number(float(value))
    if isinstance(value, (list, tuple)):
        return _sequence(value)
    if isinstance(value, dict):
        return "{" + _cut(", ".join(f"{brief(k)}: {brief(v)}" for k, v in list(value.items())[:SHOWN]), 160) + "}"
    if isinstance(value, Handle):
        return f"<{value.kind}>"
    if isinstance(value, (str, bytes)):
        return _cut(repr(value[:80]), 80)  # cut first: spelling out a whole megabyte is slow
    return _cut(repr(value), 80) if isinstance(value, (int, complex, np.generic)) else type(value).__name__


def number(value: float) -> str:
    """Return a number with at most ten significant digits: ``151.3769067``, ``2``, ``1e-05``, ``nan``."""
    return f"{value:.10g}"


def _array(value: np.ndarray) -> str:
    suffix = "" if value.dtype == np.float64 else f", dtype={value.dtype.name}"
    if value.size > SHOWN or max(value.shape, default=0) > SHOWN:  # an empty array may still have a huge side
        return f"ndarray({', '.join(str(side) for side in value.shape)}{suffix})"
    return _cut(f"array({_nested(value.tolist())}{suffix})", 400)


def _nested(value: Any) -> str:
    if isinstance(value, list):
        return "[" + ", ".join(_nested(item) for item in value) + "]"
    return f"{value:.7g}" if isinstance(value, float) else repr(value)


def _sequence(value: list[Any] | tuple[Any, ...]) -> str:
    left, right = ("[", "]") if isinstance(value, list) else ("(", ")")
    items = [brief(item) for item in value[:SHOWN]]
    if len(value) > SHOWN:
        items.append(f"... {len(value)}")
    elif isinstance(value, tuple) and len(value) == 1:
        right = ",)"
    return left + _cut(", ".join(items), 240) + right


def _cut(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 1] + "…"
