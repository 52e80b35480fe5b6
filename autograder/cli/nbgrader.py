"""``autograder nbgrader``: a course for nbgrader, whose grading is ours."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from rich.console import Console

from autograder.cli import GRADED
from autograder.course import Course
from autograder.nbgrader.versions import absent
from autograder.settings import CourseError


def run_nbgrader(course: Course, folder: Path, names: Sequence[str], lang: str | None, force: bool) -> int:
    """Write the course and say what to do next."""
    if absent():
        raise CourseError(absent())
    from autograder.nbgrader.course import write_course  # needs nbformat and jupytext

    assignments = [course.assignment(name) for name in names] or list(course.assignments)
    language = lang or course.settings.default_language
    with Console(stderr=True).status("Making notebooks and kits"):
        written = write_course(course, assignments, language, folder, force=force)
    for path in written:
        print(path)
    print(f"Next: cd {folder} && nbgrader generate_assignment {assignments[0].name}")
    return GRADED
