"""Every example in a docstring of the machine runs and is right."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

import autograder

OPTIONAL = {
    "torch",
    "otter",
    "nbformat",
    "jupytext",
    "jinja2",
    "matplotlib",
    "babel",
    "sqlalchemy",
    "dask",
    "distributed",
    "copydetect",
    "nbgrader",
    "nbconvert",
    "traitlets",
}
PROGRAMS = {"autograder.__main__", "autograder.sandbox.zygote", "autograder.sandbox.plain"}  # run, never imported
MODULES = sorted({module.name for module in pkgutil.walk_packages(autograder.__path__, "autograder.")} - PROGRAMS)


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_of(name: str) -> None:
    try:
        module = importlib.import_module(name)
    except ModuleNotFoundError as error:
        if error.name and error.name.partition(".")[0].lower() in OPTIONAL:
            pytest.skip(f"{error.name} is not installed")
        raise
    failed, _ = doctest.testmod(module, optionflags=doctest.ELLIPSIS)
    assert failed == 0


def test_there_are_examples() -> None:
    finder = doctest.DocTestFinder(exclude_empty=True)
    with_examples = [
        name
        for name in ("autograder.checks.compare", "autograder.wire.codec")
        if finder.find(importlib.import_module(name))
    ]
    assert len(with_examples) == 2
