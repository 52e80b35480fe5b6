"""A Result as Gradescope's ``results.json`` (its documented autograder output format)."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from autograder.feedback.markdown import code_block, escape
from autograder.pages import check_html, hints_by_check, picture_text
from autograder.results import PASSED, CheckResult, Result
from autograder.settings import VisibilityPolicy
from autograder.words import Words
from autograder.words.sentences import OURS, describe_note, facts, problem_text, sentence


def results_json(
    result: Result, words: Words, policy: VisibilityPolicy, hint: Callable[[str], str | None]
) -> dict[str, Any]:
    """Return the content of ``results.json``; ``hint`` returns the text for a misconception.

    Public rows show call, got and expected. Nothing that a student's code made stands on a hidden row: not its
    output, not its exceptions, not its values.
    """
    hints = hints_by_check(result.checks, hint)
    return {
        "score": result.score,
        "output": _top(result, words),
        "output_format": "md",
        "stdout_visibility": "hidden",
        "tests": [_row(check, words, policy, hints.get(check.check)) for check in result.checks],
        "extra_data": {
            "assignment": result.assignment,
            "max_score": result.max_score,
            "isolation": list(result.isolation),
            "seconds": result.seconds,
            "grader_error": result.grader_error,
        },
    }


def with_leaderboard(content: dict[str, Any], words: Words) -> dict[str, Any]:
    """Return a ``results.json`` whose score also stands on Gradescope's leaderboard."""
    return {**content, "leaderboard": [{"name": words("grade.points"), "value": content["score"], "order": "desc"}]}


def unfinished_json(words: Words, assignment: str | None, max_score: float = 0.0) -> dict[str, Any]:
    """Return the zero-score file that stands first: it is replaced when the grading ends."""
    return _bare(words("grade.unfinished"), assignment, max_score, words("grade.unfinished"))


def problem_json(text: str, assignment: str | None, max_score: float = 0.0) -> dict[str, Any]:
    """Return the file of a submission that cannot be graded: score 0 and the sentence that says why."""
    return _bare(text, assignment, max_score, None)


def fault_json(text: str, words: Words, assignment: str | None, max_score: float = 0.0) -> dict[str, Any]:
    """Return the file of a bundle or an image that cannot grade: the grader failed, not the student, and why."""
    return _bare(f"{words('grade.grader_error')} {text}", assignment, max_score, text)


def write_results(content: dict[str, Any], path: Path) -> None:
    """Write ``results.json`` so that a reader sees the old file or the new one, never half of one."""
    text = json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".results-")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", errors="backslashreplace") as file:
            file.write(text + "\n")
        os.chmod(name, 0o644)
        os.replace(name, path)
    except OSError:
        os.unlink(name)
        raise


def _bare(text: str, assignment: str | None, max_score: float, error: str | None) -> dict[str, Any]:
    return {
        "score": 0.0,
        "output": escape(text),
        "output_format": "md",
        "stdout_visibility": "hidden",
        "tests": [],
        "extra_data": {
            "assignment": assignment,
            "max_score": max_score,
            "isolation": [],
            "seconds": 0.0,
            "grader_error": error,
        },
    }


def _top(result: Result, words: Words) -> str:
    if result.grader_error is not None:
        return escape(words("grade.grader_error"))
    lines = [describe_note(note, words) for note in result.notes]
    if result.problem is not None:
        lines.insert(0, problem_text(result.problem, words))
    return "\n\n".join(escape(line) for line in lines)


def _row(check: CheckResult, words: Words, policy: VisibilityPolicy, hint: str | None) -> dict[str, Any]:
    as_html = policy.pictures == "html" and not check.hidden and any(failure.picture for failure in check.failures)
    return {
        "name": check.title,
        "score": check.score,
        "max_score": check.max_score,
        "status": "passed" if check.verdict == PASSED else "failed",
        "visibility": policy.hidden if check.hidden else policy.public,
        "output": check_html(check, words, hint) if as_html else _markdown(check, words, policy, hint),
        "output_format": "html" if as_html else "md",
        "tags": [check.question, "hidden" if check.hidden else "public"],
        "extra_data": {
            "question": check.question,
            "check": check.check,
            "verdict": check.verdict,
            "misconception": check.misconception,
        },
    }


def _markdown(check: CheckResult, words: Words, policy: VisibilityPolicy, hint: str | None) -> str:
    text = _hidden_text(check, words) if check.hidden else _public_text(check, words, policy.pictures == "text")
    return f"{text}\n\n**{words('hint.title')}** {escape(hint)}" if hint else text


def _hidden_text(check: CheckResult, words: Words) -> str:
    lines = [_headline(check, words)]
    lines += [escape(sentence(failure, words)) for failure in check.failures if failure.kind in OURS]
    return "\n\n".join(lines)


def _public_text(check: CheckResult, words: Words, drawn: bool) -> str:
    parts = [_headline(check, words)]
    for failure in check.failures:
        parts.append(escape(sentence(failure, words)))
        rows = facts(failure, words)
        if rows:
            parts.append(code_block("\n".join(f"{label}: {text}" for label, text in rows)))
        picture = picture_text(failure, words) if drawn else ""
        if picture:
            parts.append(code_block(picture))
    if check.output and check.verdict != PASSED:
        parts += [escape(words("grade.printed")), code_block(check.output)]
    return "\n\n".join(parts)


def _headline(check: CheckResult, words: Words) -> str:
    return f"**{words(f'verdict.{check.verdict}')}** ({escape(check.question)})"
