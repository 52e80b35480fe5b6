"""The reference held against oracles that share no line with it: autograd, differences, closed forms, PyTorch's own.

Ordinary pytest tests, no checks: no student is judged here. Names that are not imported come from inputs.py.
"""
# ruff: noqa: F821 (the names of inputs.py are put here when the tests are collected)

import copy
import itertools
import math
from pathlib import Path

import numpy as np
import pytest
import torch
from torch import nn

from autograder.checks.plugin import import_file
from autograder.nets import Residual, undisturbed
from autograder.results import CheckFailed

REFERENCE = import_file(Path(__file__).with_name("vanishing_gradients.py"))
ACCEPTED = Path(__file__).with_name("accepted")
SEEDS = range(5)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_chain_is_autograds(seed):
    r = np.random.default_rng(seed)
    weights, biases = r.normal(0.0, 2.0, (2, int(r.integers(1, 9))))
    x = torch.tensor(0.7, dtype=torch.float64, requires_grad=True)
    a = x
    for weight, bias in zip(weights, biases, strict=True):
        a = torch.sigmoid(float(weight) * a + float(bias))
    a.backward()
    assert REFERENCE.chain_gradient(weights, biases, 0.7) == pytest.approx(x.grad.item(), rel=1e-12)


def test_the_lectures_chains_come_out():
    for length, due in ((1, 0.2350), (2, 0.0534), (3, 0.0120), (4, 0.00271)):
        assert REFERENCE.chain_gradient(np.ones(length), np.zeros(length), 0.5) == pytest.approx(due, rel=3e-3)
    a, biases = 0.5, []
    for due in (25.0, 625.0, 15625.0, 390625.0):  # Nielsen's exploding chain: b = -100 a keeps every z at 0
        biases.append(-100.0 * a)
        a = 0.5
        assert REFERENCE.chain_gradient(np.full(len(biases), 100.0), np.array(biases), 0.5) == pytest.approx(due)


@pytest.mark.parametrize("batch_norm", [False, True])
@pytest.mark.parametrize("init", ["default", "xavier", "he", "normal"])
def test_a_network_is_the_composition_of_its_layers(init, batch_norm):
    sizes = [5, 7, 6, 3]
    net = REFERENCE.build_mlp(sizes, "tanh", init, batch_norm, 3)
    x = torch.randn(4, 5)
    out = x
    for layer in [layer for layer in net if isinstance(layer, nn.Linear)]:
        out = out @ layer.weight.T + layer.bias
        if layer.out_features != 3:
            centred = out - out.mean(0)
            out = torch.tanh(centred / torch.sqrt((centred**2).mean(0) + 1e-5) if batch_norm else out)
    torch.testing.assert_close(net(x), out)
    count = sum(a * b + b + (2 * b if batch_norm and b != 3 else 0) for a, b in itertools.pairwise(sizes))
    assert sum(each.numel() for each in net.parameters()) == count


def test_the_weights_begin_as_pytorchs_own_initialisations_do():
    own = {"xavier": nn.init.xavier_uniform_, "he": nn.init.kaiming_uniform_, "normal": nn.init.normal_}
    for init, begin in own.items():
        weight = REFERENCE.build_mlp([300, 400], init=init, seed=1)[0].weight
        again = begin(torch.empty(400, 300))
        assert float(weight.detach().std()) == pytest.approx(float(again.std()), rel=0.02)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_norms_are_those_of_central_differences(seed):
    torch.manual_seed(seed)
    net = nn.Sequential(nn.Linear(4, 3), nn.Sigmoid(), nn.Linear(3, 5), nn.Tanh(), nn.Linear(5, 2)).double()
    x, y = torch.randn(6, 4, dtype=torch.float64), torch.randn(6, 2, dtype=torch.float64)
    norms = REFERENCE.layer_gradient_norms(net, x, y, nn.MSELoss())
    for norm, layer in zip(norms, (net[0], net[2], net[4]), strict=True):
        assert norm == pytest.approx(_length_by_differences(net, layer.weight, x, y), rel=1e-7)


def _length_by_differences(net, weight, x, y, step=1e-5):
    total = 0.0
    with torch.no_grad():
        for at in itertools.product(*map(range, weight.shape)):
            losses = []
            for sign in (1.0, -1.0):
                weight[at] += sign * step
                losses.append(nn.functional.mse_loss(net(x), y).item())
                weight[at] -= sign * step
            total += ((losses[0] - losses[1]) / (2 * step)) ** 2
    return math.sqrt(total)


def test_the_closed_form_the_signals_and_the_reference_agree(deep_linear, filled, digits):
    for length in (1, 4, 9):
        net, x, y, due = deep_linear(length)
        assert REFERENCE.layer_gradient_norms(net, x, y, nn.MSELoss()) == pytest.approx(due, rel=1e-10)
    net, (x, y) = filled(nn.Sequential(nn.Linear(64, 9), nn.BatchNorm1d(9), nn.ReLU(), nn.Linear(9, 10))), digits(50)
    assert REFERENCE.layer_gradient_norms(net, x, y, nn.CrossEntropyLoss()) == pytest.approx(signal_norms(net, x, y))


def test_a_longer_loss_has_longer_gradients(deep_linear):
    net, x, y, due = deep_linear(3)
    doubled = REFERENCE.layer_gradient_norms(net, x, y, lambda out, y: 2 * nn.functional.mse_loss(out, y))
    assert doubled == pytest.approx([2 * norm for norm in due])


@pytest.mark.parametrize("seed", SEEDS)
def test_the_lectures_network_vanishes_and_its_remedies_do_not(seed, digits):
    """Four hidden layers of 30 sigmoids: the first layer gets about a thousandth of what the last one gets."""
    x, y = digits(1000)
    words = {}
    for name, arguments in {
        "plain": ("sigmoid",),
        "batch norm": ("sigmoid", "default", True),
        "he": ("relu", "he"),
        "xavier": ("tanh", "xavier"),
    }.items():
        torch.manual_seed(seed)
        net = REFERENCE.build_mlp([64, 30, 30, 30, 30, 10], *arguments)
        norms = REFERENCE.layer_gradient_norms(net, x.float(), y, nn.CrossEntropyLoss())
        words[name] = REFERENCE.diagnose_gradients(norms)
        if name == "plain":
            assert 3e-4 < norms[0] / norms[-1] < 4e-3
    assert words == {"plain": "vanishing", "batch norm": "healthy", "he": "healthy", "xavier": "healthy"}


@pytest.mark.parametrize("seed", SEEDS)
def test_the_diagnosis_is_the_first_rule_that_holds(seed):
    r = np.random.default_rng(seed)
    for _ in range(200):
        norms = list(10.0 ** r.uniform(-8, 6, int(r.integers(1, 6))))
        norms[0] = r.choice([norms[0], np.nan, np.inf, 0.0], p=[0.85, 0.05, 0.05, 0.05])
        finite = all(map(math.isfinite, norms))
        ratio = norms[0] / max(norms[-1], 1e-300) if finite else 1.0
        with_size = "exploding" if not finite or max(norms) > 1e3 else "vanishing" if max(norms) < 1e-5 else ""
        by_ratio = ["vanishing", "healthy", "exploding"][int(np.searchsorted([1e-2, 1e3], ratio))]
        assert REFERENCE.diagnose_gradients(norms) == (with_size or by_ratio)


@pytest.mark.parametrize("max_norm", [1.0, 50.0, 1e5])
def test_clipping_is_pytorchs_own(max_norm, filled, with_gradients):
    net = with_gradients(filled(nn.Sequential(nn.Linear(6, 5), nn.BatchNorm1d(5), nn.Linear(5, 3))), 400.0, "0.bias")
    other = copy.deepcopy(net)
    for each, own in zip(other.parameters(), net.parameters(), strict=True):
        each.grad = None if own.grad is None else own.grad.clone()
    norm = REFERENCE.clip_gradients(net, max_norm)
    assert norm == pytest.approx(float(nn.utils.clip_grad_norm_(other.parameters(), max_norm)), rel=1e-12)
    np.testing.assert_allclose(gradients_of(net), gradients_of(other), rtol=1e-7)
    assert net[0].bias.grad is None


def test_a_network_without_any_gradient_has_norm_zero():
    assert REFERENCE.clip_gradients(nn.Linear(2, 2), 1.0) == 0.0


DESIGNS = {  # by the solution whose rescue it is
    "ReLU and He": REFERENCE,
    "batch normalisation and ReLU": import_file(ACCEPTED / "batch_norm.py"),
    "tanh and Xavier": import_file(ACCEPTED / "pytorchs_own.py"),
    "residual blocks": import_file(ACCEPTED / "residual_and_functional.py"),
    "residual blocks with batch normalisation": import_file(ACCEPTED / "hooks_and_reduce.py"),
}


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("design", DESIGNS)
def test_the_judge_accepts_every_honest_design(design, seed, judge):
    torch.manual_seed(seed)
    assert judge.outcome(DESIGNS[design].rescue([64] + [30] * 19 + [10])) == "loss <= 1.8"


@pytest.mark.parametrize("seed", SEEDS)
def test_the_judge_does_not_accept_the_network_of_default_sigmoids(seed, judge):
    torch.manual_seed(seed)
    assert judge.outcome(REFERENCE.build_mlp([64] + [30] * 19 + [10])).startswith("vanishing")


def test_the_network_of_default_sigmoids_would_not_learn_either(judge):
    assert judge.trained(REFERENCE.build_mlp([64] + [30] * 19 + [10], seed=0)) == "loss > 1.8"


def test_the_judge_leaves_the_network_and_the_random_numbers_alone(judge):
    torch.manual_seed(1)
    net = REFERENCE.build_mlp([64, 30, 30, 10], "relu", "he", batch_norm=True)
    before, drawn = copy.deepcopy(net), torch.get_rng_state()
    judge.outcome(net)
    assert same_weights(net, before)
    assert torch.equal(torch.get_rng_state(), drawn)


DEEP = [64] + [30] * 19 + [10]


def blocks_of_all_kinds():
    layers = (nn.BatchNorm1d(30), nn.LayerNorm(30), nn.ReLU(), nn.Dropout(0.1), nn.Linear(30, 30))
    hidden = [Residual(nn.Sequential(*map(copy.deepcopy, layers))) for _ in DEEP[2:-1]]
    return nn.Sequential(nn.Linear(64, 30), *hidden, nn.Linear(30, 10))


def with_a_first_block(*layers):
    net = REFERENCE.rescue(DEEP)
    return net.insert(1, Residual(*layers, nn.Hardtanh(-1e-9, 1e-9)))


def with_activations(make):
    return nn.Sequential(*[make() if isinstance(each, nn.ReLU) else each for each in REFERENCE.rescue(DEEP)])


def test_a_network_of_blocks_with_everything_in_them_is_accepted():
    is_built_for(blocks_of_all_kinds(), DEEP)


TOO_MUCH = {
    "empty blocks": lambda: with_a_first_block(*(Residual() for _ in range(200))),
    "empty sequences": lambda: with_a_first_block(*(nn.Sequential() for _ in range(200))),
    "one layer again and again": lambda: with_a_first_block(*[nn.GELU()] * 200),
    "normalisation after normalisation": lambda: with_a_first_block(*(nn.BatchNorm1d(30) for _ in range(60))),
    "slopes that are nearly 1": lambda: with_activations(lambda: nn.LeakyReLU(0.985)),
    "slopes that are all 1": lambda: with_activations(lambda: nn.LeakyReLU(1.0)),
    "limits that nothing reaches": lambda: with_activations(lambda: nn.Hardtanh(-1e9, 1e9)),
}


@pytest.mark.parametrize("make", TOO_MUCH.values(), ids=TOO_MUCH)
def test_what_only_costs_time_or_is_no_activation_is_refused_before_training(make):
    with pytest.raises(CheckFailed, match="fact"):
        is_built_for(make(), DEEP)


USUAL = (
    "ReLU",
    "PReLU",
    "LeakyReLU",
    "ELU",
    "GELU",
    "Tanh",
    "Softplus",
    "Hardswish",
    "RReLU",
    "Sigmoid",
    "Hardsigmoid",
)


@pytest.mark.parametrize("name", USUAL)
def test_every_usual_activation_is_one(name):
    is_built_for(with_activations(getattr(nn, name)), DEEP)


def test_layers_behind_a_closed_door_make_no_deep_network(judge):
    hidden = [Residual(nn.Linear(30, 30), nn.ReLU(), nn.Dropout(1.0)) for _ in DEEP[2:-1]]
    net = nn.Sequential(nn.Linear(64, 30), *hidden, nn.Linear(30, 10))
    is_built_for(net, DEEP)
    assert (judge.health(net), judge.outcome(net)) == ("healthy", "dW = 0")


def test_blocks_that_begin_as_nothing_learn(judge):
    hidden = [Residual(nn.Linear(30, 30), nn.ReLU(), nn.Linear(30, 30)) for _ in range(9)]
    for block in hidden:
        nn.init.zeros_(block.layers[-1].weight)
    torch.manual_seed(0)
    net = nn.Sequential(nn.Linear(64, 30), *hidden, nn.Linear(30, 30), nn.Tanh(), nn.Linear(30, 10))
    assert judge.outcome(net) == "loss <= 1.8"


def test_a_layer_in_several_places_is_measured_in_each(digits):
    first, again, last = nn.Linear(64, 8).double(), nn.Linear(8, 8).double(), nn.Linear(8, 10).double()
    x, y = digits(30)
    one = signal_norms(nn.Sequential(first, again, again, last), x, y)
    assert one == signal_norms(nn.Sequential(first, again, copy.deepcopy(again), last), x, y)


def test_numbers_too_small_to_matter_are_none_while_networks_are_judged():
    tiny = torch.tensor([1e-38])
    with undisturbed():
        assert (tiny * 1e-3).item() == 0.0
    assert (tiny * 1e-3).item() > 0.0


def test_weights_are_the_same_only_in_the_same_shape():
    one, other = nn.Linear(2, 3), nn.LayerNorm([4, 1, 1])  # two parameters each, which numpy would stretch to (4, 3, 2)
    for each in (*one.parameters(), *other.parameters()):
        nn.init.ones_(each)
    assert same_weights(one, copy.deepcopy(one))
    assert not same_weights(other, one)
