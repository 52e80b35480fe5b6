"""Tensors and networks on the wire: what crosses comes back as it was, what is strange stays."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

torch = pytest.importorskip("torch")
nn = torch.nn

from autograder.nets import Residual  # noqa: E402 (both need torch)
from autograder.wire.codec import pack, unpack  # noqa: E402
from autograder.wire.torch_layers import SETTINGS  # noqa: E402
from autograder.wire.torch_values import MAX_LAYERS, MAX_NESTING, TORCH  # noqa: E402
from autograder.wire.values import Handle, Handles  # noqa: E402


def crossed(value: Any) -> Any:
    return unpack(pack(value, extensions=(TORCH,)), extensions=(TORCH,))


def stays(value: Any) -> bool:
    """Say whether a value stays behind a handle and comes back as itself."""
    handles = Handles()
    seen = unpack(pack(value, handles, (TORCH,)), extensions=(TORCH,))
    return type(seen) is Handle and unpack(pack(seen, extensions=(TORCH,)), handles, (TORCH,)) is value


def alike(one: Any, other: Any) -> bool:
    """Say whether two networks are the same in kinds, settings, modes, weights, gradients and buffers."""
    ours, theirs = list(one.modules()), list(other.modules())
    return len(ours) == len(theirs) and all(_alike(a, b) for a, b in zip(ours, theirs, strict=True))


def _alike(a: Any, b: Any) -> bool:
    weights = list(zip(a.named_parameters(recurse=False), b.named_parameters(recurse=False), strict=True))
    buffers = list(zip(a.named_buffers(recurse=False), b.named_buffers(recurse=False), strict=True))
    return (
        type(a) is type(b)
        and a.training == b.training
        and a.extra_repr() == b.extra_repr()
        and all(name == other and same_tensor(p, q) for (name, p), (other, q) in weights)
        and all(name == other and torch.equal(p, q) for (name, p), (other, q) in buffers)
    )


def same_tensor(p: Any, q: Any) -> bool:
    grads = (p.grad is None) == (q.grad is None) and (p.grad is None or torch.equal(p.grad, q.grad))
    facts = [(type(t), t.dtype, t.shape, t.requires_grad, t.is_leaf) for t in (p, q)]
    return grads and facts[0] == facts[1] and bool(torch.equal(torch.nan_to_num(p), torch.nan_to_num(q)))


def network() -> Any:
    torch.manual_seed(0)
    block = Residual(nn.Linear(5, 5, bias=False), nn.BatchNorm1d(5, eps=0.1, momentum=None), nn.ReLU())
    net = nn.Sequential(nn.Linear(3, 5), nn.Tanh(), block, nn.Sequential(nn.LayerNorm(5), nn.Dropout(0.25)))
    net.append(nn.Linear(5, 2))
    net(torch.randn(4, 3)).sum().backward()
    net[2].eval()
    net[0].weight.requires_grad_(False)
    return net


# -- what crosses


DTYPES = [torch.float32, torch.float64, torch.float16, torch.int64, torch.int8, torch.uint8, torch.bool]


@pytest.mark.parametrize("dtype", [*DTYPES, torch.complex64], ids=str)
def test_a_tensor_of_each_dtype_crosses(dtype: Any) -> None:
    for tensor in (torch.ones(2, 3), torch.tensor(1.0), torch.zeros(0, 4)):
        back = crossed(tensor.to(dtype))
        assert type(back) is torch.Tensor and same_tensor(back.to(torch.complex64), tensor.to(torch.complex64))
        assert back.dtype == dtype


def test_a_tensor_keeps_whether_it_wants_a_gradient_and_the_gradient_it_has() -> None:
    leaf = torch.tensor([1.0, float("nan")], requires_grad=True)
    leaf.grad = torch.tensor([3.0, 4.0])
    assert same_tensor(crossed(leaf), leaf)
    assert same_tensor(crossed(nn.Parameter(torch.ones(2))), nn.Parameter(torch.ones(2)))


def test_a_result_crosses_without_its_history() -> None:
    back = crossed(torch.ones(2, requires_grad=True) * 3)
    assert back.is_leaf and back.requires_grad and back.tolist() == [3.0, 3.0]


def test_a_strided_tensor_crosses_as_its_numbers() -> None:
    tensor = torch.arange(12.0).reshape(3, 4).t()[::2]
    assert crossed(tensor).tolist() == tensor.tolist()


def test_a_network_keeps_weights_gradients_buffers_settings_and_modes() -> None:
    net = network()
    back = crossed(net)
    assert alike(back, net)
    assert [m.training for m in back.modules()] == [m.training for m in net.modules()]
    net.eval(), back.eval()
    assert torch.equal(back(torch.ones(2, 3)), net(torch.ones(2, 3)))


def test_a_network_can_be_trained_when_it_has_crossed() -> None:
    net = crossed(network())
    before = net[4].weight.detach().clone()
    net(torch.ones(4, 3)).sum().backward()
    torch.optim.SGD([p for p in net.parameters() if p.requires_grad], lr=0.1).step()
    assert not torch.equal(net[4].weight, before)


@pytest.mark.parametrize("kind", SETTINGS, ids=lambda kind: kind.__name__)
def test_every_listed_layer_crosses(kind: Any) -> None:
    sizes = {nn.Linear: (3, 2), nn.BatchNorm1d: (3,), nn.LayerNorm: ([2, 3],), nn.RMSNorm: (3,), nn.GroupNorm: (2, 4)}
    sizes |= {nn.Threshold: (0.1, 0.0)}
    layer = kind(*sizes.get(kind, ()))
    assert alike(crossed(layer), layer)


@pytest.mark.parametrize(
    "layer",
    [
        nn.Linear(np.int64(3), np.int64(2)),
        nn.BatchNorm1d(3, affine=False, track_running_stats=False),
        nn.LayerNorm(3, bias=False),
        nn.LayerNorm(3, elementwise_affine=False),
        nn.GELU(approximate="tanh"),
        nn.Softmax(dim=1),
        nn.Linear(3, 2).double(),
        nn.CrossEntropyLoss(reduction="sum", label_smoothing=0.1),
        nn.Sequential(),
    ],
    ids=str,
)
def test_settings_that_are_not_the_usual_ones_cross(layer: Any) -> None:
    assert alike(crossed(layer), layer)


def test_a_network_in_another_value_crosses_with_it() -> None:
    back = crossed({"nets": [network(), (torch.ones(1), "x")]})
    assert alike(back["nets"][0], network()) and back["nets"][1][1] == "x"


def test_crossing_draws_no_random_number() -> None:
    net = network()
    torch.manual_seed(5)
    crossed(net)
    drawn = torch.rand(1)
    torch.manual_seed(5)
    assert torch.equal(drawn, torch.rand(1))


def test_a_default_dtype_of_the_other_side_changes_nothing() -> None:
    torch.set_default_dtype(torch.float64)
    try:
        assert crossed(nn.Linear(2, 2).float()).weight.dtype == torch.float32
    finally:
        torch.set_default_dtype(torch.float32)


# -- layers in several places


def test_one_layer_in_several_places_stays_one_layer() -> None:
    act, linear = nn.ReLU(), nn.Linear(3, 3)
    net = nn.Sequential(linear, act, Residual(linear, act), linear)
    back = crossed(net)
    assert back[0] is back[2].layers[0] is back[3] and back[1] is back[2].layers[1]
    assert len(list(back.parameters())) == 2
    assert torch.equal(back(torch.ones(2, 3)), net(torch.ones(2, 3)))


def test_two_layers_with_one_weight_stay() -> None:
    one, other = nn.Linear(3, 3), nn.Linear(3, 3)
    other.weight = one.weight
    assert stays(nn.Sequential(one, other))


def test_a_network_that_holds_itself_stays() -> None:
    net = nn.Sequential(nn.Linear(2, 2))
    net.append(net)
    assert stays(net)


def test_containers_that_double_at_every_level_stay() -> None:
    net = nn.Sequential(nn.Linear(2, 2))
    for _ in range(MAX_NESTING - 1):
        net = nn.Sequential(*[net] * 3)
    assert stays(net)


def test_too_many_layers_and_too_deep_ones_stay() -> None:
    assert len(crossed(nn.Sequential(*[nn.ReLU() for _ in range(MAX_LAYERS - 1)]))) == MAX_LAYERS - 1
    assert stays(nn.Sequential(*[nn.ReLU() for _ in range(MAX_LAYERS)]))
    net = nn.Sequential(nn.ReLU())
    for _ in range(MAX_NESTING + 1):
        net = nn.Sequential(net)
    assert stays(net)


class HeLinear(nn.Linear):
    """Draws its weights in another way."""

    def reset_parameters(self) -> None:
        nn.init.kaiming_normal_(self.weight)
        nn.init.zeros_(self.bias)


class Block(nn.Sequential):
    """Builds its layers by itself."""

    def __init__(self, size: int) -> None:
        super().__init__(HeLinear(size, size), nn.ReLU())


def test_a_class_that_computes_what_torchs_own_does_crosses_as_that() -> None:
    net = nn.Sequential(HeLinear(3, 2), Block(2))
    back = crossed(net)
    assert [type(module) for module in back.modules()] == [nn.Sequential, nn.Linear, nn.Sequential, nn.Linear, nn.ReLU]
    assert torch.equal(back(torch.ones(4, 3)), net(torch.ones(4, 3)))


# -- what stays


class Loud(nn.Linear):
    """A subclass, whatever it overrides."""

    def forward(self, x: Any) -> Any:
        return x * 0


class Odd(nn.Module):
    """A student's own module, all of whose attributes are traps."""

    def __getattribute__(self, name: str) -> Any:
        if name == "__class__":
            return nn.Linear
        raise RuntimeError(name)


class Wide(torch.Tensor):
    """A subclass of Tensor."""


def weight_normed() -> Any:
    return torch.nn.utils.parametrizations.weight_norm(nn.Linear(2, 2))


def without_weight() -> Any:
    layer = nn.Linear(2, 2)
    del layer.weight
    return layer


def with_(name: str, value: Any) -> Any:
    layer = nn.Linear(2, 2)
    setattr(layer, name, value)
    return layer


STAY: dict[str, Callable[[], Any]] = {
    "subclass of a layer": lambda: Loud(2, 2),
    "subclass inside a network": lambda: nn.Sequential(Loud(2, 2)),
    "own module that raises": lambda: object.__new__(Odd),
    "subclass of Tensor": lambda: torch.ones(2).as_subclass(Wide),
    "layer that is not listed": lambda: nn.Conv1d(1, 1, 1),
    "parametrised layer": weight_normed,
    "layer without its weight": without_weight,
    "layer with another size than it says": lambda: with_("in_features", 7),
    "layer with a text for a size": lambda: with_("in_features", "2"),
    "layer with a weight of whole numbers": lambda: with_("weight", nn.Parameter(torch.ones(2, 2).int(), False)),
    "layer with a layer inside": lambda: with_("inner", nn.ReLU()),
    "loss with class weights": lambda: nn.CrossEntropyLoss(weight=torch.ones(3)),
    "sparse tensor": lambda: torch.eye(2).to_sparse(),
    "tensor of bfloat16": lambda: torch.ones(2, dtype=torch.bfloat16),
    "quantised tensor": lambda: torch.quantize_per_tensor(torch.ones(2), 0.1, 0, torch.qint8),
    "tensor that has no memory": lambda: torch.ones(2, device="meta"),
    "view of a terabyte": lambda: torch.ones(1).expand(2**38),
    "list of modules": lambda: nn.ModuleList([nn.ReLU()]),
}


@pytest.mark.filterwarnings("ignore")  # torch announces what it will drop
@pytest.mark.parametrize("make", STAY.values(), ids=STAY)
def test_what_is_not_listed_stays_and_keeps_its_identity(make: Callable[[], Any]) -> None:
    assert stays(make())


def test_a_container_with_a_weight_of_its_own_stays() -> None:
    net = nn.Sequential(nn.ReLU())
    net.register_parameter("w", nn.Parameter(torch.ones(1)))
    assert stays(net)


def test_a_residual_block_with_other_insides_stays() -> None:
    block = Residual(nn.ReLU())
    block.layers = nn.ReLU()
    assert stays(block)


def tied() -> Any:
    net = nn.Sequential(nn.Linear(2, 2), nn.Linear(2, 2))
    net[1].weight = net[0].weight
    return net


@pytest.mark.parametrize(
    ("net", "name"),
    [
        (Loud(2, 2), "Loud"),
        (nn.Sequential(nn.Linear(2, 2), nn.Sequential(Loud(2, 2))), "Sequential(..., Loud, ...)"),
        (Residual(nn.ReLU(), nn.Conv1d(1, 1, 1)), "Residual(..., Conv1d, ...)"),
        (nn.Sequential(weight_normed()), "Sequential(..., ParametrizedLinear, ...)"),
        (tied(), "Sequential(...)"),
        (nn.Sequential(nn.ReLU(), nn.Linear(2, 2, device="meta")), "Sequential(..., Linear, ...)"),
        (nn.Sequential(nn.LazyLinear(2)), "Sequential(..., LazyLinear, ...)"),
        (object.__new__(Odd), "Odd"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_stays_says_which_layer_is_to_blame(net: Any, name: str) -> None:
    assert unpack(pack(net, Handles(), (TORCH,)), extensions=(TORCH,)).kind == name


def test_a_hook_and_a_replaced_forward_do_not_cross() -> None:
    net = nn.Sequential(nn.Linear(2, 2))
    net.register_forward_hook(lambda module, x, y: y * 0)
    net[0].register_full_backward_hook(lambda module, i, o: None)
    net[0].forward = lambda x: x * 0
    net.secret = lambda: 1
    back = crossed(net)
    assert not back._forward_hooks and not back[0]._backward_hooks and not hasattr(back, "secret")
    assert "forward" not in vars(back[0]) and back(torch.ones(1, 2)).any()
