"""The answer as one self-contained HTML file: the page that a regraded class gets, for the public checks alone."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from autograder.laptop.kit import Kit, KitError
from autograder.laptop.text import total
from autograder.pages import student_page
from autograder.results import CheckResult, Result
from autograder.words import Words

MARK = '<meta name="generator" content="autograder">'
"""Says that a file is ours: only then is it replaced."""


def write_page(path: Path, kit: Kit, file: str, checks: Sequence[CheckResult], words: Words) -> None:
    """Write the page. Raises ``KitError`` when the file cannot be written or is somebody else's."""
    due = sum(check.max_score for check in checks)
    result = Result(kit.assignment, file, tuple(checks), due)
    text = student_page(
        result,
        words,
        lambda key: kit.hint(key, words.lang),
        title=kit.title(words.lang),
        summary=total(kit, checks, words),
    )
    try:
        if path.exists() and MARK not in path.read_text(encoding="utf-8", errors="replace")[:2_000]:
            raise KitError("report_exists", path=path)
        path.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise KitError("report_unwritable", path=path, message=error.strerror or "") from None
