"""A new assignment: two mirrored folders with a small working example, and a row in the course's tables."""

from __future__ import annotations

import keyword
import re
import sys
from importlib import resources
from pathlib import Path
from string import Template
from typing import Any

from autograder.course import Assignment, Course, open_course
from autograder.release.course_pages import write_course_pages
from autograder.settings import CourseError
from autograder.stub import write_stub

_NAME = re.compile(r"\d{2,3}_[a-z][a-z0-9_]*")
_TAKEN = {"autograder", "check", "conftest", "inputs", "numpy", "pictures", "pytest", "torch"}
"""Modules that stand in every kit, or that a student's file of this name would hide."""

_RENAMED = {"tests.py": "test_{module}.py", "solution.py": "{module}.py"}


def new_assignment(course: Course, name: str) -> Assignment:
    """Make the folders of assignment ``name`` (such as ``07_topic``) and return it.

    Raises ``CourseError`` for a name of another form, or one that is taken, and where there is no secret half: it is
    elsewhere then, and a new one here would be published.
    """
    course.must_have_solutions()
    public, secret = course.root / "assignments" / name, course.solutions / name
    _must_be_free(course, name, public, secret)
    values = _values(name, course.settings.points.total)
    template = resources.files("autograder.release").joinpath("template")
    _write(template.joinpath("assignment"), public, values)
    _write(template.joinpath("solution"), secret, values)
    assignment = open_course(course.root, course.solutions).assignment(name)
    write_stub(assignment)
    write_course_pages(open_course(course.root, course.solutions))
    return assignment


def _must_be_free(course: Course, name: str, *folders: Path) -> None:
    if not _NAME.fullmatch(name):
        raise CourseError(f"{name!r} is no name for an assignment; write a number and a word, as in 07_topic.")
    for folder in folders:
        if folder.exists():
            raise CourseError(f"{folder} exists already; choose another name or take it away first.")
    number, _, module = name.partition("_")
    if module in _TAKEN or module in sys.stdlib_module_names or keyword.iskeyword(module):
        raise CourseError(
            f"{module}.py would hide a module of Python or of every kit; choose another word than {module}."
        )
    for other in course.assignments:
        if number == other.number or module == other.module:
            what = number if number == other.number else module
            raise CourseError(f"{other.name} is called {what} already; choose another number and another word.")


def _values(name: str, total: float) -> dict[str, str]:
    module = name.partition("_")[2]
    shares = {f"share_{tenths}": f"{total * tenths / 10:g}" for tenths in (1, 2, 3, 4)}
    return {"name": name, "module": module, "points": f"{total:g}", **shares}


def _write(source: Any, target: Path, values: dict[str, str]) -> None:
    """Write a folder of templates: names lose ``.txt``, ``$words`` are filled."""
    target.mkdir(parents=True)
    for entry in source.iterdir():
        if entry.is_dir():
            _write(entry, target / entry.name, values)
            continue
        name = entry.name.removesuffix(".txt")
        path = target / _RENAMED.get(name, name).format(**values)
        text = Template(entry.read_text(encoding="utf-8")).safe_substitute(values)
        path.write_text(text, encoding="utf-8", newline="\n")
