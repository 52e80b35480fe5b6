# idiom: a helper class, match statements, walks modules by a stack, math.fsum; rescue by orthogonal weights and ReLU
import math

import torch
from torch import nn


class Neuron:
    def __init__(self, w, b):
        self.w, self.b = float(w), float(b)

    def fire(self, a):
        return 1 / (1 + math.exp(-(self.w * a + self.b)))

    def slope(self, a):
        s = self.fire(a)
        return self.w * s * (1 - s)


def chain_gradient(weights, biases, x):
    log, sign = 0.0, 1.0  # adds logarithms: no underflow, however long the chain
    for w, b in zip(weights, biases):
        neuron = Neuron(w, b)
        slope = neuron.slope(x)
        log, sign = log + math.log(abs(slope)), math.copysign(sign, sign * slope)
        x = neuron.fire(x)
    return sign * math.exp(log)


def build_mlp(sizes, activation="sigmoid", init="default", batch_norm=False, seed=None):
    match activation:
        case "sigmoid":
            act = nn.Sigmoid
        case "relu":
            act = nn.ReLU
        case "tanh":
            act = nn.Tanh
        case _:
            raise ValueError(activation)
    if seed is not None:
        torch.manual_seed(seed)
    body = []
    for n, m in zip(sizes[:-2], sizes[1:-1]):
        body.append(nn.Linear(n, m))
        if batch_norm:
            body.append(nn.BatchNorm1d(m))
        body.append(act())
    head = nn.Linear(sizes[-2], sizes[-1])
    for layer in [*body[:: 3 if batch_norm else 2], head]:
        match init:
            case "xavier":
                nn.init.xavier_uniform_(layer.weight)
                layer.bias.data.fill_(0.01)
            case "he":
                nn.init.kaiming_uniform_(layer.weight, a=0)
            case "normal":
                layer.weight.data.normal_(0.0, 1.0)
                layer.bias.data.zero_()
    return nn.Sequential(*body, head)


def linear_layers(model):
    stack, found = [model], []
    while stack:
        module = stack.pop()
        if isinstance(module, nn.Linear):
            found.append(module)
        stack.extend(reversed(list(module.children())))
    return found


def layer_gradient_norms(model, x, y, loss_fn):
    layers = linear_layers(model)
    for p in model.parameters():
        if p.grad is not None:
            p.grad.zero_()
    loss_fn(model(x), y).backward()
    return tuple(math.sqrt(math.fsum((layer.weight.grad**2).flatten().tolist())) for layer in layers)


def diagnose_gradients(norms, low=1e-2, high=1e3, tiny=1e-5, huge=1e3):
    first, last = norms[0], norms[-1]
    if not math.isfinite(sum(norms)):
        return "exploding"
    largest = 0.0
    for norm in norms:
        if norm > largest:
            largest = norm
    if largest > huge:
        return "exploding"
    if largest < tiny:
        return "vanishing"
    if first < low * last:
        return "vanishing"
    return ["healthy", "exploding"][first > high * last]


def clip_gradients(model, max_norm):
    squares = [(p.grad.double() ** 2).sum().item() for p in model.parameters() if p.grad is not None]
    norm = math.sqrt(math.fsum(squares))
    scale = 1.0 if norm <= max_norm else max_norm / norm
    for p in model.parameters():
        if p.grad is not None and scale < 1.0:
            p.grad.copy_(p.grad * scale)
    return norm


def rescue(sizes):
    layers = []
    for n, m in zip(sizes, sizes[1:]):
        layer = nn.Linear(n, m)
        nn.init.orthogonal_(layer.weight, gain=math.sqrt(2))
        nn.init.zeros_(layer.bias)
        layers += [layer, nn.ReLU()]
    return nn.Sequential(*layers[:-1])
