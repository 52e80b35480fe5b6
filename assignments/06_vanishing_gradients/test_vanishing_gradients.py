"""Public checks: students run them as often as they like. Names that are not imported come from inputs.py beside it.

May hold no answer but the lecture's own numbers and closed forms.
"""
# ruff: noqa: F821 (the names of inputs.py are put here when the checks are collected)

import numpy as np
from torch import nn

from autograder.checks import after, close, equal, holds, partial, question, unchanged
from autograder.nets import Residual

# -- chain_gradient


@question("chain_gradient", points=2, explains=True)
def test_one_to_four_neurons(student):
    """With w = 1, b = 0 and x = 0.5 one to four neurons give 0.2350, 0.0534, 0.0120 and 0.00271."""
    for length, due in ((1, 0.2350037), (2, 0.05340838), (3, 0.01203251), (4, 0.002705357)):
        got = student.chain_gradient(np.ones(length), np.zeros(length), 0.5)
        close(plainly(got), due, rtol=SINGLE, name=f"da_{length} / dx")


@question("chain_gradient", points=4)
def test_every_layer_gives_a_factor(student, expected, chain):
    """Every neuron contributes its own factor: its weight times the slope of its sigmoid."""
    weights, biases, x = chain(3)
    due = expected.chain_gradient(weights, biases, x)
    close(plainly(student.chain_gradient(weights, biases, x)), due, rtol=SINGLE)


@question("chain_gradient", points=2)
def test_large_weights_explode(student, expected):
    """With w = 100 and biases that keep every z at 0, the gradient grows 25-fold per neuron."""
    for length in (1, 2):
        weights, biases = np.full(length, 100.0), np.array([-50.0, -50.0])[:length]
        close(plainly(student.chain_gradient(weights, biases, 0.5)), 25.0**length, rtol=SINGLE)


@question("chain_gradient", points=1, needs="test_every_layer_gives_a_factor")
def test_chain_gradient_leaves_its_arguments_alone(student, chain):
    """chain_gradient leaves its arguments as they were."""
    weights, biases, x = chain(4)
    student.chain_gradient(weights, biases, x)
    unchanged(weights=weights, biases=biases)


# -- build_mlp


@question("build_mlp", points=2)
def test_linear_layers_and_sigmoids(student):
    """By default there are sigmoids between the linear layers, and nothing after the last one."""
    equal(in_words(student.build_mlp([3, 5, 4, 2])), "Linear(3, 5) Sigmoid Linear(5, 4) Sigmoid Linear(4, 2)")


@question("build_mlp", points=1)
def test_the_activation_asked_for(student):
    """The activation is the one asked for: relu or tanh."""
    for name, kind in (("relu", "ReLU"), ("tanh", "Tanh")):
        equal(in_words(student.build_mlp([4, 3, 2], name)), f"Linear(4, 3) {kind} Linear(3, 2)")


@question("build_mlp", points=2)
def test_batch_norm_before_the_activation(student):
    """If asked for, batch normalisation comes before every activation and starts with gamma = 1."""
    net = student.build_mlp([3, 5, 4, 2], "tanh", "he", True)
    blocks = "Linear(3, 5) BatchNorm1d(5) Tanh Linear(5, 4) BatchNorm1d(4) Tanh"
    equal(in_words(net), f"{blocks} Linear(4, 2)")
    gammas = [layer.weight.detach() for layer in places(net) if isinstance(layer, nn.BatchNorm1d)]
    holds(all(bool((gamma == 1).all()) for gamma in gammas), name="gamma = 1")


@question("build_mlp", points=4)
def test_how_weights_begin(student):
    """The weights of every linear layer start with mean 0 and the standard deviation that init asks for."""
    for init in ("xavier", "he", "normal", "default"):
        with partial(0.25):
            begins_as(student.build_mlp(list(WIDE), "relu", init), init)


@question("build_mlp", points=1)
def test_how_biases_begin(student):
    """Biases start at 0 with init="normal", and at PyTorch's values with "default"."""
    for init, zero in (("normal", True), ("default", False)):
        net = student.build_mlp([6, 5, 4], "sigmoid", init)
        equal(in_words(net), "Linear(6, 5) Sigmoid Linear(5, 4)")
        biases = [layer.bias for layer in linears(net) if layer.bias is not None]
        holds(all(bool((bias == 0).all()) for bias in biases) is zero, name=init)


@question("build_mlp", points=2)
def test_the_seed(student):
    """The same seed, including 0, gives the same weights; another seed, or none, gives different ones."""
    first, again, other, zero, zero_again, none, none_again = (
        begun(student.build_mlp([6, 5, 4], "tanh", "he", False, seed)) for seed in (7, 7, 8, 0, 0, None, None)
    )
    holds(np.array_equal(first, again), name="seed=7, seed=7")
    holds(not np.array_equal(first, other), name="seed=7, seed=8")
    holds(np.array_equal(zero, zero_again), name="seed=0, seed=0")
    holds(not np.array_equal(none, none_again), name="seed=None, seed=None")


# -- layer_gradient_norms


@question("layer_gradient_norms", points=4)
def test_norms_of_a_deep_linear_net(student, deep_linear):
    """In a deep linear network the norms match the closed form."""
    net, x, y, due = deep_linear(6)
    close(plainly(student.layer_gradient_norms(net, x, y, nn.MSELoss())), due, rtol=LOOSE, picture="norms")


@question("layer_gradient_norms", points=2)
def test_norms_of_a_sigmoid_net(student, expected, filled, digits):
    """In a sigmoid network on digits there is one norm for each linear layer, the first layer's first."""
    net = filled(nn.Sequential(nn.Linear(64, 12), nn.Sigmoid(), nn.Linear(12, 8), nn.Sigmoid(), nn.Linear(8, 10)))
    x, y = digits(40)
    due = expected.layer_gradient_norms(net, x, y, nn.CrossEntropyLoss())
    close(plainly(student.layer_gradient_norms(net, x, y, nn.CrossEntropyLoss())), due, rtol=LOOSE, picture="norms")


@question("layer_gradient_norms", points=2)
def test_old_gradients_do_not_count(student, deep_linear, with_gradients):
    """Gradients already stored in the model do not count: measuring twice gives the same result."""
    net, x, y, due = deep_linear(3)
    with_gradients(net, 1000.0)
    for turn in (1, 2):
        with partial(0.5):
            got = plainly(student.layer_gradient_norms(net, x, y, nn.MSELoss()))
            close(got, due, rtol=LOOSE, name=f"norms ({turn})", picture="norms")
        for each, measured in zip(net.parameters(), after(net).parameters(), strict=True):
            each.grad = measured.grad


@question("layer_gradient_norms", points=2)
def test_linear_layers_inside_blocks(student, expected, filled, digits):
    """Linear layers inside nested blocks are measured too, and batch normalisation is not."""
    block = Residual(nn.Linear(9, 9), nn.BatchNorm1d(9), nn.ReLU(), nn.Linear(9, 9))
    net = filled(nn.Sequential(nn.Sequential(nn.Linear(64, 9), nn.Tanh()), block, nn.Linear(9, 10)))
    x, y = digits(30)
    due = expected.layer_gradient_norms(net, x, y, nn.CrossEntropyLoss())
    close(plainly(student.layer_gradient_norms(net, x, y, nn.CrossEntropyLoss())), due, rtol=LOOSE, picture="norms")


@question("layer_gradient_norms", points=2)
def test_the_model_is_only_measured(student, expected, filled, digits):
    """The model is measured in the mode in which it arrived and stays in it, and its weights do not change."""
    x, y = digits(30)
    for training in (True, False):
        net = filled(nn.Sequential(nn.Linear(64, 7), nn.BatchNorm1d(7), nn.ReLU(), nn.Linear(7, 10))).train(training)
        due = expected.layer_gradient_norms(net, x, y, nn.CrossEntropyLoss())
        with partial(0.5):
            got = plainly(student.layer_gradient_norms(net, x, y, nn.CrossEntropyLoss()))
            close(got, due, rtol=LOOSE, picture="norms")
            holds(modes_of(after(net)) == modes_of(net), name="model.training")
            holds(same_weights(after(net), net), name="model.parameters()")


# -- diagnose_gradients


@question("diagnose_gradients", points=3)
def test_first_and_last_layer(student, rng):
    """Much less in the first layer than in the last means vanishing; much more means exploding."""
    middle = list(rng.uniform(0.5, 2.0, 3))
    for first, last, due in (
        (1e-3, 1.0, "vanishing"),
        (1e2, 1e-2, "exploding"),
        (0.1, 1.0, "healthy"),
        (60.0, 0.6, "healthy"),
    ):
        with partial(EVERYTHING):
            equal(student.diagnose_gradients([first, *middle, last]), due)


@question("diagnose_gradients", points=2)
def test_the_largest_norm(student):
    """When the largest norm is huge or tiny, the ratio of first to last does not matter."""
    for norms, due in (
        ([*[1e2] * 8, 1e4, *[1e2] * 8], "exploding"),
        ([1e-6, 1e-9, 1e-6], "vanishing"),
        ([1e2, 1e-9, 1e2], "healthy"),
    ):
        with partial(EVERYTHING):
            equal(student.diagnose_gradients(norms), due)


@question("diagnose_gradients", points=2)
def test_norms_that_are_no_numbers(student):
    """A NaN or infinite norm means exploding, wherever it is in the list."""
    for norms in ([float("nan"), 0.1, 0.1], [0.1, float("nan"), 0.1], [0.1, float("inf"), 0.1]):
        with partial(EVERYTHING):
            equal(student.diagnose_gradients(norms), "exploding")


@question("diagnose_gradients", points=1)
def test_the_order_of_the_rules(student):
    """The rules apply in order: exploding by size comes before vanishing by ratio."""
    for norms, due in (
        ([1.0, 1.0, 1e5], "exploding"),
        ([1e-12, 1e-9, float("nan")], "exploding"),
        ([1e-9, 1e-12, 1e-13], "vanishing"),
        ([0.0, 0.0, 0.0], "vanishing"),
        ([1.0, 0.1, 0.0], "exploding"),
    ):
        with partial(EVERYTHING):
            equal(student.diagnose_gradients(norms), due, name=str(norms))


@question("diagnose_gradients", points=1)
def test_limits_that_are_given(student):
    """The limits are the arguments; a norm exactly at a limit is still within it."""
    limits = (0.5, 4.0, 0.25, 16.0)
    for norms, due in (
        ([2.0, 2.0, 4.0], "healthy"),
        ([4.0, 2.0, 1.0], "healthy"),
        ([16.0, 8.0, 16.0], "healthy"),
        ([0.25, 0.125, 0.25], "healthy"),
        ([1.0, 2.0, 4.0], "vanishing"),
        ([8.0, 2.0, 1.0], "exploding"),
        ([16.0, 32.0, 16.0], "exploding"),
        ([0.125, 0.125, 0.125], "vanishing"),
    ):
        with partial(EVERYTHING):
            equal(student.diagnose_gradients(norms, *limits), due, name=str(norms))


# -- clip_gradients


@question("clip_gradients", points=3)
def test_the_norm_that_comes_back(student, filled, with_gradients):
    """The value returned is the length of all gradients together, before clipping."""
    for due, max_norm in ((250.0, 4.0), (120.0, 1000.0)):
        net = with_gradients(filled(nn.Sequential(nn.Linear(4, 3), nn.BatchNorm1d(3), nn.ReLU(), nn.Linear(3, 2))), due)
        close(plainly(student.clip_gradients(net, max_norm)), due, rtol=LOOSE)


@question("clip_gradients", points=3)
def test_one_factor_for_all(student, filled, with_gradients):
    """Above the ceiling all gradients are multiplied, in place, by the same factor."""
    net = with_gradients(filled(nn.Sequential(nn.Linear(4, 3), nn.BatchNorm1d(3), nn.ReLU(), nn.Linear(3, 2))), 250.0)
    student.clip_gradients(net, 5.0)
    close(gradients_of(after(net)), gradients_of(net) / 50.0, rtol=LOOSE, name="p.grad")


@question("clip_gradients", points=2)
def test_below_the_ceiling(student, filled, with_gradients):
    """Below the ceiling, and only there, nothing changes."""
    below, above = (
        with_gradients(filled(nn.Sequential(nn.Linear(4, 3), nn.Tanh(), nn.Linear(3, 2))), 120.0) for _ in range(2)
    )
    student.clip_gradients(below, 1000.0)
    close(gradients_of(after(below)), gradients_of(below), rtol=LOOSE, name="p.grad")
    student.clip_gradients(above, 1.0)
    holds(not np.array_equal(gradients_of(after(above)), gradients_of(above)), name="p.grad")


@question("clip_gradients", points=1)
def test_only_gradients_change(student, filled, with_gradients):
    """Parameters without a gradient are skipped, and no weight changes."""
    net = with_gradients(
        filled(nn.Sequential(nn.Linear(4, 3), nn.Tanh(), nn.Linear(3, 2))), 300.0, "0.weight", "2.bias"
    )
    with partial(0.25):
        close(plainly(student.clip_gradients(net, 3.0)), 300.0, rtol=LOOSE)
    with partial(0.5):
        close(gradients_of(after(net)), gradients_of(net) / 100.0, rtol=LOOSE, name="p.grad")
    with partial(0.25):
        holds(same_weights(after(net), net), name="model.parameters()")


# -- rescue


@question("rescue", points=2.5)
def test_the_layers_of_a_rescued_network(student):
    """The network has the 20 linear layers asked for, in order, with activations between them."""
    sizes = [64] + [30] * 19 + [10]
    is_built_for(student.rescue(sizes), sizes)


@question("rescue", points=5, needs="test_the_layers_of_a_rescued_network")
def test_healthy_gradients(student, judge):
    """Before training, on 256 digits, the gradients of at least two of three networks are healthy."""
    sizes = [64] + [30] * 19 + [10]
    words = []
    for _ in range(3):
        net = student.rescue(sizes)
        is_built_for(net, sizes)
        words.append(judge.health(net))
    equal(two_of_three(words, "healthy"), "healthy", name="diagnose_gradients(norms)")
