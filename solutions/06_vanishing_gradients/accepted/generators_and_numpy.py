# idiom: a torch.Generator of its own for the seed, numpy for every norm, while loops; rescue by SELU
import numpy as np
import torch
from torch import nn


def logistic(z):
    return np.where(z >= 0, 1.0 / (1.0 + np.exp(-z)), np.exp(z) / (1.0 + np.exp(z)))


def chain_gradient(weights, biases, x):
    n = len(weights)
    a = np.empty(n + 1)
    a[0] = x
    for i in range(n):
        a[i + 1] = logistic(weights[i] * a[i] + biases[i])
    delta = 1.0
    i = n
    while i > 0:  # backwards, as backpropagation does
        delta = delta * a[i] * (1 - a[i]) * weights[i - 1]
        i -= 1
    return np.array([delta])


def build_mlp(sizes, activation="sigmoid", init="default", batch_norm=False, seed=None):
    g = torch.Generator()
    if seed is None:
        g.seed()
    else:
        g.manual_seed(seed)
    layers = []
    i = 0
    while i + 1 < len(sizes):
        n_in, n_out = sizes[i], sizes[i + 1]
        layer = nn.Linear(n_in, n_out)
        bound = {"default": n_in**-0.5, "xavier": (6 / (n_in + n_out)) ** 0.5, "he": (6 / n_in) ** 0.5}.get(init)
        with torch.no_grad():
            if bound is None:
                layer.weight.normal_(generator=g)
                layer.bias.zero_()
            else:
                layer.weight.uniform_(-bound, bound, generator=g)
                layer.bias.uniform_(-(n_in**-0.5), n_in**-0.5, generator=g)
        if layers:
            if batch_norm:
                layers.append(nn.BatchNorm1d(n_in))
            layers.append(getattr(nn, {"sigmoid": "Sigmoid", "relu": "ReLU", "tanh": "Tanh"}[activation])())
        layers.append(layer)
        i += 1
    return nn.Sequential(*layers)


def layer_gradient_norms(model, x, y, loss_fn):
    model.zero_grad(set_to_none=False)
    loss_fn(model(x), y).backward()
    norms = []
    for module in model.modules():
        if isinstance(module, nn.Linear):
            gradient = module.weight.grad.detach().cpu().numpy()
            norms.append(np.sqrt(np.sum(gradient**2)))
    return np.array(norms)


def diagnose_gradients(norms, low=1e-2, high=1e3, tiny=1e-5, huge=1e3):
    if np.any(np.isnan(norms)) or np.any(np.isinf(norms)):
        answer = "exploding"
    elif np.max(norms) > huge:
        answer = "exploding"
    elif np.max(norms) < tiny:
        answer = "vanishing"
    elif norms[0] < low * norms[-1]:
        answer = "vanishing"
    elif norms[0] > high * norms[-1]:
        answer = "exploding"
    else:
        answer = "healthy"
    return np.str_(answer)


def clip_gradients(model, max_norm):
    total = np.float64(0)
    for p in model.parameters():
        if p.grad is not None:
            total += np.sum(np.square(p.grad.numpy()))
    norm = np.sqrt(total)
    if norm <= max_norm:
        return norm
    for p in model.parameters():
        if p.grad is not None:
            p.grad[...] = torch.from_numpy(p.grad.numpy() * (max_norm / norm))
    return norm


def rescue(sizes):
    layers = []
    for n_in, n_out in zip(sizes[:-1], sizes[1:]):
        layer = nn.Linear(n_in, n_out)
        nn.init.normal_(layer.weight, std=n_in**-0.5)
        nn.init.zeros_(layer.bias)
        layers += [layer, nn.SELU()]
    del layers[-1]
    return nn.Sequential(*layers)
