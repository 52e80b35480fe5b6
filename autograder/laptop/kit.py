"""The noun of a kit: one assignment as a student has it. Standard library only."""

from __future__ import annotations

import importlib.util
import json
from dataclasses import dataclass, fields
from functools import cached_property
from pathlib import Path
from typing import Any

from autograder.checks.place import KIT, Place
from autograder.toml import BadToml, read_toml


class KitError(Exception):
    """Something in a kit's folder is not as it must be. ``kind`` keys the sentence, ``detail`` fills it."""

    def __init__(self, kind: str, **detail: Any) -> None:
        super().__init__(kind)
        self.kind = kind
        self.detail = detail


@dataclass(frozen=True)
class KitQuestion:
    """A question as a student knows it: how many hidden checks it has, not what they are."""

    id: str
    points: float
    hidden_points: float
    hidden_checks: int


@dataclass(frozen=True)
class Kit:
    """One assignment's kit in ``folder``; the rest stands in its ``kit.json``."""

    folder: Path
    assignment: str
    module: str
    version: str
    lang: str
    salt: str
    requires: tuple[str, ...]
    questions: tuple[KitQuestion, ...]
    stub: str
    made: str
    files: dict[str, str]

    @property
    def age(self) -> tuple[str, str]:
        """When the kit was made and by which version: the newer of two kits has the greater one."""
        return self.made, self.version

    @property
    def file(self) -> Path:
        """The file that the student writes in."""
        return self.folder / f"{self.module}.py"

    @property
    def tests(self) -> Path:
        """The public checks."""
        return self.folder / f"test_{self.module}.py"

    @property
    def place(self) -> Place:
        """Where the public checks stand."""
        return Place(self.assignment, self.folder, None, hidden=False)

    @property
    def hidden_checks(self) -> int:
        """How many checks only the grader has."""
        return sum(question.hidden_checks for question in self.questions)

    @property
    def missing_libraries(self) -> list[str]:
        """The libraries that it requires and that are not installed here."""
        return [name for name in self.requires if importlib.util.find_spec(name) is None]

    def must_have_libraries(self) -> None:
        """Raise ``KitError`` with the command that installs them when they are not installed here."""
        if self.missing_libraries:
            libraries = ", ".join(self.missing_libraries)
            raise KitError("no_library", libraries=libraries, install="-r requirements.txt")

    def title(self, lang: str) -> str:
        """Return the assignment's title in a language, its name where the kit has lost it."""
        titles: dict[str, str] = _words_of(self.folder / "assignment.toml").get("title", {})
        return titles.get(lang, self.assignment)

    def check_title(self, check: str, lang: str) -> str | None:
        """Return a check's title in a language, ``None`` where only its docstring has one."""
        title: str | None = self._words[lang].get("checks", {}).get(check)
        return title

    def hint(self, misconception: str, lang: str) -> str | None:
        """Return a misconception's hint."""
        hint: str | None = self._words[lang].get("misconceptions", {}).get(misconception)
        return hint

    @cached_property
    def _words(self) -> dict[str, dict[str, dict[str, str]]]:
        return {lang: _words_of(self.folder / f"words.{lang}.toml") for lang in ("es", "en")}


def open_kit(folder: Path) -> Kit:
    """Open the kit in a folder. Raises ``KitError`` when its ``kit.json`` is absent or damaged."""
    path = folder / KIT
    try:
        return kit_from(folder, json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError, KeyError):
        raise KitError("no_kit", path=str(path)) from None


def kit_from(folder: Path, content: dict[str, Any]) -> Kit:
    """Make a kit of what its ``kit.json`` holds. Raises ``TypeError`` or ``KeyError``."""
    known = {field.name for field in fields(Kit)} - {"folder", "questions"}
    questions = tuple(KitQuestion(**question) for question in content["questions"])
    rest = {name: content[name] for name in known}
    return Kit(folder=folder, questions=questions, **{**rest, "requires": tuple(content["requires"])})


def _words_of(path: Path) -> dict[str, dict[str, str]]:
    try:
        return read_toml(path)
    except (OSError, BadToml):
        return {}
