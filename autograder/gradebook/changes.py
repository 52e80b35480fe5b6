"""What changed between two runs: who, from what to what, which check moved, and why. Data only; drawn elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from autograder.gradebook.rows import GRADER_ERROR, Override, Row, Student
from autograder.results import CheckResult

GROUNDS = ("submission", "checks", "reference", "salts", "engine")
"""The causes that an origin names, as it calls them."""

OVERRIDE, REPAIRED, UNREAD, BY_ITSELF = "override", "repaired", "unread", "by_itself"
CAUSES = (*GROUNDS, OVERRIDE, REPAIRED, UNREAD, BY_ITSELF)


@dataclass(frozen=True)
class Side:
    """One student in one run, without the answer: small enough to keep a whole class of them."""

    status: str
    score: float
    max_score: float
    reason: str = ""
    overrides: tuple[Override, ...] = ()


@dataclass(frozen=True)
class Moved:
    """One check whose points or verdict changed; ``None`` where a run has no such check."""

    check: str
    question: str
    title: str
    before: float | None
    after: float | None
    verdict_before: str | None
    verdict_after: str | None


@dataclass(frozen=True)
class Change:
    """One student for whom something changed; a side is ``None`` where the run does not have the student."""

    student: Student
    before: Side | None
    after: Side | None
    causes: tuple[str, ...]
    checks: tuple[Moved, ...] = ()

    @property
    def gain(self) -> float:
        """How many points more the second run gives."""
        return round((self.after.score if self.after else 0.0) - (self.before.score if self.before else 0.0), 3)


def changes_between(before: Iterable[Row], after: Iterable[Row]) -> Iterator[Change | None]:
    """Walk two runs, each sorted by student, side by side: a ``Change``, or ``None`` for a student without one."""
    olds, news = iter(before), iter(after)
    old, new = next(olds, None), next(news, None)
    while old is not None or new is not None:
        if new is None or (old is not None and old.student.id < new.student.id):
            assert old is not None
            yield Change(old.student, _side(old), None, ())
            old = next(olds, None)
        elif old is None or new.student.id < old.student.id:
            yield Change(new.student, None, _side(new), ())
            new = next(news, None)
        else:
            yield change_of(old, new)
            old, new = next(olds, None), next(news, None)


def change_of(old: Row, new: Row) -> Change | None:
    """Return what changed for one student, ``None`` when nothing that counts did."""
    one, other = _side(old), _side(new)
    moved = tuple(_moved(old, new))
    same = (one.status, one.score, one.max_score) == (other.status, other.score, other.max_score)
    if same and not moved and _given(one) == _given(other):
        return None
    return Change(new.student, one, other, _causes(old, new, bool(moved)), moved)


def _side(row: Row) -> Side:
    return Side(row.status, row.score, row.max_score, row.reason, row.overrides)


def _given(side: Side) -> list[tuple[str, float | None]]:
    return sorted((one.question, one.points) for one in side.overrides)


def _moved(old: Row, new: Row) -> Iterator[Moved]:
    befores, afters = _checks(old), _checks(new)
    for name in befores | afters:  # in the order of the first run, then what the second has besides
        before, after = befores.get(name), afters.get(name)
        if (
            before
            and after
            and (before.score, before.max_score, before.verdict)
            == (
                after.score,
                after.max_score,
                after.verdict,
            )
        ):
            continue
        known = after or before
        assert known is not None
        yield Moved(
            known.check,
            known.question,
            known.title,
            before.score if before else None,
            after.score if after else None,
            before.verdict if before else None,
            after.verdict if after else None,
        )


def _checks(row: Row) -> dict[str, CheckResult]:
    return {check.check: check for check in row.result.checks} if row.result else {}


def _causes(old: Row, new: Row, moved: bool) -> tuple[str, ...]:
    """Why: every ground that differs, and what people or the grader itself had to do with it."""
    found = [OVERRIDE] if _given(_side(old)) != _given(_side(new)) else []
    if old.origin is None or new.origin is None:
        found += [UNREAD] if old.origin != new.origin else []
    else:
        found += [ground for ground in GROUNDS if getattr(old.origin, ground) != getattr(new.origin, ground)]
    if GRADER_ERROR in (old.status, new.status):
        found.append(REPAIRED)
    if not found or (found == [OVERRIDE] and moved):
        found.append(BY_ITSELF)
    return tuple(cause for cause in CAUSES if cause in found)
