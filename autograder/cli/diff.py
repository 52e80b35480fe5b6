"""``autograder diff``: two runs of an assignment compared, for people, for a spreadsheet or as a page."""

from __future__ import annotations

import contextlib
import io
import sys
from collections.abc import Iterable
from pathlib import Path

from rich.text import Text

from autograder.cli import GRADED
from autograder.cli.runs import Desk
from autograder.feedback.terminal import Terminal
from autograder.gradebook import GradebookError

WIDE = 160
"""Characters of a line in a file, which has no terminal's width."""


def run_diff(at: Desk, words: tuple[str, str], assignment: str | None, form: str, output: Path | None) -> int:
    """Compare two runs and print or write what changed."""
    from autograder.gradebook.difference import as_lines, as_page, as_text, compare
    from autograder.gradebook.sheets import csv_bytes

    after = at.run(words[1], assignment)
    before = at.run(words[0], assignment or after.assignment)
    if before.assignment != after.assignment:
        about = {"before": before.number, "of": before.assignment, "after": after.number, "other": after.assignment}
        raise GradebookError("trouble.two_assignments", **about)
    difference = compare(at.gradebook, before, after)
    if form == "csv":
        write(csv_bytes(as_lines(difference, at.words)), output)
    elif form == "html":
        write([as_page(difference, at.words).encode("utf-8", "backslashreplace")], output)
    else:
        text = io.StringIO() if output else None
        console = Terminal(file=text, width=WIDE if output else None)
        for part in as_text(difference, at.words):
            console.print(part, highlight=False, soft_wrap=isinstance(part, Text))
        if text is not None:
            write([text.getvalue().encode("utf-8", "backslashreplace")], output)
    return GRADED


def write(parts: Iterable[bytes], output: Path | None) -> None:
    """Write bytes to a file, whole or not at all, or to stdout. Raises ``GradebookError``."""
    if output is None or str(output) == "-":
        for part in parts:
            sys.stdout.buffer.write(part)
        sys.stdout.buffer.flush()
        return
    half = output.with_name(f".{output.name}.part")
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        with half.open("wb") as file:
            file.writelines(parts)
        half.replace(output)
    except BaseException as error:
        with contextlib.suppress(OSError):
            half.unlink(missing_ok=True)
        if not isinstance(error, OSError):
            raise
        raise GradebookError("trouble.unwritable", path=output, why=error.strerror) from None
