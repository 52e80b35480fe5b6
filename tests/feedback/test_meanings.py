"""What Python and numpy say in English is followed by what it means, in the reader's language."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from autograder.checks.compare import close, values
from autograder.results import CheckFailed, Failure
from autograder.wire.source import Unreadable, read_source
from autograder.words import Words
from autograder.words.sentences import describe_note, describe_problem, sentence

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
    "two arrays that concatenate should get in one tuple": (
        lambda: np.concatenate(np.ones(2), np.ones(2)),  # type: ignore[call-overload]
        "juntos dentro de otro paréntesis",
    ),
    "two sizes that ones should get in one tuple": (
        lambda: np.ones(2, 3),  # type: ignore[call-overload]
        "juntos dentro de otro paréntesis",
    ),
    "a square written as on paper": (lambda: np.ones(2) ^ 2, "no eleva a una potencia"),  # type: ignore[operator]
    "a matrix without an inverse": (lambda: np.linalg.inv(np.ones((2, 2))), "no tiene inversa"),
    "a whole array where one number goes": (lambda: float(np.ones(2)), "un solo número"),
    "a library that is not there": (lambda: __import__("no_such_library"), "esa biblioteca no está aquí"),
    "a name that numpy has not": (lambda: [].mean(), "después del punto"),  # type: ignore[attr-defined]
}


UNREADABLE = {
    "a def without its colon": ("def f(x)\n    return x\n", "faltan dos puntos"),
    "a bracket that stays open": ("def f(x):\n    return (x\n", "nunca se cierra"),
    "brackets closed in the wrong order": ("def f(x):\n    return [(x])\n", "por parejas"),
    "a body at the margin": ("def f(x):\nreturn x\n", "con más sangría"),
    "an indentation that nothing asks for": ("x = 1\n    y = 2\n", "no termina en dos puntos"),
    "an indentation of no block": ("def f(x):\n        y = x\n    return y\n", "alinéala"),
    "tabs below spaces": ("def f(x):\n        y = x\n\treturn y\n", "tabuladores"),
    "a text that does not end": ("s = 'hola\n", "faltan las comillas"),
    "the print of Python 2": ("print 'hola'\n", "lleva paréntesis"),
    "one = in an if": ("if x = 1:\n    y = 2\n", "para comparar"),
    "a character from a document": ("y = x²\n", "ese carácter no existe"),
    "a comma that is missing": ("y = [1 2]\n", "coma"),
    "a star too many": ("y = 2 * * 3\n", "sobra o falta"),
}


@pytest.mark.parametrize(("code", "meaning"), UNREADABLE.values(), ids=list(UNREADABLE))
def test_a_line_that_python_cannot_read_is_explained(code: str, meaning: str) -> None:
    with pytest.raises(Unreadable) as caught:
        read_source(code.encode(), "answer.py")
    said = describe_problem("syntax", caught.value.detail, Words("es"))
    assert meaning in said and said.endswith("). Corrígela y ejecuta el archivo una vez antes de entregarlo.")
    assert "). Correct it" in describe_problem("syntax", caught.value.detail, Words("en"))


def test_a_cell_that_python_cannot_read_is_explained_too() -> None:
    note = Failure("cell", detail={"cell": 3, "message": "expected ':': def f(x)"})
    assert "(faltan dos puntos" in describe_note(note, Words("es"))


def test_a_function_that_forgets_to_return_hears_so() -> None:
    for failing in (lambda: close(None, np.ones(3)), lambda: close(None, 1.0), lambda: values(None, "J", "grad")):
        with pytest.raises(CheckFailed) as caught:
            failing()
        assert "no devolvió nada" in sentence(caught.value.failure, Words("es"))
    with pytest.raises(CheckFailed) as caught:
        close(None, np.ones(3), name="dx")  # something came back, and one part of it is None
    assert sentence(caught.value.failure, Words("es")).startswith("Tipo inesperado en dx")


def test_ctrl_c_in_an_endless_loop_is_explained() -> None:
    assert "un ciclo que nunca se detiene" in told(KeyboardInterrupt(), "es")  # it has no message of its own


def told(error: BaseException, lang: str) -> str:
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
