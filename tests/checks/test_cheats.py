"""What no comparison lets through, as it comes over the wire from a student's function."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from autograder.checks import close, equal, gradient_matches, holds, values
from tests.support import failure_of, student_of

CHEATS = """
import numpy as np

class Always(np.ndarray):
    def __eq__(self, other): return True
    def __ne__(self, other): return False
    def __le__(self, other): return True
    def __lt__(self, other): return True
    def __sub__(self, other): return np.zeros(3)
    __rsub__ = __sub__
    def __array_ufunc__(self, *args, **keywords): return np.zeros(3)
    def __array_function__(self, *args, **keywords): return True

class Equal(float):
    def __eq__(self, other): return True
    def __sub__(self, other): return 0.0
    __rsub__ = __sub__
    def __float__(self): return 0.0
    def __bool__(self): return True

def zeros(): return np.zeros(3)
def nan(): return np.full(3, np.nan)
def inf(): return np.full(3, np.inf)
def minus_inf(): return np.full(3, -np.inf)
def empty(): return np.zeros(0)
def empty_rows(): return np.zeros((0, 3))
def scalar(): return 1.0
def one_element(): return np.ones(1)
def one_row(): return np.ones((1, 3))
def masked(): return np.ma.masked_all(3)
def masked_right(): return np.ma.masked_array([1.0, 2.0, 3.0], mask=True)
def objects(): return np.array([Equal(), Equal(), Equal()], dtype=object)
def always(): return np.zeros(3).view(Always)
def equal_float(): return Equal(1.0)
def equal_list(): return [Equal(1.0), Equal(2.0), Equal(3.0)]
def subclass(): return np.array([1.0, 2.0, 3.0]).view(type("Plain", (np.ndarray,), {}))
def records(): return np.zeros(3, dtype=[("a", float)])
def words(): return np.array(["1", "2", "3"])
def truths(): return np.ones(3, dtype=bool)
def complexes(): return np.array([1, 2, 3], dtype=complex)
def halves(): return np.array([1, 2, 3], dtype=np.float16)
def byte_order(): return np.array([1, 2, 3], dtype=">f8")
def nothing(): return None
def not_implemented(): return NotImplemented
def ellipsis(): return ...
def own_type(): return Equal
def generator(): return (i for i in range(3))
"""
NAMES = [line.split()[1].partition("(")[0] for line in CHEATS.splitlines() if line.startswith("def ")]
RIGHT = np.array([1.0, 2.0, 3.0])


@pytest.fixture(scope="module")
def cheat() -> Any:
    return student_of(CHEATS)


def cheated(cheat: Any, name: str) -> Any:
    return getattr(cheat, name)()


@pytest.mark.parametrize("name", NAMES)
def test_no_cheat_is_the_right_array(cheat: Any, name: str) -> None:
    failure_of(close, cheated(cheat, name), RIGHT)


@pytest.mark.parametrize("kind", [np.ma.MaskedArray, type("Plain", (np.ndarray,), {})])
def test_a_subclass_that_never_crossed_the_wire_is_no_array_either(kind: type[np.ndarray]) -> None:
    assert failure_of(close, RIGHT.view(kind), RIGHT).kind == "type"
    assert failure_of(gradient_matches, RIGHT.view(kind), lambda x: x**2 / 2, RIGHT).kind == "type"
    assert failure_of(close, RIGHT[:1].view(kind), 1.0).kind == "type"


@pytest.mark.parametrize("name", NAMES)
def test_no_cheat_is_the_right_number(cheat: Any, name: str) -> None:
    failure_of(close, cheated(cheat, name), 7.0)


@pytest.mark.parametrize("name", NAMES)
def test_no_cheat_is_the_right_history(cheat: Any, name: str) -> None:
    failure_of(close, cheated(cheat, name), [5.0, 6.0, 7.0])


@pytest.mark.parametrize("name", NAMES)
def test_no_cheat_is_the_right_gradient(cheat: Any, name: str) -> None:
    failure_of(gradient_matches, cheated(cheat, name), lambda x: x**2, RIGHT)


@pytest.mark.parametrize("name", NAMES)
def test_no_cheat_is_the_right_word_number_fact_or_tuple(cheat: Any, name: str) -> None:
    value = cheated(cheat, name)
    failure_of(equal, value, "good")
    failure_of(equal, value, 7)
    failure_of(holds, value)
    failure_of(values, value, "out", "cache")
