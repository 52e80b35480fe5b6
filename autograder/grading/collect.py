"""An assignment's checks, public and hidden, collected once for any number of students."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from typing import TypeVar

import pytest

from autograder.checks.bench import Bench
from autograder.checks.collect import CannotCollect, Collected, with_collected
from autograder.checks.place import Place
from autograder.checks.plugin import check_name
from autograder.checks.run import Run
from autograder.course import Assignment
from autograder.trouble import Trouble

Answer = TypeVar("Answer")


class GraderBroken(Exception):
    """The grader cannot do its work: a check file does not import, a check crashes on the reference itself."""


class Checks:
    """An assignment's collected checks. ``run`` them on a bench as often as wanted."""

    def __init__(self, assignment: Assignment, collected: Collected) -> None:
        self.assignment = assignment
        self._collected = collected

    @property
    def items(self) -> list[pytest.Function]:
        """pytest's own items, public ones first."""
        return self._collected.items

    def only(self, names: Collection[str]) -> Checks:
        """Return the checks with these names alone."""
        return Checks(self.assignment, self._collected.only(lambda item: check_name(item) in names))

    def run(self, bench: Bench) -> Run:
        """Return a run of these checks on a bench, not yet started."""
        return self._collected.run(bench)


def must_have_libraries(assignments: Iterable[Assignment], otherwise: str = "") -> None:
    """Raise ``CourseError`` when a library that one of them requires is not installed here: which, and the command.

    ``otherwise`` is what else the reader may do, such as ", or leave it out".
    """
    for assignment in assignments:
        if assignment.missing_libraries:
            libraries = " ".join(assignment.missing_libraries)
            about = {"assignment": assignment.name, "libraries": libraries, "otherwise": otherwise}
            raise Trouble("trouble.no_libraries", **about)


def with_checks(assignment: Assignment, work: Callable[[Checks], Answer], *, hidden: bool = True) -> Answer:
    """Collect the checks of an assignment and return ``work(checks)``.

    Without ``hidden`` only the public checks are collected. Raises ``GraderBroken`` when a check file cannot be
    collected.
    """
    places = {assignment.public_tests: Place(assignment.name, assignment.public, assignment.secret, hidden=False)}
    if hidden:
        places[assignment.hidden_tests] = Place(assignment.name, assignment.public, assignment.secret, hidden=True)
    try:
        return with_collected(places, lambda collected: work(Checks(assignment, collected)))
    except CannotCollect as problem:
        raise GraderBroken(str(problem)) from None
