"""A new assignment: two mirrored folders with a small working example. No other file changes."""

from __future__ import annotations

import re
from importlib import resources
from pathlib import Path
from string import Template
from typing import Any

from autograder.course import Assignment, Course, CourseError, open_course
from autograder.stub import write_stub

_NAME = re.compile(r"\d{2,3}_[a-z][a-z0-9_]*")
_RENAMED = {"tests.py": "test_{module}.py", "solution.py": "{module}.py"}


def new_assignment(course: Course, name: str) -> Assignment:
    """Make the folders of assignment ``name`` (such as ``07_attention``) and return it.

    Raises ``CourseError`` for a name of another form, or one that is taken.
    """
    if not _NAME.fullmatch(name):
        raise CourseError(f"{name!r} is no name for an assignment; write a number and a word, as in 07_attention.")
    public, secret = course.root / "assignments" / name, course.solutions / name
    for folder in (public, secret):
        if folder.exists():
            raise CourseError(f"{folder} exists already; choose another name or take it away first.")
    values = _values(name, course.settings.points.total)
    template = resources.files("autograder.release").joinpath("template")
    _write(template.joinpath("assignment"), public, values)
    _write(template.joinpath("solution"), secret, values)
    assignment = open_course(course.root, course.solutions).assignment(name)
    write_stub(assignment)
    return assignment


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
