"""What a kit says of its assignment, and the answers and fingerprints that it carries. Values, never solutions."""

from __future__ import annotations

from typing import Any

from autograder import __version__
from autograder.checks.bench import Bench
from autograder.checks.fingerprints import Fingerprints
from autograder.checks.plugin import check_name, info
from autograder.checks.recorded import recording_of
from autograder.course import Assignment, Course
from autograder.grading import Checks, with_checks
from autograder.grading.fingerprints import cached
from autograder.grading.inprocess import load_trusted
from autograder.stub import stub_for


def kit_content(course: Course, assignment: Assignment, lang: str) -> dict[str, Any]:
    """Return the content of a kit's ``kit.json``: questions, points, how many hidden checks, the stub."""
    return with_checks(assignment, lambda checks: _content(course, checks, lang))


def recorded_answers(course: Course, assignment: Assignment) -> bytes:
    """Return the content of a kit's ``expected.npz``: the reference's answers to the public checks."""

    def work(checks: Checks) -> bytes:
        reference = load_trusted(assignment)
        recording = recording_of(reference)
        list(checks.run(Bench(assignment.name, reference, recording, course.settings.salt, "")).outcomes())
        return recording._bytes()

    return with_checks(assignment, work, hidden=False)


def public_fingerprints(course: Course, assignment: Assignment) -> Fingerprints:
    """Return the fingerprints over the public checks alone."""

    def work(checks: Checks) -> Fingerprints:
        public = {check_name(item) for item in checks.items if item.path == assignment.public_tests}
        return cached(checks, (course.settings.salt, course.secret_salt), course.cache).only(public)

    return with_checks(assignment, work)


def _content(course: Course, checks: Checks, lang: str) -> dict[str, Any]:
    assignment = checks.assignment
    questions = []
    for question in assignment.questions:
        hidden = [about for item in checks.items if item.path == assignment.hidden_tests and (about := info(item))]
        mine = [about for about in hidden if about.question == question.id]
        points = sum(about.points for about in mine)
        questions.append(
            {"id": question.id, "points": question.points, "hidden_points": points, "hidden_checks": len(mine)}
        )
    return {
        "assignment": assignment.name,
        "module": assignment.module,
        "version": __version__,
        "lang": lang,
        "requires": list(assignment.settings.requires),
        "salt": course.settings.salt,
        "questions": questions,
        "stub": stub_for(assignment),
    }
