"""Running checks on a trusted solution in this very process: references, variants, mutants under control."""

from __future__ import annotations

from autograder.checks.bench import Bench, Oracle, load_in_process
from autograder.checks.points import to_result
from autograder.grading.collect import Checks
from autograder.results import CheckResult
from autograder.wire.student import Student


def run_in_process(
    checks: Checks, student: Student, salts: tuple[str, str], lang: str = "en"
) -> tuple[CheckResult, ...]:
    """Return what every check says of a solution that is trusted. Raises ``CheckCrashed`` for a fault of ours."""
    assignment = checks.assignment
    bench = Bench(assignment.name, student, load_in_process(assignment.reference, kind=Oracle), *salts)
    return tuple(to_result(outcome, assignment, lang) for outcome in checks.run(bench).outcomes())
