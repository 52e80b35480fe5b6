"""Which mistake a student made: the vectors of misconceptions, and the match against them.

Numbers only, so that a kit can carry those of its public checks.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from autograder.checks.vectors import Vector, same, vector_of
from autograder.results import FAILED, CheckResult

FINGERPRINTS = "fingerprints.json"
"""The file of a kit that holds those of its public checks."""


@dataclass(frozen=True)
class Fingerprints:
    """By question: the right vector, and the vectors of its misconceptions."""

    right: dict[str, Vector] = field(default_factory=dict)
    wrong: dict[str, dict[str, Vector]] = field(default_factory=dict)

    def only(self, checks: Collection[str]) -> Fingerprints:
        """Return the fingerprints over some checks alone: what a kit may hold."""
        return Fingerprints(
            {question: _kept(vector, checks) for question, vector in self.right.items()},
            {
                question: {key: _kept(vector, checks) for key, vector in vectors.items()}
                for question, vectors in self.wrong.items()
            },
        )

    def match(self, question: str, vector: Vector) -> str | None:
        """Return the one misconception whose vector is this question's; ``None`` when there is none or several."""
        found = [key for key, other in self.wrong.get(question, {}).items() if same(vector, other)]
        return found[0] if len(found) == 1 else None


def _kept(vector: Vector, checks: Collection[str]) -> Vector:
    return [entry for entry in vector if entry[0] in checks]


def explain(checks: tuple[CheckResult, ...], fingerprints: Fingerprints) -> tuple[CheckResult, ...]:
    """Return the checks with the misconception named on the failed ones of each question that matches one."""
    named: dict[str, str] = {}
    for question in {check.question for check in checks if check.verdict == FAILED}:
        named |= _named(question, [check for check in checks if check.question == question], fingerprints)
    return tuple(
        replace(check, misconception=named.get(check.check)) if check.verdict == FAILED else check for check in checks
    )


def _named(question: str, checks: Sequence[CheckResult], fingerprints: Fingerprints) -> dict[str, str]:
    """Return the misconception of one question, by the checks that it explains.

    Where all of them match none, those that failed for a changed argument alone are left aside: their message says
    it all, and must not hide the other mistake.
    """
    others = [check for check in checks if {failure.kind for failure in check.failures} != {"changed"}]
    key = fingerprints.match(question, vector_of(checks))
    if key or len(others) == len(checks):
        return dict.fromkeys((check.check for check in checks), key) if key else {}
    key = fingerprints.only({check.check for check in others}).match(question, vector_of(others))
    return dict.fromkeys((check.check for check in others), key) if key else {}


def read(path: Path) -> Fingerprints:
    """Read fingerprints from a file. Raises ``OSError``, ``ValueError``, ``KeyError`` or ``TypeError``."""
    content = json.loads(path.read_text(encoding="utf-8"))
    right, wrong = dict(content["right"]), dict(content["wrong"])
    if not all(isinstance(table, dict) for table in wrong.values()):
        raise ValueError(f"{path} holds no fingerprints")
    return Fingerprints(right, wrong)


def write(fingerprints: Fingerprints, path: Path) -> None:
    """Write fingerprints, sorted, so that two builds are equal; a reader never sees half a file."""
    text = json.dumps({"right": fingerprints.right, "wrong": fingerprints.wrong}, sort_keys=True)
    handle, name = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text + "\n")
    os.replace(name, path)
