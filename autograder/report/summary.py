"""A run's rows in one pass, each put down in a few numbers: a class of ten thousand needs no more memory than its page.

Knows nothing of HTML. In an anonymous summary nothing is left that a student wrote or that a platform says of one.
"""

from __future__ import annotations

import hashlib
from array import array
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from autograder.gradebook.rows import GRADED, GRADER_ERROR, UNGRADABLE, Row
from autograder.report.statistics import discrimination, mean
from autograder.results import FAILED, NOT_ATTEMPTED, NOT_JUDGED, PASSED, CheckResult, Result

VERDICTS = (PASSED, FAILED, NOT_ATTEMPTED, NOT_JUDGED)


@dataclass(frozen=True, slots=True)
class Pupil:
    """One row, put down: who, what it got, which checks it did not pass (by their numbers), which mistakes it makes.

    ``questions`` are pairs of a question and its points.
    """

    name: str
    id: str
    status: str
    score: float
    max_score: float
    questions: tuple[tuple[str, float], ...] = ()
    missed: tuple[int, ...] = ()
    mistakes: tuple[str, ...] = ()
    seconds: float = 0.0
    reason: str = ""
    late: bool = False
    attempt: int = 1
    group: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    by_hand: tuple[tuple[str, float, str, str], ...] = ()
    """Question, points, author and reason of each override."""
    order: str = ""
    """What an anonymous list is sorted by: it depends on the answers alone."""


@dataclass
class CheckCount:
    """One check over the class: its number on the page, how many got which verdict, and how well it tells."""

    number: int
    check: str
    question: str
    title: str
    hidden: bool
    points: float
    verdicts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(VERDICTS, 0))
    discrimination: float | None = None
    scores: array[float] = field(default_factory=lambda: array("d"))
    totals: array[float] = field(default_factory=lambda: array("d"))

    @property
    def count(self) -> int:
        """How many submissions it was in."""
        return sum(self.verdicts.values())

    @property
    def share(self) -> float:
        """The share that passed, of all: low is difficult."""
        return self.verdicts[PASSED] / self.count if self.count else 0.0


@dataclass(frozen=True)
class QuestionCount:
    """One question over the class. ``share`` is the mean share of its points: the difficulty of item analysis."""

    question: str
    points: float
    share: float
    full: int
    nothing: int
    count: int
    discrimination: float | None


@dataclass(frozen=True)
class Mistake:
    """One misconception over the class, with the names of those who have it."""

    question: str
    key: str
    count: int
    names: tuple[str, ...]


@dataclass
class ClassSummary:
    """A whole class, in the order in which it is shown."""

    pupils: list[Pupil] = field(default_factory=list)
    checks: dict[str, CheckCount] = field(default_factory=dict)
    questions: list[QuestionCount] = field(default_factory=list)
    mistakes: list[Mistake] = field(default_factory=list)
    max_score: float = 0.0
    late: int = 0
    """How many were late: a number of the class, which an anonymous page has too."""

    def of(self, status: str) -> list[Pupil]:
        """Return the pupils whose row has a status."""
        return [pupil for pupil in self.pupils if pupil.status == status]

    @property
    def scores(self) -> list[float]:
        """The scores of what was graded."""
        return [pupil.score for pupil in self.of(GRADED)]

    @property
    def unjudged(self) -> list[Pupil]:
        """The pupils whose submission could not be graded, and those where the grader failed."""
        return self.of(GRADER_ERROR) + self.of(UNGRADABLE)


def summarise(
    rows: Iterable[Row], questions: dict[str, float], anonymous: Callable[[int], str] | None = None
) -> ClassSummary:
    """Read the rows once and return what the page shows. ``questions`` are the assignment's points by question.

    With ``anonymous``, which names a pupil by a number, nobody can be told from the order either: it follows the
    points and a hash of the answer.
    """
    summary = ClassSummary(max_score=round(sum(questions.values()), 3))
    same: dict[object, Any] = {}
    for row in rows:
        pupil = _pupil(row, summary, hashed=anonymous is not None)
        summary.pupils.append(_shared(pupil, same))
        summary.late += row.late
    _number(summary, list(questions))
    if anonymous:
        hidden = sorted(summary.pupils, key=lambda pupil: (-pupil.score, pupil.status, pupil.order, pupil.seconds))
        summary.pupils = [_without_person(pupil, anonymous(i + 1)) for i, pupil in enumerate(hidden)]
    else:
        summary.pupils.sort(key=lambda pupil: (pupil.name.casefold(), pupil.id))
    for check in summary.checks.values():
        check.discrimination = discrimination(check.scores, check.totals)
    graded = summary.of(GRADED)
    summary.questions = [_question(question, points, graded) for question, points in questions.items()]
    summary.mistakes = _mistakes(summary.pupils, list(questions))
    return summary


def _pupil(row: Row, summary: ClassSummary, hashed: bool) -> Pupil:
    result = row.result
    graded = row.status == GRADED and result is not None
    return Pupil(
        name=row.student.name or row.student.id,
        id=row.student.id,
        status=row.status,
        score=row.score,
        max_score=row.max_score,
        questions=tuple(row.questions.items()),
        missed=_count(result, summary) if graded and result else (),
        mistakes=tuple(sorted({_key(check) for check in result.checks if check.misconception})) if result else (),
        seconds=result.seconds if result else 0.0,
        reason=row.reason,
        late=row.late,
        attempt=row.attempt,
        group=row.group,
        notes=row.notes,
        by_hand=tuple((one.question, one.points or 0.0, one.author, one.reason) for one in row.overrides),
        order=_order(result) if hashed else "",
    )


def _shared(pupil: Pupil, same: dict[object, Any]) -> Pupil:
    """Return a pupil whose parts are those of an equal one before, where there was one: most of a class has company."""
    parts = ("status", "score", "max_score", "questions", "missed", "mistakes", "reason", "group", "notes", "by_hand")
    values = {part: getattr(pupil, part) for part in parts}
    return replace(pupil, **{part: same.setdefault(value, value) for part, value in values.items()})


def _count(result: Result, summary: ClassSummary) -> tuple[int, ...]:
    """Count the verdicts of one answer; return the numbers of the checks that it does not pass."""
    missed = []
    for check in result.checks:
        count = summary.checks.get(check.check)
        if count is None:
            place = (len(summary.checks) + 1, check.check, check.question, check.title, check.hidden, check.max_score)
            count = summary.checks[check.check] = CheckCount(*place)
        count.verdicts[check.verdict] = count.verdicts.get(check.verdict, 0) + 1
        count.scores.append(check.score)
        count.totals.append(result.score)
        if check.verdict != PASSED:
            missed.append(count.number)
    return tuple(missed)


def _number(summary: ClassSummary, questions: list[str]) -> None:
    """Number the checks by question, in the assignment's order, instead of as they were met."""
    place = {question: i for i, question in enumerate(questions)}
    ordered = sorted(summary.checks.values(), key=lambda check: (place.get(check.question, len(place)), check.number))
    new = {check.number: i + 1 for i, check in enumerate(ordered)}
    renumbered = {
        missed: tuple(sorted(new[number] for number in missed)) for missed in {pupil.missed for pupil in summary.pupils}
    }
    for i, pupil in enumerate(summary.pupils):
        summary.pupils[i] = replace(pupil, missed=renumbered[pupil.missed])
    summary.checks = {check.check: replace(check, number=new[check.number]) for check in ordered}


def _question(question: str, points: float, graded: list[Pupil]) -> QuestionCount:
    won = [dict(pupil.questions).get(question, 0.0) for pupil in graded]
    return QuestionCount(
        question=question,
        points=points,
        share=mean(won) / points if points else 0.0,
        full=sum(each >= points - 1e-6 for each in won),
        nothing=sum(each <= 1e-6 for each in won),
        count=len(won),
        discrimination=discrimination(won, [pupil.score for pupil in graded]),
    )


def _mistakes(pupils: list[Pupil], questions: list[str]) -> list[Mistake]:
    """Return the misconceptions, the most frequent first, then in the order of the questions."""
    names: dict[str, list[str]] = {}
    for pupil in pupils:
        for mistake in pupil.mistakes:
            names.setdefault(mistake, []).append(pupil.name)
    found = [Mistake(*_parts(key), len(who), tuple(who)) for key, who in names.items()]
    place = {question: i for i, question in enumerate(questions)}
    return sorted(found, key=lambda each: (-each.count, place.get(each.question, len(place)), each.key))


def _key(check: CheckResult) -> str:
    return f"{check.question}/{check.misconception}"


def _parts(key: str) -> tuple[str, str]:
    question, _, mistake = key.partition("/")
    return question, mistake


def _order(result: Result | None) -> str:
    """Return a text that depends on what was answered and on nobody's name."""
    verdicts = [(check.check, check.verdict, check.score) for check in result.checks] if result else []
    return hashlib.sha256(repr(verdicts).encode("utf-8", "backslashreplace")).hexdigest()


def _without_person(pupil: Pupil, name: str) -> Pupil:
    """Return a pupil of whom only the answers are left: reasons and notes name files, and files are named by people."""
    return replace(pupil, name=name, id="", reason="", group=(), notes=(), by_hand=(), order="", attempt=1, late=False)
