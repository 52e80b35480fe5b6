"""Values as people read them: short, exact where they fit, the same in every language."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given

from autograder.wire.brief import brief
from autograder.wire.values import Handle
from tests.wire.test_codec import values

SHOWN = [
    (151.37690666666667, "151.3769067"),
    (2.0, "2"),
    (1e-5, "1e-05"),
    (float("nan"), "nan"),
    (float("-inf"), "-inf"),
    (3, "3"),
    (True, "True"),
    (None, "None"),
    (np.float32(0.5), "0.5"),
    (np.bool_(False), "False"),
    ("train", "'train'"),
    ("\u202ex\n", "'\\u202ex\\n'"),
    ((), "()"),
    ((1.0,), "(1,)"),
    ([1.0, "a"], "[1, 'a']"),
    (list(range(9)), "[0, 1, 2, 3, 4, 5, 6, 7, ... 9]"),
    ({"p": 0.5, "mode": "test"}, "{'p': 0.5, 'mode': 'test'}"),
    (np.array([84.0, 1.24]), "array([84, 1.24])"),
    (np.array(2.5), "array(2.5)"),
    (np.zeros((30, 2)), "ndarray(30, 2)"),
    (np.zeros((2, 1), dtype=np.float32), "array([[0], [0]], dtype=float32)"),
    (np.zeros(9, dtype=int), "ndarray(9, dtype=int64)"),
    (Handle(3, "Cache"), "<Cache>"),
]


@pytest.mark.parametrize(("value", "text"), SHOWN, ids=[text for _, text in SHOWN])
def test_shown_as(value: Any, text: str) -> None:
    assert brief(value) == text


@given(values)
def test_every_value_that_crosses_is_shown_in_one_short_line(value: Any) -> None:
    text = brief(value)
    assert len(text) <= 400
    assert "\n" not in text


def test_a_giant_text_is_not_spelled_out() -> None:
    assert len(brief("x" * 1_000_000)) == len(brief(b"x" * 1_000_000)) == 80


def test_an_array_of_giant_texts_is_cut() -> None:
    assert len(brief(np.array(["x" * 10_000] * 3))) == 400
