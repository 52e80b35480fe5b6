# idiom: autograd in single precision for the chain, OrderedDict, clip_grad_norm_; rescue by Xavier and tanh
from collections import OrderedDict

import torch
from torch import nn
from torch.nn.utils import clip_grad_norm_

ACTIVATIONS = {"sigmoid": nn.Sigmoid, "relu": nn.ReLU, "tanh": nn.Tanh}


def chain_gradient(weights, biases, x):
    start = torch.tensor(x, requires_grad=True)
    a = start
    for w, b in zip(weights.tolist(), biases.tolist()):
        a = torch.sigmoid(w * a + b)
    a.backward()
    return start.grad.item()


def weights_init(init):
    def apply(module):
        if not isinstance(module, nn.Linear) or init == "default":
            return
        if init == "xavier":
            nn.init.xavier_normal_(module.weight)
        elif init == "he":
            nn.init.kaiming_normal_(module.weight, mode="fan_in", nonlinearity="relu")
        else:
            nn.init.normal_(module.weight)
        nn.init.zeros_(module.bias)

    return apply


def build_mlp(sizes, activation="sigmoid", init="default", batch_norm=False, seed=None):
    if seed is None:
        seed = torch.seed()
    torch.manual_seed(seed)
    named = OrderedDict()
    for number, (a, b) in enumerate(zip(sizes, sizes[1:]), start=1):
        named[f"linear{number}"] = nn.Linear(a, b)
        if number < len(sizes) - 1:
            if batch_norm:
                named[f"norm{number}"] = nn.BatchNorm1d(b)
            named[f"act{number}"] = ACTIVATIONS[activation]()
    net = nn.Sequential(named)
    net.apply(weights_init(init))
    return net


def layer_gradient_norms(model, x, y, loss_fn):
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    optimizer.zero_grad()
    output = model(x)
    loss = loss_fn(output, y)
    loss.backward()
    result = []
    for _, module in model.named_modules():
        if type(module) is nn.Linear:
            result.append(torch.linalg.norm(module.weight.grad).item())
    optimizer.zero_grad()
    return result


def diagnose_gradients(norms, low=1e-2, high=1e3, tiny=1e-5, huge=1e3):
    for norm in norms:
        if norm != norm or norm in (float("inf"), float("-inf")):
            return "exploding"
    largest = sorted(norms)[-1]
    if largest > huge:
        return "exploding"
    elif largest < tiny:
        return "vanishing"
    elif norms[0] < low * norms[-1]:
        return "vanishing"
    elif norms[0] > high * norms[-1]:
        return "exploding"
    else:
        return "healthy"


def clip_gradients(model, max_norm):
    return float(clip_grad_norm_(model.parameters(), max_norm))


def rescue(sizes):
    net = build_mlp(sizes, "tanh")
    for layer in net:
        if isinstance(layer, nn.Linear):
            nn.init.xavier_uniform_(layer.weight)
            nn.init.zeros_(layer.bias)
    return net
