"""What a picture of a failed comparison needs, as small grids of numbers. numpy alone; drawn elsewhere, or never."""

from __future__ import annotations

import numpy as np

from autograder.checks.running import may_be_drawn
from autograder.results import Grid, Picture

ROWS, COLUMNS, ENTRIES = 12, 16, 32
"""The largest table that is kept, and the longest row of single numbers."""

_FEWEST, _MOST = 3, 25_000
_DIGITS = 4
_LARGEST = 1e100
"""No number beyond this one, or below its inverse, is drawn: scales and powers of ten need room on both sides."""


def picture_of(kind: str, got: np.ndarray, expected: np.ndarray, wrong: np.ndarray) -> Picture | None:
    """Return the picture of two arrays of one shape; ``wrong`` says where they differ by more than is allowed.

    A large table is kept as a small one: each cell is the worst of its elements. ``None`` where nothing can be drawn:
    in a hidden check, for a few numbers or very many, for numbers that are not finite, enormous or next to nothing.
    Costs well below 1 ms.

    >>> picture_of("values", np.eye(2), np.ones((2, 2)), np.eye(2) < 1).wrong
    ('.x', 'x.')
    """
    if not (may_be_drawn() and _FEWEST <= got.size <= _MOST):
        return None
    if not (_has_size(got) and _has_size(expected)):
        return None
    error = np.abs(got - expected)
    rows, step = _worst_of_blocks(_table(error), COLUMNS if _is_table(got) else ENTRIES)
    return Picture(
        kind=kind if kind != "values" or _is_table(got) else "series",
        shape=got.shape,
        wrong=_marks(_table(wrong)[rows]),
        got=_grid(_table(got)[rows]),
        expected=_grid(_table(expected)[rows]),
        error=_grid(_table(error)[rows]),
        step=step,
    )


def masks_picture(got: np.ndarray, expected: np.ndarray) -> Picture | None:
    """Return the picture of two masks around the first element where they differ."""
    wrong = _table(got != expected)
    if not (may_be_drawn() and np.any(wrong)):
        return None
    row, column = (int(at[0]) for at in np.nonzero(wrong))
    origin = (row - row % ROWS, column - column % COLUMNS)
    part = np.s_[origin[0] : origin[0] + ROWS, origin[1] : origin[1] + COLUMNS]
    return Picture(
        kind="mask",
        shape=got.shape,
        wrong=_marks(wrong[part]),
        got=_grid(_table(got)[part]),
        expected=_grid(_table(expected)[part]),
        origin=origin,
    )


def not_finite_picture(got: np.ndarray) -> Picture | None:
    """Return the picture of where an array holds NaN or infinity."""
    if not (may_be_drawn() and _FEWEST <= got.size <= _MOST):
        return None
    wrong = _table(~np.isfinite(got))
    cells, step = _worst_of_blocks(wrong.astype(float), COLUMNS if _is_table(got) else ENTRIES)
    return Picture(kind="finite", shape=got.shape, wrong=_marks(wrong[cells]), step=step)


def _has_size(numbers: np.ndarray) -> bool:
    size = np.abs(numbers)
    return bool(np.all((size == 0) | ((size >= 1 / _LARGEST) & (size <= _LARGEST))))  # NaN is neither


def _is_table(array: np.ndarray) -> bool:
    return array.ndim > 1


def _table(array: np.ndarray) -> np.ndarray:
    """Return an array as rows and columns: (N, ...) as (N, D), (D,) as (1, D)."""
    return array.reshape(len(array), -1) if array.ndim > 1 else array.reshape(1, -1)


def _worst_of_blocks(error: np.ndarray, columns: int) -> tuple[tuple[np.ndarray, np.ndarray], tuple[int, int]]:
    """Return the row and column of the largest error in each block, and the size of a block."""
    step = (-(-error.shape[0] // ROWS), -(-error.shape[1] // columns))
    shape = (-(-error.shape[0] // step[0]), -(-error.shape[1] // step[1]))
    padded = np.full((shape[0] * step[0], shape[1] * step[1]), -1.0)
    padded[: error.shape[0], : error.shape[1]] = error
    blocks = padded.reshape(shape[0], step[0], shape[1], step[1]).transpose(0, 2, 1, 3)  # (rows, columns, a block)
    worst = blocks.reshape(*shape, -1).argmax(axis=-1)
    rows = np.arange(shape[0])[:, None] * step[0] + worst // step[1]
    return (rows, np.arange(shape[1])[None, :] * step[1] + worst % step[1]), step


def _grid(numbers: np.ndarray) -> Grid:
    """Return rows of numbers with few digits."""
    exact = numbers.astype(float)
    size = np.floor(np.log10(np.abs(exact), where=exact != 0, out=np.zeros_like(exact)))
    scale = 10.0 ** np.clip(_DIGITS - 1 - size, -300, 300)
    with np.errstate(all="ignore"):
        rounded = np.round(exact * scale) / scale
    few = np.where(np.isfinite(rounded), rounded, exact) + 0.0  # no -0
    return tuple(tuple(row) for row in few.tolist())


def _marks(wrong: np.ndarray) -> tuple[str, ...]:
    return tuple("".join("x" if cell else "." for cell in row) for row in wrong.tolist())
