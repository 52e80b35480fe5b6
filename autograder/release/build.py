"""Everything that is handed out, for assignments and languages: for students, and apart from it for the staff."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from autograder.course import Assignment, Course
from autograder.grading import must_have_libraries
from autograder.release.bundle import write_bundle
from autograder.release.dates import day_of, seconds_of
from autograder.release.folder import write_kit, write_notebook, zip_folder
from autograder.release.instructor import instructor_page
from autograder.release.kit import Material, material
from autograder.release.publish import Entries, publish
from autograder.settings import CourseError

STUDENTS, STAFF = "students", "staff"
"""The two halves of what is built: the first may be handed out as it is, the second holds hidden checks."""


def build(
    course: Course, assignments: Sequence[Assignment], languages: Sequence[str], out: Path, step: Callable[[str], None]
) -> Entries:
    """Build kits, notebooks, bundles and instructor pages into ``out``; return the manifest's new entries.

    ``step`` is called with the name of each piece before it is made (``pieces`` says how many there are). Nothing in
    ``out`` changes until all are made. Raises ``CourseError``.
    """
    _must_be_buildable(course, assignments, languages)
    seconds = seconds_of(course.root)
    staged = _staging(out)
    try:
        for assignment in assignments:
            step(assignment.name)
            made_of = material(course, assignment)
            for lang in languages:
                _build_one(course, assignment, lang, made_of, staged, step)
        owners = [f"{lang}/{assignment.name}" for assignment in assignments for lang in languages]
        return publish(staged, out, owners, day_of(seconds))
    finally:
        shutil.rmtree(staged, ignore_errors=True)


def pieces(assignments: Sequence[Assignment], languages: Sequence[str]) -> int:
    """Return how many steps a build has."""
    return len(assignments) * (1 + 2 * len(languages))


def _build_one(
    course: Course, assignment: Assignment, lang: str, made_of: Material, staged: Path, step: Callable[[str], None]
) -> None:
    students, staff = staged / STUDENTS / lang, staged / STAFF / lang
    staff.mkdir(parents=True, exist_ok=True)
    step(f"{assignment.name} · {lang} · kit")
    content = write_kit(course, assignment, lang, students / assignment.name, made_of)
    zip_folder(students / assignment.name, students / f"{assignment.name}.zip", seconds_of(course.root))
    write_notebook(course, assignment, lang, students / f"{assignment.name}.ipynb", content)
    step(f"{assignment.name} · {lang} · Gradescope")
    write_bundle(course, assignment, lang, staff / f"{assignment.name}.gradescope.zip")
    page = instructor_page(course, assignment, lang, made_of)
    (staff / f"{assignment.name}.html").write_text(page, encoding="utf-8", newline="\n")


def _must_be_buildable(course: Course, assignments: Sequence[Assignment], languages: Sequence[str]) -> None:
    course.must_have_solutions()
    for lang in languages:
        if lang not in course.settings.languages:
            known = ", ".join(course.settings.languages)
            raise CourseError(f"This course has no language {lang!r}; its languages are: {known}.")
    must_have_libraries(assignments, ", or name the assignments that you want to build")


def _staging(out: Path) -> Path:
    """Make a folder beside what will be replaced, so that moving is one step of the file system."""
    try:
        out.mkdir(parents=True, exist_ok=True)
        return Path(tempfile.mkdtemp(prefix=".building-", dir=out))
    except OSError as error:
        raise CourseError(f"{out}: nothing can be written here ({error.strerror}); choose another --out.") from None
