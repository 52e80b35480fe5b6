"""The noun of a course: its assignments, and where their public and secret halves stand."""

from __future__ import annotations

import importlib.util
import re
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import msgspec

from autograder.settings import (
    AssignmentSettings,
    CourseError,
    CourseSettings,
    Question,
    SecretSettings,
    read_settings,
    read_toml,
)


@dataclass(frozen=True)
class Assignment:
    """One assignment: its settings and the folders of its public and secret halves."""

    name: str
    public: Path
    secret: Path
    settings: AssignmentSettings

    @property
    def module(self) -> str:
        """The name of the student's module: the assignment's name without its number."""
        return re.sub(r"^\d+_", "", self.name)

    @property
    def number(self) -> str:
        """The number that the assignment's name begins with."""
        return self.name.partition("_")[0]

    @property
    def stub(self) -> Path:
        """The file that a student fills in."""
        return self.public / f"{self.module}.py"

    @property
    def reference(self) -> Path:
        """The right solution, the one source of the stub."""
        return self.secret / f"{self.module}.py"

    @property
    def public_tests(self) -> Path:
        """The checks that students run."""
        return self.public / f"test_{self.module}.py"

    @property
    def hidden_tests(self) -> Path:
        """The checks that only the grader has."""
        return self.secret / "test_hidden.py"

    @property
    def questions(self) -> tuple[Question, ...]:
        """The questions, in order."""
        return self.settings.question

    @property
    def missing_libraries(self) -> list[str]:
        """The libraries that it requires and that are not installed here."""
        return [name for name in self.settings.requires if importlib.util.find_spec(name) is None]

    @property
    def max_score(self) -> float:
        """The sum of the questions' points."""
        return sum(question.points for question in self.questions)

    def hurried(self, question_seconds: float) -> Assignment:
        """Return this assignment with another time limit per question."""
        return self._limited(question_seconds=question_seconds)

    def with_memory(self, megabytes: float) -> Assignment:
        """Return this assignment with another memory limit."""
        return self._limited(memory_mb=megabytes)

    def _limited(self, **limits: float) -> Assignment:
        changed = msgspec.structs.replace(self.settings.limits, **limits)
        return replace(self, settings=msgspec.structs.replace(self.settings, limits=changed))

    def variants(self, kind: str) -> list[Path]:
        """Return the files of ``accepted``, ``rejected`` or ``rejected/again``, sorted."""
        return sorted((self.secret / kind).glob("*.py"))

    def check_title(self, check: str, lang: str) -> str | None:
        """Return a check's title from the word files; ``None`` where they have none (English: the docstring)."""
        return self._words[lang].get("checks", {}).get(check)

    def hint(self, misconception: str, lang: str) -> str | None:
        """Return a misconception's hint, ``None`` when there is none in this language."""
        return self._words[lang].get("misconceptions", {}).get(misconception)

    def docstrings(self, lang: str) -> dict[str, str]:
        """Return the docstrings of the stub in a language, by function and ``module``; none where its own serve."""
        return self._words[lang].get("docstrings", {})

    @cached_property
    def _words(self) -> dict[str, dict[str, dict[str, str]]]:
        return {
            lang: _merged(self.public / f"words.{lang}.toml", self.secret / f"words.{lang}.toml")
            for lang in ("es", "en")
        }


def _merged(*paths: Path) -> dict[str, dict[str, str]]:
    tables: dict[str, dict[str, str]] = {}
    for path in paths:
        for table, rows in read_toml(path).items():
            tables.setdefault(table, {}).update(rows)
    return tables


@dataclass(frozen=True)
class Course:
    """A course: the folder with ``assignments/``, and the folder of the solutions."""

    root: Path
    solutions: Path
    settings: CourseSettings

    @cached_property
    def secret_salt(self) -> str:
        """The salt of the hidden inputs."""
        self.must_have_solutions()
        return read_settings(self.solutions / "course.toml", SecretSettings).salt

    def must_have_solutions(self) -> None:
        """Raise ``CourseError`` when the secret half is not here."""
        if not self.solutions.is_dir():
            said = f"{self.solutions}: the secret half is not here; say where it is with --solutions DIR."
            raise CourseError(said, "trouble.no_solutions", folder=self.solutions)

    @property
    def cache(self) -> Path:
        """The folder of what can be made again at any time: fingerprints. Not for students."""
        return self.root / ".autograder"

    @cached_property
    def assignments(self) -> tuple[Assignment, ...]:
        """Every assignment there is, by name: discovered, never listed."""
        found = sorted((self.root / "assignments").glob("*/assignment.toml"))
        return tuple(self._open(path) for path in found)

    def assignment(self, name: str) -> Assignment:
        """Return an assignment by its folder's name, by that name without its number, or by the number.

        Raises ``CourseError`` naming those that exist, or those that share the number or the word.
        """
        wanted = name.strip("/").rpartition("/")[2]
        found = [each for each in self.assignments if wanted in (each.name, each.module, each.number)]
        found = [each for each in found if each.name == wanted] or found
        if len(found) == 1:
            return found[0]
        names = ", ".join(assignment.name for assignment in found or self.assignments) or "-"
        if found:
            said = f"{name} is more than one assignment ({names}); write the whole name."
            raise CourseError(said, "trouble.several_assignments", name=name, names=names)
        said = f"There is no assignment called {name}; there are: {names}."
        raise CourseError(said, "trouble.no_assignment", name=name, names=names)

    def _open(self, path: Path) -> Assignment:
        settings = read_settings(path, AssignmentSettings)
        name = path.parent.name
        return Assignment(name, path.parent, self.solutions / name, settings)


def open_course(root: Path | None = None, solutions: Path | None = None) -> Course:
    """Open the course at ``root``: by default the nearest parent of the working directory that holds one.

    ``solutions`` is the secret half when it stands elsewhere. Raises ``CourseError`` when there is no course.
    """
    folder = _find_root(Path.cwd()) if root is None else root.resolve()
    if folder is None or not (folder / "assignments" / "course.toml").is_file():
        raise _no_course(root)
    settings = read_settings(folder / "assignments" / "course.toml", CourseSettings)
    return Course(folder, (solutions or folder / "solutions").resolve(), settings)


def _no_course(root: Path | None) -> CourseError:
    where, key = ("in this folder or above it", "trouble.no_course_here") if root is None else (f"in {root}", "")
    said = f"There is no course {where} (no assignments/course.toml); go to its folder or give --course DIR."
    return CourseError(said, key or "trouble.no_course_there", folder=root)


def _find_root(start: Path) -> Path | None:
    for folder in (start, *start.parents):
        if (folder / "assignments" / "course.toml").is_file():
            return folder
    return None
