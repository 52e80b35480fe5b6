"""A class in real nbgrader: a course made by our command, notebooks that were handed in, nbgrader's own commands."""

from __future__ import annotations

import copy
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

from autograder.course import Course
from tests import tiny
from tests.cli.command import ROOT, run
from tests.tiny import edited

ASSIGNMENT, NOTEBOOK = "01_kites", "kites"
STATEMENT = """# Kites

They fly on Sundays.

## `lift` (20 points)

Half of it.

```python
print("a picture")
```

## `fly` (40 points)

## `fly_back` (40 points)

The way back.
"""
KERNEL = {
    "argv": [sys.executable, "-c", "open({!r}, 'w')", "{connection_file}"],
    "display_name": "Python 3",
    "language": "python",
}
Notebook = dict[str, Any]


class Ran(NamedTuple):
    """How one of nbgrader's commands ended."""

    code: int
    out: str


class Classroom:
    """A folder with an nbgrader course for the tiny course, and a kernel that leaves a trace when it is started."""

    def __init__(self, course: Course, folder: Path) -> None:
        self.course, self.folder, self.home = course, folder, folder.parent / "home"
        self.kernel_started = folder.parent / "kernel_started"
        spec = copy.deepcopy(KERNEL)
        spec["argv"][2] = spec["argv"][2].format(str(self.kernel_started))  # type: ignore[index]
        tiny.write(self.home / "share/kernels/python3/kernel.json", json.dumps(spec))

    @property
    def environment(self) -> dict[str, str]:
        """What keeps the machine's own Jupyter settings out."""
        places = {name: str(self.home / name) for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "IPYTHONDIR")}
        ours = {"HOME": str(self.home), "PYTHONPATH": str(ROOT), "JUPYTER_PATH": str(self.home / "share")}
        path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])  # nbgrader looks for alembic
        return {**os.environ, **places, **ours, "PATH": path, "PYTHONWARNINGS": "ignore"}

    def ask(self, *arguments: str) -> Ran:
        """Run one of nbgrader's commands."""
        command = [sys.executable, "-P", "-m", "nbgrader", *arguments]
        pipe, errors = subprocess.PIPE, subprocess.STDOUT
        done = subprocess.run(
            command, cwd=self.folder, env=self.environment, stdout=pipe, stderr=errors, timeout=240, text=True
        )
        return Ran(done.returncode, done.stdout)

    def must(self, *arguments: str) -> str:
        """Run a command that must succeed; return what it says."""
        code, out = self.ask(*arguments)
        assert code == 0, out
        return out

    def hand_in(self, student: str, notebook: Notebook, assignment: str = ASSIGNMENT) -> Path:
        """Put a student's notebook where nbgrader collects it."""
        path = self.folder / "submitted" / student / assignment / f"{NOTEBOOK}.ipynb"
        return tiny.write(path, json.dumps(notebook))

    def read(self, *parts: str) -> Notebook:
        """Return a notebook below the course's folder."""
        return json.loads(self.folder.joinpath(*parts).read_text(encoding="utf-8"))  # type: ignore[no-any-return]

    def released(self) -> Notebook:
        """Return the notebook that students get."""
        return self.read("release", ASSIGNMENT, f"{NOTEBOOK}.ipynb")

    def graded(self, student: str) -> Notebook:
        """Return a student's notebook after grading."""
        return self.read("autograded", student, ASSIGNMENT, f"{NOTEBOOK}.ipynb")

    def feedback(self, student: str) -> str:
        """Return the page that a student gets."""
        path = self.folder / "feedback" / student / ASSIGNMENT / f"{NOTEBOOK}.html"
        return path.read_text(encoding="utf-8")

    def grades(self, student: str) -> dict[str, tuple[float | None, float | None, bool]]:
        """Return automatic points, manual points and the flag of each grade cell, from nbgrader's own database."""
        query = """
            SELECT base_cell.name, grade.auto_score, grade.manual_score, grade.needs_manual_grade
            FROM grade JOIN base_cell ON grade.cell_id = base_cell.id
            JOIN submitted_notebook ON grade.notebook_id = submitted_notebook.id
            JOIN submitted_assignment ON submitted_notebook.assignment_id = submitted_assignment.id
            WHERE submitted_assignment.student_id = ?"""
        with closing(sqlite3.connect(self.folder / "gradebook.db")) as database:
            rows = database.execute(query, [student]).fetchall()
        return {name: (auto, manual, bool(flag)) for name, auto, manual, flag in rows}

    def points(self, student: str) -> dict[str, float | None]:
        """Return the automatic points of each question."""
        return {name.removeprefix("grade_"): auto for name, (auto, _, _) in self.grades(student).items()}


def opened(course: Course, folder: Path) -> Classroom:
    """Make a classroom: our command, then nbgrader's own that releases the assignment."""
    for lang in ("es", "en"):
        tiny.write(course.root / "assignments" / ASSIGNMENT / f"statement.{lang}.md", STATEMENT)
    with_templates(course)
    made = run(course.root, "nbgrader", folder, NOTEBOOK, "--lang", "en")
    assert made.code == 0, made.err
    room = Classroom(course, folder)
    room.must("generate_assignment", ASSIGNMENT)
    return room


def with_templates(course: Course) -> None:
    """Give a tiny course what every kit is made with."""
    shutil.copytree(ROOT / "student_template", course.root / "student_template")


def cells(notebook: Notebook) -> dict[str, dict[str, Any]]:
    """Return the cells that nbgrader knows, by their names."""
    marked = [cell for cell in notebook["cells"] if cell["metadata"].get("nbgrader")]
    return {cell["metadata"]["nbgrader"]["grade_id"]: cell for cell in marked}


def changed(notebook: Notebook, change: Callable[[Notebook], None]) -> Notebook:
    """Return a copy of a notebook, changed."""
    other = copy.deepcopy(notebook)
    change(other)
    return other


def answered(notebook: Notebook, reference: str = tiny.REFERENCE, **answers: str) -> Notebook:
    """Return the released notebook with each question answered: as in the reference, or as given."""
    from autograder.cells import pieces

    right = {piece.question: piece.text for piece in pieces(reference, ["lift", "fly", "fly_back"]) if piece.question}

    def change(other: Notebook) -> None:
        for name, text in {**right, **answers}.items():
            cells(other)[name]["source"] = text

    return changed(notebook, change)


def in_cells(old: str, new: str) -> str:
    """Return the reference with one thing changed."""
    return edited(tiny.REFERENCE, (old, new))


def report(notebook: Notebook, question: str) -> tuple[str, float]:
    """Return what the grade cell of a question says, and its points."""
    printed, points = cells(notebook)[f"grade_{question}"]["outputs"]
    return "".join(printed["text"]), float("".join(points["data"]["text/plain"]))
