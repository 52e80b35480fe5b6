"""``autograder build``: everything that is handed out, with a progress bar."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

from rich.progress import track

from autograder.cli import GRADED
from autograder.course import Course
from autograder.release.folder import write_kit, zip_folder


def run_build(course: Course, names: Sequence[str], lang: str, out: Path) -> int:
    """Write each assignment's kit, folder and zip, in each language asked for."""
    assignments = [course.assignment(name) for name in names] or list(course.assignments)
    languages = list(course.settings.languages) if lang == "all" else [lang]
    work = [(assignment, language) for language in languages for assignment in assignments]
    for assignment, language in track(work, description="Building kits"):
        folder = out / language / assignment.name
        shutil.rmtree(folder, ignore_errors=True)
        write_kit(course, assignment, language, folder)
        zip_folder(folder, folder.with_suffix(".zip"))
    return GRADED
