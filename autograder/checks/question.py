"""The decorator that makes a pytest function a check of a question."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

Function = TypeVar("Function", bound=Callable[..., Any])


@dataclass(frozen=True)
class CheckInfo:
    """What the decorator says of a check; ``needs`` are names of checks that must have passed before."""

    question: str
    points: float
    needs: tuple[str, ...] = ()
    explains: bool = False


def question(
    name: str, *, points: float, needs: str | tuple[str, ...] = (), explains: bool = False
) -> Callable[[Function], Function]:
    """Say which question a check belongs to and how many points it is worth.

    When a check of ``needs`` has not passed this one is "not judged": one broken forward is not nine failures.
    ``explains`` marks a check that kills no wrong solution of its own and is there because its message helps.
    The first line of the docstring is the title that people read: a fact about the student's code.

    >>> @question("compute_cost", points=3)
    ... def test_the_lecture_example(student):
    ...     '''J(84, 1.24) on the blood-pressure data is 151.38.'''
    >>> info_of(test_the_lecture_example).points
    3
    """
    before = (needs,) if isinstance(needs, str) else tuple(needs)

    def mark(function: Function) -> Function:
        function.check_info = CheckInfo(name, points, before, explains)  # type: ignore[attr-defined]
        return function

    return mark


def info_of(function: Callable[..., Any]) -> CheckInfo | None:
    """Return what ``question`` said of a function, or ``None`` when it is no check."""
    return getattr(function, "check_info", None)


def title_of(function: Callable[..., Any]) -> str:
    """Return the first line of a check's docstring, without its full stop."""
    return (function.__doc__ or function.__name__).strip().splitlines()[0].rstrip(".")
