"""Collecting checks once, with pytest, so that they can be run against any number of students.

pytest owns the collected checks while they are used, which is why the use comes as a function.
"""

from __future__ import annotations

import contextlib
import io
import os
import sys
from collections.abc import Callable, Collection, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar

import pytest

from autograder.checks.bench import Bench
from autograder.checks.direct import Recipe, recipes_of
from autograder.checks.place import Place
from autograder.checks.plugin import ChecksPlugin, forget_file
from autograder.checks.run import Recorder, Run

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


class CannotCollect(Exception):
    """A file of checks is not there, or pytest cannot collect it. The text is one sentence."""


class Collected:
    """Checks, collected. ``run`` them on a bench as often as wanted."""

    def __init__(
        self,
        items: list[pytest.Function],
        plugin: _OneBench,
        recorder: Recorder,
        recipes: Mapping[str, Recipe] | None = None,
    ) -> None:
        self.items = items
        self._plugin = plugin
        self._recorder = recorder
        self._recipes = recipes_of(items) if recipes is None else recipes

    def run(self, bench: Bench) -> Run:
        """Return a run of these checks on a bench, not yet started."""
        self._plugin.bench = bench
        return Run(self.items, bench, self._recorder, self._plugin.is_hidden, self._recipes)

    def only(self, wanted: Callable[[pytest.Function], bool]) -> Collected:
        """Return some of the checks."""
        items = [item for item in self.items if wanted(item)]
        return Collected(items, self._plugin, self._recorder, self._recipes)


def with_collected(places: Mapping[Path, Place], work: Callable[[Collected], Answer]) -> Answer:
    """Collect the checks in some files, each with its place, and return ``work(collected)``.

    Raises ``CannotCollect``, or whatever ``work`` raises.
    """
    for path in places:
        if not path.is_file():
            raise CannotCollect(f"{path}: there is no such file; every assignment has its checks there.")
    recorder, plugin = Recorder(), _OneBench(places)
    loop = _Loop(lambda items: work(Collected(items, plugin, recorder)))
    options = [*_OPTIONS, f"--rootdir={next(iter(places)).parent}", "-c", os.devnull]
    with _undisturbed_pytest(), _forgotten_afterwards(places), contextlib.redirect_stdout(io.StringIO()):
        code = pytest.main([*options, *map(str, places)], plugins=[plugin, recorder, loop])
    if loop.error is not None:
        raise loop.error
    if not loop.ran:
        reason = "; ".join(loop.faults) or f"it ended with {int(code)}"
        raise CannotCollect(f"{next(iter(places))}: pytest could not collect the checks ({reason}).")
    return loop.answer  # type: ignore[no-any-return]


class _OneBench(ChecksPlugin):
    """The checks' plugin on whatever bench the current run set."""

    bench: Bench

    def __init__(self, places: Mapping[Path, Place]) -> None:
        super().__init__(lambda place: self.bench, lambda path: places.get(path))


class _Loop:
    """Hands the collected checks to the work, in the place of pytest's own loop."""

    def __init__(self, work: Callable[[list[pytest.Function]], Any]) -> None:
        self.work = work
        self.answer: Any = None
        self.error: BaseException | None = None
        self.ran = False
        self.faults: list[str] = []
        self.stdout = sys.stdout  # a notebook's own, where there is one

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """Keep what pytest says of a file that it cannot collect."""
        if report.failed:
            self.faults.append(f"{report.nodeid}: {_last_line(str(report.longrepr))}")

    def pytest_internalerror(self, excrepr: object) -> bool:
        """Keep what stopped pytest itself, such as inputs that cannot be imported."""
        self.faults.append(_last_line(str(excrepr)))
        return True

    def pytest_keyboard_interrupt(self, excinfo: pytest.ExceptionInfo[BaseException]) -> None:
        """Keep what a person did to stop everything: pytest itself would only end."""
        if type(excinfo.value) is KeyboardInterrupt:  # pytest's own Interrupted, after a faulty file, is another
            self.error = excinfo.value

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Do the work; whatever it raises is raised again outside pytest."""
        self.ran = True
        try:
            if self.faults:
                raise CannotCollect("; ".join(self.faults))
            with contextlib.redirect_stdout(self.stdout):  # only pytest's own output was swallowed
                self.answer = self.work([item for item in session.items if isinstance(item, pytest.Function)])
        except BaseException as error:
            self.error = error
        return True


def _last_line(text: str) -> str:
    lines = [line for line in text.strip().splitlines() if line.strip()]
    return lines[-1].removeprefix("E").strip() if lines else "no reason given"


@contextlib.contextmanager
def _forgotten_afterwards(paths: Collection[Path]) -> Iterator[None]:
    """Forget the modules of check files: pytest names them by where they stand in their folder, and two may agree."""
    try:
        yield
    finally:
        for path in paths:
            forget_file(path)


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
