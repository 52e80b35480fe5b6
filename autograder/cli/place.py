"""Where a verb works and what it speaks: the course and the language that its options name."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.settings import CourseError
from autograder.words import Words

if TYPE_CHECKING:
    from autograder.course import Course


@dataclass
class Place:
    """Where the course is, and the language of the verb, as the options say: ``None`` is the course's own.

    The verbs without ``--lang`` are those of authors and speak English.
    """

    course: Path | None = None
    solutions: Path | None = None
    lang: str | None = "en"

    def open(self) -> Course:
        """Open the course; raises ``CourseError``."""
        from autograder.course import open_course

        return open_course(self.course, self.solutions)

    def words(self) -> Words:
        """Return the words of the verb's language; where that is the course's and there is no course, English."""
        if self.lang is None:
            with suppress(CourseError, OSError):
                return Words(self.open().settings.default_language)
        return Words(self.lang or "en")
