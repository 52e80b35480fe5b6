"""The nouns of an answer: a failure, a check's result, a submission's result. Plain data, drawn elsewhere.

Standard library only: a student's laptop has nothing more. May never import anything above this floor.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

PASSED = "passed"
FAILED = "failed"
NOT_ATTEMPTED = "not attempted"
NOT_JUDGED = "not judged"
VERDICTS = (PASSED, FAILED, NOT_ATTEMPTED, NOT_JUDGED)


Grid = tuple[tuple[float, ...], ...]
"""Rows of finite numbers with few digits."""


@dataclass(frozen=True)
class Picture:
    """What a picture of a failure needs: small grids of numbers, drawn by whoever shows it.

    ``kind``: ``values`` and ``gradient`` are tables, ``series`` and ``norms`` one row, ``mask`` units that are on (1)
    and off (0), ``finite`` where a number is none. ``shape`` is the whole array's; all but its first axis are read as
    columns. A cell shows the worst of ``step`` elements, and the first one stands at ``origin`` of that table.
    ``wrong`` has a row of text for each row, ``x`` where it is wrong and ``.`` where it is right.
    """

    kind: str
    shape: tuple[int, ...]
    wrong: tuple[str, ...]
    got: Grid = ()
    expected: Grid = ()
    error: Grid = ()
    """Distance of got and expected, from the exact numbers: it may be far below what the few digits show."""
    step: tuple[int, int] = (1, 1)
    origin: tuple[int, int] = (0, 0)


@dataclass(frozen=True)
class Failure:
    """Why a check did not pass, as data.

    ``kind`` is the rung of the ladder that stopped it (``missing``, ``not_attempted``, ``raised``, ``type``,
    ``shape``, ``dtype``, ``finite``, ``value``, ``fact``, ``changed``, ``timeout``, ...) and the key of the sentence
    that people read; ``detail`` holds that sentence's numbers and names. ``call``, ``got`` and ``expected`` are short
    texts in Python's own notation, the same in every language; ``name`` says which returned value is meant.
    """

    kind: str
    call: str = ""
    name: str = ""
    got: str = ""
    expected: str = ""
    detail: dict[str, Any] = field(default_factory=dict)
    picture: Picture | None = None
    """Never there in a hidden check."""


class CheckFailed(AssertionError):
    """Raised in a check when the student's code is not what the check asks for. Carries a ``Failure``."""

    def __init__(self, failure: Failure, value: Any = None) -> None:
        super().__init__(failure.kind)
        self.failure = failure
        self.value = value
        """The object that was judged: lets the runner say which call returned it."""


@dataclass(frozen=True)
class Observation:
    """One comparison of a check: what was compared, and how far it was, in units of its tolerance.

    ``margin`` is ``None`` where a distance means nothing (words, facts); at most 1 passes. ``atol`` is the tolerance of
    a statistical comparison, such as a kept fraction.
    """

    value: Any
    margin: float | None = None
    atol: float | None = None


@dataclass(frozen=True)
class CheckResult:
    """What one check said of one submission. ``score`` and ``max_score`` are points."""

    check: str
    question: str
    title: str
    hidden: bool
    score: float
    max_score: float
    verdict: str
    failures: tuple[Failure, ...] = ()
    observed: tuple[Observation, ...] = ()
    """What the check compared, in order: the raw material of a fingerprint."""
    misconception: str | None = None
    output: str = ""
    """What the student's code printed during a public check, cut."""


@dataclass(frozen=True)
class Result:
    """The answer to one submission.

    ``problem`` is set when the submission could not be graded at all, ``grader_error`` when the fault is ours.
    """

    assignment: str
    submission: str
    checks: tuple[CheckResult, ...] = ()
    max_score: float = 0.0
    isolation: tuple[str, ...] = ()
    seconds: float = 0.0
    notes: tuple[Failure, ...] = ()
    problem: Failure | None = None
    grader_error: str | None = None

    @property
    def score(self) -> float:
        """The points won, rounded to a thousandth so that sums of tenths read well."""
        return round(sum(check.score for check in self.checks), 3)

    def of_question(self, question: str) -> tuple[CheckResult, ...]:
        """Return the results of one question's checks, in order."""
        return tuple(check for check in self.checks if check.question == question)
