"""Which mistake a student made: the vectors of an assignment's rejected solutions, and the match against them.

Made by running each rejected solution through the checks, and cached by the hash of all that they depend on. Absent
or stale ones are made anew; when that fails there is no hint, never an error.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from autograder import __version__
from autograder.checks.bench import Unusable
from autograder.checks.fingerprints import Fingerprints, read, write
from autograder.checks.run import CheckCrashed
from autograder.checks.vectors import Vector, tells_something, vector_of
from autograder.course import Assignment
from autograder.grading.collect import Checks
from autograder.grading.inprocess import load_trusted, run_in_process
from autograder.grading.memory import Known
from autograder.results import CheckResult


def question_of(path: Path) -> str:
    """Return the question that a rejected solution loses: its first line says ``# question: NAME``."""
    first = path.read_text(encoding="utf-8").partition("\n")[0]
    _, _, rest = first.partition("question:")
    return rest.split()[0].strip(".,;") if rest.split() else ""


def make(checks: Checks, salts: tuple[str, str]) -> Fingerprints:
    """Run the reference and every rejected solution, in process, and return their vectors."""
    assignment, known = checks.assignment, Known()

    def vectors(path: Path) -> dict[str, Vector]:
        memory = known.about(path.read_text(encoding="utf-8"), 0)
        return by_question(run_in_process(checks, load_trusted(assignment, path), salts, memory=memory))

    wrong: dict[tuple[str, str], dict[str, Vector]] = {}
    for path in assignment.variants("rejected"):
        with contextlib.suppress(Unusable, CheckCrashed, ValueError, SyntaxError):  # a broken one costs its hint only
            wrong[question_of(path), path.stem] = vectors(path)
    return made_of(vectors(assignment.reference), wrong)


def made_of(right: dict[str, Vector], wrong: Mapping[tuple[str, str], dict[str, Vector]]) -> Fingerprints:
    """Return fingerprints made of the reference's vectors and, by question and name, of the rejected solutions'."""
    telling: dict[str, dict[str, Vector]] = {}
    for (question, name), vectors in sorted(wrong.items()):
        if question in vectors and tells_something(vectors[question], right[question]):
            telling.setdefault(question, {})[name] = vectors[question]
    return Fingerprints(right, telling)


@lru_cache(maxsize=64)
def _read_once(path: Path) -> Fingerprints:
    return read(path)


def cached(checks: Checks, salts: tuple[str, str], folder: Path) -> Fingerprints:
    """Return the fingerprints from ``folder`` when they are fresh; otherwise make and keep them there."""
    with contextlib.suppress(OSError, ValueError, TypeError, KeyError):
        return _read_once(folder / file_name(checks.assignment, salts))
    fingerprints = make(checks, salts)
    keep(fingerprints, checks.assignment, salts, folder)
    return fingerprints


def file_name(assignment: Assignment, salts: tuple[str, str]) -> str:
    """Return the name of an assignment's fingerprints in a cache: another one when anything that they need changes."""
    return f"{assignment.name}-{_hash(assignment, salts)}.json"


def keep(fingerprints: Fingerprints, assignment: Assignment, salts: tuple[str, str], folder: Path) -> None:
    """Write fingerprints where ``cached`` finds them."""
    with contextlib.suppress(OSError):  # a folder that cannot be written costs time, not hints
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        write(fingerprints, folder / file_name(assignment, salts))


def by_question(checks: tuple[CheckResult, ...]) -> dict[str, Vector]:
    """Return the vector of each question."""
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
