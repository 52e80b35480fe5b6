"""Descriptions of networks that nobody made: ``Malformed`` and nothing else, and never more memory than they weigh."""

from __future__ import annotations

import contextlib
import random
import sys
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

torch = pytest.importorskip("torch")
resource = pytest.importorskip("resource", reason="only Unix says how much memory a process had")
nn = torch.nn

from autograder.nets import Residual  # noqa: E402 (both need torch)
from autograder.wire.codec import pack, unpack  # noqa: E402
from autograder.wire.torch_values import MAX_NESTING, TORCH, decode, encode  # noqa: E402
from autograder.wire.values import Handle, Malformed  # noqa: E402


def network() -> Any:
    block = Residual(nn.Linear(5, 5, bias=False), nn.BatchNorm1d(5), nn.ReLU())
    net = nn.Sequential(nn.Linear(3, 5), nn.Tanh(), block, nn.Sequential(nn.LayerNorm(5), nn.Dropout(0.25)))
    net(torch.ones(4, 3)).sum().backward()
    return net


def peak() -> int:
    """Return the most memory, in bytes, that this process ever had: PyTorch's own included."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most * 1024


def linear(**changes: Any) -> dict[str, Any]:
    return {**encode(nn.Linear(3, 2)), **changes}


def weight(**changes: Any) -> dict[str, Any]:
    plain = encode(nn.Linear(3, 2))
    return {**plain, "parameters": {**plain["parameters"], "weight": {**plain["parameters"]["weight"], **changes}}}


def norm(**settings: Any) -> dict[str, Any]:
    plain = encode(nn.BatchNorm1d(3))
    return {**plain, "settings": {**plain["settings"], **settings}}


def sequence(*children: Any) -> dict[str, Any]:
    return {"is": "Sequential", "children": list(children), "training": True}


HUGE = 2**31 - 1
BARE = {"settings": {}, "bias": False, "training": True, "parameters": {}, "buffers": {}}

HOSTILE: dict[str, Any] = {
    "no description": None,
    "a number": 3,
    "a text": "tensor",
    "nothing in it": {},
    "unknown kind": linear(**{"is": "Conv9d"}),
    "kind that is no text": linear(**{"is": ["Linear"]}),
    "name of another class": {"is": "Module", **BARE},
    "huge sizes": linear(settings={"in_features": HUGE, "out_features": HUGE}),
    "sizes whose product is as large as its weight, each": linear(settings={"in_features": 6, "out_features": 6}),
    "sizes beyond every number": linear(settings={"in_features": 10**30, "out_features": 1}),
    "negative size": linear(settings={"in_features": -3, "out_features": 2}),
    "size that is true": linear(settings={"in_features": 3, "out_features": True}),
    "size that is a list": linear(settings={"in_features": [3], "out_features": 2}),
    "settings missing": linear(settings={"in_features": 3}),
    "settings too many": linear(settings={"in_features": 3, "out_features": 2, "device": "cpu"}),
    "settings that are a list": linear(settings=[3, 2]),
    "bias claimed, none sent": linear(parameters={"weight": encode(nn.Linear(3, 2))["parameters"]["weight"]}),
    "bias sent, none claimed": linear(bias=False),
    "buffer that the layer has not": linear(buffers={"x": np.zeros(2)}),
    "weight under another name": linear(parameters={"__class__": encode(torch.ones(2))}),
    "weight of another shape": weight(data=np.zeros((3, 2), np.float32)),
    "weight of texts": weight(data=np.array([["a"] * 3] * 2)),
    "weight of complex numbers": weight(data=np.zeros((2, 3), complex)),
    "weight of long doubles": weight(data=np.zeros((2, 3), np.longdouble)),
    "weight of the other byte order": weight(data=np.zeros((2, 3), ">f4")),
    "weight that is a list": weight(data=[[0.0] * 3] * 2),
    "weight that is a handle": weight(data=Handle(0, "ndarray")),
    "gradient of another shape": weight(grad=np.zeros((3, 2), np.float32)),
    "gradient of another dtype": weight(grad=np.zeros((2, 3))),
    "gradient that is a text": weight(grad="x"),
    "buffers missing": {**norm(), "buffers": {}},
    "buffer of another shape": {**norm(), "buffers": {**norm()["buffers"], "running_mean": np.zeros(4, np.float32)}},
    "huge norm without weights": {
        **norm(num_features=HUGE, affine=False),
        "parameters": {},
    },
    "huge layer norm": {
        **BARE,
        "is": "LayerNorm",
        "settings": {"normalized_shape": [HUGE] * 4, "eps": 1.0, "elementwise_affine": True},
    },
    "eps that is a text": norm(eps="1e-5"),
    "eps that is infinite": norm(eps=float("inf")),
    "dropout of 200 %": {**BARE, "is": "Dropout", "settings": {"p": 2.0}},
    "reduction that is code": {**BARE, "is": "MSELoss", "settings": {"reduction": "__import__('os')"}},
    "network that is a tensor": sequence(encode(torch.ones(1))),
    "children that are no list": {"is": "Sequential", "children": 5, "training": True},
    "children missing": {"is": "Residual", "training": True},
    "itself": sequence({"is": "same", "as": 0}),
    "a layer to come": sequence({"is": "same", "as": 1}, linear(), linear()),
    "a layer from behind": sequence(linear(), {"is": "same", "as": -1}),
    "a layer by a truth value": sequence(linear(), {"is": "same", "as": False}),
    "one layer a hundred thousand times": sequence(linear(), *[{"is": "same", "as": 0}] * 100_000),
    "tensor without data": {"is": "tensor"},
    "tensor of texts": {**encode(torch.ones(1)), "data": np.array(["a"])},
    "whole numbers that want a gradient": {**encode(torch.ones(1)), "data": np.arange(1), "requires_grad": True},
}


@pytest.mark.parametrize("plain", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_description_is_malformed_and_takes_no_memory(plain: Any) -> None:
    before = peak()
    with pytest.raises(Malformed):
        decode(plain)
    assert peak() - before < 50_000_000


def test_containers_named_again_and_again_are_malformed() -> None:
    tower = sequence({"is": "ReLU", **BARE})
    tower["children"] = tower["children"] * 10
    for number in range(10, 10 + MAX_NESTING - 2):
        tower = sequence(tower, *[{"is": "same", "as": number}] * 9)
    with pytest.raises(Malformed, match="layers"):
        decode(tower)


def test_truth_values_of_a_hostile_description_are_only_true_when_they_are_true() -> None:
    net = decode({**linear(training="yes"), "training": "yes"})
    assert net.training is False
    assert decode({**encode(torch.ones(1)), "requires_grad": 1}).requires_grad is False


SAMPLE = pack([network(), torch.ones(2, requires_grad=True)], extensions=(TORCH,))


def open_safely(data: bytes) -> None:
    """Unpack a frame: a value or ``Malformed``, no other end."""
    try:
        unpack(data, extensions=(TORCH,))
    except Malformed:
        return


@settings(max_examples=300)
@given(st.integers(0, len(SAMPLE) - 1), st.integers(1, 255))
def test_one_flipped_byte_is_another_network_or_malformed(at: int, mask: int) -> None:
    data = bytearray(SAMPLE)
    data[at] ^= mask
    open_safely(bytes(data))


@settings(max_examples=100)
@given(st.randoms(use_true_random=False))
def test_many_flipped_bytes_are_another_network_or_malformed(draw: random.Random) -> None:
    data = bytearray(SAMPLE)
    for _ in range(draw.randint(2, 8)):
        data[draw.randrange(len(data))] = draw.randrange(256)
    open_safely(bytes(data))


words = st.sampled_from(["Sequential", "Residual", "same", "tensor", "Linear", "ReLU"])
keys = st.sampled_from(["is", "children", "data", "settings", "as", "grad", "training"])
inventions = st.recursive(
    st.none() | st.booleans() | st.integers() | words,
    lambda inner: st.dictionaries(keys, inner, max_size=4) | st.lists(inner, max_size=3),
)


@given(words, inventions, inventions)
def test_an_invented_description_is_malformed_or_a_network(kind: str, first: Any, second: Any) -> None:
    for plain in (first, {"is": kind, "children": first, "settings": second}, sequence(first, second)):
        with contextlib.suppress(Malformed):
            assert isinstance(decode(plain), (nn.Module, torch.Tensor))
