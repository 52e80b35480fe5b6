"""One class, graded by several graders at once, and the floor that no grader gets under."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from pathlib import Path

from autograder.course import open_course
from autograder.grading import Checks, Grader, with_checks, with_grader
from autograder.grading.inprocess import load_trusted, run_in_process
from autograder.sandbox.opening import open_sandbox
from autograder.submission import Submission

ROOT = Path(__file__).resolve().parent.parent


def warm(name: str) -> None:
    """Import what a grader needs, so that the measurement does not."""
    open_course(ROOT).assignment(name)


def grade_many(task: tuple[str, int]) -> float:
    """Return the seconds per submission in one grader, its start-up left out."""
    name, count = task
    course = open_course(ROOT)
    assignment = course.assignment(name)
    submission = Submission(assignment.stub.name, assignment.reference.read_bytes())

    def work(grader: Grader) -> float:
        grader.grade(submission)
        begun = time.monotonic()
        for _ in range(count):
            assert grader.grade(submission).score == assignment.max_score
        return (time.monotonic() - begun) / count

    return with_grader(course, assignment, "en", work)


def floor(name: str) -> tuple[float, float]:
    """Return the seconds of an empty confined worker, and of the same checks in one process."""
    course = open_course(ROOT)
    assignment = course.assignment(name)
    with open_sandbox(assignment) as sandbox:
        sandbox.worker().close()
        worker = median([lambda: timed(lambda: sandbox.worker().close()) for _ in range(50)])

    def work(checks: Checks) -> float:
        student = load_trusted(assignment)
        salts = (course.settings.salt, course.secret_salt)
        return median([lambda: timed(lambda: run_in_process(checks, student, salts)) for _ in range(20)])

    return worker, with_checks(assignment, work)


def timed(action: Callable[[], object]) -> float:
    """Return the seconds that an action takes."""
    begun = time.monotonic()
    action()
    return time.monotonic() - begun


def median(actions: list[Callable[[], float]]) -> float:
    """Return the median of what some measurements say, in seconds."""
    return statistics.median(action() for action in actions)
