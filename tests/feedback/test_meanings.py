"""What Python and numpy say in English is followed by what it means, in the reader's language."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from autograder.results import Failure
from autograder.words import Words
from autograder.words.sentences import sentence

pytestmark = pytest.mark.one_python

MISTAKES: dict[str, tuple[Callable[[], Any], str]] = {
    "two vectors of different lengths": (lambda: np.ones(3) + np.ones(4), "las formas de dos arreglos"),
    "a matrix times a vector that is too long": (lambda: np.ones((2, 3)) @ np.ones(4), "las formas de dos arreglos"),
    "a product of matrices that do not fit": (
        lambda: np.dot(np.ones((2, 3)), np.ones((2, 3))),
        "las formas de dos",
    ),
    "a vector put beside a table": (lambda: np.hstack([np.ones(3), np.ones((3, 2))]), "las formas de dos arreglos"),
    "six elements in a shape of eight": (lambda: np.ones(6).reshape(2, 4), "no tiene tantos elementos"),
    "an if that asks a whole array": (lambda: 1 if np.ones(3) > 0 else 0, "ni falso"),
    "three names for two values": (lambda: [a + b + c for a, b, c in [(1, 2)]], "número de nombres"),
    "a place that is not there": (lambda: np.ones(3)[3], "una posición que ahí no hay"),
    "the length of a number": (lambda: len(2), "no acepta valores de ese tipo"),  # type: ignore[arg-type]
    "a name that numpy has not": (lambda: [].mean(), "después del punto"),  # type: ignore[attr-defined]
}


def told(error: Exception, lang: str) -> str:
    detail = {"function": "f", "type": type(error).__name__, "message": str(error)}
    return sentence(Failure("raised", detail=detail), Words(lang))


@pytest.mark.parametrize(("mistake", "meaning"), MISTAKES.values(), ids=list(MISTAKES))
def test_a_common_mistake_is_explained(mistake: Callable[[], Any], meaning: str) -> None:
    with pytest.raises(Exception) as caught:
        mistake()
    said = told(caught.value, "es")
    assert said.startswith(f"f lanzó {type(caught.value).__name__}: {caught.value} (")
    assert meaning in said and said.endswith(")")
    assert told(caught.value, "en").endswith(")")


def test_an_error_that_speaks_for_itself_stays_as_it_is() -> None:
    assert told(ValueError("alpha must be positive"), "es") == "f lanzó ValueError: alpha must be positive"


def test_a_fact_that_is_not_true_is_named_where_it_has_a_name() -> None:
    assert sentence(Failure("fact"), Words("en")) == "This is not true of your code yet."
    told = sentence(Failure("fact", name="seed=0, seed=0"), Words("en"))
    assert told == "This is not true of your code yet. It is about seed=0, seed=0."
