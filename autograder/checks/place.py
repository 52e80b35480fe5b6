"""Where a test file stands: in a course's public half, in its secret half, or in a student's kit."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

KIT = "kit.json"
"""The file that makes a folder a student's kit."""


@dataclass(frozen=True)
class Place:
    """One assignment's folders, seen from one of its test files.

    ``public`` holds stub, inputs and public checks; ``secret`` holds the reference and is ``None`` in a kit.
    """

    assignment: str
    public: Path
    secret: Path | None
    hidden: bool

    @property
    def inputs(self) -> Path:
        """The file whose names public and hidden checks share."""
        return self.public / "inputs.py"

    @property
    def module(self) -> str:
        """The name of the student's module: the assignment's name without its number."""
        return module_name(self.assignment)


def module_name(assignment: str) -> str:
    """Return an assignment's name without its number.

    >>> module_name("07_topic")
    'topic'
    """
    return re.sub(r"^\d+_", "", assignment)


@cache
def place_of(path: Path) -> Place | None:
    """Return the place of a test file, ``None`` when it belongs to no assignment."""
    folder = path.parent if path.suffix else path
    half = folder.parent
    if half.name == "solutions" and (half.parent / "assignments" / folder.name).is_dir():
        return Place(folder.name, half.parent / "assignments" / folder.name, folder, hidden=True)
    if not (folder / "assignment.toml").exists():
        return None
    kit = read_kit(folder)
    if kit is not None:  # a student may have given the folder another name
        return Place(str(kit["assignment"]), folder, None, hidden=False)
    secret = half.parent / "solutions" / folder.name
    return Place(folder.name, folder, secret if secret.is_dir() else None, hidden=False)


def read_kit(folder: Path) -> dict[str, Any] | None:
    """Return what a kit says of itself, ``None`` when the folder is no kit or its file is damaged."""
    try:
        content = json.loads((folder / KIT).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return content if isinstance(content, dict) and "assignment" in content else None
