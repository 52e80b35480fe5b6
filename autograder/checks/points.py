"""From the outcome of a check to its result: the points, and the title in the reader's language."""

from __future__ import annotations

from dataclasses import replace
from typing import Protocol

from autograder.checks.run import Outcome
from autograder.results import CheckResult, Failure


class Titles(Protocol):
    """Knows the checks' titles: an assignment, or a kit."""

    def check_title(self, check: str, lang: str) -> str | None:
        """Return a check's title in a language, ``None`` where only its docstring has one."""


def to_result(outcome: Outcome, titles: Titles, lang: str) -> CheckResult:
    """Return a check's result with its points and its title."""
    return CheckResult(
        check=outcome.check,
        question=outcome.about.question,
        title=titles.check_title(outcome.check, lang) or outcome.title,
        hidden=outcome.hidden,
        score=round(outcome.credit * outcome.about.points, 3),
        max_score=outcome.about.points,
        verdict=outcome.verdict,
        failures=tuple(_titled(failure, titles, lang) for failure in outcome.failures),
        observed=outcome.observed,
        output=outcome.output,
    )


def _titled(failure: Failure, titles: Titles, lang: str) -> Failure:
    """Name the check that another one waits for by its title."""
    if failure.kind != "waits":
        return failure
    name = failure.detail["check"]
    title = titles.check_title(name, lang) or failure.detail["title"]
    return replace(failure, detail={"check": name, "title": title})
