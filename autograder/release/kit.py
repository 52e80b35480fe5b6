"""What a kit says of its assignment, and the answers and fingerprints that it carries. Values, never solutions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from autograder import __version__
from autograder.checks.bench import Bench
from autograder.checks.fingerprints import Fingerprints
from autograder.checks.plugin import check_name, info
from autograder.checks.question import title_of
from autograder.checks.recorded import recording_of
from autograder.course import Assignment, Course
from autograder.grading import Checks, with_checks
from autograder.grading.fingerprints import cached
from autograder.grading.inprocess import load_trusted
from autograder.settings import CourseError
from autograder.stub import stub_in


@dataclass(frozen=True)
class CheckRow:
    """A check as a page about it needs it: name, question, title in English, points, and whether it is hidden."""

    check: str
    question: str
    title: str
    points: float
    hidden: bool


@dataclass(frozen=True)
class Material:
    """What an assignment's kits in every language share; made once, because checks have to run for it."""

    content: dict[str, Any]
    answers: bytes
    fingerprints: Fingerprints
    checks: tuple[CheckRow, ...]


def material(course: Course, assignment: Assignment) -> Material:
    """Collect and run what a kit records: the reference's answers to the public checks, and fingerprints.

    Raises ``CourseError`` when the points do not add up.
    """

    def made(checks: Checks) -> Material:
        _must_add_up(course, checks)
        answers, fingerprints = _answers(course, checks), _public_fingerprints(course, checks)
        return Material(_content(course, checks), answers, fingerprints, _rows(checks))

    return with_checks(assignment, made)


def kit_content(course: Course, assignment: Assignment, lang: str) -> dict[str, Any]:
    """Return the content of a kit's ``kit.json``: questions, points, how many hidden checks, the stub."""
    content = with_checks(assignment, lambda checks: _content(course, checks))
    return {**content, "lang": lang, "stub": stub_in(assignment, lang), "made": "", "files": {}}


def public_fingerprints(course: Course, assignment: Assignment) -> Fingerprints:
    """Return the fingerprints over the public checks alone."""
    return with_checks(assignment, lambda checks: _public_fingerprints(course, checks))


def _public(checks: Checks) -> set[str]:
    return {check_name(item) for item in checks.items if item.path == checks.assignment.public_tests}


def _answers(course: Course, checks: Checks) -> bytes:
    """Return the content of a kit's ``expected.npz``: the reference's answers to the public checks."""
    assignment = checks.assignment
    reference = load_trusted(assignment)
    recording = recording_of(reference)
    bench = Bench(assignment.name, reference, recording, course.settings.salt, "")
    list(checks.only(_public(checks)).run(bench).outcomes())
    return recording._bytes()


def _public_fingerprints(course: Course, checks: Checks) -> Fingerprints:
    return cached(checks, (course.settings.salt, course.secret_salt), course.cache).only(_public(checks))


def _rows(checks: Checks) -> tuple[CheckRow, ...]:
    hidden = checks.assignment.hidden_tests
    return tuple(
        CheckRow(check_name(item), about.question, title_of(item.function), about.points, item.path == hidden)
        for item in checks.items
        if (about := info(item))
    )


def _must_add_up(course: Course, checks: Checks) -> None:
    """Hand out nothing whose points are wrong. Raises ``CourseError``."""
    assignment, total = checks.assignment, course.settings.points.total
    sums = {question.id: 0.0 for question in assignment.questions}
    for about in filter(None, map(info, checks.items)):
        sums[about.question] = sums.get(about.question, 0.0) + about.points
    due = {question.id: question.points for question in assignment.questions}
    wrong = next((name for name, points in sums.items() if abs(points - due.get(name, 0.0)) > 1e-9), None)
    where = assignment.public / "assignment.toml"
    remedy = f"correct that, and see 'autograder verify {assignment.name}'"
    if wrong is not None:
        said = f"the checks of {wrong} are worth {sums[wrong]:g} points, not {due.get(wrong, 0.0):g}"
        raise CourseError(f"{where}: {said}; {remedy}.")
    if abs(assignment.max_score - total) > 1e-9:
        raise CourseError(f"{where}: the points add up to {assignment.max_score:g}, not {total:g}; {remedy}.")


def _content(course: Course, checks: Checks) -> dict[str, Any]:
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
        "requires": list(assignment.settings.requires),
        "salt": course.settings.salt,
        "questions": questions,
    }
