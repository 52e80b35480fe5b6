"""What is wrong with a handed-in folder before nbgrader opens it, as one sentence: nbgrader's hook before it grades.

nbgrader itself shows only a traceback for these, and goes on with the next student. Grades and changes nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import nbformat
from traitlets.log import get_logger


def say_what_is_wrong(source: Path, notebooks: Sequence[str]) -> None:
    """Log a sentence when a student's notebook has another name, or cannot be read.

    ``source`` is the course's own folder; ``notebooks`` are those of one student, in ``STUDENT/ASSIGNMENT/``.
    """
    found = [Path(notebook) for notebook in notebooks]
    student, assignment = found[0].parent.parent.name, found[0].parent.name
    due = {path.name for path in (source / assignment).glob("*.ipynb")}
    for fault in _faults(due, found):
        get_logger().error(
            f"{student} stays ungraded: {fault}; then run autograde again. (nbgrader's own words follow.)"
        )


def _faults(due: set[str], found: list[Path]) -> list[str]:
    known = [path for path in found if path.name in due]
    if due and not known:
        names = ", ".join(sorted(path.name for path in found))
        return [f"there is {names} where {' or '.join(sorted(due))} is expected: rename it"]
    return [f"{path} cannot be read as a notebook ({why}): replace it" for path in known if (why := _unreadable(path))]


def _unreadable(path: Path) -> str:
    try:
        nbformat.read(path, as_version=4)
    except Exception as error:  # whatever nbformat makes of a file that is no notebook: nbgrader meets the same
        return type(error).__name__
    return ""
