"""``autograder similar``: pairs of a class that look alike, for people to look at."""

from __future__ import annotations

from pathlib import Path

from rich.progress import Progress
from rich.table import Table
from rich.text import Text

from autograder.cli import GRADED
from autograder.cli.diff import write
from autograder.course import Course
from autograder.feedback.terminal import Terminal
from autograder.regrade.download import read_download
from autograder.sandbox.opening import open_sandbox
from autograder.similar.class_ import written_by
from autograder.similar.page import similar_html
from autograder.similar.pairs import Pair, Written, similar_pairs
from autograder.words import Words


def run_similar(
    course: Course, path: Path, name: str, threshold: float, html: Path | None, layout: str | None, lang: str | None
) -> int:
    """Print the pairs of a class that share at least ``threshold`` of their own lines, and write them as a page."""
    assignment = course.assignment(name)
    words, console = Words(lang or course.settings.default_language), Terminal()
    download = read_download(path, assignment, layout)
    with open_sandbox(assignment) as sandbox:
        found = list(written_by(download, course, assignment, sandbox))
    class_ = [written for written in found if written is not None]
    pairs, compared = _compared(class_, threshold, words)
    if pairs:
        console.print(_table(pairs, words))
    else:
        console.print(words("similar.none", threshold=f"{threshold:.0%}"), highlight=False, soft_wrap=True)
    said = {"count": compared, "short": len(class_) - compared, "left": len(found) - len(class_)}
    console.print(words("similar.done", **said), highlight=False, soft_wrap=True)
    console.print(words("similar.about"), highlight=False, soft_wrap=True)
    if html is not None:
        write([similar_html(pairs, assignment.name, threshold, words).encode("utf-8", "backslashreplace")], html)
    return GRADED


def _compared(class_: list[Written], threshold: float, words: Words) -> tuple[list[Pair], int]:
    """Return the pairs, and how many submissions say enough to be compared."""
    with Progress(console=Terminal(stderr=True), transient=True) as progress:
        bar = progress.add_task(words("similar.comparing"), total=len(class_))
        pairs = similar_pairs(class_, threshold, lambda: progress.advance(bar))
        return pairs, int(progress.tasks[bar].completed)


def _table(pairs: list[Pair], words: Words) -> Table:
    table = Table()
    for key in ("similar.first", "similar.second"):
        table.add_column(words(key), overflow="fold")
        table.add_column("%", justify="right")
    for pair in pairs:
        one, other = (f"{100 * share:.0f}" for share in pair.shares)
        table.add_row(Text(pair.one.name), one, Text(pair.other.name), other)
    return table
