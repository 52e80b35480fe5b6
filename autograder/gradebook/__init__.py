"""Runs of a class, kept for ever: what was graded, what it said, and what a person changed. Never grades anything.

Importing this is cheap: the database is imported when a gradebook is opened.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from autograder.trouble import Trouble

if TYPE_CHECKING:
    from autograder.gradebook.store import Gradebook


class GradebookError(Trouble):
    """A gradebook cannot be opened, read or written."""


def open_gradebook(url: str) -> Gradebook:
    """Open the gradebook at a SQLAlchemy URL or a file's path, making it when there is none; close it with ``with``.

    Raises ``GradebookError``: no such database, not a gradebook, or one of a newer version.
    """
    from autograder.gradebook.database import connect
    from autograder.gradebook.store import Gradebook

    return Gradebook(connect(url))
