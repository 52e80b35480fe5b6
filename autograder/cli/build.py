"""``autograder build``: everything that is handed out, with a progress bar."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from autograder.cli import GRADED
from autograder.course import Course
from autograder.release.build import STAFF, STUDENTS, build, pieces
from autograder.release.publish import MANIFEST


def run_build(course: Course, names: Sequence[str], lang: str, out: Path) -> int:
    """Build what is handed out for the named assignments (all by default), in each language asked for."""
    assignments = list(dict.fromkeys(course.assignment(name) for name in names)) or list(course.assignments)
    languages = list(course.settings.languages) if lang == "all" else [lang]
    console = Console(stderr=True)
    columns = (BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), TextColumn("{task.description}"))
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("", total=pieces(assignments, languages))

        def step(name: str) -> None:
            bar.update(task, description=name, advance=1 if bar.tasks[task].description else 0)

        entries = build(course, assignments, languages, out, step)
        bar.update(task, completed=pieces(assignments, languages), description="")
    size = sum(entry["bytes"] for entry in entries.values()) / 2**20
    print(f"{out / STUDENTS}: for students")
    print(f"{out / STAFF}: for Gradescope and for you, never for students (hidden checks)")
    print(f"{out / MANIFEST}: {len(entries)} files of this build, {size:.1f} MB, each with its SHA-256")
    return GRADED
