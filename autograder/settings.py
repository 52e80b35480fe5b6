"""What stands in a course's TOML files, strictly validated.

A typo gives one sentence with the file, the key and what was expected.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar, get_args

import msgspec

from autograder import toml

Visibility = Literal["visible", "hidden", "after_due_date", "after_published"]
Language = Literal["es", "en"]
Runtime = Literal["own", "otter"]
Pictures = Literal["text", "html", "none"]
Share = Annotated[float, msgspec.Meta(ge=0, lt=1)]
Positive = Annotated[float, msgspec.Meta(gt=0)]
Text = Annotated[str, msgspec.Meta(min_length=1)]


class CourseError(Exception):
    """A course, or one of its files, is not what it must be. The text is one sentence for an instructor.

    ``key`` and ``details`` are those of its sentence in the catalogue, where TAs meet it too, in their language.
    """

    def __init__(self, text: str, key: str = "", /, **details: Any) -> None:
        super().__init__(text)
        self.key, self.details = key, details


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
