"""Plain pytest in an assignment's folder: the student's own file, in process. Imported by the folder's conftest."""

from __future__ import annotations

import contextlib
import importlib.util
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path

import pytest

from autograder.checks.bench import Bench, Oracle, Unusable, load_in_process
from autograder.checks.place import Place, read_kit
from autograder.checks.plugin import ChecksPlugin, check_name, info
from autograder.checks.recorded import EXPECTED, read_recorded
from autograder.checks.running import credit, current
from autograder.results import CheckFailed
from autograder.toml import read_toml
from autograder.wire.student import Student
from autograder.words import LANGUAGES, Words
from autograder.words.sentences import describe_failure, describe_problem


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add ``--submission FILE`` and ``--lang``."""
    with contextlib.suppress(ValueError):  # both halves of a course have a conftest; the second one adds nothing
        group = parser.getgroup("autograder")
        group.addoption("--submission", type=Path, help="judge this file instead of the assignment's own")
        group.addoption("--lang", choices=LANGUAGES, help="language of the messages (a kit has its own)")


def pytest_configure(config: pytest.Config) -> None:
    """Register the checks' plugin once, with a bench in process."""
    if not config.pluginmanager.has_plugin("autograder-checks"):
        kit = read_kit(config.rootpath) or {}
        words = Words(config.getoption("--lang") or ("es" if kit.get("lang") == "es" else "en"))
        missing = [name for name in kit.get("requires", ()) if importlib.util.find_spec(name) is None]
        if missing:  # said before anything that needs them is imported
            told = words("check.no_library", libraries=", ".join(missing), install="-r requirements.txt")
            pytest.exit(told, returncode=4)
        bench = PlainBench(config.getoption("--submission"), words)
        config.pluginmanager.register(ChecksPlugin(bench.of), "autograder-checks")
        config.pluginmanager.register(PlainReports(words), "autograder-reports")


class PlainBench:
    """Benches of the assignments that one pytest session touches."""

    def __init__(self, submission: Path | None, words: Words) -> None:
        self.submission = submission
        self.words = words
        self.of = lru_cache(maxsize=None)(self._make)

    def _make(self, place: Place) -> Bench:
        path = self.submission or place.public / f"{place.module}.py"
        requires = read_toml(place.public / "assignment.toml").get("requires", ())
        kit = read_kit(place.public)
        try:
            return Bench(
                assignment=place.assignment,
                student=load_in_process(path.resolve(), requires=requires),
                expected=_oracle(place, requires),
                public_salt=str(kit["salt"]) if kit else _salt(place.public.parent / "course.toml"),
                secret_salt=_salt(place.secret.parent / "course.toml") if place.secret else "",
            )
        except Unusable as problem:
            pytest.exit(describe_problem(problem.kind, problem.detail, self.words), returncode=4)


class PlainReports:
    """Failures as sentences instead of tracebacks, and checks that wait for another one."""

    def __init__(self, words: Words) -> None:
        self.words = words
        self.usable: dict[str, bool] = {}

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        """Skip a check when one that it needs has just won nothing."""
        about = info(item)
        for name in about.needs if about else ():
            if self.usable.get(name) is False:
                pytest.skip(self.words("verdict.waits", check=name))

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self, item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
        """Write a ``CheckFailed`` as its sentence."""
        report: pytest.TestReport = yield  # type: ignore[assignment]
        if call.when == "call" or not report.passed:
            running = current.get()
            problem = call.excinfo.value if call.excinfo else None
            self.usable[check_name(item)] = credit(problem, running.lost if running else []) > 0
        if call.excinfo is not None and isinstance(call.excinfo.value, CheckFailed):
            report.longrepr = describe_failure(call.excinfo.value.failure, self.words)
        return report  # type: ignore[return-value]


def _oracle(place: Place, requires: Iterable[str]) -> Student | None:
    """Return the reference where the course has it, the recorded answers in a kit, ``None`` elsewhere."""
    if place.secret is not None:
        return load_in_process(place.secret / f"{place.module}.py", kind=Oracle, requires=requires, quiet=True)
    recorded = place.public / EXPECTED
    return read_recorded(recorded, requires) if recorded.is_file() else None


def _salt(path: Path) -> str:
    try:
        return str(read_toml(path).get("salt", ""))
    except OSError:
        return ""
