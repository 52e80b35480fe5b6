"""Two runs compared, as lines of a terminal, rows of a CSV file or an HTML page. Decides nothing; see ``changes``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from autograder.gradebook.changes import CAUSES, Change, Moved, Side, changes_between
from autograder.gradebook.rows import GRADED, Override
from autograder.gradebook.sheets import Cells
from autograder.gradebook.store import Gradebook, RunInfo
from autograder.submission import printable
from autograder.words import Words


@dataclass(frozen=True)
class Difference:
    """Two runs of an assignment, how many students are in both, and those for whom something changed."""

    before: RunInfo
    after: RunInfo
    both: int
    changes: Sequence[Change]

    @property
    def changed(self) -> list[Change]:
        """The changes of students who are in both runs."""
        return [change for change in self.changes if change.before and change.after]

    @property
    def causes(self) -> dict[str, int]:
        """How many students each cause concerns."""
        counts = Counter(cause for change in self.changes for cause in change.causes)
        return {cause: counts[cause] for cause in CAUSES if counts[cause]}

    @property
    def checks(self) -> dict[str, tuple[Moved, int, int]]:
        """Of each check that moved: one example, and how many students won points by it and how many lost some."""
        found: dict[str, tuple[Moved, int, int]] = {}
        for moved in (moved for change in self.changed for moved in change.checks):
            _, up, down = found.get(moved.check, (moved, 0, 0))
            gain = (moved.after or 0.0) - (moved.before or 0.0)
            found[moved.check] = (moved, up + (gain > 0), down + (gain < 0))
        return found


def compare(gradebook: Gradebook, before: RunInfo, after: RunInfo) -> Difference:
    """Compare two runs; a page of each is in memory at once."""
    found = list(changes_between(gradebook.rows(before.number), gradebook.rows(after.number)))
    changes = [change for change in found if change is not None]
    alone = sum(change.before is None or change.after is None for change in changes)
    return Difference(before, after, len(found) - alone, changes)


def headline(difference: Difference, words: Words) -> str:
    """Return the one sentence that says how much changed."""
    changed = difference.changed
    return words(
        "diff.headline",
        both=difference.both,
        changed=len(changed),
        up=sum(change.gain > 0 for change in changed),
        down=sum(change.gain < 0 for change in changed),
        new=sum(change.before is None for change in difference.changes),
        gone=sum(change.after is None for change in difference.changes),
    )


def run_line(run: RunInfo) -> str:
    """Return a run in one line."""
    return f"{run.number} ({printable(run.assignment)}, {run.started_at[:16].replace('T', ' ')} UTC)"


def side_text(side: Side | None, words: Words) -> str:
    """Return what a student has in a run: points, flagged when a person gave some, or why there are none."""
    if side is None:
        return words("diff.absent")
    if side.status != GRADED and not side.overrides:
        return words(f"diff.{side.status}")
    flag = f" {words('diff.by_hand')}" if side.overrides else ""
    return f"{side.score:g}/{side.max_score:g}{flag}"


def cause_texts(change: Change, words: Words) -> list[str]:
    """Return why, a sentence each, what a person changed with author and reason."""
    texts = [words(f"cause.{cause}") for cause in change.causes if cause != "override"]
    sides = [(side.overrides if side else ()) for side in (change.before, change.after)]
    texts += [_override(one, words, "diff.given") for one in sides[1] if one not in sides[0]]
    still = {one.question for one in sides[1]}
    texts += [_override(one, words, "diff.taken_back") for one in sides[0] if one.question not in still]
    return texts


def moved_text(moved: Moved, words: Words) -> str:
    """Return one check's move in one line: verdicts and points before and after."""
    return f"{moved.check}: {_points(moved.before, moved.verdict_before, words)} → " + _points(
        moved.after, moved.verdict_after, words
    )


def as_text(difference: Difference, words: Words) -> Iterator[RenderableType]:
    """Yield the comparison for a terminal."""
    names = {"before": run_line(difference.before), "after": run_line(difference.after)}
    yield Text(words("diff.title", **names), style="bold")
    yield Text(headline(difference, words))
    if difference.causes:
        counts = ", ".join(f"{words(f'diff.{cause}')} {count}" for cause, count in difference.causes.items())
        yield Text(words("diff.why_counts", counts=counts))
    if difference.checks:
        yield _table(
            [words(f"diff.{key}") for key in ("check", "question", "title_of_check", "up", "down")],
            ((m.check, m.question, m.title, str(up), str(down)) for m, up, down in difference.checks.values()),
        )
    if difference.changes:
        yield _table(
            [words(f"diff.{key}") for key in ("student", "before", "after", "why", "moved")],
            (_cells(change, words) for change in difference.changes),
        )


def _cells(change: Change, words: Words) -> tuple[str, ...]:
    who = change.student
    name = who.id if who.name in ("", who.id) else f"{who.id}\n{printable(who.name, 60)}"
    sides = (side_text(change.before, words), side_text(change.after, words))
    moved = "\n".join(moved_text(one, words) for one in change.checks)
    return (name, *sides, "\n".join(cause_texts(change, words)), moved)


def as_lines(difference: Difference, words: Words) -> Iterator[Cells]:
    """Yield the comparison for a spreadsheet: a line for each check that moved, or one for a student without any."""
    sides = ("score", "status")
    yield (
        *("student", "name", *(f"{key}_before" for key in sides), *(f"{key}_after" for key in sides), "why"),
        *("question", "check", "title", "points_before", "verdict_before", "points_after", "verdict_after"),
    )
    for change in difference.changes:
        before, after = change.before, change.after
        head = (change.student.id, change.student.name)
        head_sides = [
            value for side in (before, after) for value in ((side.score, side.status) if side else (None, None))
        ]
        why = " ".join(cause_texts(change, words))
        for moved in change.checks or (None,):
            yield (*head, *head_sides, why, *(_moved_cells(moved) if moved else [None] * 7))


def as_page(difference: Difference, words: Words) -> str:
    """Return the comparison as one HTML page that needs nothing else; every text of a person's is escaped."""
    import jinja2

    loader = jinja2.PackageLoader("autograder.gradebook", "")
    pages = jinja2.Environment(loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True)
    return pages.get_template("difference.html").render(
        difference=difference,
        words=words,
        before=run_line(difference.before),
        after=run_line(difference.after),
        headline=headline(difference, words),
        students=words("diff.students"),
        printable=printable,
        side=lambda side: side_text(side, words),
        causes=lambda change: cause_texts(change, words),
        moved=lambda moved: moved_text(moved, words),
    )


def _moved_cells(moved: Moved) -> Cells:
    before, after = (moved.before, moved.verdict_before), (moved.after, moved.verdict_after)
    return (moved.question, moved.check, moved.title, *before, *after)


def _override(one: Override, words: Words, key: str) -> str:
    points = "" if one.points is None else f"{one.points:g}"
    author, reason = printable(one.author, 60), printable(one.reason)
    return words(key, question=one.question, points=points, author=author, reason=reason)


def _points(points: float | None, verdict: str | None, words: Words) -> str:
    return words("diff.absent") if points is None else f"{words(f'verdict.{verdict}')} {points:g}"


def _table(headings: Sequence[str], rows: Iterator[tuple[str, ...]]) -> Table:
    table = Table(show_lines=True)
    for heading in headings:
        table.add_column(heading, overflow="fold")
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    return table
