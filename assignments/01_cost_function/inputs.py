"""Inputs that public and hidden checks share, drawn afresh for every check.

Students read this file: it may hold no answer and may import nothing from the secret half.
"""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

_PRESSURES = Path(__file__).parent / "data" / "blood_pressure.csv"

Table = tuple[np.ndarray, np.ndarray, np.ndarray]


@pytest.fixture
def blood_pressure() -> tuple[np.ndarray, np.ndarray]:
    """The thirty people: X (30, 2) with its column of ones, y (30,) in mmHg."""
    age, pressure = np.loadtxt(_PRESSURES, delimiter=",", skiprows=1, unpack=True)
    return np.vander(age, 2, increasing=True), pressure


@pytest.fixture
def lecture_theta() -> np.ndarray:
    """The lecture's line, 84 + 1.24 age."""
    return np.array([84.0, 1.24])


@pytest.fixture
def table(rng: np.random.Generator) -> Callable[[int, int], Table]:
    """Return a function that draws X (m, n + 1) with its ones, y (m,) and theta (n + 1,).

    Attributes are far from zero and correlated, so that no mistake hides. Predictions are positive, as pressures
    are; measured values lie on both sides of them and far away, so that a mistake changes much.
    """

    def draw(m: int, n: int) -> Table:
        X = rng.uniform(0.5, 2.5, (m, n + 1)) + rng.uniform(0.0, 1.5, (m, 1))
        X[:, 0] = 1.0
        theta = rng.uniform(1.0, 3.0, n + 1) * rng.choice([-1.0, 1.0], n + 1)
        theta[0] = rng.uniform(80.0, 120.0)
        return X, rng.uniform(-200.0, 400.0, m), theta

    return draw
