"""A Result as a student's HTML page, with the rows that the course's policy lets a student see."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from autograder.pages import student_page
from autograder.results import Result
from autograder.settings import VisibilityPolicy
from autograder.words import Words


def result_html(
    result: Result,
    words: Words,
    hint: Callable[[str], str | None],
    *,
    title: str,
    student: str = "",
    policy: VisibilityPolicy | None = None,
    published: bool = True,
) -> str:
    """Return ``feedback/<student>.html``; ``hint`` returns the text for a misconception, ``title`` is the assignment's.

    Rows that ``policy`` keeps ``hidden`` are left out, and before the results are ``published`` all that are not
    ``visible`` yet: then the page shows no total, which would tell what they are.
    """
    shown = tuple(check for check in result.checks if _is_shown(check.hidden, policy or VisibilityPolicy(), published))
    left = len(result.checks) - len(shown)
    if not left:
        return student_page(result, words, hint, title=title, student=student)
    due = sum(check.max_score for check in shown)
    part = replace(result, checks=shown, max_score=round(due, 3))
    return student_page(part, words, hint, title=title, student=student, not_shown=left)


def _is_shown(hidden: bool, policy: VisibilityPolicy, published: bool) -> bool:
    setting = policy.hidden if hidden else policy.public
    return setting == "visible" or (published and setting != "hidden")
