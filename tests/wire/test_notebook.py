"""A notebook as source: definitions count, the rest is passed over, and what is missing because of that is told."""

from __future__ import annotations

import ast
import json

import pytest

from autograder.wire.notebook import read_notebook
from autograder.wire.servant import Servant
from autograder.wire.source import Source, Unreadable
from autograder.wire.student import InProcess, Student
from tests.support import failure_of, told


def notebook(*codes: str, **metadata: object) -> bytes:
    cells = [{"cell_type": "code", "metadata": {}, "source": code, "outputs": []} for code in codes]
    return json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": metadata, "cells": cells}).encode()


def read(*codes: str) -> Source:
    return read_notebook(notebook(*codes), "a.ipynb")


def test_only_definitions_are_kept() -> None:
    source = read("import math\nx = 3\nprint(x)", "%matplotlib inline\n!pip install numpy\ndef f(): return x", "f()")
    assert ast.unparse(source.tree) == "import math\nx = 3\npass\npass\n\ndef f():\n    return x"


def test_lines_are_counted_within_their_cell() -> None:
    source = read("a = 1", "\n\ndef f():\n    return 1")
    assert source.place_of(source.tree.body[-1].lineno) == (2, 3)


def test_a_cell_that_python_cannot_read_is_named_and_the_others_count() -> None:
    source = read("def f(:", "def g(): return 1")
    assert [note["cell"] for note in source.notes] == [1]
    assert ast.unparse(source.tree) == "def g():\n    return 1"


@pytest.mark.parametrize("given", ["data = load()", "for data in range(3): pass", "with open('x') as data: pass"])
def test_a_value_from_a_cell_that_is_not_run_is_told(given: str) -> None:
    message = {"op": "load", "source": notebook(given, "def f(x): return data"), "name": "a.ipynb", "module": "a"}
    transport = InProcess(Servant())
    assert "problem" not in transport.request(message)
    student = Student(transport)
    failure = failure_of(lambda: student.f(1.0))
    assert told(failure).startswith("f uses data, which is set in code that the grader does not run")
    assert told(failure, "es").startswith("f usa data, que recibe su valor en una celda que no se ejecuta")


def test_a_name_that_is_given_a_constant_too_is_not_left_out() -> None:
    assert read("data = load()", "data = 3").left_out == frozenset()


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"", "empty"),
        (b"[" * 100_000, "too_complex"),
        (b"\xff\xfe", "encoding"),
        (b"{}", "not_notebook"),
        (notebook(), "no_cells"),
        (notebook("x <- 3", kernelspec={"name": "ir", "language": "R"}), "kernel"),
        (notebook("print 3", kernelspec={"name": "python2"}), "kernel"),
        (notebook("def f(:"), "cell_syntax"),
    ],
)
def test_what_is_no_python_notebook_says_why(data: bytes, kind: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read_notebook(data, "a.ipynb")
    assert refused.value.kind == kind


def test_a_cell_with_a_magic_keeps_its_lines_whatever_separators_its_comments_hold() -> None:
    source = read("# pasted\u2028text (\x0c and \x85 more (\n%matplotlib inline\ndef f(): return 'a\u2029b'")
    assert source.notes == ()
    assert source.tree.body[-1].lineno == 3
    assert ast.unparse(source.tree).endswith("return 'a\\u2029b'")
