# idiom: subclasses of nn.Sequential and nn.Linear, weights by apply, recursion, hypot; rescue by GELU and LayerNorm
import math

import numpy as np
import torch
from torch import nn


def chain_gradient(weights, biases, x):
    gradient = 1.0
    for w, b in zip(weights, biases):
        half = (w * x + b) / 2
        gradient *= w / (4 * np.cosh(half) ** 2)  # the sigmoid's slope, written with the hyperbolic cosine
        x = (1 + np.tanh(half)) / 2
    return gradient


class MLP(nn.Sequential):
    """A class of its own that only builds its layers: it computes what nn.Sequential does."""

    def __init__(self, sizes, activation, batch_norm):
        super().__init__()
        for number, (inputs, outputs) in enumerate(zip(sizes, sizes[1:])):
            self.add_module(f"fc{number}", nn.Linear(inputs, outputs))
            if number == len(sizes) - 2:
                break
            if batch_norm:
                self.add_module(f"bn{number}", nn.BatchNorm1d(outputs))
            self.add_module(f"act{number}", activation())


def start(init):
    spread = {
        "xavier": lambda fan_in, fan_out: math.sqrt(2.0 / (fan_in + fan_out)),
        "he": lambda fan_in, fan_out: math.sqrt(2.0 / fan_in),
        "normal": lambda fan_in, fan_out: 1.0,
    }

    def fill(module):
        if isinstance(module, nn.Linear) and init in spread:
            module.weight.data.normal_(0.0, spread[init](module.in_features, module.out_features))
            module.bias.data.fill_(0.0)

    return fill


def build_mlp(sizes, activation="sigmoid", init="default", batch_norm=False, seed=None):
    if seed is not None:
        torch.manual_seed(seed)
    kind = {"sigmoid": nn.Sigmoid, "relu": lambda: nn.ReLU(inplace=True), "tanh": nn.Tanh}[activation]
    return MLP(sizes, kind, batch_norm).apply(start(init))


def linear(module):
    if isinstance(module, nn.Linear):
        return [module]
    return [layer for child in module.children() for layer in linear(child)]


def layer_gradient_norms(model, x, y, loss_fn):
    for parameter in model.parameters():
        parameter.grad = None
    with torch.enable_grad():
        loss_fn(model(x), y).backward()
    return [torch.einsum("ij,ij->", layer.weight.grad, layer.weight.grad).sqrt().item() for layer in linear(model)]


def diagnose_gradients(norms, low=1e-2, high=1e3, tiny=1e-5, huge=1e3):
    norms = np.asarray(norms, dtype=float)
    top, first, last = norms.max(), norms[0], norms[-1]
    ill = [~np.isfinite(norms).all(), top > huge, top < tiny, first < low * last, first > high * last]
    return str(np.select(ill, ["exploding", "exploding", "vanishing", "vanishing", "exploding"], "healthy"))


def clip_gradients(model, max_norm):
    gradients = [parameter.grad for parameter in model.parameters() if parameter.grad is not None]
    norm = math.hypot(*(gradient.norm().item() for gradient in gradients))
    for gradient in gradients:
        gradient *= max_norm / max(norm, max_norm)
    return norm


class Careful(nn.Linear):
    """Begins with weights that keep the size of the signal."""

    def reset_parameters(self):
        nn.init.orthogonal_(self.weight)
        nn.init.zeros_(self.bias)


class Block(nn.Sequential):
    def __init__(self, inputs, outputs):
        super().__init__(Careful(inputs, outputs), nn.LayerNorm(outputs), nn.GELU())


def rescue(sizes):
    blocks = [Block(inputs, outputs) for inputs, outputs in zip(sizes[:-2], sizes[1:-1])]
    return nn.Sequential(*blocks, Careful(*sizes[-2:]))
