"""Regrading the tiny course: one call, with a gradebook in a file."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from autograder.course import Course
from tests.cli.command import Answer, run


class Run(NamedTuple):
    """A run's folder and how it ended."""

    answer: Answer
    folder: Path

    @property
    def rows(self) -> dict[str, dict[str, str]]:
        """The lines of grades.csv by student."""
        with open(self.folder / "grades.csv", encoding="utf-8-sig", newline="") as file:
            return {line["student"]: line for line in csv.DictReader(file)}

    def results(self, student: str) -> dict[str, Any]:
        """One student's results.json."""
        content: dict[str, Any] = json.loads((self.folder / "results" / f"{student}.json").read_text("utf-8"))
        return content

    @property
    def bytes(self) -> dict[str, bytes]:
        """Every file under results/."""
        return {path.name: path.read_bytes() for path in sorted((self.folder / "results").iterdir())}


Regrading = Callable[..., Run]


@pytest.fixture
def regrade(course: Course, tmp_path: Path) -> Regrading:
    """Run `autograder regrade` on a download; the gradebook is this test's own."""

    def regrade_class(path: Path, *options: object, out: str = "run", jobs: int = 1) -> Run:
        folder = tmp_path / out
        fixed = ["--assignment", "kites", "--out", folder, "--gradebook", tmp_path / "grades.db", "--lang", "en"]
        return Run(run(course.root, "regrade", path, *fixed, "--jobs", jobs, *options), folder)

    return regrade_class
