"""``autograder replay``: the debugger at the first line of a check, with the values that the grader used."""

from __future__ import annotations

import pdb
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from autograder.checks.bench import Unusable
from autograder.cli import CANNOT_BE_GRADED, GRADED, WRONG_USE
from autograder.course import Assignment, Course
from autograder.grading import find_submission, must_have_libraries, recognise
from autograder.regrade.replay import NoSuchCheck, replay
from autograder.results import NOT_ATTEMPTED, PASSED
from autograder.sandbox.opening import open_sandbox
from autograder.submission import Submission, SubmissionError
from autograder.words import Words
from autograder.words.sentences import describe_failure, describe_problem


def run_replay(course: Course, path: Path, check: str, name: str | None, lang: str | None) -> int:
    """Debug one check on one submission and say how it ended."""
    words = Words(lang or course.settings.default_language)
    try:
        submission, assignment = _found(course, path, course.assignment(name) if name else None)
        print(words("regrade.replay_warning"), file=sys.stderr)
        outcome = replay(course, assignment, submission, check, _debug)
    except (SubmissionError, Unusable) as problem:
        print(describe_problem(problem.kind, problem.detail, words), file=sys.stderr)
        return CANNOT_BE_GRADED
    except NoSuchCheck as unknown:
        print(words("regrade.replay_unknown", check=check, names=", ".join(unknown.names)), file=sys.stderr)
        return WRONG_USE
    except KeyboardInterrupt:
        print(words("regrade.replay_left"), file=sys.stderr)
        return GRADED
    if outcome.verdict == NOT_ATTEMPTED and not outcome.observed:
        print(words("regrade.replay_stub", question=outcome.about.question))
    elif outcome.verdict == PASSED:
        print(words("regrade.replay_passed"))
    for failure in outcome.failures:
        print(describe_failure(failure, words))
    return GRADED


def _found(course: Course, path: Path, assignment: Assignment | None) -> tuple[Submission, Assignment]:
    """Return the submission that is meant and its assignment; what must be parsed for that is parsed in the sandbox."""
    must_have_libraries([assignment] if assignment else [])
    with open_sandbox(assignment or course.assignments[0]) as sandbox:
        submission = find_submission(path, course, assignment, sandbox)
        found = assignment or recognise(course, submission, sandbox)
    must_have_libraries([found])
    return submission, found


def _debug(function: Callable[..., Any], arguments: dict[str, Any]) -> None:
    """Stop at the function's first line. Raises ``KeyboardInterrupt`` when the person leaves before its end."""
    debugger = _Debugger()
    debugger.runcall(function, **arguments)
    if debugger.left:
        raise KeyboardInterrupt


class _Debugger(pdb.Pdb):
    """Python's own, which swallows that it was left."""

    left = False

    def set_quit(self) -> None:
        """Note it."""
        self.left = True
        super().set_quit()
