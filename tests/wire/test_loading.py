"""Loading a submission: what fails at its top costs no function."""

from __future__ import annotations

import sys

import pytest

from tests.support import load, student_of

FAILS = {
    "an exception": ("1 / 0", "ZeroDivisionError"),
    "a data file that is not there": ("open('grades.csv')", "FileNotFoundError"),
    "sys.exit": ("import sys; sys.exit(0)", "SystemExit"),
    "exit": ("raise SystemExit", "SystemExit"),
    "an interrupt": ("raise KeyboardInterrupt", "KeyboardInterrupt"),
    "an exception that cannot be printed": ("class E(Exception):\n def __str__(self): 1/0\nraise E", "E"),
    "a failing assertion": ("assert area(2) == 5, 'wrong'", "AssertionError"),
    "a name that is not there": ("print(aera(2))", "NameError"),
}


@pytest.mark.parametrize(("statement", "kind"), FAILS.values(), ids=FAILS)
def test_a_statement_that_fails_is_noted_and_costs_nothing(statement: str, kind: str) -> None:
    student, reply = load(f"def area(x):\n    return x * x\n{statement}\ndef side(x):\n    return area(x) - x\n")
    assert student.side(3) == 6
    [note] = reply["notes"]
    assert note["type"] == kind
    assert note["line"] == 3 + statement.count("\n")
    assert reply["names"][:1] == ["area"]


def test_input_at_the_top_asks_nobody() -> None:
    student, reply = load("name = input('name? ')\ndef area(x):\n    return x * x\n")
    assert student.area(3) == 9
    assert [note["line"] for note in reply["notes"]] == [1]


def test_only_a_few_notes_are_kept() -> None:
    assert len(load("1 / 0\n" * 50)[1]["notes"]) == 5


def test_the_main_guard_is_not_run() -> None:
    student = student_of(
        "mode = 'import'\nif __name__ == '__main__':\n    mode = 'script'\ndef f():\n    return mode\n"
    )
    assert student.f() == "import"


def test_dataclasses_and_annotations_of_the_future_work() -> None:
    student = student_of(
        "from __future__ import annotations\n"
        "from dataclasses import dataclass\n"
        "@dataclass\n"
        "class Kite:\n"
        "    area: Float = 2.0\n"
        "def f(x: NoSuchType) -> Kite | None:\n"
        "    return Kite(x).area\n"
    )
    assert student.f(3.0) == 3.0


def test_without_that_import_annotations_are_evaluated() -> None:
    _, reply = load("def f(x: NoSuchType):\n    return x\n")
    assert [note["type"] for note in reply["notes"]] == ["NameError"]


def test_a_later_definition_wins() -> None:
    assert student_of("def f():\n    return 1\ndef f():\n    return 2\n").f() == 2


def test_definitions_only_runs_no_loop_and_no_call() -> None:
    student, reply = load(
        "import numpy as np\nRATE = 0.5\nNAMES = ['a']\nlate = print('called')\nwhile True: pass\n"
        "def f(x):\n    return RATE * np.sum(x)\n",
        definitions=True,
    )
    assert student.f([2.0, 4.0]) == 3.0
    assert (reply["output"], reply["notes"]) == ("", [])


def test_the_module_has_a_name_of_its_own() -> None:
    student = student_of("def f():\n    return __name__, __file__\n")
    name, file = student.f()
    assert file == f"{name}.py"
    assert sys.modules[name].__name__ == name


def test_two_submissions_share_no_name() -> None:
    one, other = student_of("n = 1\ndef f():\n    return n\n"), student_of("n = 2\ndef f():\n    return n\n")
    assert (one.f(), other.f()) == (1, 2)


def test_a_star_import_hides_no_function() -> None:
    imports = "".join(
        f"from {module} import *\n" for module in ("numpy", "numpy.linalg", "math", "os", "tkinter", "ast")
    )
    _, reply = load(imports + "def my_area(x):\n    return x\n")
    assert "my_area" in reply["names"]


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"", "empty"),
        (b"x\0", "nul"),
        ("é".encode("utf-16"), "encoding"),
        (b"def", "syntax"),
        (b"x=" + b"-" * 90_000 + b"1", "too_complex"),
    ],
)
def test_what_cannot_be_read_is_said_before_anything_runs(data: bytes, kind: str) -> None:
    assert load(data)[1]["problem"] == kind
