"""Classes to measure with: submissions made from an assignment's own right, wrong, empty and hostile solutions."""

from __future__ import annotations

from pathlib import Path

from autograder.course import Assignment
from autograder.demo.students import HOSTILE

HOSTILE_EVERY = 50
LOOP_EVERY = 1_000
"""An endless loop costs its question's whole time limit: one in a thousand hands one in."""


def sources(assignment: Assignment) -> list[str]:
    """Return the honest and mistaken solutions of an assignment, and its stub."""
    paths = [assignment.reference, *assignment.variants("accepted"), *assignment.variants("rejected"), assignment.stub]
    return [path.read_text(encoding="utf-8") for path in paths]


def make_class(assignment: Assignment, count: int, folder: Path) -> Path:
    """Write a folder for each of ``count`` students; no two submissions are equal byte for byte."""
    plain = sources(assignment)
    target = assignment.questions[0].id
    unfair = [tail.replace("TARGET", target) for name, tail in HOSTILE.items() if name != "endless_loop"]
    loop = HOSTILE["endless_loop"].replace("TARGET", target)
    for number in range(count):
        text = plain[number % len(plain)]
        if number % LOOP_EVERY == LOOP_EVERY // 2:
            text = plain[0] + loop
        elif number % HOSTILE_EVERY == HOSTILE_EVERY // 2:
            text = plain[0] + unfair[number // HOSTILE_EVERY % len(unfair)]
        path = folder / f"student_{number:06}" / f"{assignment.module}.py"
        path.parent.mkdir(parents=True)
        path.write_text(f"{text}\n# {number}\n", encoding="utf-8")
    return folder
