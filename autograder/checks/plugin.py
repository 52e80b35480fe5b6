"""The pytest plugin that runs checks: fixtures, inputs shared by public and hidden files, order, partial points.

One plugin serves plain pytest on a laptop and the grader; they differ only in the bench they hand it.
"""

from __future__ import annotations

import contextlib
import importlib.util
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from autograder.checks.bench import Bench
from autograder.checks.place import Place, place_of
from autograder.checks.question import CheckInfo, info_of
from autograder.checks.running import FORM, Running, current
from autograder.results import CheckFailed
from autograder.wire.student import Student, call_that_returned


class ChecksPlugin:
    """Runs checks on the bench that ``bench_for`` returns for a test file's place.

    ``locate`` finds that place; the grader has its own, because a course's secret half may stand elsewhere.
    """

    def __init__(self, bench_for: Callable[[Place], Bench], locate: Callable[[Path], Place | None] = place_of) -> None:
        self.bench_for = bench_for
        self.locate = locate

    def place(self, item: pytest.Item) -> Place:
        """Return where a check stands."""
        place = self.locate(item.path)
        assert place is not None, f"{item.path} belongs to no assignment"
        return place

    def is_hidden(self, item: pytest.Item) -> bool:
        """Say whether an item stands in the half that no student may see."""
        place = self.locate(item.path)
        return place is not None and place.hidden

    # -- collecting

    def pytest_collectstart(self, collector: pytest.Collector) -> None:
        """Make the names of the assignment's ``inputs.py`` visible in its test files, public and hidden alike."""
        if not isinstance(collector, pytest.Module):
            return
        place = self.locate(collector.path)
        if place is not None and place.inputs.exists():
            _share(import_file(place.inputs), collector)

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Public checks run before hidden ones; otherwise the order of the files stands."""
        items.sort(key=self.is_hidden)

    # -- fixtures

    @pytest.fixture
    def student(self, request: pytest.FixtureRequest) -> Student:
        """The submission's functions."""
        return self.bench_for(self.place(request.node)).student

    @pytest.fixture
    def expected(self, request: pytest.FixtureRequest) -> Student:
        """The right answers: the reference while grading, its recorded values in a kit."""
        expected = self.bench_for(self.place(request.node)).expected
        if expected is None:
            pytest.skip("the expected values are not here: they come with the kit")
        return expected

    @pytest.fixture
    def rng(self, request: pytest.FixtureRequest) -> np.random.Generator:
        """A generator of this check's own, seeded from the course's salt."""
        return self.bench_for(self.place(request.node)).rng(check_name(request.node), self.is_hidden(request.node))

    # -- running

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        """Keep the notes of one check: what it observed and lost."""
        if info(item) is None:
            return (yield)
        with running_check(self.bench_for(self.place(item)), check_name(item), self.is_hidden(item)):
            return (yield)

    @pytest.hookimpl(wrapper=True)
    def pytest_pyfunc_call(self, pyfuncitem: pytest.Function) -> Iterator[None]:
        """Say which call a failure is about; a check that lost a part fails at its end."""
        with call_named(current.get()):
            return (yield)


@contextlib.contextmanager
def running_check(bench: Bench, name: str, hidden: bool) -> Iterator[Running]:
    """Keep the notes of one check while it runs, and begin it on both sides."""
    running = Running(bench.student, name, hidden)
    token = current.set(running)
    try:
        for who in (bench.student, bench.expected):
            if who is not None:
                who._begin(bench.seed(name, hidden, "global generators"))
        yield running
    finally:
        current.reset(token)


@contextlib.contextmanager
def call_named(running: Running | None) -> Iterator[None]:
    """Say which call a failure is about; a check that lost a part fails at its end."""
    try:
        yield
    except CheckFailed as failed:
        raise _with_call(failed, running) from None
    if running is not None and running.form is not None:
        running.lost.append((FORM, running.form))
    if running is not None and running.lost:
        raise _with_call(running.lost[0][1], running)


def info(item: pytest.Item) -> CheckInfo | None:
    """Return what the ``question`` decorator said of an item, ``None`` for an ordinary test."""
    return info_of(item.function) if isinstance(item, pytest.Function) else None


def check_name(item: pytest.Item) -> str:
    """Return a check's name: its function's, with the parameter set's id when it has one."""
    return item.name


def import_file(path: Path) -> ModuleType:
    """Import a trusted file by its path, under a name of its own."""
    spec = importlib.util.spec_from_file_location(f"{path.parent.name}.{path.stem}", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def forget_file(path: Path) -> None:
    """Forget the module of a file, whatever pytest called it: it may change, and two may have the same name."""
    for name in [name for name, module in sys.modules.items() if getattr(module, "__file__", None) == str(path)]:
        del sys.modules[name]


def _share(inputs: ModuleType, collector: pytest.Module) -> None:
    try:
        test_file: Any = collector.obj
    except collector.CollectError:
        forget_file(collector.path)  # or collecting it would find half a module, and no fault
        return
    for name, value in vars(inputs).items():
        if not name.startswith("_") and not hasattr(test_file, name):
            setattr(test_file, name, value)


def _with_call(failed: CheckFailed, running: Running | None) -> CheckFailed:
    if failed.failure.call or running is None or running.student is None:
        return failed
    call = call_that_returned(running.student._calls, failed.value)
    failed.failure = replace(failed.failure, call=str(call) if call else "")
    return failed
