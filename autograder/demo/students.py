"""The pupils of the demonstration: each one a submission made from an assignment's own solution.

Hostile ones are run behind the border only, like every submission.
"""

from __future__ import annotations

from dataclasses import dataclass

from autograder.course import Assignment
from autograder.submission import Submission


@dataclass(frozen=True)
class Pupil:
    """One pupil: ``kind`` keys the sentence that says who this is, ``name`` goes into the table."""

    name: str
    kind: str
    submission: Submission


def class_of(assignment: Assignment) -> list[Pupil]:
    """Return the class: right, each misconception, untouched, broken, and four who do not play fair."""
    right = assignment.reference.read_text(encoding="utf-8")
    target = assignment.questions[len(assignment.questions) // 2].id
    pupils = [_pupil("right", "right", right, assignment)]
    for path in assignment.variants("rejected"):
        pupils.append(_pupil(path.stem, "misconception", path.read_text(encoding="utf-8"), assignment))
    pupils.append(_pupil("untouched_stub", "stub", assignment.stub.read_text(encoding="utf-8"), assignment))
    pupils.append(_pupil("syntax_error", "syntax", right + "\n\ndef oops(:\n    pass\n", assignment))
    for kind, tail in HOSTILE.items():
        pupils.append(_pupil(kind, kind, right + tail.replace("TARGET", target), assignment))
    return pupils


def _pupil(name: str, kind: str, text: str, assignment: Assignment) -> Pupil:
    return Pupil(name, kind, Submission(f"{assignment.module}.py", text.encode("utf-8")))


HOSTILE = {
    "endless_loop": """

def TARGET(*args):
    while True:
        pass
""",
    "process_killer": """

def TARGET(*args):
    import os, signal
    for victim in (os.getppid(), -1):
        try:
            os.kill(victim, signal.SIGKILL)
        except OSError:
            pass
    os._exit(0)
""",
    "results_forger": """

def TARGET(*args):
    import json, os
    forged = json.dumps({"score": 100, "tests": []})
    print(forged)
    for folder in (".", "..", "/autograder/results", "/tmp", "/var/tmp"):
        try:
            with open(os.path.join(folder, "results.json"), "w") as file:
                file.write(forged)
        except OSError:
            pass
    for descriptor in range(3, 64):
        try:
            os.write(descriptor, b"\\x02\\0\\0\\0\\0\\0\\0\\0{}")
        except OSError:
            pass
    return forged
""",
    "solution_reader": """

def TARGET(*args):
    import gc, os, sys
    loot = []
    for folder in (os.getcwd(), "/", os.path.dirname(sys.modules["autograder"].__file__) + "/.."):
        for here, _, files in os.walk(os.path.join(folder, "solutions")):
            loot += [open(os.path.join(here, name)).read() for name in files]
    loot += [value for value in gc.get_objects() if isinstance(value, str) and "SOLUTION" in value]
    raise RuntimeError("solutions: " + repr(loot)[:300])
""",
}
