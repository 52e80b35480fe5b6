"""What the records prove: pure functions from records to faults and figures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from autograder.course import Assignment
from autograder.results import FAILED, NOT_ATTEMPTED, PASSED
from autograder.settings import Strict, read_settings
from autograder.verify.faults import Fault
from autograder.verify.records import Record
from autograder.verify.specimens import ACCEPTED, AGAIN, CHEAT, MEDDLER, MUTANT, REFERENCE, REJECTED, STUB

RIGHT_WITHIN = 0.01
WRONG_BEYOND = 100.0
RIGHT_HINTS = 0.9

_WRONG = (REJECTED, AGAIN, MUTANT, CHEAT, MEDDLER)
_WRONG_FORM = frozenset({"missing", "raised", "type", "listed", "shape", "dtype", "length", "values"})
_WRONG_FORM |= {"needs", "unusable"}


class Exemption(Strict, frozen=True):
    """Points that a cheat honestly earns, with the reason."""

    cheat: str
    question: str
    points: float
    why: str


class Exemptions(Strict, frozen=True):
    """``solutions/NAME/exemptions.toml``: cheats that honestly earn points."""

    exemption: tuple[Exemption, ...] = ()


def exemptions_of(assignment: Assignment) -> tuple[Exemption, ...]:
    """Return the cheats that may earn points, none when there is no such file."""
    path = assignment.secret / "exemptions.toml"
    return read_settings(path, Exemptions).exemption if path.exists() else ()


def ungraded(records: Iterable[Record]) -> Iterator[Fault]:
    """Every specimen was graded."""
    for record in records:
        if record.error and record.kind != MUTANT:
            yield Fault(record.where, f"could not be graded ({record.error})", "run 'autograder grade' on it")


def stub_scores_nothing(records: Iterable[Record]) -> Iterator[Fault]:
    """The stub earns 0 and every check says "not attempted"."""
    for record in (each for each in records if each.kind == STUB):
        if record.score:
            yield Fault(record.where, f"the stub earns {record.score:g} points", "make every check fail on it")
        for row in record.rows:
            if row.verdict != NOT_ATTEMPTED:
                yield Fault(record.where, f"{row.check} says {row.verdict!r}", "a stub raises NotImplementedError")


def right_is_right(records: Iterable[Record]) -> Iterator[Fault]:
    """Reference and accepted variants earn every point with every salt, far inside the tolerance."""
    for record in (each for each in records if each.kind in (REFERENCE, ACCEPTED)):
        for row in record.rows:
            if row.verdict != PASSED:
                text = f"{row.check} says {row.verdict!r} (salt {record.salt}, {record.way}, {', '.join(row.kinds)})"
                yield Fault(record.where, text, "the check is unfair, or the solution is not right")
            elif row.margin is not None and row.margin > RIGHT_WITHIN:
                text = f"{row.check} passes at {row.margin:.2g} of the tolerance (salt {record.salt})"
                yield Fault(record.where, text, "right code must stay below 0.01: make the inputs better conditioned")


def wrong_is_wrong(records: Iterable[Record], order: Sequence[str]) -> Iterator[Fault]:
    """A rejected variant loses its question and none before it, by its value and not by its form."""
    for record in (each for each in records if each.kind in (REJECTED, AGAIN)):
        if record.question not in order:
            continue
        if record.full(record.question):
            yield Fault(record.where, f"keeps {record.question} (salt {record.salt})", "add a check that it fails")
        for question in order[: order.index(record.question)]:
            if not record.full(question):
                yield Fault(record.where, f"loses {question}, an earlier question", "make the rest of it right")
        if not record.excuse:
            yield from _form(record)


def _form(record: Record) -> Iterator[Fault]:
    mine = [row for row in record.rows if row.question == record.question]
    forms = sorted({kind for row in mine for kind in row.kinds} & _WRONG_FORM)
    if forms:
        text = f"fails by {', '.join(forms)}, not by its value"
        yield Fault(
            record.where, text, "return the right type and shape, or give the reason in line 1, after a semicolon"
        )
    elif not any(row.verdict == PASSED for row in mine):
        yield Fault(
            record.where,
            "passes no check of its question",
            "give the reason in line 1 after a semicolon, or add an easier check",
        )


def margins_are_wide(records: Iterable[Record]) -> Iterator[Fault]:
    """Each misconception is far beyond the tolerance in its best check, where a distance means something."""
    for record in (each for each in records if each.kind == REJECTED):
        failed = [row for row in record.rows if row.question == record.question and row.verdict == FAILED]
        margins = [row.margin for row in failed if set(row.kinds) & {"value", "gradient"} and row.margin is not None]
        others = [row for row in failed if not set(row.kinds) & {"value", "gradient"}]
        if margins and not others and max(margins) < WRONG_BEYOND and all(row.chance is None for row in failed):
            text = f"its best check is only {max(margins):.3g} times beyond the tolerance"
            yield Fault(record.where, text, "choose inputs that make it at least 100")


def hints_are_right(records: Iterable[Record]) -> Iterator[Fault]:
    """No misconception gets another one's hint; nine in ten get their own, in either spelling."""
    for kind in (REJECTED, AGAIN):
        mine = [record for record in records if record.kind == kind and record.salt == 0]
        mine = [record for record in mine if record.way == "in process"]
        own = 0
        for record in mine:
            named = {(row.question, row.misconception) for row in record.rows if row.misconception}
            own += (record.question, record.name) in named
            for question, key in sorted(named - {(record.question, record.name)}):
                yield Fault(record.where, f"gets the hint of {key} ({question})", "a wrong hint is worse than none")
        if mine and own < RIGHT_HINTS * len(mine):
            yield Fault(kind, f"only {own} of {len(mine)} get their own hint", "nine in ten are due")


def hintless(records: Iterable[Record]) -> list[str]:
    """Return the rejected variants that get no hint."""
    mine = [record for record in records if record.kind in (REJECTED, AGAIN) and record.way == "in process"]
    return [record.where for record in mine if record.salt == 0 and not any(row.misconception for row in record.rows)]


def cheats_earn_nothing(records: Iterable[Record], exemptions: Sequence[Exemption]) -> Iterator[Fault]:
    """Zeros, NaN, the input itself and their like earn no point of their question, but for what is honestly right."""
    allowed = {(each.cheat, each.question): each.points for each in exemptions}
    for record in (each for each in records if each.kind == CHEAT):
        earned = record.points(record.question)
        if earned > allowed.get((record.name, record.question), 0.0):
            passed = [row.check for row in record.rows if row.question == record.question and row.score]
            text = f"{record.name} instead of {record.question} earns {earned:g} ({', '.join(passed)})"
            yield Fault("cheat", text, "make these checks notice, or state the reason in exemptions.toml")


def carry_over_is_gated(records: Iterable[Record], assignment: Assignment) -> Iterator[Fault]:
    """A right backward earns its points on every wrong forward, and none on a forward that is no forward."""
    for question in (each for each in assignment.questions if each.carries_over):
        for record in records:
            if record.question != question.carries_over:
                continue
            if record.kind in (REJECTED, AGAIN) and not record.full(question.id) and not record.excuse:
                yield Fault(record.where, f"loses {question.id} as well", "let the gate pass this wrong forward")
            if record.kind == CHEAT and record.name in _NO_FORWARD and record.points(question.id):
                text = f"{record.name} instead of {question.carries_over} keeps points of {question.id}"
                yield Fault("cheat", text, "put the credit behind a gate")


_NO_FORWARD = frozenset({"zeros", "identity", "twice_the_input", "nan"})


def checks_are_worth_it(records: Sequence[Record], explaining: frozenset[str]) -> Iterator[Fault]:
    """Each check finds something wrong in some wrong solution, or is marked as explaining."""
    wrong = [record for record in records if record.kind in _WRONG]
    killing = {check for record in wrong for check in record.killers}
    for check in sorted({row.check for record in records for row in record.rows} - killing - explaining):
        yield Fault(check, "finds nothing wrong in any wrong solution", "take it out, or mark it explains=True")


def only_by(records: Iterable[Record]) -> dict[str, int]:
    """Return how many wrong solutions each check finds that no other check finds."""
    alone: dict[str, int] = {}
    for record in records:
        if record.kind in _WRONG and len(record.killers) == 1:
            (check,) = record.killers
            alone[check] = alone.get(check, 0) + 1
    return alone


def same_on_both_sides(records: Iterable[Record]) -> Iterator[Fault]:
    """A verdict does not depend on where the code ran."""
    seen: dict[tuple[str, str, str], Record] = {}
    for record in records:
        if record.kind in (MUTANT, CHEAT, MEDDLER) or record.salt:
            continue
        other = seen.setdefault((record.kind, record.name, record.where), record)
        if [(r.check, r.verdict) for r in record.rows] != [(r.check, r.verdict) for r in other.rows]:
            pairs = zip(record.rows, other.rows, strict=False)
            check = next((a.check for a, b in pairs if a.verdict != b.verdict), "?")
            text = f"{check} differs between {record.way} and {other.way}"
            yield Fault(record.where, text, "find what the check or the solution keeps between calls")


class Equivalent(Strict, frozen=True):
    """A mutant that no check can kill, with an identity that a test evaluates."""

    function: str
    before: str
    after: str
    why: str
    identity: str


class Equivalents(Strict, frozen=True):
    """``solutions/NAME/equivalent_mutants.toml``."""

    mutant: tuple[Equivalent, ...] = ()


def equivalents_of(assignment: Assignment) -> tuple[Equivalent, ...]:
    """Return the explained survivors. Raises ``CourseError``."""
    path = assignment.secret / "equivalent_mutants.toml"
    return read_settings(path, Equivalents).mutant if path.exists() else ()


def survivors_are_explained(records: Iterable[Record], listed: Sequence[Equivalent], path: Path) -> Iterator[Fault]:
    """Every mutant that survives stands in the file, and nothing else does."""
    explained = {(each.function, each.before, each.after) for each in listed}
    survived = {record.mutation: record for record in records if record.kind == MUTANT and not record.killers}
    for key in sorted(survived.keys() - explained):
        yield Fault(
            f"mutant of {key[0]}", f"survives: {key[1]!r} -> {key[2]!r}", f"add a check, or explain it in {path}"
        )
    for key in sorted(explained - survived.keys()):
        yield Fault(str(path), f"explains {key[1]!r} -> {key[2]!r} in {key[0]}, which does not survive", "take it out")


def no_false_alarm(records: Iterable[Record]) -> Iterator[Fault]:
    """The reference loses nothing in thousands of salted runs."""
    for record in (each for each in records if each.killers):
        text = f"loses {', '.join(sorted(record.killers))} with salt {record.salt}"
        yield Fault(record.where, text, "widen the statistical tolerance or draw more")
