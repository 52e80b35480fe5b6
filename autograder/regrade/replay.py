"""One check on one submission in this very process, stopped in a debugger: a TA's own decision, outside the sandbox."""

from __future__ import annotations

import functools
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from autograder.checks.bench import load_in_process
from autograder.checks.plugin import check_name
from autograder.checks.run import Outcome
from autograder.course import Assignment, Course
from autograder.grading import Checks, with_checks
from autograder.grading.inprocess import bench_for
from autograder.submission import Submission

Debug = Callable[[Callable[..., Any], dict[str, Any]], None]
"""Calls a function with arguments by name; what it raises is the check's outcome."""


class NoSuchCheck(Exception):
    """No check has the name; ``names`` are those that there are."""

    def __init__(self, names: list[str]) -> None:
        super().__init__(", ".join(names))
        self.names = names


def replay(course: Course, assignment: Assignment, submission: Submission, check: str, debug: Debug) -> Outcome:
    """Run one check through ``debug(function, arguments)`` and return its outcome.

    Salts, seeds and inputs are those of the grading. Raises ``NoSuchCheck``, and ``Unusable`` when the file does not
    load.
    """
    with tempfile.TemporaryDirectory(prefix="autograder-replay-") as folder:
        path = Path(folder, f"{assignment.module}{submission.suffix}")
        path.write_bytes(submission.data)  # a file of its own, so that a debugger can show its lines
        return with_checks(assignment, lambda checks: _replay(course, checks, path, check, debug))


def _replay(course: Course, checks: Checks, path: Path, check: str, debug: Debug) -> Outcome:
    names = [check_name(item) for item in checks.items]
    wanted = [name for name in names if check in (name, name.removeprefix("test_"))]
    if not wanted:
        raise NoSuchCheck(names)
    one = checks.only(wanted[:1])
    (item,) = one.items
    student = load_in_process(path, requires=checks.assignment.settings.requires)
    bench = bench_for(checks.assignment, student, (course.settings.salt, course.secret_salt))
    original = item.obj

    @functools.wraps(original)
    def debugged(**arguments: Any) -> None:
        item.obj = original  # a second call, on the reference, is the runner's own
        debug(original, arguments)

    item.obj = debugged
    try:
        (outcome,) = one.run(bench).outcomes()
    finally:
        item.obj = original
    return outcome
