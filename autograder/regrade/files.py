"""The folder of a run: files that are there whole or not at all. Never writes outside it."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from autograder.course import CourseError


@dataclass(frozen=True)
class RunFolder:
    """``results/<student>.json``, ``feedback/<student>.html``, ``grades.csv``, ``report.html``."""

    root: Path

    def prepare(self) -> None:
        """Make the folders. Raises ``CourseError`` when that is not possible."""
        for name in ("results", "feedback"):
            try:
                (self.root / name).mkdir(mode=0o700, parents=True, exist_ok=True)
            except OSError as error:
                raise CourseError(f"{self.root}: a run cannot be written here ({error.strerror}).") from None

    def write_answer(self, student: str, results: bytes, html: bytes) -> None:
        """Write one student's files."""
        self._write(self.root / "results" / f"{student}.json", [results])
        self._write(self.root / "feedback" / f"{student}.html", [html])

    def write(self, name: str, content: Iterable[bytes]) -> None:
        """Write a file of the whole run, piece by piece."""
        self._write(self.root / name, content)

    def keep_only(self, students: set[str]) -> None:
        """Remove the files of students who are not in the class any more."""
        for folder, suffix in (("results", ".json"), ("feedback", ".html")):
            for path in (self.root / folder).glob(f"*{suffix}"):
                if path.name.removesuffix(suffix) not in students:
                    path.unlink()

    @staticmethod
    def _write(path: Path, content: Iterable[bytes]) -> None:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".part-")
        try:
            with os.fdopen(handle, "wb") as file:
                file.writelines(content)
            os.replace(name, path)
        except BaseException:
            os.unlink(name)
            raise
