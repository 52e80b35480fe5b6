"""What the checks said of a specimen, as small plain data that crosses process borders and is easy to reason about."""

from __future__ import annotations

from dataclasses import dataclass, field

from autograder.checks.vectors import Vector
from autograder.results import FAILED, NOT_ATTEMPTED, PASSED, CheckResult


@dataclass(frozen=True)
class Row:
    """One check's word on one specimen.

    ``margin`` is its farthest comparison in units of the tolerance, ``chance`` that of its farthest statistical one.
    """

    check: str
    question: str
    verdict: str
    score: float
    max_score: float
    kinds: tuple[str, ...] = ()
    margin: float | None = None
    chance: float | None = None
    misconception: str | None = None

    @property
    def killed(self) -> bool:
        """Whether this check itself found something wrong."""
        return self.verdict in (FAILED, NOT_ATTEMPTED)


@dataclass(frozen=True)
class Record:
    """Every check's word on one specimen with one pair of salts; ``error`` when it could not be graded."""

    kind: str
    name: str
    where: str
    salt: int
    way: str
    rows: tuple[Row, ...]
    question: str = ""
    excuse: str = ""
    error: str = ""
    mutation: tuple[str, str, str] = ("", "", "")
    vectors: dict[str, Vector] = field(default_factory=dict)
    """By question, what the checks compared: noted where misconceptions are matched."""

    @property
    def score(self) -> float:
        """The points won."""
        return round(sum(row.score for row in self.rows), 3)

    @property
    def killers(self) -> frozenset[str]:
        """The checks that found something wrong."""
        return frozenset(row.check for row in self.rows if row.killed)

    def points(self, question: str) -> float:
        """The points won in one question."""
        return round(sum(row.score for row in self.rows if row.question == question), 3)

    def full(self, question: str) -> bool:
        """Whether every check of a question passed."""
        return all(row.verdict == PASSED for row in self.rows if row.question == question)


def row_of(check: CheckResult) -> Row:
    """Return a check's result as a row."""
    margins = [each.margin for each in check.observed if each.margin is not None and each.atol is None]
    chances = [each.margin for each in check.observed if each.margin is not None and each.atol is not None]
    return Row(
        check=check.check,
        question=check.question,
        verdict=check.verdict,
        score=check.score,
        max_score=check.max_score,
        kinds=tuple(failure.kind for failure in check.failures),
        margin=max(margins, default=None),
        chance=max(chances, default=None),
        misconception=check.misconception,
    )
