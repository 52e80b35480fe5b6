"""Vanishing gradients: why the first layers of a deep network hardly learn, and what helps.

Write the six functions in this order. Build networks from `nn.Sequential` and the layers of `torch.nn`: they are graded
by their layers and weights, so a class of your own cannot be.

    L      number of layers with weights
    sizes  numbers of units, from the inputs to the outputs: [64, 30, 30, 10] has L = 3 linear layers
    N      number of examples

You can run the examples below: `python -m doctest vanishing_gradients.py`.
"""

import itertools
import math

import numpy as np
import torch
from torch import nn


def chain_gradient(weights, biases, x):
    """Differentiate the output of a chain of single sigmoid neurons with respect to its input.

        a_0 = x,   z_l = w_l a_{l-1} + b_l,   a_l = sigmoid(z_l)   for l = 1 .. L

        da_L / dx = product over l of  w_l sigmoid'(z_l),   sigmoid'(z) = sigmoid(z) (1 - sigmoid(z))

    This is why gradients vanish: M. Nielsen, "Neural Networks and Deep Learning", chapter 5.

    Arguments:
        weights: w_1 .. w_L, (L,) array, float64.
        biases: b_1 .. b_L, (L,) array, float64.
        x: the input, a float.

    Returns:
        float, da_L / dx.

    >>> round(float(chain_gradient(np.array([1.0, 1.0]), np.array([0.0, 0.0]), 0.5)), 4)
    0.0534
    """
    raise NotImplementedError("chain_gradient")


def build_mlp(sizes, activation="sigmoid", init="default", batch_norm=False, seed=None):
    """Build a network of fully connected layers.

    Between one linear layer and the next come, in this order: batch normalisation (if asked for) and the activation.
    Nothing comes after the last linear layer: the loss takes care of that.

    Arguments:
        sizes: list of ints, numbers of units from the inputs to the outputs; len(sizes) - 1 linear layers.
        activation: "sigmoid", "relu" or "tanh".
        init: how the weights of ALL linear layers start (fan_in and fan_out are a layer's inputs and outputs):
            "default": as PyTorch makes them, biases included.
            "xavier": mean 0, standard deviation sqrt(2 / (fan_in + fan_out)), normal or uniform.
            "he": mean 0, standard deviation sqrt(2 / fan_in), normal or uniform.
            "normal": normal, mean 0, standard deviation 1, and biases 0.
        batch_norm: whether to put an nn.BatchNorm1d before every activation.
        seed: an int, 0 included: the same seed gives the same weights. None: different weights every time.

    Returns:
        nn.Sequential.

    >>> [type(layer).__name__ for layer in build_mlp([4, 3, 2], "relu", batch_norm=True)]
    ['Linear', 'BatchNorm1d', 'ReLU', 'Linear']
    """
    raise NotImplementedError("build_mlp")


def layer_gradient_norms(model, x, y, loss_fn):
    """Measure how strongly each linear layer learns: the length of its weights' gradient.

        norm of layer l = sqrt(sum over i, j of (dloss / dW_ij)^2)   (L2; weights only, biases do not count)

    Gradients already stored in the model must not count. The weights do not change (no training step), and the model
    stays in the mode (training or evaluation) in which it arrived.

    Arguments:
        model: an nn.Module; its nn.Linear layers may be inside nested nn.Sequential and Residual blocks.
        x, y: inputs (N, D) and targets, tensors that fit the model and the loss (dtype included).
        loss_fn: a loss averaged over the examples, called as loss_fn(model(x), y).

    Returns:
        list of floats, one for each nn.Linear, in the order in which data pass, the output layer included.

    >>> layer = nn.Linear(2, 1, bias=False)
    >>> x, y = torch.tensor([[3.0, 4.0]]), torch.tensor([[0.0]])
    >>> layer_gradient_norms(nn.Sequential(layer), x, y, lambda out, y: (out - y).sum())
    [5.0]
    """
    raise NotImplementedError("layer_gradient_norms")


def diagnose_gradients(norms, low=1e-2, high=1e3, tiny=1e-5, huge=1e3):
    """Say in one word whether the gradients of a network vanish, explode or are healthy.

    The first of these rules that applies decides:

        1. any norm is NaN or infinite      -> "exploding"
        2. the largest norm > huge          -> "exploding"
        3. the largest norm < tiny          -> "vanishing"
        4. first norm < low * last norm     -> "vanishing"
        5. first norm > high * last norm    -> "exploding"
        6. otherwise                        -> "healthy"

    Arguments:
        norms: list of floats, one for each layer, in the order in which data pass.
        low, high: the smallest and largest healthy ratio of the first norm to the last.
        tiny, huge: the smallest and largest healthy value of the largest norm (for a loss averaged over the examples).

    Returns:
        "vanishing", "exploding" or "healthy".

    >>> diagnose_gradients([1e-4, 1e-3, 1e-1])
    'vanishing'
    """
    raise NotImplementedError("diagnose_gradients")


def clip_gradients(model, max_norm):
    """Put a ceiling on the length of the whole gradient, all parameters together, in place.

        norm = sqrt(sum over all parameters of (their gradients)^2)

    If norm > max_norm every gradient is multiplied by max_norm / norm; otherwise nothing changes. Parameters whose
    .grad is None are skipped. No weight changes. R. Pascanu et al. 2013, algorithm 1.

    Arguments:
        model: an nn.Module whose parameters (weights, biases, those of batch normalisation) carry gradients.
        max_norm: the ceiling, a positive float.

    Returns:
        float, the norm BEFORE clipping.

    >>> layer = nn.Linear(2, 1, bias=False)
    >>> layer.weight.grad = torch.tensor([[300.0, 400.0]])
    >>> float(clip_gradients(layer, 5.0)), layer.weight.grad
    (500.0, tensor([[3., 4.]]))
    """
    raise NotImplementedError("clip_gradients")


def rescue(sizes):
    """Build a deep network that learns. How is up to you.

    With 20 or more linear layers, a network with sigmoids and default weights does not learn at all. Anything you
    have met may help: another activation, other initial weights, normalisation, residual blocks. The network is
    judged before training (on 256 digits diagnose_gradients must find it "healthy") and in training: within 300
    steps of 64 digits the better of SGD (0.01, momentum 0.9) and Adam (1e-3) must bring the cross-entropy of 1,000
    digits down to 1.8, and change the weights of every nn.Linear. Three networks are built, and at least two must
    succeed; guessing among ten digits costs ln 10 = 2.30.

    Arguments:
        sizes: list of at least 21 ints: 64 inputs, then the hidden layers, all of one size, then 10 outputs.

    Returns:
        nn.Module made of layers of torch.nn, nn.Sequential and, if you like, Residual blocks: Residual(*layers) is
        x + layers(x), from autograder.nets import Residual. It has one nn.Linear for each pair of neighbours in
        sizes, in their order, at least one activation for every two hidden sizes, and for each nn.Linear at most 8
        layers and blocks of all kinds, 2 normalisations among them.

    >>> network = rescue([64] + [30] * 19 + [10])
    >>> sum(isinstance(layer, nn.Linear) for layer in network.modules())
    20
    """
    raise NotImplementedError("rescue")
