"""One row of a run: one submission that was found, graded or not, as plain data with a JSON form.

Knows no database and no download: whoever reads a class makes rows, whoever keeps a class stores them.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from typing import Any

import msgspec

from autograder.results import CheckResult, Failure, Result

GRADED, UNGRADABLE, GRADER_ERROR = "graded", "ungradable", "grader_error"
STATUSES = (GRADED, UNGRADABLE, GRADER_ERROR)


@dataclass(frozen=True)
class Origin:
    """What an answer depends on, each as a SHA-256 in hex: two equal origins give the same answer."""

    submission: str
    checks: str
    reference: str
    salts: str
    engine: str

    @property
    def key(self) -> str:
        """One text that says all of it: the key under which an answer is never computed twice."""
        return "-".join(part[:16] for part in (self.submission, self.checks, self.reference, self.salts, self.engine))


@dataclass(frozen=True, slots=True)
class Student:
    """Who handed it in. ``id`` is unique within a run and safe as a file name; ``name`` is what people read."""

    id: str
    name: str
    email: str = ""
    platform_id: str = ""
    """The id that the platform of the download gave, such as Canvas's user id; ``""`` when it gave none."""


@dataclass(frozen=True)
class Override:
    """Points that a person gave by hand for one question, in force from the run in which they were given.

    ``points`` is ``None`` where the person took an earlier override back: both stay on record.
    """

    student: str
    question: str
    points: float | None
    author: str
    reason: str
    made_at: str
    run: int


@dataclass(frozen=True)
class Row:
    """One submission of one run.

    ``group`` holds the ids of everyone who shares the submission (with the student's own), in order; ``source`` is
    its path inside the download; ``late`` as the platform marked it; ``attempt`` counts from 1. ``reason`` says in
    one sentence why the submission is not graded. ``result`` is the whole answer, ``None`` when there is none.
    ``score`` is what counts: in a row that a gradebook returns, ``overrides`` are in it; the machine's own points
    are in ``result``.
    """

    student: Student
    source: str
    status: str
    origin: Origin | None = None
    group: tuple[str, ...] = ()
    attempt: int = 1
    submitted_at: str = ""
    late: bool = False
    score: float = 0.0
    max_score: float = 0.0
    reason: str = ""
    result: Result | None = None
    notes: tuple[str, ...] = field(default=())
    """Sentences for the TA about this row, such as that other attempts were left aside."""
    overrides: tuple[Override, ...] = ()
    """The overrides in force, one per question at most: set by the gradebook, never recorded."""

    @property
    def questions(self) -> dict[str, float]:
        """The points of each question that count: the machine's, or the override's where there is one."""
        won: dict[str, float] = {}
        for check in self.result.checks if self.result else ():
            won[check.question] = won.get(check.question, 0.0) + check.score
        given = {one.question: one.points for one in self.overrides if one.points is not None}
        return {question: round(points, 3) for question, points in (won | given).items()}

    def overridden(self, overrides: tuple[Override, ...]) -> Row:
        """Return this row of the machine with a person's overrides in it.

        >>> by_hand = Override("ana", "lift", 2.5, "Eva", "right idea", "2026-01-01T00:00:00+00:00", 1)
        >>> Row(Student("ana", "Ana"), "ana.py", UNGRADABLE, max_score=10.0).overridden((by_hand,)).score
        2.5
        """
        if not overrides:
            return self
        row = replace(self, overrides=overrides)
        return replace(row, score=round(sum(row.questions.values()), 3))


def stored(result: Result) -> Result:
    """Return a Result without what only the grading itself needed: the raw values that its checks compared."""
    return replace(result, checks=tuple(_stored(check) for check in result.checks))


def to_json(result: Result) -> bytes:
    """Return a stored Result as JSON, whatever texts a submission put into it."""
    plain = msgspec.to_builtins(stored(result), enc_hook=_plain)
    try:
        return msgspec.json.encode(plain)
    except UnicodeEncodeError:  # half a surrogate pair: only ASCII escapes can say it
        return json.dumps(plain, separators=(",", ":")).encode("ascii")


def from_json(content: bytes | str) -> Result:
    """Return the Result that ``to_json`` wrote.

    >>> from_json(to_json(Result("tiny", "ana", max_score=3.0))).max_score
    3.0
    """
    try:
        plain = msgspec.json.decode(content)
    except msgspec.DecodeError:
        plain = json.loads(content)
    result = msgspec.convert(plain, Result)
    return replace(result, notes=tuple(_with_cause(note) for note in result.notes))


def _stored(check: CheckResult) -> CheckResult:
    return replace(check, observed=())


def _plain(value: Any) -> Any:
    """What a failure's details may hold besides plain data: numpy's scalars, and whatever a later check thinks of."""
    return value.item() if hasattr(value, "item") and getattr(value, "size", 0) == 1 else str(value)


def _with_cause(note: Failure) -> Failure:
    """A note may hold the failure that caused it, which JSON made a table of."""
    cause = note.detail.get("cause")
    if not isinstance(cause, dict):
        return note
    return replace(note, detail=note.detail | {"cause": msgspec.convert(cause, Failure)})
