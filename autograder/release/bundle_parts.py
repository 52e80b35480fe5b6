"""What of ours stands in a bundle: programs, locks, the machine, and the graders in a folder of their own."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from importlib import resources
from pathlib import Path
from string import Template
from typing import cast

from autograder import __version__
from autograder.bundle import BUNDLE, GRADERS, UNFINISHED, Bundle, bundle_json
from autograder.checks.fingerprints import write
from autograder.course import Assignment, Course
from autograder.feedback.gradescope import unfinished_json
from autograder.grading import with_checks
from autograder.grading.fingerprints import cached, file_name
from autograder.release.lock import lock_files, torch_version
from autograder.release.zips import Entry
from autograder.settings import Language, Runtime
from autograder.words import Words

MACHINE = (
    *("__init__.py", "__main__.py", "toml.py", "nets.py", "docstrings.py"),
    *("settings.py", "course.py", "submission.py", "results.py", "stub.py", "trouble.py"),
    *("cells.py", "bundle.py", "words", "wire", "checks", "sandbox", "grading", "pages", "feedback", "otter", "cli"),
)
"""The part of the package that grading takes; the rest makes kits and keeps classes."""

ENVIRONMENT = "# `otter grade` wants this file. setup.sh makes the environment, without conda.\nname: otter-env\n"


def own_parts(course: Course, assignment: Assignment, lang: str) -> dict[str, Entry]:
    """Return every file of a bundle that is not Otter's, by its path in the zip."""
    runtime = course.settings.gradescope.runtime
    top = {
        "environment.yml": Entry(ENVIRONMENT.encode()),
        "run_autograder": Entry(_text("run_autograder").encode(), program=True),
        "setup.sh": Entry(setup_script(assignment, runtime).encode(), program=True),
        BUNDLE: Entry(bundle_json(_about(assignment, lang, runtime))),
        UNFINISHED: Entry(_unfinished(assignment, lang)),
        **{name: Entry(lock.encode()) for name, lock in lock_files(assignment, runtime).items()},
    }
    machine = {f"machine/autograder/{name}": Entry(data) for name, data in machine_files().items()}
    graders = {f"{GRADERS}/{name}": Entry(data) for name, data in grader_files(course, assignment).items()}
    return top | machine | graders


def setup_script(assignment: Assignment, runtime: Runtime) -> str:
    """Return the script that makes the image."""
    version = torch_version(assignment)
    torch = Template(_text("torch.sh")).substitute(version=version) if version else ""
    return Template(_text("setup.sh")).substitute(assignment=assignment.name, runtime=runtime, torch=torch)


def machine_files() -> dict[str, bytes]:
    """Return the files of this package that grading takes, by their paths inside it."""
    package = Path(str(resources.files("autograder")))
    return {
        path.relative_to(package).as_posix(): path.read_bytes() for name in MACHINE for path in _files(package / name)
    }


def grader_files(course: Course, assignment: Assignment) -> dict[str, bytes]:
    """Return a course of one assignment as files: its checks, its reference, its fingerprints, the secret salt.

    Of the other assignments only their settings are there: they say what a wrong submission looks like.
    """
    public, secret = f"assignments/{assignment.name}", f"solutions/{assignment.name}"
    sources = {
        "assignments/course.toml": course.root / "assignments" / "course.toml",
        "solutions/course.toml": course.solutions / "course.toml",
        **{f"assignments/{each.name}/assignment.toml": each.public / "assignment.toml" for each in course.assignments},
        **{f"{secret}/{path.name}": path for path in (assignment.reference, assignment.hidden_tests)},
        **{f"{secret}/rejected/{path.name}": path for path in assignment.variants("rejected")},
        **{f"{public}/{path.name}": path for path in (assignment.public_tests, assignment.public / "inputs.py")},
        **{f"{public}/{path.name}": path for path in sorted(assignment.public.glob("words.*.toml"))},
        **{f"{secret}/{path.name}": path for path in sorted(assignment.secret.glob("words.*.toml"))},
        **{f"{public}/{path.relative_to(assignment.public)}": path for path in _files(assignment.public / "data")},
    }
    files = {name: path.read_bytes() for name, path in sources.items() if path.is_file()}
    salts = (course.settings.salt, course.secret_salt)
    return files | {f".autograder/{file_name(assignment, salts)}": _fingerprints(course, assignment)}


def _fingerprints(course: Course, assignment: Assignment) -> bytes:
    salts = (course.settings.salt, course.secret_salt)
    found = with_checks(assignment, lambda checks: cached(checks, salts, course.cache))
    with tempfile.TemporaryDirectory() as folder:
        write(found, Path(folder, "fingerprints.json"))
        return Path(folder, "fingerprints.json").read_bytes()


def _about(assignment: Assignment, lang: str, runtime: Runtime) -> Bundle:
    requires, points = assignment.settings.requires, assignment.max_score
    return Bundle(1, __version__, assignment.name, cast(Language, lang), runtime, requires, points)


def _unfinished(assignment: Assignment, lang: str) -> bytes:
    content = unfinished_json(Words(lang), assignment.name, assignment.max_score)
    return (json.dumps(content, ensure_ascii=True, indent=1) + "\n").encode("ascii")


def _text(name: str) -> str:
    folder = resources.files("autograder.release").joinpath("bundle_files")
    return folder.joinpath(f"{name}.txt").read_text(encoding="utf-8")


def _files(path: Path) -> Iterator[Path]:
    """Yield a file, or the files of a folder, sorted; never what Python or an editor left there."""
    if path.is_file():
        yield path
    for inner in sorted(path.rglob("*")) if path.is_dir() else ():
        left_behind = any(part.startswith(".") or part == "__pycache__" for part in inner.relative_to(path).parts)
        if inner.is_file() and not left_behind:
            yield inner
