"""From the outcome of a check to its result: the points, and the title in the reader's language."""

from __future__ import annotations

from dataclasses import replace

from autograder.course import Assignment
from autograder.grading.run import Outcome
from autograder.results import CheckResult, Failure


def to_result(outcome: Outcome, assignment: Assignment, lang: str) -> CheckResult:
    """Return a check's result with its points and its title."""
    return CheckResult(
        check=outcome.check,
        question=outcome.about.question,
        title=assignment.check_title(outcome.check, lang) or outcome.title,
        hidden=outcome.hidden,
        score=round(outcome.credit * outcome.about.points, 3),
        max_score=outcome.about.points,
        verdict=outcome.verdict,
        failures=tuple(_titled(failure, assignment, lang) for failure in outcome.failures),
        observed=outcome.observed,
        output=outcome.output,
    )


def _titled(failure: Failure, assignment: Assignment, lang: str) -> Failure:
    """Name the check that another one waits for by its title."""
    if failure.kind != "waits":
        return failure
    name = failure.detail["check"]
    title = assignment.check_title(name, lang) or failure.detail["title"]
    return replace(failure, detail={"check": name, "title": title})
