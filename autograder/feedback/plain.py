"""One question of a Result as plain text, as its student may read it. Nothing that a student made on a hidden row."""

from __future__ import annotations

from collections.abc import Callable
from textwrap import wrap

from autograder.pages import hints_by_check
from autograder.results import NOT_ATTEMPTED, PASSED, CheckResult, Result
from autograder.settings import VisibilityPolicy
from autograder.submission import printable
from autograder.words import Words
from autograder.words.sentences import OURS, describe_failure, describe_note, problem_text, sentence

WIDTH = 96
"""Columns of a line: what fits on a page that shows a notebook."""


def question_text(
    result: Result, question: str, words: Words, policy: VisibilityPolicy, hint: Callable[[str], str | None]
) -> str:
    """Return what a student reads about one question: points, then each check with call, got, expected and hint.

    Rows of hidden checks hold title, verdict and hint, or are left out where the policy hides them for ever. ``hint``
    returns the text for a misconception.
    """
    if result.problem is not None:
        return f"{words('grade.cannot')}\n{problem_text(result.problem, words)}"
    checks = result.of_question(question)
    hints = hints_by_check(result.checks, hint)
    won, due = sum(check.score for check in checks), sum(check.max_score for check in checks)
    shown = [check for check in checks if not (check.hidden and policy.hidden == "hidden")]
    rows = [_row(check, words, hints.get(check.check)) for check in shown]
    return "\n".join([f"{question}: {won:g}/{due:g} {words('grade.points')}", *rows])


def notes_text(result: Result, words: Words) -> str:
    """Return the remarks about the whole submission, a line each."""
    return "\n".join(describe_note(note, words) for note in result.notes)


def _row(check: CheckResult, words: Words, hint: str | None) -> str:
    hidden = f" ({words('grade.hidden')})" if check.hidden else ""
    head = f"{words(f'verdict.{check.verdict}')}  {check.score:g}/{check.max_score:g}  {check.title}{hidden}"
    parts = _hidden_parts(check, words) if check.hidden else _public_parts(check, words)
    parts = [] if check.verdict == NOT_ATTEMPTED else parts  # the verdict has said it
    if hint:
        parts.append(f"{words('hint.title')} {hint}")
    return "\n".join([_indented(head, 2), *(_indented(part, 6) for part in parts)])


def _indented(text: str, spaces: int) -> str:
    """Return lines moved to the right and broken at ``WIDTH``: a notebook's page does not break them."""
    return "\n".join(
        wrapped
        for line in text.splitlines()
        for start in [" " * (spaces + len(line) - len(line.lstrip()))]
        for wrapped in wrap(line.strip(), WIDTH, initial_indent=start, subsequent_indent=f"{start}  ")
    )


def _hidden_parts(check: CheckResult, words: Words) -> list[str]:
    return [sentence(failure, words) for failure in check.failures if failure.kind in OURS]


def _public_parts(check: CheckResult, words: Words) -> list[str]:
    parts = [describe_failure(failure, words) for failure in check.failures]
    if check.output and check.verdict != PASSED:
        parts.append(f"{words('grade.printed')}: {printable(check.output, 400)}")
    return parts
