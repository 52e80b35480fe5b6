"""The hidden checks: other networks and values than the public ones, and the training of rescued networks.

No student may see them. Names that are not imported come from the assignment's inputs.py.
"""
# ruff: noqa: F821 (the names of inputs.py are put here when the checks are collected)

from itertools import pairwise

import numpy as np
from torch import nn

from autograder.checks import after, close, equal, holds, partial, question
from autograder.nets import Residual

# -- chain_gradient


@question("chain_gradient", points=6)
def test_chains_of_other_lengths(student, expected, chain):
    """The gradient is right for chains of other lengths, one neuron included."""
    for length in (1, 2, 5):
        weights, biases, x = chain(length)
        with partial(1 / 3):
            due = expected.chain_gradient(weights, biases, x)
            close(plainly(student.chain_gradient(weights, biases, x)), due, rtol=SINGLE, name=f"da_{length} / dx")


# -- build_mlp


@question("build_mlp", points=3)
def test_networks_of_other_depths(student):
    """Networks without a hidden layer and with four have their layers in order too."""
    hidden = "Linear(5, 5) BatchNorm1d(5) ReLU"
    for arguments, due in (
        (([7, 3], "tanh"), "Linear(7, 3)"),
        (([7, 3], "relu", "xavier", True), "Linear(7, 3)"),
        (([5, 5, 5, 5, 5, 4], "relu", "default", True), f"{hidden} {hidden} {hidden} {hidden} Linear(5, 4)"),
        (([4, 5, 6, 2], "sigmoid", "normal"), "Linear(4, 5) Sigmoid Linear(5, 6) Sigmoid Linear(6, 2)"),
    ):
        with partial(0.25):
            equal(in_words(student.build_mlp(*arguments)), due)


@question("build_mlp", points=3)
def test_how_weights_begin_with_a_seed(student, rng):
    """With a seed, too, the weights of every layer start as init says."""
    for init in ("xavier", "he", "normal"):
        with partial(1 / 3):
            begins_as(student.build_mlp(list(WIDE), "relu", init, False, int(rng.integers(1, 10_000))), init)


@question("build_mlp", points=2)
def test_seeds_of_networks_with_batch_norm(student, rng):
    """The same seed gives the same weights with batch normalisation and every init; another gives different ones."""
    for init in ("default", "xavier", "normal"):
        seed = int(rng.integers(1, 10_000))
        first, again, other, zero, zero_again = (
            begun(student.build_mlp([5, 4, 3], "relu", init, True, each)) for each in (seed, seed, seed + 1, 0, 0)
        )
        with partial(1 / 3):
            holds(np.array_equal(first, again), name="seed=s, seed=s")
            holds(not np.array_equal(first, other), name="seed=s, seed=s + 1")
            holds(np.array_equal(zero, zero_again), name="seed=0, seed=0")


# -- layer_gradient_norms


def _vanishing(*sizes):
    """Return so many layers that names no longer sort as data pass, and norms are too small to be rounded."""
    return [each for a, b in pairwise(sizes) for each in (nn.Linear(a, b), nn.Sigmoid())][:-1]


@question("layer_gradient_norms", points=4)
def test_norms_of_other_nets(student, filled, digits, with_gradients):
    """The norms are right for other networks and losses, and with old gradients stored."""
    for layers in (
        _vanishing(64, 11, 9, 8, 9, 7, 6, 10),
        (nn.Linear(64, 8), nn.Sigmoid(), nn.Linear(8, 14), nn.ReLU(), nn.Linear(14, 5), nn.ELU(), nn.Linear(5, 10)),
    ):
        net, (x, y) = with_gradients(filled(nn.Sequential(*layers)), 50.0), digits(25)
        with partial(0.5):
            got = plainly(student.layer_gradient_norms(net, x, y, nn.CrossEntropyLoss()))
            close(got, signal_norms(net, x, y), rtol=LOOSE)


@question("layer_gradient_norms", points=2)
def test_norms_of_deeper_blocks(student, filled, digits):
    """The norms are right for linear layers deep inside blocks, in the order in which data pass."""
    inner = Residual(nn.Linear(6, 6), nn.Sequential(nn.Tanh(), nn.Sequential(nn.Linear(6, 6))))
    net = filled(nn.Sequential(nn.Linear(64, 6), Residual(nn.BatchNorm1d(6), inner), nn.Sequential(nn.Linear(6, 10))))
    x, y = digits(20)
    close(plainly(student.layer_gradient_norms(net, x, y, nn.CrossEntropyLoss())), signal_norms(net, x, y), rtol=LOOSE)


@question("layer_gradient_norms", points=2)
def test_norms_in_evaluation_mode(student, filled, digits):
    """A network in evaluation mode is measured and left in that mode, statistics and weights unchanged."""
    net = filled(nn.Sequential(nn.Linear(64, 5), nn.BatchNorm1d(5), nn.Sigmoid(), nn.Dropout(0.5), nn.Linear(5, 10)))
    x, y = digits(20)
    got = plainly(student.layer_gradient_norms(net.eval(), x, y, nn.CrossEntropyLoss()))
    close(got, signal_norms(net, x, y), rtol=LOOSE)
    holds(modes_of(after(net)) == modes_of(net), name="model.training")
    holds(same_weights(after(net), net), name="model.parameters()")


# -- diagnose_gradients


@question("diagnose_gradients", points=4)
def test_other_norms(student, rng):
    """The word is right for other norms, a factor of ten from each limit."""
    for scale, first, due in (
        (1.0, 1e-3, "vanishing"),
        (0.01, 1e-3, "vanishing"),
        (0.1, 0.1, "healthy"),
        (0.1, 1e2, "healthy"),
        (1e-3, 1e4, "exploding"),
        (1e5, 1.0, "exploding"),
        (1e8, 1e-3, "exploding"),
        (1e-7, 1.0, "vanishing"),
    ):
        last = scale * rng.uniform(0.9, 1.1)
        norms = [first * last, *(last * rng.uniform(0.5, 0.9, int(rng.integers(1, 6)))), last]
        with partial(0.25):
            equal(student.diagnose_gradients(norms), due)


@question("diagnose_gradients", points=2)
def test_other_limits_and_strange_norms(student):
    """Other limits are respected, and the rules keep their order when norms are NaN, infinite or zero."""
    nan, inf = float("nan"), float("inf")
    for arguments, due in (
        (([1e-8, 1.0, nan],), "exploding"),
        (([1e-4, 1e-4, inf], 1e-2, 1e3, 1e-5, inf), "exploding"),
        (([1e-4, 2e4, 1.0],), "exploding"),
        (([1e-7, 1e-12, 0.0],), "vanishing"),
        (([0.5, 0.5, 0.0],), "exploding"),
        (([0.0, 0.5, 0.5],), "vanishing"),
        (([0.002, 0.5, 1.0], 1e-3), "healthy"),
        (([0.2, 0.5, 1.0], 0.5), "vanishing"),
        (([50.0, 0.5, 1.0], 1e-2, 10.0), "exploding"),
        (([1e-3, 1e-3], 1e-2, 1e3, 1e-2), "vanishing"),
        (([5e3, 5e3], 1e-2, 1e3, 1e-5, 1e4), "healthy"),
        (([1000.0, 1000.0],), "healthy"),
        (([1000.5, 1000.5],), "exploding"),
        (([125.0, 0.125],), "healthy"),
        (([125.0625, 0.125],), "exploding"),
    ):
        with partial(0.5):
            equal(student.diagnose_gradients(*arguments), due, name=str(arguments))


# -- clip_gradients


@question("clip_gradients", points=4)
def test_clipping_other_nets(student, filled, with_gradients):
    """Norm and gradients are right for other networks, ceilings and parameters without a gradient."""
    inner = Residual(nn.Linear(5, 5), nn.BatchNorm1d(5), nn.Tanh())
    for net, norm, max_norm, without in (
        (nn.Sequential(nn.Linear(7, 5), inner, nn.Linear(5, 2)), 640.0, 2.5, ("1.layers.0.bias",)),
        (nn.Linear(9, 4), 5000.0, 250.0, ()),
    ):
        net = with_gradients(filled(net), norm, *without)
        with partial(0.25):
            close(plainly(student.clip_gradients(net, max_norm)), norm, rtol=LOOSE)
        with partial(0.25):
            close(gradients_of(after(net)), gradients_of(net) * (max_norm / norm), rtol=LOOSE, name="p.grad")


@question("clip_gradients", points=2)
def test_other_gradients_below_the_ceiling(student, filled, with_gradients):
    """Below the ceiling nothing changes, and the norm is still returned."""
    net = with_gradients(filled(nn.Sequential(nn.Linear(6, 5), nn.BatchNorm1d(5), nn.ReLU(), nn.Linear(5, 3))), 150.0)
    with partial(0.5):
        close(plainly(student.clip_gradients(net, 450.0)), 150.0, rtol=LOOSE)
    with partial(0.5):
        close(gradients_of(after(net)), gradients_of(net), rtol=LOOSE, name="p.grad")


# -- rescue


@question("rescue", points=7.5, needs=("test_the_layers_of_a_rescued_network", "test_healthy_gradients"))
def test_training_a_rescued_network(student, judge):
    """At least two of three networks of other sizes learn: within 300 steps the loss on 1,000 digits falls to 1.8."""
    sizes = [64] + [28] * 20 + [10]
    words: list[str] = []
    while words.count(RESCUED) < 2 and len(words) - words.count(RESCUED) < 2:
        net = student.rescue(sizes)
        is_built_for(net, sizes)
        words.append(judge.outcome(net))
    equal(two_of_three(words, RESCUED), RESCUED, name="rescue(sizes)")
