"""A temporary copy of the course in which every secret carries a token, and what an attack's template becomes in it."""

from __future__ import annotations

import re
import secrets
import shutil
from dataclasses import replace
from pathlib import Path

import msgspec

from autograder.course import Assignment, Course, open_course

REPOSITORY = Path(__file__).resolve().parents[2]
FILES = Path(__file__).parent / "files"
NUMBERS = ("01", "04")
SECONDS = 2.0
MARK = "LEAKME"
"""What attacks print, raise and return: it may stand on public rows only."""

_KEPT = shutil.ignore_patterns("rejected", "accepted", "__pycache__", "statement*", "*.npz")


def new_token() -> str:
    """Return a secret in the form that the attacks look for."""
    return f"zqtoken{secrets.token_hex(16)}"


def copy_course(folder: Path, token: str) -> Course:
    """Copy the assignments with these numbers; plant the token in references, hidden checks and the secret salt."""
    for half in ("assignments", "solutions"):
        (folder / half).mkdir(parents=True)
        for path in sorted((REPOSITORY / half).iterdir()):
            if path.is_dir() and path.name.startswith(NUMBERS):
                shutil.copytree(path, folder / half / path.name, ignore=_KEPT)
            elif path.is_file():
                shutil.copy(path, folder / half)
    salt = folder / "solutions" / "course.toml"
    salt.write_text(re.sub(r'salt = ".*"', f'salt = "{token}"', salt.read_text()))
    assert token in salt.read_text()
    course = open_course(folder)
    for assignment in course.assignments:
        for path in (assignment.reference, assignment.hidden_tests):
            path.write_text(f'{path.read_text()}\n\n# {token}\nSECRET = "{token}"\n')
    return course


def hurried(course: Course, number: str) -> Assignment:
    """Return an assignment with two seconds for loading and for each question, and little memory."""
    assignment = course.assignment(number)
    limits = msgspec.structs.replace(
        assignment.settings.limits, load_seconds=SECONDS, question_seconds=SECONDS, memory_mb=256
    )
    return replace(assignment, settings=msgspec.structs.replace(assignment.settings, limits=limits))


def honest(assignment: Assignment) -> str:
    """Return a right answer: the reference of the repository, without a token and without the authors' marks."""
    text = (REPOSITORY / "solutions" / assignment.name / assignment.reference.name).read_text()
    return re.sub(r"^ *# (BEGIN|END) SOLUTION\n", "", text, flags=re.MULTILINE)


def target_of(assignment: Assignment) -> str:
    """Return the question under attack: the last one, because no other function calls it."""
    return assignment.questions[-1].id


def fill(template: str, assignment: Assignment) -> str:
    """Return a submission: a right answer where the template says REFERENCE, else before it; TARGET is the question."""
    if not re.search(r"^REFERENCE$", template, flags=re.MULTILINE):
        template = f"REFERENCE\n\n{template}"
    text = re.sub(r"\bTARGET\b", target_of(assignment), template)
    before, _, after = text.partition("REFERENCE\n")
    return f"{before}{honest(assignment)}{after}"


def kind_of(template: str) -> str:
    """Return what the first line promises: ``one question``, ``everything`` or ``full marks``, with ``, slow``."""
    found = re.match(r"# ((?:one question|everything|full marks)(?:, slow)?): \S", template)
    assert found, f"the first line says what is tried: {template[:80]!r}"
    return found[1]
