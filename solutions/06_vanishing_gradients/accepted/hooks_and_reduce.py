# idiom: hooks on the weights, functools.reduce, lambdas, out=; rescue by residual blocks with batch norm
import functools
import operator

import numpy as np
import torch
from torch import nn

from autograder.nets import Residual

sigma = lambda z: 1 / (1 + np.exp(-z))  # noqa: E731 (students write it so)


def chain_gradient(weights, biases, x):
    def layer(state, wb):
        a, slope = state
        a = sigma(wb[0] * a + wb[1])
        return a, slope * wb[0] * a * (1 - a)

    return functools.reduce(layer, np.column_stack([weights, biases]), (x, 1.0))[1]


def build_mlp(sizes, activation="sigmoid", init="default", batch_norm=False, seed=None):
    if isinstance(seed, int):
        torch.random.manual_seed(seed)
    start = {
        "default": lambda layer: None,
        "xavier": lambda layer: nn.init.xavier_normal_(layer.weight),
        "he": lambda layer: nn.init.kaiming_normal_(layer.weight),
        "normal": lambda layer: (nn.init.normal_(layer.weight), nn.init.zeros_(layer.bias)),
    }[init]
    kind = dict(sigmoid=nn.Sigmoid, relu=nn.ReLU, tanh=nn.Tanh)[activation]
    layers = []
    for n_in, n_out in zip(sizes, sizes[1:]):
        layers.append(nn.Linear(n_in, n_out))
        start(layers[-1])
        layers += ([nn.BatchNorm1d(n_out)] if batch_norm else []) + [kind()]
    while not isinstance(layers[-1], nn.Linear):
        layers.pop()
    return nn.Sequential(*layers)


def layer_gradient_norms(model, x, y, loss_fn):
    linear = [m for m in model.modules() if isinstance(m, nn.Linear)]
    seen = {}
    hooks = [m.weight.register_hook(lambda g, i=i: seen.__setitem__(i, g.norm().item())) for i, m in enumerate(linear)]
    loss_fn(model(x), y).backward()
    for hook in hooks:
        hook.remove()
    return [seen[i] for i in range(len(linear))]


def diagnose_gradients(norms, low=1e-2, high=1e3, tiny=1e-5, huge=1e3):
    top, ok = max(norms), bool(np.isfinite(norms).all())
    sick_by_size = "exploding" if not ok or top > huge else "vanishing" if top < tiny else None
    ends = norms[0], norms[-1]
    sick_by_ends = "vanishing" if ends[0] < low * ends[1] else "exploding" if ends[0] > high * ends[1] else None
    return sick_by_size or sick_by_ends or "healthy"


def clip_gradients(model, max_norm):
    grads = list(filter(lambda g: g is not None, map(operator.attrgetter("grad"), model.parameters())))
    norm = torch.norm(torch.stack([torch.norm(g) for g in grads]))
    factor = torch.clamp(max_norm / norm, max=1.0)
    for g in grads:
        torch.mul(g, factor, out=g)
    return norm


def rescue(sizes):
    h = sizes[1]
    net = [nn.Linear(sizes[0], h), nn.BatchNorm1d(h), nn.ReLU()]
    left = len(sizes) - 3
    while left >= 2:
        net.append(
            Residual(
                nn.Sequential(nn.Linear(h, h), nn.BatchNorm1d(h), nn.ReLU()),
                nn.Sequential(nn.Linear(h, h), nn.BatchNorm1d(h)),
            )
        )
        left -= 2
    if left:
        net += [nn.Linear(h, h), nn.BatchNorm1d(h), nn.ReLU()]
    return nn.Sequential(*net, nn.Linear(h, sizes[-1]))
