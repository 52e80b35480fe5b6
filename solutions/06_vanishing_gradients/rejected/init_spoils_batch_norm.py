# question: build_mlp
# every parameter is drawn anew, gamma and beta included
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


def build_mlp(sizes, activation="sigmoid", init="default", batch_norm=False, seed=None):
    if seed is not None:
        torch.manual_seed(seed)
    functions = {"sigmoid": nn.Sigmoid, "relu": nn.ReLU, "tanh": nn.Tanh}
    layers = []
    for i in range(len(sizes) - 1):
        layer = nn.Linear(sizes[i], sizes[i + 1])
        layers.append(layer)
        if i < len(sizes) - 2:
            if batch_norm:
                layers.append(nn.BatchNorm1d(sizes[i + 1]))
            layers.append(functions[activation]())
    net = nn.Sequential(*layers)
    for name, parameter in net.named_parameters():
        fan_out, fan_in = parameter.shape if parameter.dim() == 2 else (len(parameter), len(parameter))
        deviations = {"xavier": math.sqrt(2 / (fan_in + fan_out)), "he": math.sqrt(2 / fan_in), "normal": 1.0}
        if init in deviations:
            if name.endswith("bias"):
                nn.init.zeros_(parameter)
            else:
                nn.init.normal_(parameter, 0.0, deviations[init])
    return net


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


def rescue(sizes):
    layers = []
    for i in range(len(sizes) - 1):
        layer = nn.Linear(sizes[i], sizes[i + 1])
        nn.init.kaiming_normal_(layer.weight, nonlinearity="relu")
        layers += [layer, nn.ReLU()]
    return nn.Sequential(*layers[:-1])
