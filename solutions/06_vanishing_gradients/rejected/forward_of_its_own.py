# question: rescue; passes none of its checks: no network can be looked at
# a residual block of its own
import math

import numpy as np
import torch
from torch import nn


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def chain_gradient(weights, biases, x):
    a, gradient = x, 1.0
    for w, b in zip(weights, biases):
        a = sigmoid(w * a + b)
        gradient *= w * a * (1 - a)
    return gradient


def begin(layer, init):
    if init == "xavier":
        nn.init.xavier_normal_(layer.weight)
    elif init == "he":
        nn.init.kaiming_normal_(layer.weight, nonlinearity="relu")
    elif init == "normal":
        nn.init.normal_(layer.weight)
        nn.init.zeros_(layer.bias)


def build_mlp(sizes, activation="sigmoid", init="default", batch_norm=False, seed=None):
    if seed is not None:
        torch.manual_seed(seed)
    functions = {"sigmoid": nn.Sigmoid, "relu": nn.ReLU, "tanh": nn.Tanh}
    layers = []
    for i in range(len(sizes) - 1):
        layer = nn.Linear(sizes[i], sizes[i + 1])
        begin(layer, init)
        layers.append(layer)
        if i < len(sizes) - 2:
            if batch_norm:
                layers.append(nn.BatchNorm1d(sizes[i + 1]))
            layers.append(functions[activation]())
    return nn.Sequential(*layers)


def layer_gradient_norms(model, x, y, loss_fn):
    model.zero_grad()
    loss = loss_fn(model(x), y)
    loss.backward()
    norms = []
    for layer in model.modules():
        if isinstance(layer, nn.Linear):
            norms.append(layer.weight.grad.norm().item())
    return norms


def diagnose_gradients(norms, low=1e-2, high=1e3, tiny=1e-5, huge=1e3):
    if any(math.isnan(n) or math.isinf(n) for n in norms):
        return "exploding"
    if max(norms) > huge:
        return "exploding"
    if max(norms) < tiny:
        return "vanishing"
    if norms[0] < low * norms[-1]:
        return "vanishing"
    if norms[0] > high * norms[-1]:
        return "exploding"
    return "healthy"


def clip_gradients(model, max_norm):
    grads = [p.grad for p in model.parameters() if p.grad is not None]
    total = math.sqrt(sum(float((g**2).sum()) for g in grads))
    if total > max_norm:
        for g in grads:
            g *= max_norm / total
    return total


class Block(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.linear = nn.Linear(width, width)

    def forward(self, x):
        return x + torch.relu(self.linear(x))


def rescue(sizes):
    width = sizes[1]
    blocks = [Block(width) for _ in sizes[2:-1]]
    return nn.Sequential(nn.Linear(sizes[0], width), nn.ReLU(), *blocks, nn.Linear(width, sizes[-1]))
