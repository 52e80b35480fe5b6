"""What the checks are made of: seeded batches, and the gradients that are right for a student's own forward pass.

Never imports a solution and holds no expected value.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pytest

from autograder.checks import close, gradient_matches, numerical_gradient, values

GRADIENTS = ("dx", "dgamma", "dbeta")


@dataclass(frozen=True)
class Batch:
    """One batch on its way through the layer: x and dout (N, D), gamma and beta (D,)."""

    x: np.ndarray
    gamma: np.ndarray
    beta: np.ndarray
    dout: np.ndarray
    eps: float

    @property
    def layer(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """The first three arguments of the forward pass."""
        return self.x, self.gamma, self.beta

    def training(self, momentum: float = 0.9) -> dict[str, Any]:
        """Return a new bn_param of a layer that has not met any batch yet."""
        return {"mode": "train", "eps": self.eps, "momentum": momentum}

    def statistics(self, bn_param: dict[str, Any]) -> tuple[Any, Any]:
        """Return the running statistics; those that nobody stored are still the zeros they start from."""
        zeros = np.zeros(self.x.shape[1])
        return bn_param.get("running_mean", zeros), bn_param.get("running_var", zeros)

    def shaped_like(self, argument: str, got: Any, name: str) -> None:
        """Fail unless ``got`` is an array of finite numbers, whatever their value, in the shape of an argument."""
        close(got, getattr(self, argument), atol=1e300, name=name)


@pytest.fixture
def new_batch(rng: np.random.Generator) -> Callable[..., Batch]:
    """Draws batches whose columns differ in centre and spread, with gamma far from 1 and beta far from 0."""

    def draw(rows: int, columns: int, eps: float = 0.1) -> Batch:
        spread, centre = rng.uniform(0.5, 2.0, columns), rng.uniform(1.0, 4.0, columns)
        return Batch(
            x=centre + spread * rng.normal(size=(rows, columns)),
            gamma=rng.uniform(1.3, 3.0, columns) * rng.choice([-1.0, 1.0], columns),
            beta=rng.uniform(0.5, 2.0, columns),
            dout=rng.normal(0.5, 1.0, (rows, columns)),
            eps=eps,
        )

    return draw


@pytest.fixture
def trained(rng: np.random.Generator) -> Callable[..., dict[str, Any]]:
    """Draws the bn_param of a layer in test mode that has learnt its running statistics elsewhere."""

    def draw(columns: int, **settings: float) -> dict[str, Any]:
        mean, var = rng.uniform(-2.0, 2.0, columns), rng.uniform(0.2, 0.8, columns)
        return {"mode": "test", **settings, "running_mean": mean, "running_var": var}

    return draw


@pytest.fixture
def learnt(expected: Any) -> Callable[[dict[str, Any], int], tuple[np.ndarray, np.ndarray]]:
    """Asks the reference's test mode which running statistics it has stored in a bn_param.

    A kit replays what the reference returned, not what it wrote; its outputs for 0 and for 1 tell the same.
    """

    def ask(bn_param: dict[str, Any], columns: int) -> tuple[np.ndarray, np.ndarray]:
        probe, one = np.stack([np.zeros(columns), np.ones(columns)]), np.ones(columns)
        out, _ = expected.batchnorm_forward(probe, one, np.zeros(columns), {**bn_param, "mode": "test", "eps": 0.0})
        scale = out[1] - out[0]
        return -out[0] / scale, scale**-2

    return ask


@pytest.fixture
def even_batch(rng: np.random.Generator) -> Batch:
    """A batch whose columns hold the same numbers in other orders: the whole table's statistics serve it as well."""
    numbers = 2.0 + rng.exponential(size=24)
    gamma, beta = rng.uniform(1.3, 3.0, 3), rng.uniform(0.5, 2.0, 3)
    x = np.stack([rng.permutation(numbers) for _ in gamma], axis=1)
    return Batch(x, gamma, beta, rng.normal(size=x.shape), eps=1e-5)


def training_output(student: Any, batch: Batch) -> np.ndarray:
    """Return a student's output in training: finite numbers in the shape of x, right or wrong."""
    out, _ = values(student.batchnorm_forward(*batch.layer, batch.training()), "out", "cache")
    batch.shaped_like("x", out, "out")
    return np.asarray(out)


def normalises(student: Any, even: Batch) -> bool:
    """Say whether a training output is x centred, and no wider when x is three times as wide.

    It may then have been scaled by gamma and shifted by beta, or not. Zeros, x itself, its multiples and its signs do
    not pass; normalising with one slip does. Only such a forward pass is worth differentiating: of zeros anybody has
    the right gradient.
    """
    inputs = (even.x, 3.0 * even.x - 2.0)
    outputs = [training_output(student, replace(even, x=x)) for x in inputs]
    with np.errstate(all="ignore"):  # what came back may be as large as floats go
        narrow, wide = (np.std(out, axis=0) for out in outputs)
        tame = np.all((narrow > 0.01) & (wide > 0.01) & (wide <= 2.0 * narrow))
        return bool(tame) and any(
            all(follows(out - shift, x) for out, x in zip(outputs, inputs, strict=True)) for shift in (even.beta, 0.0)
        )


def follows(out: np.ndarray, x: np.ndarray) -> bool:
    """Say whether each column of out has mean 0, roughly, and lies on a rising line over its column of x."""
    mean, deviation = np.mean(out, axis=0), np.std(out, axis=0)
    slope = np.mean(out * (x - np.mean(x, axis=0)), axis=0) / np.std(x, axis=0)
    return bool(np.all((np.abs(mean) <= 0.1 * deviation) & (slope >= 0.99 * deviation)))


@pytest.fixture
def training_normalises(student: Any, even_batch: Batch) -> Callable[[], bool]:
    """Says whether the student's forward pass normalises at all, with a slip or without."""
    return lambda: normalises(student, even_batch)


@dataclass(frozen=True)
class BackwardPass:
    """A backward pass of a student's on the cache of the student's own forward pass, ready to be compared.

    ``right`` are the reference's gradients. When the student's forward pass is ``wrong`` they are not the only right
    ones: the numerical gradients of that forward pass are right as well.
    """

    student: Any
    batch: Batch
    got: dict[str, Any]
    right: dict[str, np.ndarray]
    wrong: bool

    def compare(self, *names: str) -> None:
        """Fail unless these gradients are right; a row is as good as a vector here."""
        for name in names:
            got, right, row_ok = self.got[name], self.right[name], name != "dx"
            if self.wrong and not _agree(got, right) and self._answers_to(name):
                gradient_matches(got, *self._own(name), self.batch.dout, name=name, row_ok=row_ok)
            else:
                close(got, right, name=name, row_ok=row_ok)

    def column_sums(self) -> np.ndarray:
        """Return what the columns of dx have to add up to: zeros behind a right forward pass."""
        own = self.wrong and not _agree(self.got["dx"], self.right["dx"])
        dx: np.ndarray = numerical_gradient(*self._own("dx"), self.batch.dout) if own else self.right["dx"]
        sums: np.ndarray = np.sum(dx, axis=0)
        return sums

    def _answers_to(self, name: str) -> bool:
        """Say whether gamma (or beta) moves the student's output: of one that forgot it, zeros are no achievement."""
        function, point = self._own(name)
        return name == "dx" or not np.array_equal(function(point), function(point + 1.0))

    def _own(self, name: str) -> tuple[Callable[[np.ndarray], np.ndarray], np.ndarray]:
        argument = name.removeprefix("d")
        return (
            lambda point: training_output(self.student, replace(self.batch, **{argument: point})),
            getattr(self.batch, argument),
        )


@pytest.fixture
def backward_pass(student: Any, expected: Any, even_batch: Batch) -> Callable[..., BackwardPass]:
    """Runs forward and backward; ``meanwhile`` is a batch that goes forward between the two."""

    def run(function: str, batch: Batch, meanwhile: Batch | None = None) -> BackwardPass:
        right_out, right_cache = expected.batchnorm_forward(*batch.layer, batch.training())
        right = expected.batchnorm_backward(batch.dout, right_cache)
        out, cache = values(student.batchnorm_forward(*batch.layer, batch.training()), "out", "cache")
        if meanwhile is not None:
            student.batchnorm_forward(*meanwhile.layer, meanwhile.training())
        got = values(getattr(student, function)(batch.dout, cache), *GRADIENTS)
        wrong = not _agree(out, right_out)
        if wrong and not normalises(student, even_batch):
            close(out, right_out, name="out")
        return BackwardPass(
            student, batch, dict(zip(GRADIENTS, got, strict=True)), dict(zip(GRADIENTS, right, strict=True)), wrong
        )

    return run


def _agree(got: Any, right: np.ndarray) -> bool:
    """Say whether two arrays hold the same finite numbers, without failing."""
    alike = type(got) is np.ndarray and got.dtype == right.dtype and got.size == right.size
    return bool(alike and np.allclose(got.ravel(), right.ravel(), 1e-6, 1e-9))
