"""What goes to a grader and what comes back: plain data with a MessagePack form. Never pickled."""

from __future__ import annotations

from typing import TypeVar

import msgspec

from autograder.submission import Submission

MAX_MESSAGE = 256 << 20
"""The largest message between a grader and whoever hands out the work, in bytes."""


class Order(msgspec.Struct, frozen=True):
    """What a grader is started with: whose work it grades. Paths are those of the grader's own machine.

    ``grounds`` are the hashes that the answers will be kept under: a grader whose own differ refuses.
    """

    course: str
    solutions: str
    assignment: str
    lang: str
    grounds: tuple[str, ...]


class Problem(msgspec.Struct, frozen=True):
    """Why there is nothing to grade: the kind keys the sentence, the detail fills it."""

    kind: str
    detail: dict[str, str] = {}


class Reader(msgspec.Struct, frozen=True):
    """Someone whose answer it is: their name, and what their own file is called. Equal work may have other names."""

    name: str
    file: str = ""


class Task(msgspec.Struct, frozen=True):
    """One submission to answer: its files, or the problem with them, or the answer that is known already.

    ``readers`` are the people whose answer it is, each of whom gets a page. ``known`` is a stored Result as JSON: it
    is drawn, not graded.
    """

    key: str
    readers: list[Reader] = []
    papers: list[Submission] = []
    problem: Problem | None = None
    known: bytes = b""


class Answer(msgspec.Struct, frozen=True):
    """One submission's answer: the stored Result as JSON, and the files that are drawn from it."""

    key: str
    result: bytes
    results_json: bytes
    pages: list[bytes]
    """The HTML page of each of the task's readers."""

    graded: bool
    """Whether it was graded now, and not known before."""


class Hello(msgspec.Struct, frozen=True):
    """A grader's first word: that it is ready, or why it cannot work."""

    problem: str = ""


Message = TypeVar("Message")


def pack(message: object) -> bytes:
    """Return a message as bytes."""
    return msgspec.msgpack.encode(message)


def unpack(data: bytes, kind: type[Message]) -> Message:
    """Return the message that ``pack`` wrote. Raises ``msgspec.DecodeError``."""
    return msgspec.msgpack.decode(data, type=kind)
