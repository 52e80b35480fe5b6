"""Writing a course for nbgrader: source notebooks, their kits, and the settings that make the grading ours."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Sequence
from importlib import resources
from pathlib import Path
from string import Template

from autograder.course import Assignment, Course
from autograder.grading import must_have_libraries
from autograder.nbgrader.names import assignment_id, notebook_id
from autograder.nbgrader.notebook import source_notebook
from autograder.release.dates import seconds_of
from autograder.release.folder import write_kit, zip_folder
from autograder.settings import CourseError

CONFIG = "nbgrader_config.py"


def write_course(
    course: Course, assignments: Sequence[Assignment], lang: str, folder: Path, *, force: bool = False
) -> list[Path]:
    """Write nbgrader's settings and, for each assignment, a source notebook beside a kit; return what is new.

    Submissions, grades and everything else in ``folder`` are left alone. Raises ``CourseError`` when a notebook or the
    settings were changed by somebody and ``force`` is not set; then nothing is written at all.
    """
    contents = {folder / CONFIG: _config(course, lang, folder)}
    for assignment in assignments:
        contents |= _source(course, assignment, lang, folder / "source" / assignment_id(assignment))
    due = {path: content for path, content in contents.items() if not _is(path, content)}
    kept = [path for path in due if path.exists() and path.suffix != ".zip"]
    if kept and not force:
        raise CourseError(f"{kept[0]}: this file is there already, with other content; --force writes over it.")
    for path, content in due.items():
        _write(path, content)
    return list(due)


def _source(course: Course, assignment: Assignment, lang: str, folder: Path) -> dict[Path, bytes]:
    """Return an assignment's two files: the notebook, and the kit that its first cell unpacks."""
    must_have_libraries([assignment])
    with tempfile.TemporaryDirectory() as place:
        kit = Path(place, assignment.name)
        content = write_kit(course, assignment, lang, kit)
        packed = kit.with_name(f"{assignment.name}.zip")
        zip_folder(kit, packed, seconds_of(course.root))
        notebook = source_notebook(course, assignment, lang, content).encode()
        return {folder / f"{notebook_id(assignment)}.ipynb": notebook, folder / packed.name: packed.read_bytes()}


def _config(course: Course, lang: str, folder: Path) -> bytes:
    """Return the settings. Where the course is, they say from their own place: both may move together."""
    template = resources.files("autograder.nbgrader").joinpath("nbgrader_config.txt").read_text(encoding="utf-8")
    apart = course.solutions != course.root / "solutions"
    solutions = f'str(HERE / "{_from(folder, course.solutions)}")' if apart else '""'
    return Template(template).substitute(course=_from(folder, course.root), solutions=solutions, lang=lang).encode()


def _from(folder: Path, target: Path) -> str:
    return Path(os.path.relpath(target.resolve(), folder.resolve())).as_posix()


def _is(path: Path, content: bytes) -> bool:
    return path.is_file() and path.read_bytes() == content


def _write(path: Path, content: bytes) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    except OSError as error:
        raise CourseError(f"{path}: cannot be written ({error.strerror}); choose another folder.") from None
