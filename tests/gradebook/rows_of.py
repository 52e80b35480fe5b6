"""Rows of a small class, made without grading anything."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import Any

from autograder.gradebook.rows import GRADED, UNGRADABLE, Origin, Row, Student
from autograder.gradebook.store import Gradebook
from autograder.results import FAILED, PASSED, CheckResult, Failure, Result


def digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def origin(submission: str, checks: str = "1", reference: str = "1", salts: str = "1", engine: str = "1") -> Origin:
    return Origin(*(digest(part) for part in (submission, checks, reference, salts, engine)))


def check(name: str, question: str, score: float, max_score: float, **more: Any) -> CheckResult:
    verdict = PASSED if score == max_score else FAILED
    failures = () if verdict == PASSED else (Failure("value", call="f(1)", got="1", expected="2"),)
    return replace(CheckResult(name, question, f"Title of {name}", False, score, max_score, verdict, failures), **more)


def answer(student: str, lift: float = 4.0, fly: float = 6.0) -> Result:
    checks = (check("test_lift", "lift", lift, 4.0), check("test_fly", "fly", fly, 6.0, hidden=True))
    return Result("01_kites", f"{student}.py", checks, 10.0, ("process",), 0.5)


def row(student: str, lift: float = 4.0, fly: float = 6.0, name: str = "", **more: Any) -> Row:
    """A graded row; its submission is a fingerprint of the points, so that equal points mean equal work."""
    result = answer(student, lift, fly)
    plain = Row(
        Student(student, name or student.title(), f"{student}@school.mx", f"9{len(student)}"),
        f"class/{student}.py",
        GRADED,
        origin(f"{student} {lift} {fly}"),
        score=result.score,
        max_score=10.0,
        result=result,
    )
    return replace(plain, **more)


def a_run(gradebook: Gradebook, *rows: Row, assignment: str = "01_kites", **about: str) -> int:
    """Record a finished run."""
    run = gradebook.start_run(assignment, {"source": "class", **about})
    gradebook.record(run, rows)
    gradebook.finish_run(run)
    return run


def ungradable(student: str, reason: str = "The file is empty.") -> Row:
    return replace(row(student), status=UNGRADABLE, origin=None, result=None, score=0.0, reason=reason)
