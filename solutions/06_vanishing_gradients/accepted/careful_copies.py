# idiom: measures a deep copy, clips by recursion over children, chatty; rescue by sigmoid and batch norm
import copy
import warnings

import torch
from torch import nn

print("loading my solution")
warnings.warn("a warning that means nothing", stacklevel=1)


def chain_gradient(weights, biases, x):
    print("chain of", len(weights))
    if len(weights) == 0:
        return 1.0
    a = float(torch.sigmoid(torch.as_tensor(weights[0] * x + biases[0], dtype=torch.float64)))
    own = weights[0] * a * (1 - a)
    return own * chain_gradient(weights[1:], biases[1:], a)


def build_mlp(sizes, activation="sigmoid", init="default", batch_norm=False, seed=None):
    assert len(sizes) >= 2, "at least inputs and outputs"
    generator_state = torch.get_rng_state()
    if seed is not None:
        torch.manual_seed(int(seed))
    layers = [nn.Linear(int(a), int(b)) for a, b in zip(sizes[:-1], sizes[1:])]
    for layer in layers:
        fan_out, fan_in = layer.weight.shape
        if init == "xavier":
            layer.weight.data = torch.randn(fan_out, fan_in) * (2 / (fan_in + fan_out)) ** 0.5
        elif init == "he":
            layer.weight.data = torch.randn(fan_out, fan_in) * (2 / fan_in) ** 0.5
        elif init == "normal":
            layer.weight.data = torch.randn(fan_out, fan_in)
            layer.bias.data = torch.zeros(fan_out)
    if seed is not None:
        torch.set_rng_state(generator_state)  # leaves the global generator as it was
    net = [layers[0]]
    for layer in layers[1:]:
        if batch_norm:
            net += [nn.BatchNorm1d(layer.in_features)]
        net += [{"sigmoid": nn.Sigmoid, "relu": nn.ReLU, "tanh": nn.Tanh}[activation](), layer]
    return nn.Sequential(*net)


def layer_gradient_norms(model, x, y, loss_fn):
    twin = copy.deepcopy(model)
    twin.zero_grad()
    loss_fn(twin(x), y).backward()
    print("measured", sum(p.numel() for p in twin.parameters()), "numbers")
    return [float(m.weight.grad.norm(p=2)) for m in twin.modules() if isinstance(m, nn.Linear)]


def diagnose_gradients(norms, low=1e-2, high=1e3, tiny=1e-5, huge=1e3):
    numbers = all(float("-inf") < n < float("inf") for n in norms)
    if not numbers or max(norms) > huge or (max(norms) >= tiny and norms[0] > high * norms[-1]):
        return "exploding"
    if max(norms) < tiny or norms[0] < low * norms[-1]:
        return "vanishing"
    return "healthy"


def own_gradients(module):
    found = [p.grad for p in module.parameters(recurse=False) if p.grad is not None]
    for child in module.children():
        found += own_gradients(child)
    return found


@torch.no_grad()
def clip_gradients(model, max_norm):
    grads = own_gradients(model)
    total = torch.zeros(1)
    for g in grads:
        total += torch.sum(g * g)
    norm = torch.sqrt(total)
    if norm.item() > max_norm:
        for g in grads:
            g.div_(norm.item() / max_norm)
    return norm


def rescue(sizes):
    net = nn.Sequential()
    for i in range(len(sizes) - 2):
        net.add_module(f"l{i}", nn.Linear(sizes[i], sizes[i + 1]))
        net.add_module(f"n{i}", nn.BatchNorm1d(sizes[i + 1]))
        net.add_module(f"a{i}", nn.Sigmoid())
    net.add_module("out", nn.Linear(sizes[-2], sizes[-1]))
    return net.eval()
