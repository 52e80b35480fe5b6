"""Bytes that nobody packed: ``Malformed`` and nothing else, and never more memory than the bytes weigh."""

from __future__ import annotations

import json
import struct
import tracemalloc
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.wire.codec import pack, unpack
from autograder.wire.values import MAX_DEPTH, MAX_INT_BITS, MAX_NODES, Handle, Handles, Malformed

SAMPLE = pack(
    {
        "a": np.arange(3.0),
        "b": (1, 2.5, None, True),
        "c": ["é", b"xyz", 2**70, 1j],
        "d": np.float32(2),
        "e": np.array("ab"),
    }
)


def forged(tree: Any, *buffers: bytes) -> bytes:
    header = json.dumps({"v": tree, "n": [len(buffer) for buffer in buffers]}).encode()
    return struct.pack("<I", len(header)) + header + b"".join(buffers)


def open_safely(data: bytes) -> None:
    """Unpack, on either side of the border: a value or ``Malformed``, no other end."""
    for handles in (None, Handles()):
        try:
            unpack(data, handles)
        except Malformed:
            continue


@given(st.binary(max_size=200))
def test_noise_is_malformed(data: bytes) -> None:
    with pytest.raises(Malformed):
        unpack(data)


@settings(max_examples=400)
@given(st.integers(0, len(SAMPLE) - 1), st.integers(1, 255))
def test_one_flipped_byte_is_another_value_or_malformed(at: int, mask: int) -> None:
    data = bytearray(SAMPLE)
    data[at] ^= mask
    open_safely(bytes(data))


@given(st.integers(0, len(SAMPLE) - 1))
def test_a_frame_cut_short_is_malformed(end: int) -> None:
    with pytest.raises(Malformed):
        unpack(SAMPLE[:end])


def test_bytes_after_the_end_are_malformed() -> None:
    with pytest.raises(Malformed):
        unpack(SAMPLE + b"x")


leaves = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=6)
    | st.sampled_from(["<f8", "<U1", "0x1"])
)
trees = st.recursive(
    leaves,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from("ashdxgtbciz"), inner, max_size=2),
    max_leaves=15,
)


@settings(max_examples=400)
@given(trees, st.lists(st.binary(max_size=16), max_size=3))
def test_a_forged_header_is_a_value_or_malformed(tree: Any, buffers: list[bytes]) -> None:
    open_safely(forged(tree, *buffers))


@settings(max_examples=200)
@given(
    st.sampled_from(
        ["?", "<i4", "<f8", ">c8", "<U0", "<U1", "<U2", "|O", "<M8", "V8", "<f3", "U99999", "f8,f8", "<f8\n"]
    ),
    st.lists(st.integers(-1, 3) | st.sampled_from([2**31, 2**62, 2**64, 10**30]), max_size=3),
    st.binary(max_size=32),
)
def test_a_forged_array_is_a_value_or_malformed(dtype: str, shape: list[int], data: bytes) -> None:
    open_safely(forged({"a": [dtype, shape, 0]}, data))
    open_safely(forged({"s": [dtype, 0]}, data))


FORGED = {
    "object array": forged({"a": ["|O", [1], 0]}, b"\0" * 8),
    "structured array": forged({"a": ["f8,f8", [1], 0]}, b"\0" * 16),
    "array of nothing, a billion times": forged({"a": ["<U0", [10**9], 0]}, b""),
    "array of nothing, beyond all memory": forged({"a": ["<U0", [10**15], 0]}, b""),
    "negative side": forged({"a": ["<f8", [-1, -1], 0]}, b"\0" * 8),
    "side that is true": forged({"a": ["<f8", [True], 0]}, b"\0" * 8),
    "too few bytes": forged({"a": ["<f8", [2], 0]}, b"\0" * 8),
    "letters that are none": forged({"s": ["<U1", 0]}, b"\xff\xff\xff\x7f"),
    "array of letters that are none": forged({"a": ["<U1", [1], 0]}, b"\xff\xff\xff\x7f"),
    "buffer that is not there": forged({"b": 3}, b"a"),
    "buffer from behind": forged({"b": -1}, b"a"),
    "unknown tag": forged({"z": 1}),
    "two tags": forged({"t": [], "i": "0x1"}),
    "no tag": forged({}),
    "handle with a text for a number": forged({"h": ["1", "Kite"]}),
    "unknown extension": forged({"x": ["torch", 1]}),
    "key that cannot be one": forged({"d": [[{"d": []}, 1]]}),
    "generator with a negative state": forged({"g": [-1, 1, 0, 0]}),
    "whole number beyond the cap": forged({"i": "0x1" + "0" * (MAX_INT_BITS // 4)}),
    "deeper than the cap": forged(eval("[" * (MAX_DEPTH + 8) + "]" * (MAX_DEPTH + 8))),
    "deeper than Python": struct.pack("<I", 200_014) + b'{"v":' + b"[" * 100_000 + b"]" * 100_000 + b',"n":[]}',
    "more parts than the cap": forged([0] * MAX_NODES),
}


@pytest.mark.parametrize("data", FORGED.values(), ids=FORGED)
def test_a_forgery_is_malformed(data: bytes) -> None:
    with pytest.raises(Malformed):
        unpack(data)


def test_a_number_of_five_thousand_digits_is_malformed() -> None:
    header = b'{"v": ' + b"9" * 5000 + b', "n": []}'
    with pytest.raises(Malformed):
        unpack(struct.pack("<I", len(header)) + header)


def test_a_buffer_counts_once_so_that_a_small_frame_cannot_fill_the_memory() -> None:
    data = forged([{"b": 0}] * 1000, b"x" * 100_000)
    tracemalloc.start()
    with pytest.raises(Malformed):
        unpack(data)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 20 * len(data)


@given(st.integers(), st.text(max_size=200))
def test_a_handle_of_the_other_side_is_only_a_number_and_a_short_name(number: int, kind: str) -> None:
    back = unpack(forged({"h": [number, kind]}))
    assert back == Handle(number, kind[:80])
