"""What the two processes say to each other: nbgrader's asks for an answer, the grading one gives it. Plain data."""

from __future__ import annotations

import msgspec


class Request(msgspec.Struct, frozen=True):
    """One notebook to be graded: the assignment's name and the notebook's JSON."""

    assignment: str
    notebook: str


class Answer(msgspec.Struct, frozen=True):
    """A question's points, and the text that its student reads."""

    score: float
    max_score: float
    text: str


class Reply(msgspec.Struct, frozen=True):
    """The answers by question, in the assignment's order.

    Or one sentence: ``fault`` when nobody can be graded (no course, no solutions), ``error`` when the grader failed
    on this one submission. Neither is a student's zero.
    """

    answers: dict[str, Answer] = {}
    fault: str = ""
    error: str = ""
