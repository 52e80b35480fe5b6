"""Comparing what a student's function returned with what is right: a ladder that stops at the first true cause.

type, shape, dtype, finite, value. Every comparison is positive (``error <= tolerance`` after the finite check), so
that NaN passes nowhere.
"""

from __future__ import annotations

from typing import Any, NoReturn

import numpy as np

from autograder.checks.pictures import masks_picture, not_finite_picture, picture_of
from autograder.checks.running import costs_a_little, observe
from autograder.results import CheckFailed, Failure, Picture
from autograder.wire.brief import brief, number
from autograder.wire.values import type_name

RTOL = 1e-6
ATOL_SHARE = 1e-9
"""Default absolute tolerance, as a share of the largest expected magnitude (or of 1 when all is zero)."""

_WORST = 3
_LONGEST = 100_000


@np.errstate(all="ignore")  # a student's 1e308 is a wrong value, not a warning of ours
def close(
    got: Any,
    expected: Any,
    *,
    rtol: float = RTOL,
    atol: float | None = None,
    name: str = "",
    row_ok: bool = False,
    picture: str = "values",
) -> None:
    """Fail unless ``got`` is ``expected`` in type, shape, dtype and, within tolerance, in value.

    The type of ``expected`` says what is due. A float: any real scalar, or an array of one element. A list or tuple:
    any sequence of such scalars, ``(K,)`` and ``(K, 1)`` arrays included. An array: an array of the same shape and
    dtype; with ``row_ok`` a ``(1, D)`` array passes for ``(D,)``; a list of the right numbers costs a tenth of the
    check. ``name`` says which returned value is meant.
    ``atol`` makes the comparison a statistical one: right code may come near its tolerance by chance.
    ``picture="norms"`` says that a list holds gradient norms by layer, and draws them as that.

    >>> close(np.array([[2.0]]), 2.0)
    >>> close([1, 2.0], [1.0, 2.0])
    >>> close(np.zeros(3), np.zeros((3, 1)))
    Traceback (most recent call last):
    autograder.results.CheckFailed: shape
    """
    ready, wanted = _same_kind(got, expected, name, row_ok)
    scale = float(np.max(np.abs(wanted), initial=0.0)) or 1.0
    tolerance = (ATOL_SHARE * scale if atol is None else atol) + rtol * np.abs(wanted)
    if not np.all(np.isfinite(ready)) and np.all(np.isfinite(wanted)):
        observe("finite")
        _fail("finite", got, expected, name, picture=not_finite_picture(ready))
    with np.errstate(all="ignore"):  # 1e305 from a student is a wrong value, not a warning of ours
        error = np.abs(ready - wanted)
        ratio = float(np.max(error / tolerance, initial=0.0))
    observe(ready, ratio, atol)
    if not ratio <= 1.0:
        drawn = picture_of(picture, ready, wanted, ~(error <= tolerance))
        _fail("value", got, expected, name, detail=_where(ready, wanted, error, tolerance), picture=drawn)


def equal(got: Any, expected: str | int, *, name: str = "") -> None:
    """Fail unless ``got`` is the expected word or whole number.

    numpy's own kinds of both are welcome, alone in an array too: ``np.where`` and ``np.select`` return them so.

    >>> equal(np.int64(3), 3)
    >>> equal("good", "overfit")
    Traceback (most recent call last):
    autograder.results.CheckFailed: value
    """
    kinds = (str,) if isinstance(expected, str) else (int, np.integer)
    if type(got) is np.ndarray and got.size == 1 and got.ndim <= 1 and got.dtype.kind in "iuU":
        got = got.reshape(())[()]
    if not isinstance(got, kinds) or isinstance(got, bool):
        observe(f"type {_kind(got)}")
        _fail("type", got, expected, name, detail={"due": type_name(expected), "given": _kind(got)})
    observe(str(got) if isinstance(expected, str) else int(got))
    if got != expected:
        _fail("value", got, expected, name)


def holds(fact: Any, *, name: str = "", masks: tuple[np.ndarray, np.ndarray] | None = None) -> None:
    """Fail unless a fact is true; the check's title says which fact. For invariants of random functions.

    Where the fact is that two masks are the same, ``masks`` are these: what the student's code did and what is
    right, arrays of truth values of one shape. They make the picture.

    >>> holds(np.all(np.arange(3) >= 0))
    """
    true = fact is True or (isinstance(fact, np.bool_) and bool(fact))
    observe(true)
    if not true:
        detail = {"differ": int(np.sum(masks[0] != masks[1])), "of": int(masks[0].size)} if masks else {}
        raise CheckFailed(Failure("fact", name=name, detail=detail, picture=masks_picture(*masks) if masks else None))


def values(result: Any, *names: str) -> tuple[Any, ...]:
    """Take a returned tuple (or list) apart, or fail saying how many values are due and what they are.

    >>> out, cache = values((1.0, None), "out", "cache")
    """
    if isinstance(result, (tuple, list)) and len(result) == len(names):
        return tuple(result)
    count = len(result) if isinstance(result, (tuple, list)) else int(result is not None)
    observe(f"values {count}")
    raise CheckFailed(
        Failure("values", got=brief(result), detail={"count": count, "due": len(names), "names": ", ".join(names)}),
        result,
    )


def array_like(got: Any, expected: np.ndarray, name: str = "", row_ok: bool = False) -> np.ndarray:
    """Climb the ladder's rungs type, shape and dtype for an array; return it, as ``expected``'s shape."""
    listed = _from_list(got, expected)
    if listed is not None:
        detail = {"given": type_name(got)}
        costs_a_little(CheckFailed(Failure("listed", name=name, got=brief(got), detail=detail), got))
        return listed
    if type(got) is not np.ndarray:
        observe(f"type {type_name(got)}")
        _fail("type", got, expected, name, detail={"due": "ndarray", "given": _kind(got)})
    fits = got.shape == expected.shape or (row_ok and got.shape == (1, *expected.shape))
    if not fits:
        observe(f"shape {got.shape}")
        _fail("shape", got, expected, name, detail={"given": str(got.shape), "due": str(expected.shape)})
    if got.dtype != expected.dtype:
        observe(f"dtype {got.dtype}")
        _fail("dtype", got, expected, name, detail={"given": str(got.dtype), "due": str(expected.dtype)})
    return got.reshape(expected.shape)


def _from_list(got: Any, expected: np.ndarray) -> np.ndarray | None:
    """Return the numbers of a list, or of a list of rows, as the array that is due; ``None`` where they are not it."""
    if type(got) not in (list, tuple) or not expected.ndim or len(got) != len(expected):
        return None
    try:
        array = np.array(got)
    except ValueError:  # rows of different lengths
        return None
    fits = array.shape == expected.shape and array.dtype.kind in "iuf" and expected.dtype.kind == "f"
    return array.astype(expected.dtype) if fits else None


def _same_kind(got: Any, expected: Any, name: str, row_ok: bool) -> tuple[np.ndarray, np.ndarray]:
    if isinstance(expected, np.ndarray) and expected.ndim:
        return array_like(got, expected, name, row_ok), expected
    if isinstance(expected, (list, tuple)):
        return _sequence(got, expected, name), np.array(expected, dtype=float)
    if not _is_scalar(got):
        observe(f"type {_kind(got)}")
        _fail("type", got, expected, name, detail={"due": "float", "given": _kind(got)})
    return np.asarray(_scalar(got)), np.asarray(float(expected))


def _sequence(got: Any, expected: list[Any] | tuple[Any, ...], name: str) -> np.ndarray:
    sized = isinstance(got, (list, tuple)) or (type(got) is np.ndarray and got.ndim > 0)
    if sized and len(got) != len(expected) and len(got) > _LONGEST:  # before anything is made of a giant
        observe(f"length {len(got)}")
        _fail("length", got, expected, name, detail={"given": len(got), "due": len(expected)})
    items = list(got) if sized else None
    if items is None or not all(_is_scalar(item) for item in items):
        observe(f"type {_kind(got)}")
        _fail("type", got, expected, name, detail=_unlike_numbers(got, items))
    if len(items) != len(expected):
        observe(f"length {len(items)}")
        _fail("length", got, expected, name, detail={"given": len(items), "due": len(expected)})
    return np.array([_scalar(item) for item in items], dtype=float)


def _unlike_numbers(got: Any, items: list[Any] | None) -> dict[str, str]:
    """Say what came instead of a list of numbers, and, where it is a list, what it holds."""
    if items is None:
        return {"due": "list", "given": _kind(got)}
    strange = next(item for item in items if not _is_scalar(item))
    return {"due": "list (float)", "given": f"{_kind(got)} ({_kind(strange)})"}


def _is_scalar(value: Any) -> bool:
    if type(value) is np.ndarray:
        return value.size == 1 and value.ndim <= 2 and value.dtype.kind in "iuf"
    return isinstance(value, (int, float, np.integer, np.floating)) and not isinstance(value, bool)


def _scalar(value: Any) -> float:
    try:
        return float(value.reshape(())) if isinstance(value, np.ndarray) else float(value)
    except OverflowError:
        return float("inf")


def _kind(value: Any) -> str:
    if isinstance(value, np.ndarray):
        return f"ndarray {value.shape}"
    return "None" if value is None else str(getattr(value, "kind", type_name(value)))


def _where(got: np.ndarray, expected: np.ndarray, error: np.ndarray, tolerance: np.ndarray) -> dict[str, Any]:
    if not got.shape:
        return {}
    with np.errstate(all="ignore"):
        beyond = error / tolerance
    worst = np.unravel_index(np.argsort(-beyond, axis=None)[:_WORST], got.shape)
    rows = [
        {"at": [int(i) for i in at], "got": number(float(got[at])), "expected": number(float(expected[at]))}
        for at in zip(*worst, strict=True)
        if beyond[at] > 1.0
    ]
    return {"differ": int(np.sum(beyond > 1.0)), "of": int(got.size), "worst": rows}


def _fail(
    kind: str,
    got: Any,
    expected: Any,
    name: str,
    *,
    detail: dict[str, Any] | None = None,
    picture: Picture | None = None,
) -> NoReturn:
    failure = Failure(kind, name=name, got=brief(got), expected=brief(expected), detail=detail or {}, picture=picture)
    raise CheckFailed(failure, got)
