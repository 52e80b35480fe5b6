"""Collecting an assignment's checks once, with pytest, so that they can be run against many students."""

from __future__ import annotations

import contextlib
import io
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import pytest

from autograder.checks.bench import Bench
from autograder.checks.place import Place
from autograder.checks.plugin import ChecksPlugin
from autograder.course import Assignment
from autograder.grading.run import Recorder, Run

Answer = TypeVar("Answer")

_OPTIONS = (
    "-s",
    "--noconftest",
    "--import-mode=importlib",
    "--assert=plain",
    *("-p", "no:cacheprovider"),
    *("-p", "no:faulthandler"),
    *("-p", "no:logging"),
    *("-p", "no:warnings"),
    *("-p", "no:terminal"),
    *("-p", "no:junitxml"),
    *("-p", "no:doctest"),
    *("-p", "no:unittest"),
    *("-p", "no:threadexception"),
    *("-p", "no:unraisableexception"),
)


class GraderBroken(Exception):
    """The grader cannot do its work: a check file does not import, a check crashes on the reference itself."""


class Checks:
    """An assignment's collected checks. ``run`` them on a bench as often as wanted."""

    def __init__(self, assignment: Assignment, items: list[pytest.Item], plugin: _GraderChecks, recorder: Recorder):
        self.assignment = assignment
        self.items = [item for item in items if isinstance(item, pytest.Function)]
        self._plugin = plugin
        self._recorder = recorder

    def run(self, bench: Bench) -> Run:
        """Return a run of these checks on a bench, not yet started."""
        self._plugin.bench = bench
        return Run(self.items, bench, self._recorder, self._plugin.is_hidden)


def with_checks(assignment: Assignment, work: Callable[[Checks], Answer], *, hidden: bool = True) -> Answer:
    """Collect the checks of an assignment and return ``work(checks)``.

    pytest owns the collected checks while ``work`` runs, which is why work comes as a function. Without ``hidden``
    only the public checks are collected. Raises ``GraderBroken`` when a check file cannot be collected.
    """
    recorder = Recorder()
    plugin = _GraderChecks(assignment)
    loop = _Loop(lambda items: work(Checks(assignment, items, plugin, recorder)))
    files = [assignment.public_tests, *([assignment.hidden_tests] if hidden else [])]
    for path in files:
        if not path.is_file():
            raise GraderBroken(f"{path}: there is no such file; every assignment has its checks there.")
    options = [*_OPTIONS, f"--rootdir={assignment.public}", "-c", os.devnull]
    with _undisturbed_pytest(), contextlib.redirect_stdout(io.StringIO()):
        code = pytest.main([*options, *map(str, files)], plugins=[plugin, recorder, loop])
    if loop.error is not None:
        raise loop.error
    if not loop.ran:
        raise GraderBroken(f"{assignment.name}: the checks could not be collected (pytest ended with {int(code)}).")
    return loop.answer  # type: ignore[no-any-return]


class _GraderChecks(ChecksPlugin):
    """The checks' plugin on whatever bench the current run set."""

    bench: Bench

    def __init__(self, assignment: Assignment) -> None:
        places = {
            assignment.public_tests: Place(assignment.name, assignment.public, assignment.secret, hidden=False),
            assignment.hidden_tests: Place(assignment.name, assignment.public, assignment.secret, hidden=True),
        }
        super().__init__(lambda place: self.bench, lambda path: places.get(path))


class _Loop:
    """Hands the collected checks to the work, in the place of pytest's own loop."""

    def __init__(self, work: Callable[[list[pytest.Item]], Any]) -> None:
        self.work = work
        self.answer: Any = None
        self.error: BaseException | None = None
        self.ran = False
        self.faults: list[str] = []

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """Keep what pytest says of a file that it cannot collect."""
        if report.failed:
            self.faults.append(f"{report.nodeid}: {_last_line(str(report.longrepr))}")

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Do the work; whatever it raises is raised again outside pytest."""
        self.ran = True
        try:
            if self.faults:
                raise GraderBroken("; ".join(self.faults))
            # A student's prints were never ours to swallow, but pytest's own are: stdout is given back for the work.
            with contextlib.redirect_stdout(_real_stdout()):
                self.answer = self.work(session.items)
        except BaseException as error:
            self.error = error
        return True


def _real_stdout() -> Any:
    import sys

    return sys.__stdout__


def _last_line(text: str) -> str:
    lines = [line for line in text.strip().splitlines() if line.strip()]
    return lines[-1].removeprefix("E").strip() if lines else "no reason given"


@contextlib.contextmanager
def _undisturbed_pytest() -> Iterator[None]:
    """Keep the machine's own pytest settings and plugins away from the checks: they are none of ours."""
    ours = {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTEST_ADDOPTS": "", "PYTEST_PLUGINS": ""}
    before = {name: os.environ.get(name) for name in ours}
    os.environ.update(ours)
    try:
        yield
    finally:
        for name, value in before.items():
            os.environ.pop(name, None)
            if value is not None:
                os.environ[name] = value


def test_file_of(item: pytest.Item) -> Path:
    """Return the file that a check stands in."""
    return item.path
