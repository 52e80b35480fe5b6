"""Running collected checks against one student: order, dependencies, verdicts. What they are worth: see `points`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

import pytest

from autograder.checks.bench import Bench
from autograder.checks.direct import Recipe
from autograder.checks.plugin import call_named, check_name, info, running_check
from autograder.checks.question import CheckInfo, title_of
from autograder.checks.running import Running, credit, current
from autograder.results import FAILED, NOT_ATTEMPTED, NOT_JUDGED, PASSED, CheckFailed, Failure, Observation
from autograder.wire.student import Student


@dataclass(frozen=True)
class Outcome:
    """What one check said: its verdict, the share of its points that is won, and why."""

    check: str
    about: CheckInfo
    title: str
    hidden: bool
    verdict: str
    credit: float
    failures: tuple[Failure, ...] = ()
    observed: tuple[Observation, ...] = ()
    output: str = ""
    called: frozenset[str] = frozenset()
    """The student's functions that it called."""


class Memory(Protocol):
    """Knows what checks said before of the very code that they would run again: the proof's, never a student's."""

    def recall(self, check: str) -> Outcome | None:
        """Return what a check is known to say of this student."""

    def keep(self, outcome: Outcome) -> None:
        """Take note of what a check said of this student."""


@dataclass
class Note:
    """What pytest reported of one check under way."""

    problems: list[BaseException] = field(default_factory=list)
    lost: list[tuple[float, CheckFailed]] = field(default_factory=list)
    observed: list[Observation] = field(default_factory=list)
    output: str = ""
    called: frozenset[str] = frozenset()

    def add(self, problem: BaseException) -> None:
        """Note a problem; what a person did to stop everything is none."""
        if isinstance(problem, (KeyboardInterrupt, pytest.exit.Exception)):
            raise problem
        self.problems.append(problem)

    def take(self, running: Running) -> None:
        """Note what the check compared, lost and printed."""
        self.lost, self.observed = running.lost, running.observed
        calls = running.student._calls if running.student else []
        self.output = "".join(each.output for each in calls)[:4_000]
        self.called = frozenset(each.name for each in calls)

    def forget(self) -> None:
        """Let go of what the problems hold on to: frames, and with them all that a student's code returned."""
        for problem in [*self.problems, *(part for _, part in self.lost)]:
            problem.__traceback__ = problem.__context__ = None
            if isinstance(problem, CheckFailed):
                problem.value = None


class Recorder:
    """Takes down how each phase of a check ended, without pytest's costly reports."""

    def __init__(self) -> None:
        self.note = Note()

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_makereport(self, item: pytest.Item, call: pytest.CallInfo[None]) -> pytest.TestReport:
        """Note the phase's problem and what the check compared; return the barest report."""
        running = current.get()
        if call.when == "call" and running is not None:
            self.note.take(running)
        if call.excinfo is not None:
            self.note.problems.append(call.excinfo.value)
        outcome: Any = "failed" if call.excinfo else "passed"
        when: Any = call.when
        return pytest.TestReport(item.nodeid, item.location, {}, outcome, None, when)


class CheckCrashed(Exception):
    """A check crashed on the reference itself: our fault."""


class Run:
    """One student, all checks. Iterating runs them: public ones first, each ``Outcome`` as soon as it is there."""

    def __init__(
        self,
        items: list[pytest.Function],
        bench: Bench,
        recorder: Recorder,
        is_hidden: Callable[[pytest.Item], bool],
        recipes: Mapping[str, Recipe],
    ) -> None:
        self.items = items
        self.bench = bench
        self.recorder = recorder
        self.is_hidden = is_hidden
        self.usable: dict[str, bool] = {}
        self.recipes = recipes
        self.titles = {check_name(item): title_of(item.function) for item in items}

    def outcomes(
        self, before: Callable[[CheckInfo], Failure | None] = lambda about: None, memory: Memory | None = None
    ) -> Iterator[Outcome]:
        """Run the checks in order. ``before`` may say why a check of a question cannot be run any more.

        What ``memory`` recalls is not run again.
        Raises ``CheckCrashed`` when a check fails to work on the reference too.
        """
        for item in self.items:
            about = info(item)
            if about is None:
                raise CheckCrashed(f"{check_name(item)}: every check says with @question what it is worth")
            outcome = self._judge(item, about, before(about), memory)
            # A check that lost a part only still says what those that wait for it need to know.
            self.usable[outcome.check] = outcome.credit > 0
            yield outcome

    def _judge(
        self, item: pytest.Function, about: CheckInfo, stopped: Failure | None, memory: Memory | None
    ) -> Outcome:
        outcome = Outcome(check_name(item), about, title_of(item.function), self.is_hidden(item), PASSED, 1.0)
        if about.question in self.bench.student._unwritten:
            reason = Failure("not_attempted", detail={"function": about.question})
            return replace(outcome, verdict=NOT_ATTEMPTED, credit=0.0, failures=(reason,))
        waits = next((name for name in about.needs if self.usable.get(name) is False), None)
        if stopped is not None or waits is not None:
            reason = stopped or Failure("waits", detail={"check": waits, "title": self.titles.get(waits or "", "")})
            return replace(outcome, verdict=NOT_JUDGED, credit=0.0, failures=(reason,))
        known = memory.recall(outcome.check) if memory else None
        return known or self._run(outcome, item, memory)

    def _run(self, outcome: Outcome, item: pytest.Function, memory: Memory | None) -> Outcome:
        note = self._execute(item)
        outcome = self._conclude(outcome, note, item)
        note.forget()
        if memory:
            memory.keep(outcome)
        return outcome

    def _execute(self, item: pytest.Function) -> Note:
        recipe = self.recipes.get(item.nodeid)
        if recipe is not None and not (self.bench.expected is None and "expected" in recipe.names):
            return self._call(item, recipe)
        self.recorder.note = Note()
        # No next item: the one after this may never run, and pytest must have torn everything down by then.
        item.ihook.pytest_runtest_protocol(item=item, nextitem=None)
        return self.recorder.note

    def _call(self, item: pytest.Function, recipe: Recipe) -> Note:
        """Do what pytest and the plugin do for an ordinary check."""
        name, hidden, note = check_name(item), self.is_hidden(item), Note()
        with running_check(self.bench, name, hidden) as running:
            try:
                arguments = recipe.cook(self.bench, lambda: self.bench.rng(name, hidden))
            except BaseException as problem:
                note.add(problem)
                return note
            try:
                with call_named(running):
                    item.obj(**arguments)
            except BaseException as problem:
                note.add(problem)
            note.take(running)
        return note

    def _conclude(self, outcome: Outcome, note: Note, item: pytest.Function) -> Outcome:
        seen = replace(outcome, observed=tuple(note.observed), output=note.output, called=note.called)
        crash = next((problem for problem in note.problems if not isinstance(problem, CheckFailed)), None)
        if crash is not None:
            return self._after_crash(seen, crash, item)
        failed = [problem for problem in note.problems if isinstance(problem, CheckFailed)]
        if not failed:
            return seen
        parts = [part for _, part in note.lost]
        if not any(failed[0] is part for part in parts):
            parts = [*parts, failed[0]]
        failures = tuple(part.failure for part in parts)
        verdict = _verdict(failures[0], outcome.about.question)
        return replace(seen, verdict=verdict, credit=credit(failed[0], note.lost), failures=failures)

    def _after_crash(self, outcome: Outcome, crash: BaseException, item: pytest.Function) -> Outcome:
        """Find out whose fault a crash in a check is: ours, when the reference makes it crash as well."""
        judged, self.bench.student = self.bench.student, _as_student(self.bench)
        try:
            note = self._execute(item)
        finally:
            self.bench.student = judged
        if note.problems:
            raise CheckCrashed(f"{outcome.check}: {type(crash).__name__}: {crash}") from crash
        message = f"{type(crash).__name__}: {crash}"[:300]
        failure = Failure("unusable", detail={"message": message})
        return replace(outcome, verdict=FAILED, credit=0.0, failures=(failure,))


def _as_student(bench: Bench) -> Student:
    assert bench.expected is not None
    return Student(bench.expected._transport)


def _verdict(failure: Failure, question: str) -> str:
    if failure.kind != "not_attempted":
        return FAILED
    return NOT_ATTEMPTED if failure.detail["function"] == question else NOT_JUDGED
