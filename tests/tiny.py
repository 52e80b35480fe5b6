"""A tiny course of two assignments, written into a folder, and how its submissions are graded.

`kites` has three questions: a float, a tuple with a dictionary written back, and a gradient that needs a cache.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Mapping
from dataclasses import replace as replaced
from pathlib import Path
from typing import Any

import msgspec

from autograder.course import Assignment, Course, open_course
from autograder.grading import Grader, with_checks, with_grader
from autograder.grading.inprocess import load_trusted, run_in_process
from autograder.results import CheckResult, Result
from autograder.sandbox import Sandbox
from autograder.stub import stub_of
from autograder.submission import Submission

REFERENCE = '''"""Kites in the wind."""

import numpy as np


def lift(area, speed):
    """Return half the area times the speed squared, a float."""
    # BEGIN SOLUTION
    return 0.5 * area * speed**2
    # END SOLUTION


def fly(x, wind):
    """Return (out, cache): out is gain times x squared, (n,); wind["flights"] counts the calls."""
    # BEGIN SOLUTION
    wind["flights"] = wind.get("flights", 0) + 1
    return wind["gain"] * x**2, (x, wind["gain"])
    # END SOLUTION


def fly_back(dout, cache):
    """Return dx, (n,)."""
    # BEGIN SOLUTION
    x, gain = cache
    return dout * 2 * gain * x
    # END SOLUTION
'''

INPUTS = '''"""Inputs that public and hidden checks share."""

import numpy as np
import pytest


@pytest.fixture
def gust(rng):
    """x (6,), away from zero, and a wind."""
    return rng.uniform(1.0, 2.0, 6), {"gain": float(rng.uniform(2.0, 3.0))}
'''

PUBLIC = '''"""The public checks of the kites."""

import numpy as np

from autograder.checks import close, equal, gradient_matches, partial, question, unchanged, values


@question("lift", points=12)
def test_the_lift_of_two_square_metres(student):
    """Two square metres at 3 m/s lift 9 N."""
    close(student.lift(2.0, 3.0), 9.0)


@question("fly", points=14)
def test_the_flight(student, expected, gust):
    """The flight is right for six kites."""
    x, wind = gust
    out, _ = values(student.fly(x, wind), "out", "cache")
    with partial(0.25):
        equal(wind.get("flights"), 1, name="flights")
    close(out, expected.fly(x, {"gain": wind["gain"]})[0], name="out")


@question("fly", points=10, needs="test_the_flight")
def test_fly_leaves_x_alone(student, gust):
    """fly leaves x as it was."""
    x, wind = gust
    student.fly(x, wind)
    unchanged(x=x)


@question("fly_back", points=24, needs="test_the_flight")
def test_the_way_back(student, expected, gust, rng):
    """dx agrees with the numerical gradient."""
    x, wind = gust
    dout = rng.normal(size=x.shape)
    _, cache = values(student.fly(x, wind), "out", "cache")
    gradient_matches(student.fly_back(dout, cache), lambda p: expected.fly(p, dict(wind))[0], x, dout, name="dx")
'''

HIDDEN = '''"""The hidden checks of the kites."""

from autograder.checks import close, gradient_matches, question, values


@question("lift", points=8)
def test_the_lift_of_any_kite(student, expected, rng):
    """The lift is right for any kite."""
    area, speed = rng.uniform(1.0, 5.0, 2)
    close(student.lift(area, speed), expected.lift(area, speed))


@question("fly", points=16)
def test_three_kites_fly(student, expected, rng):
    """The flight is right for three kites."""
    x = rng.uniform(1.0, 2.0, 3)
    out, _ = values(student.fly(x, {"gain": 1.5}), "out", "cache")
    close(out, expected.fly(x, {"gain": 1.5})[0], name="out")


@question("fly_back", points=16, needs="test_three_kites_fly")
def test_three_kites_come_back(student, expected, rng):
    """dx is right for three kites."""
    x, dout = rng.uniform(1.0, 2.0, 3), rng.normal(size=3)
    _, cache = values(student.fly(x, {"gain": 1.5}), "out", "cache")
    gradient_matches(student.fly_back(dout, cache), lambda p: expected.fly(p, {"gain": 1.5})[0], x, dout, name="dx")
'''

WORDS_ES = """[checks]
test_the_lift_of_two_square_metres = "Dos metros cuadrados a 3 m/s levantan 9 N"
test_the_flight = "El vuelo es correcto para seis cometas"
test_fly_leaves_x_alone = "fly deja x como estaba"
test_the_way_back = "dx coincide con el gradiente numérico"

[misconceptions]
no_half = "Falta la mitad: la sustentación es un medio del área por la velocidad al cuadrado."
speed_not_squared = "La velocidad va al cuadrado."
gain_forgotten = "La ganancia del viento no aparece en la salida."
factor_two_forgotten = "La derivada de x al cuadrado es dos x."
"""

WORDS_HIDDEN = """[checks]
test_the_lift_of_any_kite = "La sustentación es correcta para cualquier cometa"
test_three_kites_fly = "El vuelo es correcto para tres cometas"
test_three_kites_come_back = "dx es correcto para tres cometas"
"""

WORDS_EN = """[misconceptions]
no_half = "The half is missing: lift is half of the area times the speed squared."
speed_not_squared = "The speed is squared."
gain_forgotten = "The wind's gain is missing in what comes out."
factor_two_forgotten = "The derivative of x squared is two x."
"""

ASSIGNMENT = """format_version = 1
requires = ["numpy"]
title = { es = "Cometas", en = "Kites" }

[limits]
load_seconds = 5
question_seconds = 5

[[question]]
id = "lift"
points = 20
hidden = 0.4

[[question]]
id = "fly"
points = 40
hidden = 0.4

[[question]]
id = "fly_back"
points = 40
hidden = 0.4
"""

COURSE = """format_version = 1
salt = "public salt of the tiny course"
title = { es = "Curso", en = "Course" }
"""

REJECTED = {
    "no_half": ("lift", "0.5 * area", "area"),
    "speed_not_squared": ("lift", "speed**2", "speed"),
    "gain_forgotten": ("fly", 'return wind["gain"] * x**2', "return x**2"),
    "factor_two_forgotten": ("fly_back", "dout * 2 * gain", "dout * gain"),
}

BOATS = {
    "boats.py": "def row(x):\n    # BEGIN SOLUTION\n    return 2.0 * x\n    # END SOLUTION\n",
    "test_boats.py": (
        "from autograder.checks import close, question\n\n\n"
        '@question("row", points=60)\ndef test_a_stroke(student):\n'
        '    """One stroke goes two metres."""\n    close(student.row(1.0), 2.0)\n'
    ),
    "test_hidden.py": (
        "from autograder.checks import close, question\n\n\n"
        '@question("row", points=40)\ndef test_three_strokes(student):\n'
        '    """Three strokes go six metres."""\n    close(student.row(3.0), 6.0)\n'
    ),
    "assignment.toml": (
        'format_version = 1\ntitle = { es = "Barcas", en = "Boats" }\n\n'
        '[[question]]\nid = "row"\npoints = 100\nhidden = 0.4\n'
    ),
}

STUB = stub_of(REFERENCE)
CONFTEST = "from autograder.checks.plain import pytest_addoption, pytest_configure\n"


def edited(text: str, *changes: tuple[str, str]) -> str:
    """Return a text with each old part, which must be there, replaced by the new one."""
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    return text


def rejected(key: str) -> str:
    """Return the source of one misconception."""
    question, old, new = REJECTED[key]
    return f"# question: {question}\n" + edited(REFERENCE, (old, new))


def build(root: Path) -> Course:
    """Write the course into a folder and open it."""
    files = {
        "pytest.ini": "[pytest]\n",
        "assignments/course.toml": COURSE,
        "assignments/conftest.py": CONFTEST,
        "assignments/01_kites/assignment.toml": ASSIGNMENT,
        "assignments/01_kites/kites.py": STUB,
        "assignments/01_kites/inputs.py": INPUTS,
        "assignments/01_kites/test_kites.py": PUBLIC,
        "assignments/01_kites/words.es.toml": WORDS_ES,
        "assignments/01_kites/words.en.toml": WORDS_EN,
        "assignments/02_boats/boats.py": stub_of(BOATS["boats.py"]),
        "assignments/02_boats/test_boats.py": BOATS["test_boats.py"],
        "assignments/02_boats/assignment.toml": BOATS["assignment.toml"],
        "solutions/course.toml": 'format_version = 1\nsalt = "secret salt of the tiny course"\n',
        "solutions/conftest.py": CONFTEST,
        "solutions/01_kites/kites.py": REFERENCE,
        "solutions/01_kites/test_hidden.py": HIDDEN,
        "solutions/01_kites/words.es.toml": WORDS_HIDDEN,
        "solutions/02_boats/boats.py": BOATS["boats.py"],
        "solutions/02_boats/test_hidden.py": BOATS["test_hidden.py"],
        **{f"solutions/01_kites/rejected/{key}.py": rejected(key) for key in REJECTED},
    }
    for name, text in files.items():
        write(root / name, text)
    return open_course(root)


def write(path: Path, text: str) -> Path:
    """Write a file and the folders above it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def kites(course: Course, **limits: float) -> Assignment:
    """Return the first assignment, with other limits when they are given."""
    assignment = course.assignment("kites")
    settings = assignment.settings
    return replaced(
        assignment,
        settings=msgspec.structs.replace(settings, limits=msgspec.structs.replace(settings.limits, **limits)),
    )


def grade_each(course: Course, sources: Mapping[str, str], sandbox: Sandbox, **options: Any) -> dict[str, Result]:
    """Grade named submissions of the first assignment; return their results by name."""
    return dict(zip(sources, grade_all(course, sources.values(), sandbox, **options), strict=True))


def grade_all(
    course: Course,
    sources: Iterable[str | bytes],
    sandbox: Sandbox,
    *,
    lang: str = "en",
    salts: tuple[str, str] | None = None,
    **limits: float,
) -> list[Result]:
    """Grade submissions of the first assignment, one after the other, behind the border."""
    files = [source if isinstance(source, bytes) else source.encode() for source in sources]

    def work(grader: Grader) -> list[Result]:
        return [grader.grade(Submission("kites.py", data), salts) for data in files]

    return with_grader(course, kites(course, **limits), lang, work, sandbox=sandbox)


def run_here(
    course: Course, sources: Iterable[str], folder: Path, salts: Iterable[tuple[str, str]] = ()
) -> list[tuple[CheckResult, ...]]:
    """Run the same checks on trusted sources in this very process, each with the course's salts or with all given."""
    assignment = kites(course)
    paths = [write(folder / str(number) / "kites.py", source) for number, source in enumerate(sources)]
    pairs = [(path, each) for path in paths for each in salts or [(course.settings.salt, course.secret_salt)]]
    with warnings.catch_warnings(record=True):
        return with_checks(
            assignment,
            lambda checks: [run_in_process(checks, load_trusted(assignment, path), each) for path, each in pairs],
        )


def by_check(checks: Iterable[CheckResult]) -> dict[str, CheckResult]:
    """Return the results by the name of their check, without `test_`."""
    return {check.check.removeprefix("test_"): check for check in checks}


def points(result: Result) -> dict[str, float]:
    """Return what each question got."""
    questions = dict.fromkeys(check.question for check in result.checks)
    return {question: round(sum(check.score for check in result.of_question(question)), 3) for question in questions}


def judge_with(
    root: Path, checks: str, student: str, reference: str = "def f(x):\n    return x\n", *, hidden: bool = False
) -> dict[str, CheckResult]:
    """Run some check functions on a student's source, in process; every check belongs to the question `f`."""
    assignment = "format_version = 1\ntitle = { es = 'f', en = 'f' }\n[[question]]\nid = 'f'\npoints = 10\n"
    head = (
        "import numpy as np\nimport pytest\nfrom autograder.checks import (\n"
        "    after, changed, close, equal, gradient_matches, holds, partial, question, unchanged, values\n)\n\n"
    )
    files = {
        "assignments/course.toml": COURSE,
        "assignments/01_f/assignment.toml": assignment,
        "assignments/01_f/f.py": student,
        "assignments/01_f/test_f.py": "" if hidden else head + checks,
        "solutions/course.toml": 'format_version = 1\nsalt = "secret"\n',
        "solutions/01_f/f.py": reference,
        "solutions/01_f/test_hidden.py": head + checks if hidden else "",
    }
    for name, text in files.items():
        write(root / name, text)
    opened = open_course(root).assignment("f")
    return with_checks(
        opened, lambda collected: by_check(run_in_process(collected, load_trusted(opened, opened.stub), ("a", "b")))
    )
