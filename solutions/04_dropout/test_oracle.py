"""The reference against PyTorch in float64 and against closed forms. Ordinary tests: no student meets them."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
import torch
from torch.nn import functional


@pytest.fixture(scope="module")
def reference() -> ModuleType:
    spec = importlib.util.spec_from_file_location("dropout_reference", Path(__file__).with_name("dropout.py"))
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def leaf(array: np.ndarray) -> torch.Tensor:
    return torch.tensor(array, dtype=torch.float64, requires_grad=True)


@pytest.mark.parametrize("shape", [(1, 4), (7, 4), (5, 2, 2), (3, 2, 1, 2)])
@pytest.mark.parametrize("seed", range(5))
def test_the_affine_layer_agrees_with_autograd(reference: ModuleType, shape: tuple[int, ...], seed: int) -> None:
    random = np.random.default_rng(seed)
    arrays = random.normal(size=shape), random.normal(size=(4, 3)), random.normal(size=3)
    dout = random.normal(size=(shape[0], 3))
    leaves = [leaf(array) for array in arrays]
    right = functional.linear(leaves[0].flatten(1), leaves[1].T, leaves[2])
    right.backward(torch.tensor(dout))

    out, cache = reference.affine_forward(*arrays)
    gradients = reference.affine_backward(dout, cache)

    np.testing.assert_allclose(out, right.detach().numpy(), rtol=1e-12, atol=1e-12)
    for gradient, each in zip(gradients, leaves, strict=True):
        np.testing.assert_allclose(gradient, each.grad.numpy(), rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("p", [0.1, 0.3, 0.5, 0.8, 1.0])
@pytest.mark.parametrize("shape", [(40_000,), (200, 200), (20, 50, 40), (20, 10, 10, 20)])
def test_training_drops_as_pytorch_does(reference: ModuleType, p: float, shape: tuple[int, ...]) -> None:
    torch.manual_seed(0)
    x = np.random.default_rng(1).uniform(1, 2, shape)
    # PyTorch's p is the probability of dropping
    right = functional.dropout(torch.tensor(x), 1 - p, training=True).numpy() / x
    out, _ = reference.dropout_forward(x, {"p": p, "mode": "train", "seed": 2})

    np.testing.assert_allclose(np.unique(np.round(out / x, 9)), np.unique(np.round(right, 9)), rtol=1e-8)
    spread = 5 * np.sqrt(p * (1 - p) / x.size) + 1e-12
    assert abs(np.mean(out != 0) - p) <= spread
    assert abs(np.mean(right != 0) - p) <= spread


@pytest.mark.parametrize("p", [0.3, 0.8])
def test_mean_and_variance_are_those_of_the_closed_form(reference: ModuleType, p: float) -> None:
    outs = np.array([reference.dropout_forward(np.full(500, 3.0), {"p": p, "mode": "train"})[0] for _ in range(400)])

    deviation = 3.0 * np.sqrt((1 - p) / p)  # of x/p times a Bernoulli(p)
    assert abs(outs.mean() - 3.0) <= 5 * deviation / np.sqrt(outs.size)
    np.testing.assert_allclose(outs.std(), deviation, rtol=0.03)


@pytest.mark.parametrize("mode", ["train", "test"])
@pytest.mark.parametrize("shape", [(30,), (6, 5), (2, 3, 2, 2)])
def test_the_gradient_agrees_with_autograd_of_the_same_mask(
    reference: ModuleType, mode: str, shape: tuple[int, ...]
) -> None:
    random = np.random.default_rng(3)
    x, dout = random.uniform(1, 2, shape), random.normal(size=shape)
    out, cache = reference.dropout_forward(x, {"p": 0.6, "mode": mode})
    kept = torch.tensor(out != 0)
    given = leaf(x)
    right = torch.where(kept, given / 0.6, 0.0) if mode == "train" else given * 1.0
    right.backward(torch.tensor(dout))

    np.testing.assert_allclose(out, right.detach().numpy(), rtol=1e-12)
    np.testing.assert_allclose(reference.dropout_backward(dout, cache), given.grad.numpy(), rtol=1e-12)


def test_masks_of_one_call_and_of_many_calls_are_independent(reference: ModuleType) -> None:
    masks = [reference.dropout_forward(np.ones((200, 50)), {"p": 0.5, "mode": "train"})[0] / 2 for _ in range(20)]

    columns = np.concatenate(masks)  # (4000, 50)
    between_columns = np.corrcoef(columns, rowvar=False) - np.eye(50)
    between_calls = np.corrcoef(np.stack([mask.ravel() for mask in masks])) - np.eye(20)
    assert np.abs(between_columns).max() <= 6 / np.sqrt(4_000)
    assert np.abs(between_calls).max() <= 6 / np.sqrt(10_000)


def test_a_seed_repeats_a_mask_and_leaves_the_global_generator_alone(reference: ModuleType) -> None:
    x, dropout_param = np.ones((30, 30)), {"p": 0.5, "mode": "train", "seed": 0}
    before = np.random.get_state()[1].copy()
    first, again = (reference.dropout_forward(x, dropout_param)[0] for _ in range(2))

    np.testing.assert_array_equal(first, again)
    np.testing.assert_array_equal(before, np.random.get_state()[1])
    assert dropout_param == {"p": 0.5, "mode": "train", "seed": 0}
