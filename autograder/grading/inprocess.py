"""Running checks on a trusted solution in this very process: references, variants, cheats."""

from __future__ import annotations

import sys
from pathlib import Path

from autograder.checks.bench import Bench, Oracle, load_in_process
from autograder.checks.points import to_result
from autograder.checks.run import Memory
from autograder.course import Assignment
from autograder.grading.collect import Checks
from autograder.results import CheckResult
from autograder.wire.student import InProcess, Student


def load_trusted(
    assignment: Assignment,
    path: Path | None = None,
    kind: type[Student] = Student,
    transport: type[InProcess] = InProcess,
) -> Student:
    """Return a trusted solution's proxy, the reference's by default. Raises ``Unusable``."""
    requires = assignment.settings.requires
    file = path or assignment.reference
    student = load_in_process(file, kind=kind, requires=requires, quiet=True, transport=transport)
    if "torch" in requires:
        sys.modules["torch"].set_num_threads(1)  # small networks: a second thread only waits
    return student


def bench_for(assignment: Assignment, student: Student, salts: tuple[str, str]) -> Bench:
    """Return a bench on which ``student`` is judged by the reference."""
    return Bench(assignment.name, student, load_trusted(assignment, kind=Oracle), *salts)


def run_in_process(
    checks: Checks, student: Student, salts: tuple[str, str], lang: str = "en", memory: Memory | None = None
) -> tuple[CheckResult, ...]:
    """Return what every check says of a solution that is trusted. Raises ``CheckCrashed`` for a fault of ours."""
    bench = bench_for(checks.assignment, student, salts)
    return tuple(to_result(outcome, checks.assignment, lang) for outcome in checks.run(bench).outcomes(memory=memory))
