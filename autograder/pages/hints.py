"""Where a misconception's hint is shown: once per question, on its first failed check, a public one if there is one."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from autograder.results import CheckResult


def hints_by_check(checks: Iterable[CheckResult], hint: Callable[[str], str | None]) -> dict[str, str]:
    """Return the hints to show, by the name of the check that shows them."""
    shown: dict[str, str] = {}
    questions: set[str] = set()
    for check in sorted(checks, key=lambda check: check.hidden):
        text = hint(check.misconception) if check.misconception else None
        if text and check.question not in questions:
            questions.add(check.question)
            shown[check.check] = text
    return shown
