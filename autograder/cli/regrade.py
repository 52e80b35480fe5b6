"""``autograder regrade``: a whole class, with a progress bar, resumed by the same command."""

from __future__ import annotations

import sys
import time
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, Task, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from autograder.cli import GRADED, GRADER_FAILED, WRONG_USE
from autograder.course import Course
from autograder.feedback.terminal import Terminal
from autograder.gradebook import open_gradebook
from autograder.gradebook.rows import GRADER_ERROR, STATUSES
from autograder.gradebook.store import Gradebook
from autograder.gradebook.which import default_gradebook, last_of_folder
from autograder.regrade.answer import Drawing
from autograder.regrade.crew import Crew, Graders, NoGrader
from autograder.regrade.download import read_download, seats_of
from autograder.regrade.files import RunFolder
from autograder.regrade.handed import Download, Seat
from autograder.regrade.origin import Grounds, grounds_of
from autograder.regrade.run import Regrade, Rules, Summary
from autograder.regrade.work import Order
from autograder.words import Words

STOPPED = 130
"""The exit code of what a person stopped, as shells have it."""


@dataclass(frozen=True)
class Options:
    """What the options of the verb say."""

    out: Path | None
    jobs: int
    scheduler: str | None
    only: str | None
    layout: str | None
    gradebook: str | None
    rules: Rules


def run_regrade(course: Course, path: Path, name: str, lang: str | None, options: Options) -> int:
    """Regrade a download and return the exit code."""
    assignment = course.assignment(name)
    words = Words(lang or course.settings.default_language)
    download = read_download(path, assignment, options.layout)
    seats = seats_of(download, options.only)
    _say_what_it_is(download, seats, words, Terminal(), told=options.layout is not None)
    if not seats:
        print(words("regrade.nothing_chosen", pattern=options.only), file=sys.stderr)
        return WRONG_USE
    drawing = Drawing(course, assignment, words)
    folder = RunFolder(options.out or Path("runs") / assignment.name)
    if path.is_dir():
        folder.stands_apart(path / download.top)
    begun = time.monotonic()
    with open_gradebook(options.gradebook or default_gradebook(course)) as gradebook, folder.claimed(assignment.name):
        grounds = grounds_of(course, assignment, words.lang)
        run = Regrade(download, seats, drawing, grounds, gradebook, folder, options.rules)
        about = _about(path, download, folder, words, grounds)
        del download, seats  # the run lets go of them when it ends: the report needs the room
        before = last_of_folder(gradebook, folder.root)
        try:
            run.start(about)
            _work(run, _graders(_order(drawing, grounds), options), words, len(run.seats))
            summary = run.finish(before.number if before else None)
            del run
            _write_report(gradebook, summary.run, drawing, folder)
        except KeyboardInterrupt:
            print(words("regrade.stopped"), file=sys.stderr)
            return STOPPED
        except NoGrader as problem:
            print(problem, file=sys.stderr)
            return GRADER_FAILED
    _say_what_came_out(summary, folder, words, time.monotonic() - begun)
    return GRADER_FAILED if summary.counts.get(GRADER_ERROR) else GRADED


def _about(path: Path, download: Download, folder: RunFolder, words: Words, grounds: Grounds) -> dict[str, str]:
    """Return what the gradebook keeps of a run: where it came from, where it went, with what it was graded."""
    return {
        "path": str(path.resolve()),
        "layout": download.layout,
        "lang": words.lang,
        "folder": str(folder.root.resolve()),
        "engine": grounds.engine,
    }


def _write_report(gradebook: Gradebook, number: int, drawing: Drawing, folder: RunFolder) -> None:
    from autograder.report import report_parts

    started = gradebook.run(number).started_at[:16].replace("T", " ")
    about = drawing.words("report.run", number=number, started=started)
    parts = report_parts(gradebook.rows(number), drawing.assignment, drawing.words, run=about, pages="feedback")
    folder.write("report.html", parts)


def _order(drawing: Drawing, grounds: Grounds) -> Order:
    course, hashes = drawing.course, (grounds.checks, grounds.reference, grounds.salts, grounds.engine)
    return Order(str(course.root), str(course.solutions), drawing.assignment.name, drawing.words.lang, hashes)


def _graders(order: Order, options: Options) -> AbstractContextManager[Graders]:
    if options.scheduler is None:
        return Crew(order, options.jobs)
    from autograder.regrade.cluster import Cluster

    return Cluster(order, options.scheduler)


def _work(run: Regrade, opened: AbstractContextManager[Graders], words: Words, total: int) -> None:
    columns: tuple[ProgressColumn, ...] = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        _Rate(words),
        TimeRemainingColumn(),
    )
    with opened as graders, Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task(words("regrade.grading"), total=total)
        run.work(graders, lambda tick: bar.advance(task))


class _Rate(ProgressColumn):
    """Submissions per second."""

    def __init__(self, words: Words) -> None:
        super().__init__()
        self.words = words

    def render(self, task: Task) -> Text:
        """Return the rate of the last half minute."""
        return Text(self.words("regrade.rate", rate=f"{task.speed or 0:.1f}"))


def _say_what_it_is(download: Download, seats: list[Seat], words: Words, console: Console, told: bool) -> None:
    students = len({person.key for each in download.handed for person in each.people})
    key = "as_told" if told else download.layout
    counts: dict[str, Any] = {"submissions": len(download.handed), "students": students, "layout": download.layout}
    console.print(words(f"regrade.{key}", **counts), highlight=False, markup=False)
    if download.aside:
        names = ", ".join(download.aside[:6]) + (", …" if len(download.aside) > 6 else "")
        console.print(words("regrade.aside", names=names), highlight=False, markup=False)


def _say_what_came_out(summary: Summary, folder: RunFolder, words: Words, seconds: float) -> None:
    console = Terminal()
    console.print(_table(summary, words))
    said = {"run": summary.run, "graded": summary.graded, "known": summary.rows - summary.graded}
    text = words("regrade.done", **said, seconds=f"{seconds:.1f}", folder=folder.root)
    console.print(text, highlight=False, markup=False, soft_wrap=True)
    if summary.others:
        console.print(words("regrade.others", count=summary.others), highlight=False, markup=False)


def _table(summary: Summary, words: Words) -> Table:
    table = Table()
    table.add_column(words("regrade.status"))
    table.add_column(words("regrade.count"), justify="right")
    for status in STATUSES:
        if summary.counts.get(status):
            table.add_row(words(f"regrade.{status}"), str(summary.counts[status]))
    if summary.late:
        table.add_row(words("regrade.late"), str(summary.late))
    return table
