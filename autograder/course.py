"""The noun of a course: its settings, its assignments, and where their public and secret halves stand.

Strictly validated: a typo in a TOML file gives one sentence with the file, the key and what was expected.
"""

from __future__ import annotations

import importlib.util
import re
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar, get_args

import msgspec

from autograder import toml

FORMAT_VERSION = 1
Visibility = Literal["visible", "hidden", "after_due_date", "after_published"]
Language = Literal["es", "en"]
Runtime = Literal["own", "otter"]
Pictures = Literal["text", "html", "none"]
Share = Annotated[float, msgspec.Meta(ge=0, lt=1)]
Positive = Annotated[float, msgspec.Meta(gt=0)]
Text = Annotated[str, msgspec.Meta(min_length=1)]


class CourseError(Exception):
    """A course, or one of its files, is not what it must be. The text is one sentence for an instructor."""


class Strict(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Base of every settings table: unknown keys are errors."""


class Titles(Strict, frozen=True):
    """A text in every language of the course."""

    es: Text
    en: Text


class Points(Strict, frozen=True):
    """The points policy."""

    total: Positive = 100


class VisibilityPolicy(Strict, frozen=True):
    """Who sees a row when, in Gradescope's words, and in which form Gradescope gets the pictures of public rows.

    ``text`` draws them with characters in a Markdown code block, which works wherever Markdown does; ``html`` makes
    these rows HTML with the picture as an image in a data URI; ``none`` leaves them out.
    """

    public: Visibility = "visible"
    hidden: Visibility = "visible"
    pictures: Pictures = "text"


class GradescopeSettings(Strict, frozen=True):
    """How bundles grade on Gradescope: with our own process or inside Otter's, and whether there is a leaderboard."""

    runtime: Runtime = "own"
    leaderboard: bool = False


class CourseSettings(Strict, frozen=True):
    """``assignments/course.toml``."""

    format_version: Literal[1]
    title: Titles
    salt: Text
    languages: tuple[Language, ...] = ("es", "en")
    default_language: Language = "es"
    points: Points = Points()
    visibility: VisibilityPolicy = VisibilityPolicy()
    gradescope: GradescopeSettings = GradescopeSettings()

    def __post_init__(self) -> None:
        """Refuse a default language that the course has not."""
        if self.default_language not in self.languages:
            raise ValueError(f"default_language {self.default_language!r} is none of `languages`")


class SecretSettings(Strict, frozen=True):
    """``solutions/course.toml``: the salt of the hidden inputs, changed each term."""

    format_version: Literal[1]
    salt: Text


class Limits(Strict, frozen=True):
    """Wall seconds and megabytes that a submission may use."""

    load_seconds: Positive = 10
    question_seconds: Positive = 10
    submission_seconds: Positive = 300
    memory_mb: Positive = 1024


class Question(Strict, frozen=True):
    """One function that a student writes: its id is the function's name; ``hidden`` is a share of its points.

    ``carries_over`` names the question whose own answer this one is judged on: a right backward on a wrong forward
    earns its points.
    """

    id: Annotated[str, msgspec.Meta(pattern=r"^[a-z_][a-z0-9_]*$")]
    points: Positive
    hidden: Share = 0.0
    carries_over: str | None = None


class AssignmentSettings(Strict, frozen=True):
    """``assignment.toml``; ``takeaway`` is what a student takes away, a line of the course page."""

    format_version: Literal[1]
    title: Titles
    question: Annotated[tuple[Question, ...], msgspec.Meta(min_length=1)]
    takeaway: Titles | None = None
    minutes: Positive = 60
    requires: tuple[str, ...] = ("numpy",)
    limits: Limits = Limits()

    def __post_init__(self) -> None:
        """Refuse two questions of one name."""
        ids = [question.id for question in self.question]
        if twice := {name for name in ids if ids.count(name) > 1}:
            raise ValueError(f"more than one question is called {min(twice)!r}")


Settings = TypeVar("Settings", bound=Strict)
Kind = TypeVar("Kind")


def read_settings(path: Path, kind: type[Settings]) -> Settings:
    """Read and validate a TOML file. Raises ``CourseError`` with file, key and what was expected."""
    try:
        return _converted(path, kind)
    except FileNotFoundError:
        raise CourseError(f"{path}: there is no such file; every course and assignment has one.") from None


def _converted(path: Path, kind: type[Kind]) -> Kind:
    try:
        return msgspec.convert(toml.read_toml(path), kind)
    except UnicodeDecodeError:
        raise CourseError(f"{path}: is not UTF-8; save it as UTF-8.") from None
    except (IsADirectoryError, PermissionError, toml.BadToml) as error:
        raise CourseError(f"{path}: cannot be read as TOML: {error}.") from None
    except msgspec.ValidationError as error:
        raise CourseError(f"{path}: {_in_words(str(error))}") from None


_MEANT = {"Object contains unknown field": "unknown key", "Object missing required field": "missing key"}
_MEANT |= {"`object`": "a table"}
_WORDS: dict[str, Any] = {"public": Visibility, "hidden": Visibility, "runtime": Runtime, "pictures": Pictures}
_WORDS |= {"languages": Language, "default_language": Language}
"""The values to choose from, by key."""


def _in_words(message: str) -> str:
    what, _, where = message.partition(" - at `$")
    key = where.rstrip("`").lstrip(".")
    for said, meant in _MEANT.items():
        what = what.replace(said, meant)
    if what.startswith("Invalid enum value"):
        known = get_args(_WORDS.get(re.sub(r"\[.*", "", key).rpartition(".")[2]))
        what += f"; known are {', '.join(map(repr, known))}" if known else ""
    return f"at {key}: {what}." if key else f"{what}."


def read_toml(path: Path) -> dict[str, Any]:
    """Read a TOML file of words; an absent file has none. Raises ``CourseError`` when it is not tables of texts."""
    return _converted(path, dict[str, dict[str, str]]) if path.exists() else {}


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
            raise CourseError(f"{self.solutions}: the secret half is not here; say where it is with --solutions DIR.")

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
        names = ", ".join(assignment.name for assignment in found or self.assignments)
        if found:
            raise CourseError(f"{name} is more than one assignment ({names}); write the whole name.")
        raise CourseError(f"There is no assignment called {name}; there are: {names or 'none'}.")

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
        where = "in this folder or above it" if root is None else f"in {root}"
        raise CourseError(
            f"There is no course {where} (no assignments/course.toml); go to its folder or give --course DIR."
        )
    settings = read_settings(folder / "assignments" / "course.toml", CourseSettings)
    return Course(folder, (solutions or folder / "solutions").resolve(), settings)


def _find_root(start: Path) -> Path | None:
    for folder in (start, *start.parents):
        if (folder / "assignments" / "course.toml").is_file():
            return folder
    return None
