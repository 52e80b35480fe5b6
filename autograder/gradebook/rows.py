"""One row of a run: one submission that was found, graded or not, as plain data with a JSON form.

Knows no database and no download: whoever reads a class makes rows, whoever keeps a class stores them.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import msgspec

from autograder.results import CheckResult, Result

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


@dataclass(frozen=True)
class Student:
    """Who handed it in. ``id`` is unique within a run and safe as a file name; ``name`` is what people read."""

    id: str
    name: str
    email: str = ""
    platform_id: str = ""
    """The id that the platform of the download gave, such as Canvas's user id; ``""`` when it gave none."""


@dataclass(frozen=True)
class Row:
    """One submission of one run.

    ``group`` holds the ids of everyone who shares the submission (with the student's own), in order; ``source`` is
    its path inside the download; ``late`` as the platform marked it; ``attempt`` counts from 1. ``reason`` says in
    one sentence why the submission is not graded. ``result`` is the whole answer, ``None`` when there is none.
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


def stored(result: Result) -> Result:
    """Return a Result without what only the grading itself needed: the raw values that its checks compared."""
    return replace(result, checks=tuple(_stored(check) for check in result.checks))


def to_json(result: Result) -> bytes:
    """Return a stored Result as JSON."""
    return msgspec.json.encode(stored(result))


def from_json(content: bytes | str) -> Result:
    """Return the Result that ``to_json`` wrote.

    >>> from_json(to_json(Result("tiny", "ana", max_score=3.0))).max_score
    3.0
    """
    return msgspec.json.decode(content, type=Result)


def _stored(check: CheckResult) -> CheckResult:
    return replace(check, observed=())
