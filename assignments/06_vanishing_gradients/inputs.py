"""Networks, digits and the judge of `rescue`, which public and hidden checks share.

Students read this file: it may hold no answer and may import nothing from the secret half. Networks that go to a
student are filled with numbers from the check's own generator, in double precision; PyTorch's generator is left alone.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from copy import deepcopy
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby, pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from torch import nn

from autograder.checks import close, equal, holds
from autograder.nets import Residual, undisturbed
from autograder.wire.codec import Handle, pack, unpack
from autograder.wire.torch_values import TORCH

_DIGITS = Path(__file__).parent / "data" / "digits.npz"

LOOSE = 1e-4  # relative tolerance where right code may add PyTorch's own 1e-6, or sum up in single precision
SINGLE = 1e-3  # relative tolerance where right code may compute in single precision from the beginning

WIDE = (300, 200, 400)  # sizes of a network so wide that the deviation of a layer's weights is safe from chance
CHANCE = 0.03  # how far a deviation of 60,000 weights may be from the predicted one: more than seven standard errors

PLENTY = 8  # how many layers and blocks a rescued network may have for each linear one, two of them NORMS
NORMS = (nn.BatchNorm1d, nn.LayerNorm, nn.GroupNorm, nn.RMSNorm)

# What the judge says of a trained network: code, the same in every language. IDLE: one of its layers never changed.
RESCUED, TOO_HIGH, IDLE = "loss <= 1.8", "loss > 1.8", "dW = 0"
EVERYTHING = 1.0  # the share that a wrong word costs: all of the check, which goes on to see the others

Problem = tuple[torch.Tensor, torch.Tensor]


def plainly(value: Any) -> Any:
    """Return numbers without PyTorch: a tensor is as good as an array, also inside a list."""
    if isinstance(value, (list, tuple)):
        return [plainly(each) for each in value]
    return value.detach().numpy() if isinstance(value, torch.Tensor) else value


def is_here(value: Any) -> None:
    """Fail when a network has stayed on the other side: it, or a layer in it, computes something of its own."""
    holds(not isinstance(value, Handle), name=f"type(model) == Sequential ({getattr(value, 'kind', '')})")


def visits(net: Any) -> list[nn.Module]:
    """Return the layers and blocks of a network in the order in which data pass, each as often as they do."""
    inner = net.layers if isinstance(net, Residual) else net
    return [net, *(each for child in inner for each in visits(child))] if isinstance(inner, nn.Sequential) else [net]


def places(net: Any) -> list[nn.Module]:
    """Return the layers of a network in the order in which data pass, those inside blocks included."""
    return [each for each in visits(net) if not isinstance(each, (nn.Sequential, Residual))]


def linears(net: Any) -> list[nn.Linear]:
    """Return the linear layers of a network in the order in which data pass."""
    return [layer for layer in places(net) if isinstance(layer, nn.Linear)]


def in_words(net: Any) -> str:
    """Return a sequence of layers as text: ``"Linear(4, 3) ReLU Linear(3, 2)"``. What does nothing is left out."""
    is_here(net)
    equal(type(net).__name__, "Sequential", name="type(model)")
    return " ".join(_named(layer) for layer in places(net) if not isinstance(layer, nn.Identity))


def _named(layer: nn.Module) -> str:
    sizes = [getattr(layer, name) for name in ("in_features", "out_features", "num_features") if hasattr(layer, name)]
    return f"{type(layer).__name__}({', '.join(map(str, sizes))})" if sizes else type(layer).__name__


@np.errstate(all="ignore")  # infinite weights are wrong, not a warning of ours
def begins_as(net: Any, init: str) -> None:
    """Fail unless the weights of every linear layer have mean 0 and the deviation of ``init``, up to chance."""
    equal(in_words(net), f"Linear{WIDE[:2]} ReLU Linear{WIDE[1:]}", name="build_mlp(...)")
    for layer in linears(net):
        fan_in, fan_out = layer.in_features, layer.out_features
        due = {"default": 1 / (3 * fan_in), "xavier": 2 / (fan_in + fan_out), "he": 2 / fan_in, "normal": 1.0}
        scaled = layer.weight.detach().double().numpy() / math.sqrt(due[init])
        name = f"mean(W), std(W) / std, W {fan_out, fan_in}"
        close([np.mean(scaled), np.std(scaled)], [0.0, 1.0], rtol=0.0, atol=CHANCE, name=name)


def begun(net: Any) -> np.ndarray:
    """Return the first layer's weights of a returned network of layers in a row."""
    in_words(net)
    return linears(net)[0].weight.detach().numpy() if linears(net) else np.zeros(0)


def gradients_of(net: Any) -> np.ndarray:
    """Return all gradients of a network as one vector; parameters without one are left out."""
    grads = (each.grad for each in net.parameters())
    return np.concatenate([np.zeros(0), *(grad.numpy().ravel() for grad in grads if grad is not None)])


def same_weights(one: Any, other: Any) -> bool:
    """Say whether two networks have the same weights and biases, up to rounding."""
    first, second = ([each.detach().numpy() for each in net.parameters()] for net in (one, other))
    alike = [each.shape for each in first] == [each.shape for each in second]  # numpy would stretch one to the other
    return alike and all(np.allclose(a, b, 1e-6, 0.0) for a, b in zip(first, second, strict=True))


def modes_of(net: nn.Module) -> list[bool]:
    """Return of each layer whether it is in training mode."""
    return [layer.training for layer in net.modules()]


# -- what goes to a student


@pytest.fixture
def chain(rng: np.random.Generator) -> Callable[[int], tuple[np.ndarray, np.ndarray, float]]:
    """Return a function that draws weights (n,) and biases (n,) of both signs, and x."""

    def draw(n: int) -> tuple[np.ndarray, np.ndarray, float]:
        weights = rng.uniform(0.8, 2.0, n) * rng.choice([-1.0, 1.0], n)
        biases = rng.uniform(0.3, 1.0, n) * rng.choice([-1.0, 1.0], n)
        return weights, biases, float(rng.uniform(0.5, 1.5))

    return draw


@pytest.fixture
def deep_linear(rng: np.random.Generator) -> Callable[[int], tuple[nn.Module, torch.Tensor, torch.Tensor, list[float]]]:
    """Return a function that makes a network of n linear layers, an input, a target, and the norms due for nn.MSELoss.

    Every matrix turns and stretches: it multiplies all lengths by a number s_l. So the gradient of layer l is as long
    as the input, the slope of the loss and all s but its own, multiplied (A. Saxe et al. 2014).
    """

    def make(n: int) -> tuple[nn.Module, torch.Tensor, torch.Tensor, list[float]]:
        stretch, x, y = rng.permutation(np.linspace(0.6, 1.7, n)), rng.normal(size=(1, 3)), rng.normal(size=(1, 3))
        net = nn.Sequential(*(nn.Linear(3, 3) for _ in stretch)).double()
        out = x
        for layer, length in zip(net, stretch, strict=True):
            turn = length * np.linalg.qr(rng.normal(size=(3, 3)))[0]
            layer.weight.data, layer.bias.data = torch.from_numpy(turn), torch.zeros(3, dtype=torch.float64)
            out = out @ turn.T
        size = float(np.linalg.norm(x) * np.linalg.norm(2.0 * (out - y) / out.size) * np.prod(stretch))
        return net, torch.from_numpy(x), torch.from_numpy(y), [size / float(length) for length in stretch]

    return make


@pytest.fixture
def filled(rng: np.random.Generator) -> Callable[[nn.Module], nn.Module]:
    """Return a function that gives a network new weights of moderate size, in double precision."""

    def fill(net: nn.Module) -> nn.Module:
        for name, parameter in net.double().named_parameters():
            draw = rng.normal(size=parameter.shape) / math.sqrt(max(parameter.shape[-1], 1))
            parameter.data = torch.from_numpy(1.0 + 0.3 * draw if _is_scale(net, name) else 1.5 * draw)
        return net

    return fill


def _is_scale(net: nn.Module, name: str) -> bool:
    return name.endswith("weight") and isinstance(net.get_submodule(name.rpartition(".")[0]), nn.BatchNorm1d)


@pytest.fixture
def with_gradients(rng: np.random.Generator) -> Callable[..., nn.Module]:
    """Return a function that puts gradients with a given global norm on all parameters but the named ones."""

    def put(net: nn.Module, norm: float, *without: str) -> nn.Module:
        some = [each for name, each in net.named_parameters() if name not in without]
        drawn = [rng.normal(size=each.shape) * rng.uniform(0.2, 3.0) for each in some]
        scale = norm / math.sqrt(sum(float(np.sum(each**2)) for each in drawn))
        for parameter, each in zip(some, drawn, strict=True):
            parameter.grad = torch.from_numpy(each * scale)
        return net

    return put


@pytest.fixture
def digits(rng: np.random.Generator) -> Callable[[int], Problem]:
    """Return a function that draws pictures (n, 64), with values from 0 to 1, and labels (n,)."""

    def draw(n: int) -> Problem:
        with np.load(_DIGITS) as file:
            images, labels = file["images"], file["labels"]
        some = rng.permutation(len(labels))[:n]
        return torch.from_numpy(images[some] / 16.0), torch.from_numpy(labels[some].astype(np.int64))

    return draw


# -- rescue


def signal_norms(net: nn.Module, x: torch.Tensor, y: torch.Tensor) -> list[float]:
    """Return the norm of the cross-entropy's gradient by each linear layer's weights, in the order of the data.

    Backpropagation by its formula: what flows back into a layer's outputs, times what came into the layer.
    """
    met: list[tuple[torch.Tensor, torch.Tensor]] = []
    watched = [
        layer.register_forward_hook(lambda layer, into, out: met.append((into[0].detach(), out)))
        for layer in dict.fromkeys(linears(net))  # one that stands in several places is watched once, met in each
    ]
    loss = nn.functional.cross_entropy(net(x), y)
    for hook in watched:
        hook.remove()
    flows = torch.autograd.grad(loss, [out for _, out in met])
    return [float(torch.linalg.norm(back.T @ into)) for back, (into, _) in zip(flows, met, strict=True)]


def sizes_in_words(pairs: Sequence[tuple[int, int]]) -> str:
    """Return the sizes of linear layers as text: ``"64-30, 18 x 30-30, 30-10"``."""
    runs = [(pair, len(list(same))) for pair, same in groupby(pairs)]
    return ", ".join((f"{count} x " if count > 1 else "") + f"{a}-{b}" for (a, b), count in runs)


def is_built_for(net: Any, sizes: list[int]) -> None:
    """Fail unless a network has one linear layer for each pair of neighbours in ``sizes``, and activations."""
    is_here(net)
    if not isinstance(net, nn.Module):
        equal(type(net).__name__, "Sequential", name="type(model)")
    holds(2 * len(linears(net)) >= len(sizes), name="len(linears) == len(sizes) - 1")
    own = list(dict.fromkeys(linears(net)))  # a layer that stands in several places is one layer
    pairs = [(layer.in_features, layer.out_features) for layer in own]
    equal(sizes_in_words(pairs), sizes_in_words(list(pairwise(sizes))), name="nn.Linear")
    holds(len(visits(net)) <= PLENTY * len(own), name=f"len(layers) <= {PLENTY} * len(linears)")
    holds(sum(isinstance(each, NORMS) for each in places(net)) <= 2 * len(own), name="len(norms) <= 2 * len(linears)")
    holds(2 * _bends(net) >= len(sizes) - 2, name="len(activations) >= len(hidden sizes) / 2")


def _bends(net: nn.Module) -> int:
    """Count the layers that are neither linear nor a matter of scale: the activations."""
    others = (nn.Linear, nn.Dropout, nn.AlphaDropout, nn.Identity, nn.Flatten, *NORMS)
    return sum(not isinstance(layer, others) and not _is_straight(layer) for layer in places(net))


@undisturbed()
def _is_straight(layer: nn.Module) -> bool:
    """Say whether an activation is none for signals of ordinary size, as ``nn.LeakyReLU(0.99)`` is none."""
    if isinstance(layer, nn.PReLU):
        return False  # it learns its slope
    x = torch.stack([torch.linspace(-6.0, 6.0, 25), torch.zeros(25)], dim=1)
    return bool(torch.diff(deepcopy(layer).eval()(x), n=2, dim=0).abs().max() <= 0.01)


def recipe(net: nn.Module) -> str:
    """Return in short how a network is made: its kinds of layers and blocks, and how its hidden weights are spread."""
    kinds = dict.fromkeys(type(layer).__name__ for layer in net.modules() if type(layer) is not nn.Sequential)
    hidden = [layer.weight.detach() * math.sqrt(layer.in_features) for layer in linears(net)[1:-1]]
    default = all(each.abs().max() <= 1.001 and abs(float(each.std()) * math.sqrt(3) - 1) < 0.15 for each in hidden)
    spread = np.median([float(layer.weight.detach().std()) for layer in linears(net)[1:-1]])
    return f"{' '.join(kinds)}, {'W ~ U(-1/sqrt(n), 1/sqrt(n))' if default else f'std(W) = {spread:.1g}'}"


def _why_not(net: nn.Module) -> str:
    """Return why a healthy network does not learn: half of every hidden layer is switched off, or else its recipe."""
    drops = sum(isinstance(layer, nn.Dropout) and layer.p >= 0.4 for layer in places(net))
    return "Dropout(p >= 0.4)" if drops >= len(linears(net)) - 2 else recipe(net)


@dataclass(frozen=True)
class Judge:
    """Judges rescued networks: 1,000 digits, and the order in which training looks at them, (300, 64)."""

    x: torch.Tensor
    y: torch.Tensor
    order: np.ndarray

    def health(self, net: nn.Module) -> str:
        """Return ``"healthy"``, or what is wrong with the gradients of a network before training, and its recipe."""
        with undisturbed():
            norms = signal_norms(_ready(net), self.x[:256], self.y[:256])
        first, last, largest = norms[0], norms[-1], max(norms)
        if not all(map(math.isfinite, norms)) or largest > 1e3:
            return f"exploding: {recipe(net)}"
        if largest < 1e-5 or first < 1e-2 * last:
            return f"vanishing: {recipe(net)}"
        return f"exploding: {recipe(net)}" if first > 1e3 * last else "healthy"

    def outcome(self, net: nn.Module) -> str:
        """Return ``RESCUED`` when a healthy network learns with one optimiser or the other; otherwise why not."""
        if (health := self.health(net)) != "healthy":
            return health
        end = self.trained(net)
        return f"{end}: {_why_not(net)}" if end == TOO_HIGH else end

    def trained(self, net: nn.Module) -> str:
        """Return ``RESCUED`` when a network learns with one optimiser or the other; otherwise how training ended."""
        problem = pack([net, self.x, self.y, self.order], extensions=(TORCH,))
        end = _trained(problem, "SGD")
        return end if end == RESCUED else _trained(problem, "Adam")


@pytest.fixture
def judge(digits: Callable[[int], Problem], rng: np.random.Generator) -> Judge:
    """The judge of this check, with digits of its own."""
    x, y = digits(1000)
    return Judge(x.float(), y, np.stack([rng.permutation(1000)[:64] for _ in range(300)]))


def two_of_three(words: Sequence[str], right: str) -> str:
    """Return the right word when at least two networks got it, otherwise the first of the others."""
    return right if words.count(right) >= 2 else next(word for word in words if word != right)


@lru_cache(maxsize=64)
def _trained(problem: bytes, optimiser: str) -> str:
    """Train a network on the digits until the loss on all is 1.8, and say how it ended; the same problem only once.

    It is rebuilt from the bytes: each optimiser begins with the same one. The loss is looked at every 25 steps.
    """
    net, x, y, order = unpack(problem, extensions=(TORCH,))
    with undisturbed():
        begun = [layer.weight.detach().clone() for layer in linears(_ready(net))]
        if optimiser == "SGD":
            steps: torch.optim.Optimizer = torch.optim.SGD(net.parameters(), lr=0.01, momentum=0.9, fused=True)
        else:
            steps = torch.optim.Adam(net.parameters(), lr=1e-3, fused=True)
        for number, some in enumerate(torch.from_numpy(order), start=1):
            steps.zero_grad()
            nn.functional.cross_entropy(net(x[some]), y[some]).backward()
            steps.step()
            if number % 25 == 0 and _loss(net, x, y) <= 1.8:
                idle = any(torch.equal(old, layer.weight) for old, layer in zip(begun, linears(net), strict=True))
                return IDLE if idle else RESCUED
    return TOO_HIGH


@torch.no_grad()
def _loss(net: nn.Module, x: torch.Tensor, y: torch.Tensor) -> float:
    return float(nn.functional.cross_entropy(net(x), y))


def _ready(net: nn.Module) -> nn.Module:
    """Return a network in single precision, all of it trainable, in training mode."""
    return net.float().requires_grad_(True).train()
