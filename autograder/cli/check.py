"""``autograder check``: what a student's ``check.py`` says, for an instructor who has the whole course."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from autograder.cli import WRONG_USE
from autograder.course import Course
from autograder.grading.grade import load_reference
from autograder.laptop.kit import KitError, kit_from
from autograder.laptop.main import check, language_in
from autograder.laptop.run import Knowledge
from autograder.release.kit import kit_content, public_fingerprints
from autograder.words import Words


def run_check(course: Course, name: str, arguments: Sequence[str]) -> int:
    """Check an assignment's own file (or ``--file``) with its public checks."""
    course.must_have_solutions()
    assignment = course.assignment(name)
    lang = language_in(arguments) or course.settings.default_language
    if assignment.missing_libraries:
        libraries = assignment.missing_libraries
        print(
            Words(lang)("check.no_library", libraries=", ".join(libraries), install=" ".join(libraries)),
            file=sys.stderr,
        )
        return WRONG_USE
    kit = kit_from(assignment.public, kit_content(course, assignment, lang))
    knowledge = Knowledge(lambda: load_reference(assignment), lambda: public_fingerprints(course, assignment))
    places = ["--course", str(course.root), "--solutions", str(course.solutions)]
    try:
        return check(kit, arguments, knowledge, ["-m", "autograder", *places, "check", assignment.name])
    except KitError as problem:
        print(Words(lang)(f"check.{problem.kind}", **problem.detail), file=sys.stderr)
        return WRONG_USE
