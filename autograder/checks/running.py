"""The check that is running: what it compared, what it lost, which calls it made.

The comparisons are plain functions, so the check under way is found through one context variable that the pytest
plugin sets for the length of a check. Outside a check the comparisons still compare; nothing is noted.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from autograder.results import CheckFailed, Failure, Observation
from autograder.wire.student import Student


@dataclass
class Running:
    """The notes of one running check."""

    student: Student | None = None
    check: str = ""
    hidden: bool = False
    observed: list[Observation] = field(default_factory=list)
    lost: list[tuple[float, CheckFailed]] = field(default_factory=list)
    form: CheckFailed | None = None


FORM = 0.1
"""The share of a check's points that the form of an answer costs when its numbers count all the same."""

current: ContextVar[Running | None] = ContextVar("current", default=None)
"""The check under way; set by the plugin, reset when the check ends."""


def check_under_way() -> str:
    """Return the name of the check that is running, empty outside one."""
    running = current.get()
    return running.check if running else ""


def credit(problem: BaseException | None, lost: list[tuple[float, CheckFailed]]) -> float:
    """Return the share of a check's points that is won, from what ended the check and what its parts lost.

    >>> credit(None, [])
    1.0
    """
    if problem is None:
        return 1.0
    if not any(problem is part for _, part in lost):
        return 0.0  # beyond the parts that may be lost, the whole check failed
    return max(0.0, 1.0 - sum(share for share, _ in lost))


def may_be_drawn() -> bool:
    """Say whether a failure may carry a picture: one of a hidden check never does."""
    running = current.get()
    return running is None or not running.hidden


def observe(value: Any, margin: float | None = None, atol: float | None = None) -> None:
    """Note what a check compares."""
    running = current.get()
    if running is not None:
        running.observed.append(Observation(value, margin, atol))


def _calls_with(arg: Any) -> list[tuple[Any, int]]:
    running = current.get()
    calls = running.student._calls if running and running.student else []
    return [(call, i) for call in calls for i, given in enumerate(call.args) if given is arg]


def changed(arg: Any) -> bool:
    """Say whether the student's code changed an argument during this check.

    ``arg`` is the very object that was passed: the student's code only ever sees copies.
    """
    return any(position in call.changed for call, position in _calls_with(arg))


def after(arg: Any) -> Any:
    """Return an argument as the student's last call with it left it; ``arg`` itself when nothing changed."""
    for call, position in reversed(_calls_with(arg)):
        if position in call.changed:
            return call.changed[position]
    return arg


def unchanged(**arguments: Any) -> None:
    """Fail with kind ``changed`` when the student's code changed one of the named arguments.

    ``unchanged(X=X, theta=theta)`` after the call; the name goes into the message.
    """
    for name, arg in arguments.items():
        was_changed = changed(arg)
        observe(was_changed)
        if was_changed:
            raise CheckFailed(Failure("changed", name=name))


def costs_a_little(failed: CheckFailed) -> None:
    """Let an answer's form cost ``FORM`` of the check that is running, if all else is right. Outside one, raise it."""
    running = current.get()
    if running is None:
        raise failed
    running.form = running.form or failed


@contextmanager
def partial(share: float) -> Iterator[None]:
    """What fails inside costs only ``share`` (0 to 1) of the check's points, and the check goes on.

    >>> with partial(0.25):
    ...     pass
    """
    running = current.get()
    try:
        yield
    except CheckFailed as failed:
        if running is None:
            raise
        running.lost.append((share, failed))
