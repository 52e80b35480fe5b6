"""A failure, a problem or a note as sentences: the one place where data becomes text, for every kind of page."""

from __future__ import annotations

import re
from typing import Any

from autograder.results import Failure
from autograder.submission import printable
from autograder.words import Words

OURS = frozenset({"not_attempted", "waits", "lost", "timeout", "question_timeout", "submission_timeout"})
"""Failures whose sentence holds nothing that a student's code chose: the only ones shown on a hidden row."""


def sentence(failure: Failure, words: Words) -> str:
    """Return the one sentence that says what happened.

    >>> sentence(Failure("missing", detail={"function": "f", "defined": True}), Words("en"))
    'f is not a function in your file: something else has that name.'
    """
    detail = failure.detail
    key = f"failure.{_key(failure)}"
    name = words("failure.named", name=failure.name) if failure.name else words("failure.unnamed")
    text = words(key, **{"name": name, "argument": failure.name, **shown(detail)})
    gloss = _meaning(detail) if key in ("failure.raised", "failure.raised_bare") else ""
    return f"{text.removesuffix('.')} ({words(gloss)})" if gloss in words else text


def _key(failure: Failure) -> str:
    detail = failure.detail
    if failure.kind == "raised":
        return _raised(detail)
    if failure.kind == "missing" and detail.get("defined"):
        return "missing_callable"
    if failure.kind == "fact" and failure.name:
        return "fact_about"
    if not failure.name and (detail.get("given") == "None" or (failure.kind, detail.get("count")) == ("values", 0)):
        return "nothing"
    return failure.kind


def _raised(detail: dict[str, Any]) -> str:
    message = str(detail.get("message", ""))
    if detail.get("left_out"):
        return "raised_left_out"
    if message.startswith("module 'numpy' has no attribute"):
        return "raised_removed"
    return "raised" if message else "raised_bare"


MEANINGS = (
    (r"broadcast|core dimension|not aligned|cannot be multiplied|must match|same number of dim", "shapes"),
    (r"cannot reshape|is invalid for input of size", "reshape"),
    (r"truth value of an array|Boolean value of Tensor", "truth"),
    (r"values to unpack", "unpack"),
    (r"scalar index|as a data type", "together"),
    (r"to Python scalars|setting an array element with a sequence", "scalar"),
    (r"Singular matrix", "singular"),
    (r"bitwise_xor|for \^", "power"),
    (r"same dtype|Found dtype|expected scalar type", "dtypes"),
    (r"leaf Variable", "leaf"),
)
"""What libraries say of the commonest mistakes with arrays, and the key of what it means."""

SYNTAX = (
    (r"expected an indented block", "indent_missing"),
    (r"unexpected indent", "indent_extra"),
    (r"unindent does not match", "indent_level"),
    (r"inconsistent use of tabs", "tabs"),
    (r"expected ':'", "colon"),
    (r"'.' was never closed|unexpected EOF", "open"),
    (r"closing parenthesis|unmatched '.'", "close"),
    (r"unterminated|EOL while", "quote"),
    (r"Missing parentheses in call to 'print'", "print"),
    (r"invalid syntax\. Maybe you meant '=='|cannot assign to", "equal"),
    (r"invalid (non-printable )?character", "character"),
    (r"invalid syntax\. Perhaps you forgot a comma", "comma"),
    (r"invalid syntax", "invalid"),
)
"""How Python begins to say that it cannot read a line, and the key of what it means."""

UNREADABLE = frozenset({"syntax", "cell_syntax", "cell"})
"""The problems and notes whose message is Python's about a line that it cannot read."""


def _meaning(detail: dict[str, Any]) -> str:
    """Return the key of what an exception means in plain words; there may be none."""
    message = str(detail.get("message", ""))
    return f"error.{next((key for pattern, key in MEANINGS if re.search(pattern, message)), detail.get('type', ''))}"


def _unreadable(detail: dict[str, Any], words: Words) -> dict[str, str]:
    """Return the details of a line that Python cannot read, what it says of it followed by what that means."""
    said = shown(detail)
    key = next((key for pattern, key in SYNTAX if re.match(pattern, said.get("message", ""))), None)
    return {**said, "message": f"{said['message']} ({words(f'error.{key}')})"} if key else said


def shown(detail: dict[str, Any]) -> dict[str, str]:
    """Return a failure's details as texts that are safe to show: a student's code may have made them."""
    return {key: printable(str(value), 400) for key, value in detail.items()}


def facts(failure: Failure, words: Words) -> list[tuple[str, str]]:
    """Return the labelled facts under the sentence: call, got, expected, where, in this order; empty ones left out."""
    rows = [("call", failure.call), ("got", failure.got), ("expected", failure.expected)]
    rows += [("where", text) for text in _where(failure, words)]
    rows += [("where", text) for text in _frames(failure, words)]
    return [(words(f"label.{label}"), printable(text, 600)) for label, text in rows if text]


def describe_failure(failure: Failure, words: Words) -> str:
    """Return sentence and facts as plain text, a line each."""
    rows = facts(failure, words)
    width = max((len(label) for label, _ in rows), default=0)
    return "\n".join([sentence(failure, words), *(f"  {label:<{width}}  {text}" for label, text in rows)])


def describe_problem(kind: str, detail: dict[str, Any], words: Words) -> str:
    """Return why a submission could not be graded, as one sentence with the next thing to do."""
    return words(f"problem.{kind}", **(_unreadable(detail, words) if kind in UNREADABLE else shown(detail)))


def problem_text(problem: Failure, words: Words) -> str:
    """Return why a submission could not be graded, be it a problem of the file or of what its code did."""
    if f"problem.{problem.kind}" in words:
        return describe_problem(problem.kind, problem.detail, words)
    return words("problem.unloadable", message=sentence(problem, words))


def describe_note(note: Failure, words: Words) -> str:
    """Return a remark about the whole submission as one sentence."""
    detail = dict(note.detail)
    if isinstance(detail.get("cause"), Failure):
        detail["message"] = sentence(detail.pop("cause"), words)
    if isinstance(detail.get("message"), str):
        detail["message"] = detail["message"].rstrip(".")  # it stands inside a sentence
    return words(f"note.{note.kind}", **(_unreadable(detail, words) if note.kind in UNREADABLE else shown(detail)))


def _where(failure: Failure, words: Words) -> list[str]:
    worst = failure.detail.get("worst", [])
    rows = [
        words("label.element", at=", ".join(str(i) for i in row["at"]), got=row["got"], expected=row["expected"])
        for row in worst
    ]
    if "differ" in failure.detail:
        rows.insert(0, words("label.differ", differ=failure.detail["differ"], of=failure.detail["of"]))
    return rows


def _frames(failure: Failure, words: Words) -> list[str]:
    rows = [
        words("label.frame_in_cell" if frame.get("cell") else "label.frame", **frame)
        for frame in failure.detail.get("frames", [])
        if failure.kind == "raised"
    ]
    return list(dict.fromkeys(rows))  # a function that calls itself stands there once
