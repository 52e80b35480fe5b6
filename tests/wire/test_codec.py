"""What crosses the wire comes back as it was; what cannot cross stays behind a handle."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as npst

from autograder.wire.codec import pack, unpack
from autograder.wire.values import MAX_DEPTH, MAX_INT_BITS, MAX_NODES, MAX_TEXT, Extension, Handle, Handles, Malformed
from tests.support import same

KINDS = ["?", "i1", "<i2", ">i4", "i8", "u1", "u8", "f2", "f4", "<f8", ">f8", "g", "c8", "c16", "U3"]
DTYPES = [np.dtype(kind) for kind in KINDS]
SHAPES = npst.array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=3)

arrays = st.sampled_from(DTYPES).flatmap(lambda dtype: npst.arrays(dtype, SHAPES))
texts = st.text(st.characters(), max_size=20)
keys = st.none() | st.booleans() | st.integers(1 - 2**53, 2**53 - 1) | st.floats(allow_nan=False) | texts
plain = st.none() | st.booleans() | st.integers() | st.floats() | st.complex_numbers() | texts | st.binary(max_size=20)
values = st.recursive(
    plain | arrays,
    lambda inner: (
        st.lists(inner, max_size=4) | st.lists(inner, max_size=4).map(tuple) | st.dictionaries(keys, inner, max_size=4)
    ),
    max_leaves=12,
)


def crossed(value: Any) -> Any:
    return unpack(pack(value))


@given(values)
def test_a_plain_value_comes_back_as_it_was(value: Any) -> None:
    assert same(crossed(value), value)


@pytest.mark.parametrize("dtype", DTYPES, ids=str)
def test_an_array_and_a_scalar_of_each_dtype_cross(dtype: np.dtype[Any]) -> None:
    array = np.array([[1, 0, 1]]).astype(dtype)
    assert same(crossed(array), array)
    assert same(crossed(array[0, 0]), array[0, 0])


@pytest.mark.parametrize("number", [float("nan"), float("inf"), float("-inf"), -0.0, 5e-324, 1.7976931348623157e308])
def test_unusual_floats_cross(number: float) -> None:
    for value in (number, np.float64(number), np.array(number), np.array([[number]]), complex(number, number)):
        assert same(crossed(value), value)


@pytest.mark.parametrize("number", [2**53 - 1, 2**53, -(2**53), 2**64, -(2 ** (MAX_INT_BITS - 1)), 2**MAX_INT_BITS - 1])
def test_whole_numbers_keep_every_digit(number: int) -> None:
    assert crossed(number) == number


@pytest.mark.parametrize("text", ["", "\0", "\ud800", "a\udfffb", "\N{KITE}", "\u202etxt", "x" * MAX_TEXT])
def test_any_text_crosses_lone_surrogates_included(text: str) -> None:
    assert crossed(text) == text


@pytest.mark.parametrize(
    "array",
    [
        np.arange(12.0).reshape(3, 4)[::2, ::-1],
        np.asfortranarray(np.arange(6).reshape(2, 3)),
        np.broadcast_to(np.arange(3.0), (4, 3)),
        np.zeros((0, 5)),
        np.array(2.5),
        np.array(["", "ab"]),
    ],
    ids=["strided", "fortran", "broadcast", "empty", "no dimensions", "words"],
)
def test_an_array_comes_back_new_writable_and_exactly_an_ndarray(array: np.ndarray) -> None:
    back = crossed(array)
    assert type(back) is np.ndarray
    assert (back.shape, back.dtype, back.tolist()) == (array.shape, array.dtype, array.tolist())
    assert back.flags.writeable and back.flags.owndata
    assert not np.shares_memory(back, array)


def test_a_generator_goes_on_where_it_was() -> None:
    rng = np.random.default_rng(7)
    rng.integers(0, 10, 3, dtype=np.uint8)  # leaves half a word behind
    assert crossed(rng).normal(size=5).tolist() == rng.normal(size=5).tolist()


def test_a_generator_of_another_kind_stays() -> None:
    rng = np.random.Generator(np.random.MT19937(7))
    handles = Handles()
    assert unpack(pack(rng, handles)).kind == "Generator"
    assert unpack(pack(rng, handles), handles) is rng


class Kite:
    """A class of a student's own."""


class Wide(np.ndarray):
    """A subclass of ndarray, whatever it overrides."""


class Word(str):
    """A subclass of a plain type."""


STAYS = {
    "own class": Kite(),
    "function": len,
    "class": Kite,
    "generator": (i for i in range(3)),
    "set": {1, 2},
    "subclass of ndarray": np.zeros(3).view(Wide),
    "masked array": np.ma.masked_array([1.0, 2.0], mask=[False, True]),
    "matrix": np.zeros((2, 2)).view(Wide),
    "object array": np.array([1, "a"], dtype=object),
    "records": np.zeros(2, dtype=[("a", float)]),
    "dates": np.array(["2026-01-01"], dtype="datetime64[D]"),
    "byte strings": np.array([b"ab"]),
    "subclass of str": Word("ab"),
    "subclass of dict": type("Bag", (dict,), {})(a=1),
    "dict with odd keys": {(1, 2): 3},
    "text beyond the cap": "x" * (MAX_TEXT + 1),
    "number beyond the cap": 2**MAX_INT_BITS,
}


@pytest.mark.parametrize("value", STAYS.values(), ids=STAYS)
def test_what_has_no_plain_form_stays_and_keeps_its_identity(value: Any) -> None:
    handles = Handles()
    seen = unpack(pack([value, (1, value)], handles))
    assert type(seen[0]) is Handle and seen[0] == seen[1][1]
    assert seen[0].kind == type(value).__name__
    back = unpack(pack({"cache": seen[0]}), handles)
    assert back["cache"] is value


@pytest.mark.parametrize("value", STAYS.values(), ids=STAYS)
def test_without_a_place_to_stay_it_is_malformed(value: Any) -> None:
    with pytest.raises(Malformed):
        pack([value])


def test_two_objects_have_two_numbers_and_one_object_has_one() -> None:
    handles, kite = Handles(), Kite()
    first, second, again = unpack(pack([kite, Kite(), kite], handles))
    assert first == again != second


def test_forgotten_objects_cannot_be_asked_for() -> None:
    handles = Handles()
    handle = unpack(pack(Kite(), handles))
    handles.clear()
    with pytest.raises(Malformed):
        unpack(pack(handle), handles)


def nested(depth: int) -> list[Any]:
    value: list[Any] = []
    for _ in range(depth):
        value = [value]
    return value


def test_depth_is_capped() -> None:
    assert crossed(nested(MAX_DEPTH)) == nested(MAX_DEPTH)
    with pytest.raises(Malformed):
        pack(nested(MAX_DEPTH + 1))


def test_a_list_that_holds_itself_stays_in_part() -> None:
    loop: list[Any] = []
    loop.append(loop)
    inner = unpack(pack(loop, Handles()))
    for _ in range(MAX_DEPTH + 1):
        inner = inner[0]
    assert type(inner) is Handle


def test_the_number_of_parts_is_capped() -> None:
    assert len(crossed([0] * (MAX_NODES - 1))) == MAX_NODES - 1
    with pytest.raises(Malformed):
        pack([0] * MAX_NODES, Handles())


def test_a_list_that_doubles_at_every_level_ends_quickly() -> None:
    value: list[Any] = []
    for _ in range(60):
        value = [value, value]
    with pytest.raises(Malformed):
        pack(value, Handles())


def test_an_extension_carries_a_type_of_another_library() -> None:
    def decode(plain: Any) -> range:
        if not (isinstance(plain, list) and all(type(number) is int for number in plain)):
            raise Malformed("not a range")
        return range(*plain)

    ranges = Extension("range", lambda v: [v.start, v.stop] if isinstance(v, range) else None, decode)
    assert unpack(pack([range(2, 5)], extensions=(ranges,)), extensions=(ranges,)) == [range(2, 5)]
    with pytest.raises(Malformed):
        unpack(pack([range(2, 5)], extensions=(ranges,)))
