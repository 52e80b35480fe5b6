"""``autograder forget``: delete a person from every run, after saying what will be deleted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.text import Text

from autograder.cli import GRADED
from autograder.cli.runs import Desk
from autograder.feedback.terminal import Terminal
from autograder.gradebook import GradebookError
from autograder.submission import printable

if TYPE_CHECKING:
    from autograder.gradebook.forget import Trace


def run_forget(at: Desk, student: str, folders: Sequence[Path], sure: bool) -> int:
    """Delete a student everywhere, once the person at the terminal agrees."""
    from autograder.gradebook.forget import forget, trace_of

    words, console = at.words, Terminal()
    shown = printable(student)
    trace = trace_of(at.gradebook, student, folders)
    if not trace:
        raise GradebookError("trouble.nobody", student=shown, gradebook=printable(at.gradebook.url))
    console.print(Text(words("book.forget_title", student=shown)), soft_wrap=True)
    for line in _lines(at, trace):
        console.print(Text(f"  - {line}"), soft_wrap=True)
    if not sure and not click.confirm(words("book.forget_question")):
        console.print(Text(words("book.forget_kept")))
        return GRADED
    forget(at.gradebook, student, trace)
    console.print(Text(words("book.forget_done", student=shown)), soft_wrap=True)
    return GRADED


def _lines(at: Desk, trace: Trace) -> Iterator[str]:
    words, where = at.words, printable(at.gradebook.url)
    if trace.rows:
        yield words("book.forget_rows", count=trace.rows, runs=trace.runs, gradebook=where)
    if trace.overrides:
        yield words("book.forget_overrides", count=trace.overrides)
    if trace.groups:
        yield words("book.forget_groups", count=trace.groups)
    yield from (printable(str(path)) for path in trace.files)
    yield from (words("book.forget_lines", path=printable(str(path))) for path in trace.tables)
