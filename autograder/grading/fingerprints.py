"""Which mistake a student made: the vectors of an assignment's rejected solutions, and the match against them.

Made by running each rejected solution through the checks, and cached by the hash of all that they depend on. Absent
or stale ones are made anew; when that fails there is no hint, never an error.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path

from autograder import __version__
from autograder.checks.bench import load_in_process
from autograder.checks.vectors import Vector, same, tells_something, vector_of
from autograder.course import Assignment
from autograder.grading.collect import Checks
from autograder.grading.inprocess import run_in_process
from autograder.results import FAILED, CheckResult


@dataclass(frozen=True)
class Fingerprints:
    """By question: the right vector, and the vectors of its misconceptions."""

    right: dict[str, Vector] = field(default_factory=dict)
    wrong: dict[str, dict[str, Vector]] = field(default_factory=dict)

    def match(self, question: str, checks: Iterable[CheckResult]) -> str | None:
        """Return the one misconception whose vector is this question's; ``None`` when there is none or several."""
        vector = vector_of(checks)
        found = [key for key, other in self.wrong.get(question, {}).items() if same(vector, other)]
        return found[0] if len(found) == 1 else None


def question_of(path: Path) -> str:
    """Return the question that a rejected solution loses: its first line says ``# question: NAME``."""
    first = path.read_text(encoding="utf-8").partition("\n")[0]
    _, _, rest = first.partition("question:")
    return rest.split()[0].strip(".,;") if rest.split() else ""


def explain(checks: tuple[CheckResult, ...], fingerprints: Fingerprints) -> tuple[CheckResult, ...]:
    """Return the checks with the misconception named on the failed ones of each question that matches one."""
    found: dict[str, str | None] = {}
    for question in {check.question for check in checks if check.verdict == FAILED}:
        found[question] = fingerprints.match(question, [check for check in checks if check.question == question])
    return tuple(
        replace(check, misconception=found.get(check.question)) if check.verdict == FAILED else check
        for check in checks
    )


def make(checks: Checks, salts: tuple[str, str]) -> Fingerprints:
    """Run the reference and every rejected solution, in process, and return their vectors."""
    assignment = checks.assignment
    right = _by_question(run_in_process(checks, load_in_process(assignment.reference), salts))
    wrong: dict[str, dict[str, Vector]] = {}
    for path in assignment.variants("rejected"):
        question = question_of(path)
        vectors = _by_question(run_in_process(checks, load_in_process(path), salts))
        if question in vectors and tells_something(vectors[question], right[question]):
            wrong.setdefault(question, {})[path.stem] = vectors[question]
    return Fingerprints(right, wrong)


@lru_cache(maxsize=64)
def _read_once(path: Path) -> Fingerprints:
    return read(path)


def cached(checks: Checks, salts: tuple[str, str], folder: Path) -> Fingerprints:
    """Return the fingerprints from ``folder`` when they are fresh; otherwise make and keep them there."""
    path = folder / f"{checks.assignment.name}-{_hash(checks.assignment, salts)}.json"
    with contextlib.suppress(OSError, ValueError, TypeError, KeyError):
        return _read_once(path)
    fingerprints = make(checks, salts)
    with contextlib.suppress(OSError):  # a folder that cannot be written costs time, not hints
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        write(fingerprints, path)
    return fingerprints


def read(path: Path) -> Fingerprints:
    """Read fingerprints from a file. Raises ``OSError``, ``ValueError``, ``KeyError`` or ``TypeError``."""
    content = json.loads(path.read_text(encoding="utf-8"))
    return Fingerprints(content["right"], content["wrong"])


def write(fingerprints: Fingerprints, path: Path) -> None:
    """Write fingerprints, sorted, so that two builds are equal; a reader never sees half a file."""
    text = json.dumps({"right": fingerprints.right, "wrong": fingerprints.wrong}, sort_keys=True)
    handle, name = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text + "\n")
    os.replace(name, path)


def _by_question(checks: tuple[CheckResult, ...]) -> dict[str, Vector]:
    questions = dict.fromkeys(check.question for check in checks)
    return {question: vector_of([check for check in checks if check.question == question]) for question in questions}


def _hash(assignment: Assignment, salts: tuple[str, str]) -> str:
    digest = hashlib.sha256(json.dumps([__version__, *salts]).encode())
    fixed = (assignment.public / "inputs.py", assignment.public_tests, assignment.hidden_tests, assignment.reference)
    data = sorted(path for path in (assignment.public / "data").glob("*") if path.is_file())
    for path in (*fixed, *data, *assignment.variants("rejected")):
        if path.exists():
            digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]
