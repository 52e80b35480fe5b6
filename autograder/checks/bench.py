"""What a check is run with: a student, an oracle for expected values, and seeds drawn from a salt."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Any

import numpy as np

from autograder.results import CheckFailed
from autograder.wire.extensions import extensions_for
from autograder.wire.servant import Servant
from autograder.wire.student import InProcess, Student


class Unusable(Exception):
    """A file that should hold functions cannot be loaded. ``kind`` keys a sentence, ``detail`` fills it."""

    def __init__(self, kind: str, detail: dict[str, Any]) -> None:
        super().__init__(kind)
        self.kind = kind
        self.detail = detail


class OracleFailed(Exception):
    """The reference did not answer: the fault is ours, never the student's."""


class Oracle(Student):
    """The reference, called like a student. Its failures are ours."""

    def _call(self, name: str, args: tuple[Any, ...]) -> Any:
        try:
            return super()._call(name, args)
        except CheckFailed as failed:
            raise OracleFailed(f"the reference's {name} failed: {failed.failure}") from failed


@dataclass
class Bench:
    """One assignment's checks are run on a bench: who is judged, who knows, and the salts."""

    assignment: str
    student: Student
    expected: Student | None
    public_salt: str
    secret_salt: str

    def seed(self, check: str, hidden: bool, label: str) -> int:
        """Return a 63-bit seed for one purpose of one check: the same for the same salt, everywhere."""
        salt = self.secret_salt if hidden else self.public_salt
        digest = hashlib.sha256(f"{salt}/{self.assignment}/{check}/{label}".encode()).digest()
        return int.from_bytes(digest[:8], "little") >> 1

    def rng(self, check: str, hidden: bool) -> np.random.Generator:
        """Return the generator that a check draws its inputs from."""
        return np.random.default_rng(self.seed(check, hidden, "inputs"))


def load_in_process(
    path: Path,
    *,
    kind: type[Student] = Student,
    requires: Iterable[str] = (),
    quiet: bool = False,
    transport: type[InProcess] = InProcess,
) -> Student:
    """Load a file of functions into this process and return its proxy. For trusted files, or a student's own laptop.

    ``requires`` are the libraries of the assignment: some bring values of their own across the wire. With ``quiet``
    what the file prints and draws is swallowed. ``transport`` carries the calls.
    Raises ``Unusable`` when the file cannot be read or does not parse.
    """
    if path.is_dir():
        raise Unusable("folder", {"path": str(path)})
    try:
        source = path.read_bytes()
    except OSError as error:
        raise Unusable("missing_file", {"path": str(path), "message": error.strerror or ""}) from None
    return load_source(source, str(path), kind=kind, requires=requires, quiet=quiet, transport=transport)


def load_source(
    source: bytes,
    name: str,
    *,
    kind: type[Student] = Student,
    requires: Iterable[str] = (),
    quiet: bool = False,
    transport: type[InProcess] = InProcess,
) -> Student:
    """Load the bytes of a script or a notebook, by the suffix of ``name``, as ``load_in_process`` loads a file."""
    carrier = transport(Servant(quiet=quiet, extensions=extensions_for(requires)))
    # one module per file: several submissions live in one process when a class is verified
    module = f"{PurePath(name).stem}_{hashlib.sha256(name.encode()).hexdigest()[:8]}"
    reply = carrier.request({"op": "load", "source": source, "name": name, "module": module})
    if "problem" in reply:
        raise Unusable(reply["problem"], reply.get("detail", {}))
    return kind(carrier, reply["unwritten"])
