"""From a submission to a Result: the checks, the border, the points."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from autograder.checks.bench import Bench, Oracle, OracleFailed, Unusable
from autograder.checks.fingerprints import Fingerprints, explain
from autograder.checks.points import to_result
from autograder.checks.run import CheckCrashed, Memory
from autograder.course import Assignment, Course
from autograder.grading.border import Border, Unloadable
from autograder.grading.collect import Checks, GraderBroken, with_checks
from autograder.grading.fingerprints import cached
from autograder.grading.inprocess import load_trusted
from autograder.results import FAILED, CheckResult, Failure, Result
from autograder.sandbox import Sandbox
from autograder.sandbox.opening import open_sandbox
from autograder.submission import Submission
from autograder.wire.student import InProcess, Remembering, Student

Answer = TypeVar("Answer")


@dataclass(frozen=True)
class Grader:
    """Grades submissions of one assignment, one after the other, each in a worker of its own."""

    course: Course
    assignment: Assignment
    checks: Checks
    sandbox: Sandbox
    lang: str
    hints: bool = True
    """Whether a wrong answer is compared with the known misconceptions."""

    @cached_property
    def reference(self) -> Student:
        """The oracle, loaded once; it remembers its answers, for every submission makes it answer the same.

        Raises ``GraderBroken``.
        """
        return load_reference(self.assignment, Remembering)

    def grade(
        self, submission: Submission, salts: tuple[str, str] | None = None, memory: Memory | None = None
    ) -> Result:
        """Return the answer to one submission. Never raises for anything that a submission does.

        ``salts`` (public, secret) replace the course's own. A fault of ours becomes ``grader_error``.
        """
        begun = time.monotonic()
        settings = self.assignment.settings
        border = Border(self.sandbox, submission, self.assignment.module, settings.limits, settings.requires)
        checks: tuple[CheckResult, ...] = ()
        problem: Failure | None = None
        error: str | None = None
        try:
            border.open()
            problem = self._nothing_to_grade(border.names)
            if problem is None:
                checks = self._run(border, salts or (self.course.settings.salt, self.course.secret_salt), memory)
        except Unloadable as unloadable:
            problem = unloadable.failure
        except (CheckCrashed, OracleFailed, GraderBroken, Unusable) as broken:
            checks, error = (), f"{type(broken).__name__}: {broken}"
        finally:
            border.close()
        return Result(
            assignment=self.assignment.name,
            submission=submission.name,
            checks=checks,
            max_score=self.assignment.max_score,
            isolation=self.sandbox.layers,
            seconds=round(time.monotonic() - begun, 3),
            notes=tuple(border.notes),
            problem=problem,
            grader_error=error,
        )

    def _nothing_to_grade(self, names: list[str]) -> Failure | None:
        """Say which assignment a file looks like when it defines none of this one's functions."""
        wanted = [question.id for question in self.assignment.questions]
        if set(wanted) & set(names):
            return None
        for other in self.course.assignments:
            if {question.id for question in other.questions} & set(names):
                return Failure("wrong_assignment", detail={"assignment": self.assignment.name, "other": other.name})
        return Failure("no_functions", detail={"functions": ", ".join(wanted)})

    def _run(self, border: Border, salts: tuple[str, str], memory: Memory | None) -> tuple[CheckResult, ...]:
        bench = Bench(self.assignment.name, Student(border, border.unwritten), self.reference, *salts)
        run = self.checks.run(bench)
        outcomes = run.outcomes(lambda about: border.enter(about.question), memory)
        checks = tuple(to_result(outcome, self.assignment, self.lang) for outcome in outcomes)
        return self._explained(checks, salts)

    def _explained(self, checks: tuple[CheckResult, ...], salts: tuple[str, str]) -> tuple[CheckResult, ...]:
        if not self.hints or all(check.verdict != FAILED for check in checks):
            return checks
        return explain(checks, self._fingerprints(salts))

    def _fingerprints(self, salts: tuple[str, str]) -> Fingerprints:
        """Return the fingerprints; those of the course's own salts are looked for once in this grader's life."""
        if salts == (self.course.settings.salt, self.course.secret_salt):
            return self._own_fingerprints
        return cached(self.checks, salts, self.course.cache)

    @cached_property
    def _own_fingerprints(self) -> Fingerprints:
        return cached(self.checks, (self.course.settings.salt, self.course.secret_salt), self.course.cache)


def load_reference(assignment: Assignment, transport: type[InProcess] = InProcess) -> Student:
    """Return the reference as an oracle. Raises ``GraderBroken`` when it cannot be loaded."""
    try:
        return load_trusted(assignment, kind=Oracle, transport=transport)
    except Unusable as problem:
        raise GraderBroken(f"{assignment.reference}: the reference cannot be loaded ({problem.kind}).") from None


def with_grader(
    course: Course,
    assignment: Assignment,
    lang: str,
    work: Callable[[Grader], Answer],
    *,
    sandbox: Sandbox | None = None,
) -> Answer:
    """Start a sandbox, collect the checks of an assignment, and return ``work(grader)``.

    The sandbox starts first: its zygote imports numpy while pytest collects here. Raises ``GraderBroken``.
    """
    own = sandbox or open_sandbox(assignment)
    try:
        return with_checks(assignment, lambda checks: work(Grader(course, assignment, checks, own, lang)))
    finally:
        if sandbox is None:
            own.close()
