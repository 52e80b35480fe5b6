"""What a failure carries for its picture: small, finite, few digits; cheap; never in a hidden check."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from autograder.checks import close, gradient_matches, holds
from autograder.checks.pictures import COLUMNS, ENTRIES, ROWS, picture_of
from autograder.results import Failure, Picture
from tests import tiny
from tests.support import failure_of

RNG = np.random.default_rng(3)
TABLE = RNG.normal(size=(4, 5))


def picture(failure: Failure) -> Picture:
    assert failure.picture is not None
    return failure.picture


def test_a_wrong_table_is_kept_with_what_was_expected_and_how_far_it_is() -> None:
    got = TABLE.copy()
    got[2, 3] += 0.5
    kept = picture(failure_of(close, got, TABLE))
    assert (kept.kind, kept.shape, kept.step) == ("values", (4, 5), (1, 1))
    assert kept.wrong == (".....", ".....", "...x.", ".....")
    assert np.allclose(kept.got, got, rtol=1e-3) and np.allclose(kept.expected, TABLE, rtol=1e-3)
    assert kept.error[2][3] == 0.5 and sum(map(sum, kept.error)) == 0.5


def test_an_error_far_below_the_digits_that_are_shown_is_kept() -> None:
    kept = picture(failure_of(close, TABLE * (1 + 1e-5), TABLE))
    assert np.allclose(kept.got, kept.expected, rtol=2e-3)
    assert np.allclose(kept.error, np.abs(TABLE) * 1e-5, rtol=1e-3)


def test_a_large_table_is_kept_small_and_no_error_is_lost() -> None:
    got = np.zeros((90, 70))
    got[[0, 44, 89], [0, 35, 69]] = (1.0, 2.0, 3.0)
    kept = picture(failure_of(close, got, np.zeros((90, 70))))
    assert len(kept.got) <= ROWS and len(kept.got[0]) <= COLUMNS
    assert sorted(cell for row in kept.error for cell in row if cell) == [1.0, 2.0, 3.0]
    assert "".join(kept.wrong).count("x") == 3
    assert kept.error[44 // kept.step[0]][35 // kept.step[1]] == 2.0


def test_pictures_of_examples_are_read_as_rows() -> None:
    got = np.ones((3, 2, 4))
    got[1, 1, 0] = 0.0
    kept = picture(failure_of(close, got, np.ones((3, 2, 4))))
    assert kept.shape == (3, 2, 4)
    assert kept.wrong == ("........", "....x...", "........")


@pytest.mark.parametrize("name", ["values", "norms"])
def test_a_list_is_one_row_and_gradient_norms_may_be_called_so(name: str) -> None:
    kept = picture(failure_of(close, [1.0, 2.0, 3.0], [1.0, 2.0, 4.0], picture=name))
    assert kept.kind == {"values": "series", "norms": "norms"}[name]
    assert (kept.got, kept.expected, kept.wrong) == (((1.0, 2.0, 3.0),), ((1.0, 2.0, 4.0),), ("..x",))
    assert len(picture(failure_of(close, np.zeros(100), np.ones(100))).got[0]) <= ENTRIES


def test_a_gradient_has_its_own_kind() -> None:
    got = 2 * TABLE
    got[0] = 0.0
    kept = picture(failure_of(gradient_matches, got, lambda p: p**2, TABLE))
    assert kept.kind == "gradient" and kept.wrong == ("xxxxx", ".....", ".....", ".....")


def test_masks_that_differ_are_kept_around_the_first_difference() -> None:
    due = RNG.random((120, 150)) < 0.5
    got = due.copy()
    got[30, 40] ^= True
    failure = failure_of(holds, np.array_equal(got, due), masks=(got, due))
    kept = picture(failure)
    assert (failure.detail["differ"], failure.detail["of"]) == (1, 18_000)
    assert (kept.kind, kept.origin) == ("mask", (24, 32))
    assert kept.wrong[30 - 24][40 - 32] == "x" and "".join(kept.wrong).count("x") == 1
    assert kept.got[6][8] == float(got[30, 40]) != kept.expected[6][8]


def test_where_a_number_is_none_is_kept_without_the_numbers() -> None:
    got = TABLE.copy()
    got[1] = np.nan
    got[3, 4] = -np.inf
    kept = picture(failure_of(close, got, TABLE))
    assert kept.kind == "finite" and kept.wrong == (".....", "xxxxx", ".....", "....x")
    assert (kept.got, kept.expected, kept.error) == ((), (), ())


@pytest.mark.parametrize(
    "failure",
    [
        failure_of(close, 1.0, 2.0),
        failure_of(close, [1.0, 2.0], [1.0, 3.0]),
        failure_of(close, np.zeros(3), np.zeros((3, 1))),
        failure_of(close, None, TABLE),
        failure_of(close, np.zeros(10**6), np.ones(10**6)),
        failure_of(close, np.full((2, 2), 1e308), np.full((2, 2), -1e308)),
        failure_of(holds, False),
    ],
    ids=["a number", "two numbers", "shape", "type", "a million", "beyond all numbers", "a fact"],
)
def test_there_is_no_picture_of(failure: Failure) -> None:
    assert failure.picture is None


tables = arrays(np.float64, array_shapes(max_dims=4, max_side=9), elements=st.floats(allow_nan=False, width=64))


@given(tables, st.data())
def test_whatever_the_numbers_a_picture_is_small_finite_json_that_reads_back(
    got: np.ndarray, data: st.DataObject
) -> None:
    due = data.draw(arrays(np.float64, got.shape, elements=st.floats(allow_nan=False, width=64)))
    with np.errstate(all="ignore"):
        kept = picture_of("values", got, due, got != due)
    if kept is not None:
        text = msgspec.json.encode(kept)
        json.loads(text, parse_constant=lambda name: pytest.fail(name))
        assert msgspec.json.decode(text, type=Picture) == kept
        assert len(text) < 20_000
        assert {len(row) for grid in (kept.got, kept.expected, kept.error, kept.wrong) for row in grid} == {
            len(kept.wrong[0])
        }


CHECKS = """
@question("f", points=10)
def test_a_table(student):
    \"\"\"A table.\"\"\"
    close(student.f(np.eye(3)), np.ones((3, 3)))
"""


def test_a_hidden_check_carries_no_picture(tmp_path: Path) -> None:
    public = tiny.judge_with(tmp_path / "public", CHECKS, "def f(x):\n    return x\n")["a_table"]
    assert public.failures[0].picture is not None
    hidden = tiny.judge_with(tmp_path / "hidden", CHECKS, "def f(x):\n    return x\n", hidden=True)["a_table"]
    assert hidden.hidden and hidden.failures[0].kind == "value"
    assert hidden.failures[0].picture is None


@pytest.mark.parametrize("size", [1.7e308, 1e200, 1e-200, 5e-324])
def test_numbers_that_no_scale_has_room_for_are_not_drawn(size: float) -> None:
    for kind, shape in (("values", (3, 4)), ("values", (5,)), ("norms", (5,)), ("gradient", (4, 2))):
        got, expected = np.full(shape, size), np.ones(shape)
        with np.errstate(all="ignore"):
            assert picture_of(kind, got, expected, got != expected) is None
            assert picture_of(kind, expected, got, got != expected) is None
    assert picture_of("values", np.zeros((3, 4)), np.ones((3, 4)), np.ones((3, 4)) > 0) is not None
