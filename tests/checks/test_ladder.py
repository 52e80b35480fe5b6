"""The ladder of comparisons, rung by rung: the first true cause, in the words that people read."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from autograder.checks import close, equal, holds, values
from autograder.checks.plugin import call_named
from autograder.checks.running import Running, credit, current
from autograder.results import CheckFailed
from autograder.wire.values import Handle
from tests.support import failure_of, told

RUNGS: list[tuple[str, Any, Any, str, str]] = [
    (
        "nothing came back",
        None,
        2.0,
        """\
The type of J is None; it should be float.
  got       None
  expected  2""",
        """\
Tipo inesperado en J: es None y debe ser float.
  obtenido  None
  esperado  2""",
    ),
    (
        "a text for a number",
        "2.0",
        2.0,
        """\
The type of J is str; it should be float.
  got       '2.0'
  expected  2""",
        """\
Tipo inesperado en J: es str y debe ser float.
  obtenido  '2.0'
  esperado  2""",
    ),
    (
        "an array for a number",
        np.array([1.0, 2.0]),
        2.0,
        """\
The type of J is ndarray (2,); it should be float.
  got       array([1, 2])
  expected  2""",
        """\
Tipo inesperado en J: es ndarray (2,) y debe ser float.
  obtenido  array([1, 2])
  esperado  2""",
    ),
    (
        "a class of the student's own",
        Handle(0, "Cost"),
        2.0,
        """\
The type of J is Cost; it should be float.
  got       <Cost>
  expected  2""",
        """\
Tipo inesperado en J: es Cost y debe ser float.
  obtenido  <Cost>
  esperado  2""",
    ),
    (
        "a list for an array",
        [1.0, 2.0, 3.0],
        np.array([1.0, 2.0]),
        """\
The type of J is list; it should be ndarray.
  got       [1, 2, 3]
  expected  array([1, 2])""",
        """\
Tipo inesperado en J: es list y debe ser ndarray.
  obtenido  [1, 2, 3]
  esperado  array([1, 2])""",
    ),
    (
        "a column for a row",
        np.zeros((3, 1)),
        np.zeros(3),
        """\
The shape of J is (3, 1); it should be (3,).
  got       array([[0], [0], [0]])
  expected  array([0, 0, 0])""",
        """\
Forma inesperada en J: es (3, 1) y debe ser (3,).
  obtenido  array([[0], [0], [0]])
  esperado  array([0, 0, 0])""",
    ),
    (
        "whole numbers for real ones",
        np.array([1, 2]),
        np.array([1.0, 2.0]),
        """\
The dtype of J is int64; it should be float64.
  got       array([1, 2], dtype=int64)
  expected  array([1, 2])""",
        """\
dtype inesperado en J: es int64 y debe ser float64.
  obtenido  array([1, 2], dtype=int64)
  esperado  array([1, 2])""",
    ),
    (
        "too many entries",
        [1.0, 2.0, 3.0],
        [1.0, 2.0],
        """\
J has 3 entries; it should have 2.
  got       [1, 2, 3]
  expected  [1, 2]""",
        """\
Número de elementos inesperado en J: hay 3 y deben ser 2.
  obtenido  [1, 2, 3]
  esperado  [1, 2]""",
    ),
    (
        "not a number",
        np.array([1.0, np.nan]),
        np.array([1.0, 2.0]),
        """\
There are NaN or infinite values in J.
  got       array([1, nan])
  expected  array([1, 2])""",
        """\
Hay valores NaN o infinitos en J.
  obtenido  array([1, nan])
  esperado  array([1, 2])""",
    ),
    (
        "another number",
        1.5,
        2.0,
        """\
The value of J is not the expected one.
  got       1.5
  expected  2""",
        """\
Valor distinto del esperado en J.
  obtenido  1.5
  esperado  2""",
    ),
    (
        "another array",
        np.array([[1.0, 2.0], [3.5, 9.0]]),
        np.array([[1.0, 2.0], [3.0, 4.0]]),
        """\
The value of J is not the expected one.
  got       array([[1, 2], [3.5, 9]])
  expected  array([[1, 2], [3, 4]])
  where     2 of 4 elements differ
  where     at [1, 1]: 9 instead of 4
  where     at [1, 0]: 3.5 instead of 3""",
        """\
Valor distinto del esperado en J.
  obtenido  array([[1, 2], [3.5, 9]])
  esperado  array([[1, 2], [3, 4]])
  dónde     2 de 4 elementos difieren
  dónde     en [1, 1]: 9 en lugar de 4
  dónde     en [1, 0]: 3.5 en lugar de 3""",
    ),
]


@pytest.mark.parametrize(
    ("got", "expected", "english", "spanish"), [rung[1:] for rung in RUNGS], ids=[r[0] for r in RUNGS]
)
def test_the_rung(got: Any, expected: Any, english: str, spanish: str) -> None:
    failure = failure_of(close, got, expected, name="J")
    assert told(failure) == english
    assert told(failure, "es") == spanish


def test_a_result_without_a_name_has_one() -> None:
    assert told(failure_of(close, 1.5, 2.0)).startswith("The value of the result is not")
    assert told(failure_of(close, 1.5, 2.0), "es").startswith("Valor distinto del esperado en el resultado.")


def test_an_earlier_rung_hides_the_later_ones() -> None:
    due = np.zeros(3)
    kinds = [
        failure_of(close, got, due).kind
        for got in (["a"], np.full((2, 2), "a"), np.full(3, "a"), np.full(3, np.inf, np.float32), np.full(3, np.inf))
    ]
    assert kinds == ["type", "shape", "dtype", "dtype", "finite"]


def test_only_the_worst_elements_are_shown() -> None:
    failure = failure_of(close, np.arange(20.0), np.zeros(20))
    assert failure.detail["differ"] == 19
    assert [row["at"] for row in failure.detail["worst"]] == [[19], [18], [17]]


# -- forms that count as the same

SCALARS: list[Any] = [
    2.0,
    2,
    np.float64(2),
    np.float32(2),
    np.int64(2),
    np.array(2.0),
    np.array([2.0]),
    np.array([[2]]),
]


@pytest.mark.parametrize("got", SCALARS, ids=repr)
def test_a_number_in_any_honest_form(got: Any) -> None:
    close(got, 2.0)


NO_SCALARS: list[Any] = [
    True,
    np.bool_(True),
    1j,
    "1",
    b"1",
    [1.0],
    (1.0,),
    {},
    np.ones(2),
    np.ones((1, 1, 1)),
    np.array(True),
    np.array("1"),
]


@pytest.mark.parametrize("got", NO_SCALARS, ids=repr)
def test_no_number(got: Any) -> None:
    assert failure_of(close, got, 1.0).kind == "type"


HISTORIES: list[Any] = [
    [1.0, 2.0],
    (1.0, 2.0),
    [np.float64(1), 2],
    [np.array([1.0]), np.array([[2.0]])],
    np.array([1.0, 2.0]),
    np.array([[1.0], [2.0]]),
    np.array([1, 2]),
]


@pytest.mark.parametrize("got", HISTORIES, ids=repr)
def test_a_history_in_any_honest_form(got: Any) -> None:
    close(got, [1.0, 2.0])


NO_HISTORIES: list[Any] = [
    1.0,
    "12",
    {1.0: 2.0},
    [[1.0, 2.0]],
    np.ones((1, 2)),
    np.array(1.0),
    ["1", "2"],
    [None, 2.0],
    None,
]


@pytest.mark.parametrize("got", NO_HISTORIES, ids=repr)
def test_no_history(got: Any) -> None:
    assert failure_of(close, got, [1.0, 2.0]).kind in ("type", "length")


def test_a_row_passes_for_a_vector_where_that_is_said() -> None:
    close(np.ones((1, 3)), np.ones(3), row_ok=True)
    assert failure_of(close, np.ones((1, 3)), np.ones(3)).kind == "shape"
    assert failure_of(close, np.ones((3, 1)), np.ones(3), row_ok=True).kind == "shape"


LISTS: list[Any] = [
    [[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]],
    [(1, 2), (3, 4), (5, 6)],
    (np.array([1.0, 2.0]), np.array([3.0, 4.0]), [np.float64(5), 6]),
]


@pytest.mark.parametrize("got", LISTS, ids=repr)
def test_a_list_of_the_right_size_is_compared_and_costs_a_tenth_once(got: Any) -> None:
    due = np.array([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]])
    running = Running()
    token = current.set(running)
    try:
        with pytest.raises(CheckFailed) as caught, call_named(running):
            close(got, due, name="X")
            close(got, due, name="X")
        assert failure_of(close, got, 2 * due).kind == "value"
    finally:
        current.reset(token)
    assert credit(caught.value, running.lost) == 0.9
    assert told(caught.value.failure).startswith(f"The type of X is {type(got).__name__}, of the right size")
    assert told(caught.value.failure, "es").startswith(f"En X llegó {type(got).__name__} del tamaño correcto")


NO_LISTS: list[Any] = [
    [1.0],
    [1.0, 2.0, 3.0],
    [[1.0], [2.0]],
    [1.0, [2.0]],
    ["1", "2"],
    [True, False],
    [1j, 2.0],
    [None, 2.0],
    {1.0, 2.0},
    {0: 1.0, 1: 2.0},
]


@pytest.mark.parametrize("got", NO_LISTS, ids=repr)
def test_a_list_of_anything_else_is_no_array(got: Any) -> None:
    assert failure_of(close, got, np.array([1.0, 2.0])).kind == "type"


# -- tolerance


def test_the_tolerance_is_relative_with_a_floor_at_the_largest_magnitude() -> None:
    due = np.array([1e-12, 1e6])
    close(due * (1 + 9e-7), due)
    close(due + 9e-4, due)
    assert failure_of(close, due * (1 + 3e-6), due).kind == "value"
    assert failure_of(close, due + 2e-3, due).kind == "value"


def test_around_zero_there_is_a_tolerance_too() -> None:
    close(np.full(2, 9e-10), np.zeros(2))
    assert failure_of(close, np.full(2, 2e-9), np.zeros(2)).kind == "value"


def test_a_statistical_comparison_has_its_own_tolerance() -> None:
    close(0.52, 0.5, atol=0.05)
    assert failure_of(close, 0.56, 0.5, atol=0.05).kind == "value"


@pytest.mark.parametrize("got", [1e308, -1e308, 1.7e308, 10**400])
def test_giants_are_wrong_values_and_nothing_overflows(got: Any) -> None:
    assert failure_of(close, got, 2.0).kind in ("value", "finite")
    if got != 10**400:
        assert failure_of(close, np.full(3, got), np.array([0.0, 1e-300, -1e308])).kind == "value"


@pytest.mark.parametrize("due", [np.inf, -np.inf, np.nan])
def test_nothing_is_near_infinity_or_nothing(due: float) -> None:
    for got in (np.nan, 0.0, -due):
        assert failure_of(close, got, due).kind == "value"
        assert failure_of(close, np.array([1.0, got]), np.array([1.0, due])).kind == "value"


# -- words, whole numbers, facts, tuples


def test_words_and_whole_numbers() -> None:
    equal("good", "good")
    equal(np.str_("good"), "good")
    equal(3, 3)
    equal(np.int32(3), 3)
    equal(np.array(3), 3)
    equal(np.where(True, "good", "bad"), "good")
    equal(np.array(["good"]), "good")


@pytest.mark.parametrize(
    ("got", "due", "kind"),
    [
        ("overfit", "good", "value"),
        (4, 3, "value"),
        (3.0, 3, "type"),
        (True, 1, "type"),
        (None, "good", "type"),
        (b"good", "good", "type"),
        (np.array(4), 3, "value"),
        (np.array([3, 3]), 3, "type"),
        (np.array([["good"]]), "good", "type"),
        (np.array(3.0), 3, "type"),
        (np.array(True), 1, "type"),
        (Handle(0, "Equal"), 3, "type"),
    ],
)
def test_another_word_or_number(got: Any, due: Any, kind: str) -> None:
    assert failure_of(equal, got, due).kind == kind


def test_a_list_that_holds_no_numbers_says_what_it_holds() -> None:
    detail = failure_of(close, [["first", 2.0], ["last", 3.0]], [2.0, 3.0]).detail
    assert (detail["given"], detail["due"]) == ("list (list)", "list (float)")


def test_a_fact_is_true_itself() -> None:
    holds(True)
    holds(np.all(np.ones(2) > 0))
    for fact in (False, np.bool_(False), 1, "yes", [1], np.ones(1, bool), None, Handle(0, "Equal")):
        assert failure_of(holds, fact).kind == "fact"


def test_a_tuple_is_taken_apart_or_said_to_be_none() -> None:
    assert values((1, 2), "out", "cache") == (1, 2)
    assert values([1, 2], "out", "cache") == (1, 2)
    for result, count in ((1.0, 1), ((1, 2, 3), 3), (np.ones(2), 1), ({"out": 1, "cache": 2}, 1), ("ab", 1)):
        assert told(failure_of(values, result, "out", "cache")).startswith(
            f"The function should return 2 values (out, cache); it returned {count}."
        )
    assert told(failure_of(values, None, "out", "cache")).startswith("Your function returned nothing (None):")
