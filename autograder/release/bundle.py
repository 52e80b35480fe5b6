"""A Gradescope bundle: Otter packs it, then it is written again so that two builds are the same bytes.

Its parts are in bundle_parts. Never runs a student's code.
"""

from __future__ import annotations

import json
import tempfile
import warnings
import zipfile
from pathlib import Path

from autograder.bundle import GRADERS
from autograder.course import Assignment, Course
from autograder.release.bundle_parts import own_parts
from autograder.release.dates import seconds_of, zip_date
from autograder.release.zips import Entry, write_zip
from autograder.settings import CourseError

PLUGIN = "autograder.otter.plugin.Plugin"
PROGRAMS = ("run_autograder", "setup.sh")
OTTERS = ("otter_config.json", "run_otter.py", "tests/")
"""What stays as Otter made it; the rest of its zip would install conda and a browser."""


def write_bundle(course: Course, assignment: Assignment, lang: str, target: Path) -> None:
    """Write the zip that is uploaded to Gradescope, for one assignment in one language.

    It holds the graders: it is for instructors only. Raises ``CourseError`` for a language that the course has not.
    """
    if lang not in course.settings.languages:
        languages = ", ".join(course.settings.languages)
        raise CourseError(f"This course has no language {lang!r}; its languages are: {languages}.")
    entries = {
        name: Entry(data) for name, data in packed_by_otter(assignment).items() if name.startswith(OTTERS)
    } | own_parts(course, assignment, lang)
    target.parent.mkdir(parents=True, exist_ok=True)
    write_zip(entries, target, private=(GRADERS,), date=zip_date(seconds_of(course.root)))
    target.chmod(0o600)


def packed_by_otter(assignment: Assignment) -> dict[str, bytes]:
    """Return the files of the zip that ``otter generate`` makes for an assignment graded by our plugin."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what Otter imports warns of its own habits
        from otter.generate import main as generate

    config = {
        "lang": "python",
        "plugins": [PLUGIN],
        "assignment_name": None,
        "logo": False,
        "print_score": False,
        "print_summary": False,
        "seed": None,
    }
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "tests").mkdir()
        tests = "# Otter wants this folder. The checks are in graders/; Otter's plugin hands the work to them.\n"
        (folder / "tests" / "graders.py").write_text(tests, encoding="ascii", newline="\n")
        (folder / "otter_config.json").write_text(json.dumps(config), encoding="ascii")
        generate(
            tests_dir=str(folder / "tests"),
            output_path=str(folder / "otter.zip"),
            config=str(folder / "otter_config.json"),
            no_requirements=True,
            no_environment=True,
        )
        with zipfile.ZipFile(folder / "otter.zip") as archive:
            return {info.filename: archive.read(info) for info in archive.infolist()}
