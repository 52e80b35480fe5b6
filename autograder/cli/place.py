"""Where a verb works: the course that its options name."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from autograder.course import Course


@dataclass(frozen=True)
class Place:
    """Where the course is, as the options say."""

    course: Path | None
    solutions: Path | None

    def open(self) -> Course:
        """Open the course; raises ``CourseError``."""
        from autograder.course import open_course

        return open_course(self.course, self.solutions)
