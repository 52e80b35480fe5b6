# question: build_mlp; passes none of its checks: no network can be looked at
# layers in a list, functions between them
import math

import numpy as np
import torch
from torch import nn


def squash(z):
    return 1 / (1 + np.exp(-z))


def chain_gradient(weights, biases, x):
    signal, factors = float(x), []
    for w, b in zip(weights, biases):
        signal = squash(w * signal + b)
        factors.append(w * (signal - signal**2))
    return float(np.prod(factors))


KINDS = dict(sigmoid=nn.Sigmoid, relu=nn.ReLU, tanh=nn.Tanh)


def begin(layer, init):
    """Fill a linear layer as init says."""
    with torch.no_grad():
        if init == "xavier":
            nn.init.xavier_uniform_(layer.weight)
        elif init == "he":
            edge = math.sqrt(6.0 / layer.in_features)
            layer.weight.uniform_(-edge, edge)
        elif init == "normal":
            layer.weight.normal_()
            layer.bias.zero_()


class Network(nn.Module):
    def __init__(self, sizes, squeeze, normalised):
        super().__init__()
        self.dense = nn.ModuleList(nn.Linear(a, b) for a, b in zip(sizes[:-1], sizes[1:]))
        self.norms = nn.ModuleList(nn.BatchNorm1d(n) if normalised else nn.Identity() for n in sizes[1:-1])
        self.squeeze = squeeze

    def forward(self, signal):
        for layer, norm in zip(self.dense[:-1], self.norms):
            signal = self.squeeze(norm(layer(signal)))
        return self.dense[-1](signal)


def build_mlp(sizes, activation="sigmoid", init="default", batch_norm=False, seed=None):
    if seed is not None:
        torch.manual_seed(seed)
    squeeze = {"sigmoid": torch.sigmoid, "relu": torch.relu, "tanh": torch.tanh}[activation]
    net = Network(sizes, squeeze, batch_norm)
    for layer in net.dense:
        begin(layer, init)
    return net


def layer_gradient_norms(model, x, y, loss_fn):
    matrices = [part.weight for part in model.modules() if type(part) is nn.Linear]
    slopes = torch.autograd.grad(loss_fn(model(x), y), matrices)
    return [float(torch.sqrt(torch.sum(torch.square(slope)))) for slope in slopes]


def diagnose_gradients(norms, low=1e-2, high=1e3, tiny=1e-5, huge=1e3):
    norms = np.array(norms, dtype=float)
    top, first, last = norms.max(), norms[0], norms[-1]
    rules = [
        (not np.isfinite(norms).all(), "exploding"),
        (top > huge, "exploding"),
        (top < tiny, "vanishing"),
        (first < low * last, "vanishing"),
        (first > high * last, "exploding"),
    ]
    return next((word for holds, word in rules if holds), "healthy")


def clip_gradients(model, max_norm):
    carriers = [p for p in model.parameters() if p.grad is not None]
    total = 0.0
    for p in carriers:
        total += float(torch.sum(p.grad * p.grad))
    norm = total**0.5
    if norm > max_norm:
        for p in carriers:
            p.grad = p.grad * (max_norm / norm)
    return norm


def rescue(sizes):
    parts = []
    for k in range(1, len(sizes)):
        layer = nn.Linear(sizes[k - 1], sizes[k])
        nn.init.kaiming_uniform_(layer.weight, nonlinearity="relu")
        nn.init.constant_(layer.bias, 0.0)
        parts.extend([layer, nn.ReLU()])
    return nn.Sequential(*parts[:-1])
