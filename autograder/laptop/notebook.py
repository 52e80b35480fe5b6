"""Checking the functions of a notebook from inside it: ``check("question")``, and Otter's shims.

The cells that were run are judged, in the order in which they were run, exactly as the grader reads a notebook.
"""

from __future__ import annotations

import contextlib
import json
import random
import sys
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from autograder.checks.bench import Unusable, load_source
from autograder.checks.stamp import edition_of
from autograder.laptop.age import remarks
from autograder.laptop.kit import Kit, KitError, open_kit
from autograder.laptop.patience import patience
from autograder.laptop.run import known_questions, recorded, run_public
from autograder.laptop.text import report
from autograder.results import PASSED, CheckResult
from autograder.words import Words
from autograder.words.sentences import describe_failure, describe_problem


def notebook_checks(folder: Path, edition: str, namespace: Mapping[str, Any]) -> Callable[..., None]:
    """Return ``check``: ``check()`` for all questions, ``check("question")`` for one, ``hint=True`` for the hints.

    ``namespace`` is the notebook's ``globals()``; ``edition`` says which kit the notebook was made with. Raises
    ``KitError`` when the folder holds no kit.
    """
    kit = open_kit(folder)
    words = Words(kit.lang)
    if edition != edition_of(kit.files):
        print(words("check.other_edition", path=folder))
    for remark in remarks(kit, words):
        print(remark)

    def check(*questions: str | Callable[..., Any], hint: bool = False) -> None:
        """Check the functions of this notebook with the public checks of the kit."""
        with _said(words):
            names = (each if isinstance(each, str) else getattr(each, "__name__", str(each)) for each in questions)
            wanted = known_questions(kit, tuple(names))
            checks = run_cells(kit, cells_run(namespace), words.lang)
            chosen = [each for each in checks if not wanted or each.question in wanted]
            print(report(kit, chosen, words, hint, 'check("{question}", hint=True)'))

    return check


def judge(folder: str, check: str, namespace: Mapping[str, Any]) -> None:
    """Raise ``AssertionError`` with the sentences of a check that a notebook or script does not pass. For Otter."""
    kit = open_kit(Path(folder))
    words = Words(kit.lang)
    try:
        checks = run_cells(kit, cells_run(namespace), words.lang)
        found = next((each for each in checks if each.check == check), None)
        if found is None:
            raise KitError("no_check", check=check)
    except Unusable as problem:
        raise AssertionError(describe_problem(problem.kind, problem.detail, words)) from None
    except KitError as problem:
        raise AssertionError(words(f"check.{problem.kind}", **problem.detail)) from None
    if found.verdict != PASSED:
        verdict = words(f"verdict.{found.verdict}")
        lines = [describe_failure(failure, words) for failure in found.failures]
        raise AssertionError("\n".join([f"{verdict}  {found.title}", *lines]))


def cells_run(namespace: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the source of every cell that was run in a notebook, in that order.

    Raises ``KitError`` where there is no notebook.
    """
    try:
        return tuple(namespace["get_ipython"]().history_manager.input_hist_raw[1:])
    except (KeyError, AttributeError, TypeError):
        raise KitError("no_notebook") from None


def run_cells(kit: Kit, cells: tuple[str, ...], lang: str) -> tuple[CheckResult, ...]:
    """Return what each public check says of a notebook's cells. Raises ``Unusable`` or ``KitError``."""
    written = kit.file.stat().st_mtime_ns if kit.file.exists() else 0  # a cell may import the file
    return _run_once(kit.folder, cells, lang, written)


@lru_cache(maxsize=4)
def _run_once(folder: Path, cells: tuple[str, ...], lang: str, written: int) -> tuple[CheckResult, ...]:
    kit = open_kit(folder)
    kit.must_have_libraries()
    notebook = {"nbformat": 4, "metadata": {}, "cells": [{"cell_type": "code", "source": cell} for cell in cells]}
    with _undisturbed_generators(), patience(Words(lang)):
        student = load_source(json.dumps(notebook).encode(), f"{kit.module}.ipynb", requires=kit.requires)
        return run_public(kit, student, recorded(kit), lang)


@contextlib.contextmanager
def _said(words: Words) -> Iterator[None]:
    """Print what is wrong with the kit or the cells as one sentence: a notebook shows no traceback of ours."""
    try:
        yield
    except KitError as problem:
        print(words(f"check.{problem.kind}", **problem.detail))
    except Unusable as problem:
        print(describe_problem(problem.kind, problem.detail, words))


@contextlib.contextmanager
def _undisturbed_generators() -> Iterator[None]:
    """Leave the notebook's own global generators as they were: checks seed them."""
    torch = sys.modules.get("torch")
    before = random.getstate(), np.random.get_state(), torch.get_rng_state() if torch else None
    errors = np.geterr()
    try:
        yield
    finally:
        random.setstate(before[0])
        np.random.set_state(before[1])
        np.seterr(**errors)
        if torch is not None and before[2] is not None:
            torch.set_rng_state(before[2])
