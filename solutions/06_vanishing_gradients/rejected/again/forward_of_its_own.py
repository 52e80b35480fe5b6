# question: rescue; passes none of its checks: no network can be looked at
# a whole network with a forward of its own
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


def build_mlp(sizes, activation="sigmoid", init="default", batch_norm=False, seed=None):
    if seed is not None:
        torch.manual_seed(seed)
    net = nn.Sequential()
    last = len(sizes) - 2
    for i, (inputs, outputs) in enumerate(zip(sizes[:-1], sizes[1:])):
        layer = nn.Linear(inputs, outputs)
        begin(layer, init)
        net.append(layer)
        if i != last:
            if batch_norm:
                net.append(nn.BatchNorm1d(outputs))
            net.append(KINDS[activation]())
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


class Deep(nn.Module):
    def __init__(self, sizes):
        super().__init__()
        self.dense = nn.ModuleList(nn.Linear(a, b) for a, b in zip(sizes[:-1], sizes[1:]))
        for layer in self.dense:
            nn.init.kaiming_normal_(layer.weight)
            nn.init.zeros_(layer.bias)

    def forward(self, signal):
        for layer in self.dense[:-1]:
            signal = nn.functional.relu(layer(signal))
        return self.dense[-1](signal)


def rescue(sizes):
    return Deep(sizes)
