"""What was handed in, by whom: the nouns of a download. Data only."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from autograder.gradebook.rows import Student
from autograder.regrade.tree import Tree


@dataclass(frozen=True, slots=True)
class Remark:
    """A sentence for the TA, as data: its key under ``regrade.`` and what fills it."""

    key: str
    detail: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Person:
    """Someone as the platform knows them. ``key`` tells two people apart; equal keys are one person."""

    key: str
    name: str
    email: str = ""
    platform_id: str = ""


@dataclass(frozen=True, slots=True)
class Handed:
    """One submission: its files or folders in the tree, who shares it, and what the platform says about it.

    ``number`` orders attempts where there is no time; ``remarks`` go to its row.
    """

    people: tuple[Person, ...]
    paths: tuple[str, ...]
    number: int = 1
    submitted_at: str = ""
    late: bool = False
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True, slots=True)
class Attempt:
    """A submission with the ids of everyone who shares it."""

    handed: Handed
    group: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Seat:
    """One person with an id, and all that they handed in, the latest last."""

    student: Student
    attempts: tuple[Attempt, ...]


@dataclass(frozen=True, slots=True)
class Download:
    """A class as it was downloaded: the layout that it has, and what is in it.

    ``aside`` are names of files beside the submissions that belong to nobody.
    """

    layout: str
    tree: Tree
    handed: tuple[Handed, ...]
    aside: tuple[str, ...] = ()
    top: str = ""
    """The folder in the tree below which every name belongs to the class."""
