"""The reference against oracles that share no line with it: PyTorch in float64, closed forms. Stays in this half."""

from __future__ import annotations

import contextlib
import importlib.util
import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import numpy as np
import pytest

from autograder.results import CheckFailed


def load(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"{path.stem}_for_oracle", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


reference = load(Path(__file__).with_name("batch_norm.py"))
inputs = load(Path(__file__).parents[2] / "assignments" / Path(__file__).parent.name / "inputs.py")
seeds = pytest.mark.parametrize("seed", range(10))


def batch(seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, float]:
    """x, gamma, beta, dout of random sizes, and an eps between 1e-5 and 0.5."""
    rng = np.random.default_rng(seed)
    rows, columns = int(rng.integers(4, 12)), int(rng.integers(1, 7))
    x = rng.normal(size=(rows, columns)) * rng.uniform(0.5, 3.0, columns) + rng.uniform(-5, 5, columns)
    eps = float(10 ** rng.uniform(-5, -0.3))
    return x, rng.normal(size=columns), rng.normal(size=columns), rng.normal(size=(rows, columns)), eps


def torch_pass(x: np.ndarray, gamma: np.ndarray, beta: np.ndarray, eps: float, **more: Any) -> tuple[Any, list[Any]]:
    torch = pytest.importorskip("torch")
    leaves = [torch.tensor(array, requires_grad=True) for array in (x, gamma, beta)]
    kept = {"running_mean": None, "running_var": None, "training": True, **more}
    out = torch.nn.functional.batch_norm(leaves[0], weight=leaves[1], bias=leaves[2], eps=eps, **kept)
    return out, leaves


@seeds
def test_training_output_and_gradients_are_those_of_torch(seed: int) -> None:
    x, gamma, beta, dout, eps = batch(seed)
    out, leaves = torch_pass(x, gamma, beta, eps)
    out.backward(pytest.importorskip("torch").tensor(dout))
    ours, cache = reference.batchnorm_forward(x, gamma, beta, {"mode": "train", "eps": eps})
    np.testing.assert_allclose(ours, out.detach().numpy(), rtol=1e-10, atol=1e-10)
    for got, leaf in zip(reference.batchnorm_backward(dout, cache), leaves, strict=True):
        np.testing.assert_allclose(got, leaf.grad.numpy(), rtol=1e-9, atol=1e-9)


@seeds
def test_test_mode_is_that_of_torch(seed: int) -> None:
    x, gamma, beta, _, eps = batch(seed)
    rng = np.random.default_rng(seed + 100)
    mean, var = rng.normal(size=x.shape[1]), rng.uniform(0.1, 2.0, x.shape[1])
    torch = pytest.importorskip("torch")
    kept = {"running_mean": torch.tensor(mean), "running_var": torch.tensor(var), "training": False}
    out, _ = torch_pass(x, gamma, beta, eps, **kept)
    bn_param = {"mode": "test", "eps": eps, "running_mean": mean, "running_var": var}
    ours, _ = reference.batchnorm_forward(x, gamma, beta, bn_param)
    np.testing.assert_allclose(ours, out.detach().numpy(), rtol=1e-10, atol=1e-10)
    assert bn_param["running_mean"] is mean and bn_param["running_var"] is var


@seeds
def test_running_statistics_are_those_of_torch_but_for_the_bias_and_the_name_of_momentum(seed: int) -> None:
    torch = pytest.importorskip("torch")
    x, gamma, beta, _, eps = batch(seed)
    mean, var = torch.zeros(x.shape[1], dtype=torch.float64), torch.zeros(x.shape[1], dtype=torch.float64)
    torch_pass(x, gamma, beta, eps, running_mean=mean, running_var=var, momentum=0.3)
    bn_param = {"mode": "train", "eps": eps, "momentum": 0.7}
    reference.batchnorm_forward(x, gamma, beta, bn_param)
    np.testing.assert_allclose(bn_param["running_mean"], mean.numpy(), rtol=1e-12)
    np.testing.assert_allclose(bn_param["running_var"], var.numpy() * (len(x) - 1) / len(x), rtol=1e-12)


def test_running_statistics_of_many_batches_are_a_weighted_sum() -> None:
    rng = np.random.default_rng(3)
    batches = [rng.normal(size=(rows, 2)) for rows in (4, 7, 5, 6)]
    bn_param = {"mode": "train", "momentum": 0.5}
    for x in batches:
        reference.batchnorm_forward(x, np.ones(2), np.zeros(2), bn_param)
    weights = [0.0625, 0.125, 0.25, 0.5]
    want_mean = sum(w * np.average(x, axis=0) for w, x in zip(weights, batches, strict=True))
    want_var = sum(w * np.diag(np.cov(x.T, bias=True)) for w, x in zip(weights, batches, strict=True))
    np.testing.assert_allclose(bn_param["running_mean"], want_mean, rtol=1e-12)
    np.testing.assert_allclose(bn_param["running_var"], want_var, rtol=1e-12)


@seeds
def test_dx_is_a_projection_when_eps_is_zero(seed: int) -> None:
    """Without eps, dx = gamma / std * dout minus its parts along the ones and along x_hat: an orthogonal projection."""
    x, gamma, beta, dout, _ = batch(seed)
    _, cache = reference.batchnorm_forward(x, gamma, beta, {"mode": "train", "eps": 0.0})
    dx, _, _ = reference.batchnorm_backward(dout, cache)
    for j in range(x.shape[1]):
        basis, _ = np.linalg.qr(np.stack([np.ones(len(x)), x[:, j]], axis=1))
        left = dout[:, j] - basis @ (basis.T @ dout[:, j])
        np.testing.assert_allclose(dx[:, j], gamma[j] / np.std(x[:, j]) * left, rtol=1e-9, atol=1e-9)


@seeds
def test_the_two_backward_passes_agree_to_rounding(seed: int) -> None:
    x, gamma, beta, dout, eps = batch(seed)
    _, cache = reference.batchnorm_forward(x, gamma, beta, {"mode": "train", "eps": eps})
    step_by_step, at_once = reference.batchnorm_backward(dout, cache), reference.batchnorm_backward_alt(dout, cache)
    for one, other in zip(step_by_step, at_once, strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-12, atol=1e-12 * max(1.0, float(np.abs(one).max())))
    np.testing.assert_allclose(step_by_step[0].sum(axis=0), 0.0, atol=1e-10)


@seeds
def test_scale_and_origin_of_x_do_not_matter(seed: int) -> None:
    x, gamma, beta, _, _ = batch(seed)
    out, _ = reference.batchnorm_forward(x, gamma, beta, {"mode": "train", "eps": 1e-12})
    other, _ = reference.batchnorm_forward(7 * x - 3, gamma, beta, {"mode": "train", "eps": 1e-12})
    np.testing.assert_allclose(out, other, rtol=1e-8, atol=1e-8)


@pytest.mark.parametrize("name", ["dgamma", "dbeta"])
def test_zeros_are_no_gradient_behind_a_forward_pass_that_forgot_gamma_and_beta(name: str) -> None:
    forgot = load(Path(__file__).parent / "rejected/no_gamma_beta.py")
    rng = np.random.default_rng(5)
    x, gamma, beta, dout = rng.normal(size=(6, 3)), np.full(3, 2.0), np.ones(3), rng.normal(0.5, 1.0, (6, 3))
    _, cache = reference.batchnorm_forward(x, gamma, beta, {"mode": "train", "eps": 0.1})
    right = dict(zip(inputs.GRADIENTS, reference.batchnorm_backward(dout, cache), strict=True))
    layer = inputs.Batch(x, gamma, beta, dout, 0.1)
    inputs.BackwardPass(forgot, layer, right, right, wrong=True).compare(name)
    zeros = {**right, name: np.zeros(3)}
    with pytest.raises(CheckFailed):
        inputs.BackwardPass(forgot, layer, zeros, right, wrong=True).compare(name)


def even_layer() -> Any:
    rng = np.random.default_rng(8)
    numbers = 2.0 + rng.exponential(size=24)
    x = np.stack([rng.permutation(numbers) for _ in range(3)], axis=1)
    return inputs.Batch(x, np.full(3, 2.0), np.ones(3), rng.normal(size=x.shape), eps=1e-5)


@pytest.mark.parametrize(
    ("forward", "opens"),
    [
        (lambda x: x, False),
        (lambda x: np.zeros_like(x), False),
        (lambda x: 2.0 * x + 1.0, False),
        (lambda x: x - x.mean(axis=0), False),
        (lambda x: x / x.std(axis=0), False),
        (lambda x: np.sign(x - x.mean(axis=0)), False),
        (lambda x: 1.0 * x.argsort(axis=0).argsort(axis=0) - 11.5, False),
        (lambda x: np.full(x.shape, np.nan), False),
        (lambda x: (x - x.mean(axis=0)) / x.var(axis=0), True),
        (lambda x: (x - x.mean()) / x.std() + 1.0, True),
        (lambda x: 2.0 * (x - x.mean(axis=0)) / x.std(axis=0, ddof=1), True),
    ],
)
def test_only_a_forward_pass_that_normalises_opens_the_gate(forward: Any, opens: bool) -> None:
    student = SimpleNamespace(batchnorm_forward=lambda x, gamma, beta, bn_param: (forward(x), None))
    with contextlib.suppress(CheckFailed):
        assert inputs.normalises(student, even_layer()) is opens
        return
    assert not opens
