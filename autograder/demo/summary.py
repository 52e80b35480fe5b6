"""What a class of the demonstration comes to: which mistakes were named, how far the hostile got. Data, no drawing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from autograder.demo.students import HOSTILE, Pupil
from autograder.results import Result

Graded = tuple[Pupil, Result]
"""A pupil and the answer that the grader gave."""


def of_kind(graded: Iterable[Graded], kind: str) -> list[Graded]:
    """Return the pupils of one kind, in their order."""
    return [(pupil, result) for pupil, result in graded if pupil.kind == kind]


def hostile(graded: Iterable[Graded]) -> list[Graded]:
    """Return the pupils who do not play fair."""
    return [(pupil, result) for pupil, result in graded if pupil.kind in HOSTILE]


def is_named(one: Graded) -> bool:
    """Say whether the answer names the misconception that the pupil has, and no other."""
    pupil, result = one
    return {check.misconception for check in result.checks if check.misconception} == {pupil.name}


def named_wrongly(graded: Iterable[Graded]) -> int:
    """Return how many answers name a misconception that is not the pupil's."""
    names = [(pupil.name, {each.misconception for each in result.checks} - {None, ""}) for pupil, result in graded]
    return sum(1 for name, said in names if said - {name})


def examples(graded: Sequence[Graded]) -> list[Graded]:
    """Return two misconceptions to show, the first and the last that were named; any when none was."""
    known = [one for one in graded if is_named(one)] or list(graded)
    return known[:1] + known[1:][-1:]


def span(graded: Iterable[Graded]) -> tuple[float, float]:
    """Return the lowest and the highest score; there must be one."""
    scores = [result.score for _, result in graded]
    return min(scores), max(scores)
