"""The figures of item analysis: means, and how well a check or a question tells strong work from weak. numpy alone."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

FEWEST = 5
"""Below so many submissions a correlation says nothing."""


def discrimination(item: Sequence[float], whole: Sequence[float]) -> float | None:
    """Return the correlation of an item's points with the points of everything else, ``None`` where there is none.

    For an item that is won or lost as a whole this is the corrected point-biserial correlation of classical item
    analysis (Crocker & Algina 1986, chapter 14): the item itself is taken out of the sum, or it would correlate with
    itself. From -1 to 1; about 0.3 and more is good, below 0 strong students lose it more often than weak ones.

    >>> discrimination([0, 0, 0, 1, 1, 1], [1, 2, 3, 5, 6, 7])
    0.878
    """
    own = np.asarray(item, dtype=float)
    rest = np.asarray(whole, dtype=float) - own
    if len(own) < FEWEST or not np.ptp(own) > 1e-9 or not np.ptp(rest) > 1e-9:
        return None
    return round(float(np.corrcoef(own, rest)[0, 1]), 3) + 0.0


def quartiles(values: Sequence[float]) -> tuple[float, float, float]:
    """Return the lower quartile, the median and the upper quartile, linearly between the two nearest values."""
    low, middle, high = (float(value) for value in np.percentile(np.asarray(values, dtype=float), (25, 50, 75)))
    return low, middle, high


def mean(values: Sequence[float]) -> float:
    """Return the mean, 0 of nothing."""
    return float(np.mean(values)) if len(values) else 0.0


def deviation(values: Sequence[float]) -> float:
    """Return the standard deviation of a sample (n - 1), 0 of fewer than two values."""
    return float(np.std(values, ddof=1)) if len(values) > 1 else 0.0
