"""What stands in the way of a TA's verb: one sentence in the language of the verb, through the real command line."""

from __future__ import annotations

import io
import json
import re
import string
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from autograder.cli import main
from autograder.course import Course, open_course
from autograder.gradebook import open_gradebook
from autograder.settings import CourseError
from autograder.trouble import said
from autograder.words import Words, catalogue
from tests import tiny
from tests.gradebook.rows_of import a_run, row

pytestmark = pytest.mark.one_python

GRADE = "grade kites.py"
REGRADE = "regrade {} --assignment 01"
OVERRIDE = "override 1 ana {} --reason seen"
OUTSIDE = "--course nowhere {} --gradebook grades.db"
CASES = {
    "no_course_there": "--course nowhere regrade class --assignment 01",
    "no_solutions": f"--solutions nowhere {GRADE}",
    "no_assignment": "similar class --assignment zeppelins",
    "unwritable": f"{GRADE} --output nowhere/results.json",
    "no_download": REGRADE.format("nowhere"),
    "damaged_zip": REGRADE.format("damaged.zip"),
    "other_archive": REGRADE.format("class.rar"),
    "no_class": REGRADE.format("kites.py"),
    "no_submission": REGRADE.format("empty --layout flat"),
    "empty_download": REGRADE.format("empty"),
    "unclear_folder": REGRADE.format("one"),
    "unclear_mixture": REGRADE.format("mixture"),
    "strange_students": REGRADE.format("export"),
    "foreign_folder": REGRADE.format("class --out foreign"),
    "closed_folder": REGRADE.format("class --out kites.py"),
    "other_folder": REGRADE.format("class --out boats"),
    "folder_in_download": REGRADE.format("class --out class/run"),
    "no_gradebook": "runs --gradebook none.db",
    "no_such_gradebook": "runs --gradebook zeppelin://",
    "closed_gradebook": "runs --gradebook kites.py",
    "no_run": "report 7",
    "not_a_run": "diff 1 nowhere",
    "no_finished_run_of": "export latest --assignment boats",
    "one_finished_run": "export previous",
    "one_finished_run_of": "diff previous latest --assignment kites",
    "no_run_of_folder": "report class",
    "two_assignments": "diff 1 2",
    "no_student": "override 1 nobody lift 1 --reason seen",
    "nobody": "forget nobody --yes",
    "no_question": OVERRIDE.format("nope 1"),
    "points": OVERRIDE.format("lift -1"),
    "nothing_to_take_back": OVERRIDE.format("lift --withdraw"),
    "canvas_heading": "export 1 --format canvas",
    "nbgrader_without_course": OUTSIDE.format("export 1 --format nbgrader"),
    "report_without_course": OUTSIDE.format("report 1"),
}
"""A command that each sentence answers, in the folder that `place` makes."""

Run = Callable[[str], tuple[int, str]]


@pytest.fixture
def place(tmp_path: Path) -> Course:
    """A course with a gradebook of one finished run, and one download of each kind beside it."""
    course = tiny.build(tmp_path / "course")
    with open_gradebook(str(course.root / "grades.db")) as gradebook:
        a_run(gradebook, row("ana", lift=1.0))
        gradebook.start_run("02_boats", {})
    files = {
        "kites.py": tiny.REFERENCE,
        "class/ana/kites.py": tiny.REFERENCE,
        "class/bo/kites.py": tiny.REFERENCE,
        "damaged.zip": "PK",
        "class.rar": "Rar!",
        "one/ana/kites.py": tiny.REFERENCE,
        "one/ana/again.py": tiny.REFERENCE,
        "mixture/ana/kites.py": tiny.REFERENCE,
        "mixture/bo.py": tiny.REFERENCE,
        "export/submission_1/kites.py": tiny.REFERENCE,
        "export/submission_metadata.yml": "- nobody\n",
        "foreign/grades.csv": "mine",
        "boats/.autograder-run": "02_boats",
    }
    for name, text in files.items():
        tiny.write(course.root / name, text)
    (course.root / "empty").mkdir()
    return course


@pytest.fixture
def run(place: Course, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command in that folder; return its exit code and what it said on stderr."""
    monkeypatch.chdir(place.root)

    def run(command: str) -> tuple[int, str]:
        monkeypatch.setattr(sys, "argv", ["autograder", *command.split()])
        with pytest.raises(SystemExit) as end:
            main()
        return int(str(end.value.code)), capsys.readouterr().err

    return run


def is_said(key: str, lang: str, text: str) -> bool:
    """Say whether a text is the sentence of a key in a language, whatever fills its places."""
    parts = string.Formatter().parse(catalogue(lang)[f"trouble.{key}"])
    pattern = "".join(re.escape(plain) + (".+" if name else "") for plain, name, _, _ in parts)
    return re.fullmatch(pattern, text.removesuffix("\n")) is not None


@pytest.mark.parametrize("key", CASES)
def test_it_is_one_sentence_in_the_language_of_the_verb(key: str, run: Run) -> None:
    for lang in ("es", "en"):
        ended, error = run(f"{CASES[key]} --lang {lang}")
        assert ended == 2 and is_said(key, lang, error), error


@pytest.mark.parametrize(("options", "lang"), [("", "es"), (" --lang en", "en")])
def test_what_keeps_one_submission_from_its_grade_stands_so_in_its_results(
    options: str, lang: str, place: Course, run: Run
) -> None:
    code, error = run(f"{GRADE} --assignment zeppelins --output results.json{options}")
    results = json.loads((place.root / "results.json").read_text(encoding="utf-8"))
    assert code == 2 and is_said("no_assignment", lang, error)
    assert is_said("no_assignment", lang, results["output"])


def test_without_lang_it_is_the_language_of_the_course(place: Course, run: Run) -> None:
    assert is_said("no_run", "es", run("report 7")[1])
    course = tiny.edited(tiny.COURSE, ("format_version = 1", 'format_version = 1\ndefault_language = "en"'))
    tiny.write(place.root / "assignments" / "course.toml", course)
    assert is_said("no_run", "en", run("report 7")[1])


def test_without_lang_and_without_a_course_it_is_english(
    place: Course, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(place.root.parent)
    assert is_said("no_course_here", "en", run("runs")[1])
    assert is_said("no_course_here", "es", run("runs --lang es")[1])


def test_who_leaves_at_the_question_is_told_so_in_the_language_of_the_verb(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    for lang in ("es", "en"):
        monkeypatch.setattr(sys, "stdin", io.StringIO())
        code, error = run(f"forget ana --lang {lang}")
        assert code == 130 and is_said("stopped", lang, error.splitlines()[-1])


@pytest.mark.parametrize("lang", ["es", "en"])
def test_a_failure_of_the_grader_is_said_in_the_language_of_the_verb(
    lang: str, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*arguments: object) -> None:
        raise RuntimeError("flat tyre")

    monkeypatch.delenv("AUTOGRADER_DEBUG", raising=False)
    monkeypatch.setattr("autograder.cli.runs.list_runs", broken)
    code, error = run(f"runs --lang {lang}")
    assert code == 3 and "flat tyre" in error and is_said("broken", lang, error)


@pytest.mark.parametrize(
    "meet",
    [
        lambda course: open_course(course.root / "nowhere"),
        lambda course: open_course(course.root, course.root / "nowhere").secret_salt,
        lambda course: course.assignment("zeppelins"),
    ],
)
def test_what_the_nouns_say_themselves_is_what_the_catalogue_says_in_english(
    meet: Callable[[Course], object], place: Course
) -> None:
    with pytest.raises(CourseError) as met:
        meet(place)
    assert said(met.value, Words("en")) == str(met.value) != said(met.value, Words("es"))
