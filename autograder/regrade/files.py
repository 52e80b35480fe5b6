"""The folder of a run: files that are there whole or not at all. Never writes outside it."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from autograder.trouble import Trouble

if sys.platform != "win32":
    import fcntl

MARK = ".autograder-run"
"""The file that says that a folder is a run's, and of which assignment; whoever writes there holds its lock."""

_HALF = ".part-"


@dataclass(frozen=True)
class RunFolder:
    """``results/<student>.json``, ``feedback/<student>.html``, ``grades.csv``, ``report.html``."""

    root: Path

    @contextmanager
    def claimed(self, assignment: str) -> Iterator[None]:
        """Hold the folder for one run of an assignment.

        Raises ``CourseError``: it cannot be written; another regrade is writing there; or it holds files that this
        run would replace, another assignment's or those that no run wrote.
        """
        strange = [name for name in ("results", "feedback", "grades.csv", "report.html") if (self.root / name).exists()]
        if strange and not (self.root / MARK).is_file():
            raise Trouble("trouble.foreign_folder", folder=self.root, name=strange[0])
        try:
            self.root.mkdir(parents=True, exist_ok=True)
            mark = os.open(self.root / MARK, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o600)
            for name in ("results", "feedback"):
                (self.root / name).mkdir(mode=0o700, exist_ok=True)
        except OSError as error:
            raise Trouble("trouble.closed_folder", folder=self.root, why=error.strerror) from None
        with os.fdopen(mark, "r+", encoding="utf-8", errors="replace") as file:
            self._lock(file.fileno())
            before = file.read(200).strip()
            if before not in ("", assignment):
                raise Trouble("trouble.other_folder", folder=self.root, assignment=before)
            if not before:
                file.write(assignment)
                file.flush()
            self._clear()
            yield

    def _clear(self) -> None:
        """Remove what a run that was killed had written halfway: it holds somebody's answer."""
        for name in ("", "results", "feedback"):
            for half in (self.root / name).glob(f"{_HALF}*"):
                with suppress(OSError):
                    half.unlink()

    def _lock(self, mark: int) -> None:
        if sys.platform == "win32":
            return
        try:
            fcntl.flock(mark, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Trouble("trouble.busy_folder", folder=self.root) from None
        except OSError:
            return  # a file system without locks

    def stands_apart(self, folder: Path) -> None:
        """Raise ``CourseError`` when the run would be written among a class's submissions."""
        if self.root.resolve().is_relative_to(folder.resolve()):
            raise Trouble("trouble.folder_in_download", folder=self.root)

    def write_answer(self, student: str, results: bytes, html: bytes) -> None:
        """Write one student's files. Raises ``CourseError`` when the disk does not take them."""
        self._write(self.root / "results" / f"{student}.json", [results])
        self._write(self.root / "feedback" / f"{student}.html", [html])

    def write(self, name: str, content: Iterable[bytes]) -> None:
        """Write a file of the whole run, piece by piece. Raises ``CourseError`` when the disk does not take it."""
        self._write(self.root / name, content)

    def keep_only(self, students: set[str]) -> None:
        """Remove the files of students who are not in the class any more."""
        for folder, suffix in (("results", ".json"), ("feedback", ".html")):
            for path in (self.root / folder).glob(f"*{suffix}"):
                if path.name.removesuffix(suffix) not in students:
                    path.unlink()

    @staticmethod
    def _write(path: Path, content: Iterable[bytes]) -> None:
        name = None
        try:
            handle, name = tempfile.mkstemp(dir=path.parent, prefix=_HALF)
            with os.fdopen(handle, "wb") as file:
                file.writelines(content)
            os.replace(name, path)
        except BaseException as error:
            if name is not None:
                os.unlink(name)
            if not isinstance(error, OSError):
                raise
            raise Trouble("trouble.full_disk", path=path, why=error.strerror) from None
