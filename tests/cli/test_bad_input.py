"""`autograder grade` on everything else: one sentence, the right exit code, and a results.json that says the same."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

import pytest

from autograder.course import Course
from tests import tiny
from tests.cli.command import Answer, grade, run
from tests.tiny import BOATS, REFERENCE


class Bad(NamedTuple):
    """Makes a submission in a folder (and may spoil the course there), and says what must come back."""

    make: Callable[[Path], Path]
    code: int
    said: str
    options: tuple[str, ...] = ()


def data(name: str, content: str | bytes) -> Callable[[Path], Path]:
    def make(folder: Path) -> Path:
        (folder / name).write_bytes(content.encode() if isinstance(content, str) else content)
        return folder / name

    return make


def folder_of(*names: str) -> Callable[[Path], Path]:
    def make(folder: Path) -> Path:
        (folder / "handed_in").mkdir()
        for name in names:
            tiny.write(folder / "handed_in" / name, REFERENCE)
        return folder / "handed_in"

    return make


def link(folder: Path) -> Path:
    tiny.write(folder / "real.py", REFERENCE)
    (folder / "kites.py").symlink_to(folder / "real.py")
    return folder / "kites.py"


def pipe(folder: Path) -> Path:
    os.mkfifo(folder / "kites.py")
    return folder / "kites.py"


def spoilt(name: str, old: str, new: str) -> Callable[[Path], Path]:
    """A right submission to a course in which one file says something else."""

    def make(folder: Path) -> Path:
        path = folder / "course" / name
        tiny.write(path, tiny.edited(path.read_text(encoding="utf-8"), (old, new)))
        return tiny.write(folder / "kites.py", REFERENCE)

    return make


def without(*names: str) -> Callable[[Path], Path]:
    """A right submission to a course in which something is not there."""

    def make(folder: Path) -> Path:
        for number, name in enumerate(names):
            (folder / "course" / name).rename(folder / f"away{number}")
        return tiny.write(folder / "kites.py", REFERENCE)

    return make


KITES, SETTINGS, HIDDEN = (
    ("--assignment", "kites"),
    "assignments/01_kites/assignment.toml",
    "solutions/01_kites/test_hidden.py",
)
ENDS_PYTHON = f"{REFERENCE}\nclass A:\n    import os; os._exit(3)\n"
BAD = {
    "missing file": Bad(
        lambda folder: folder / "kites.py", 1, "There is no file kites.py; check the name and the folder."
    ),
    "a name too long": Bad(lambda folder: folder / f"{'k' * 300}.py", 1, "kkkkk"),
    "an empty folder": Bad(folder_of(), 1, "There is no .py or .ipynb file in handed_in;"),
    "a symbolic link": Bad(link, 1, "kites.py is not an ordinary file;"),
    "a pipe": Bad(pipe, 1, "kites.py is not an ordinary file;"),
    "a binary file": Bad(data("kites.py", bytes(range(256)) * 9), 1, "The file is not a text file;"),
    "an empty file": Bad(data("kites.py", b""), 1, "The file is empty;"),
    "UTF-16": Bad(data("kites.py", REFERENCE.encode("utf-16")), 1, "The file is not in UTF-8 (UTF-16);"),
    "NUL bytes": Bad(data("kites.py", REFERENCE.encode() + b"\0"), 1, "The file contains NUL bytes,"),
    "a syntax error": Bad(
        data("kites.py", "def lift(:\n"), 1, "Python cannot read line 1 of the file: invalid syntax: def lift(: ("
    ),
    "another assignment's file": Bad(
        data("boats.py", BOATS["boats.py"]),
        1,
        "The file defines none of the functions of 01_kites; it looks like 02_boats.",
        KITES,
    ),
    "none of the functions": Bad(
        data("kites.py", "x = 1\n"), 1, "The file defines none of the functions that are graded (lift, fly, fly_back);"
    ),
    "no known function": Bad(data("homework.py", "x = 1\n"), 1, "The file could not be matched to an assignment:"),
    "a file that ends Python": Bad(
        data("kites.py", ENDS_PYTHON),
        1,
        "The file could not be loaded: Your code ended the Python process (exit code 3)",
    ),
    "an unknown assignment": Bad(
        data("kites.py", REFERENCE),
        2,
        "There is no assignment called planes; there are: 01_kites, 02_boats.",
        ("--assignment", "planes"),
    ),
    "a misspelt key": Bad(
        spoilt(SETTINGS, "hidden = 0.4", "hiden = 0.4"),
        2,
        "COURSE/assignments/01_kites/assignment.toml: at question[0]: unknown key `hiden`.",
    ),
    "no TOML at all": Bad(
        spoilt(SETTINGS, "[[question]]", "[[question"),
        2,
        "COURSE/assignments/01_kites/assignment.toml: cannot be read as TOML: ",
    ),
    "no secret salt": Bad(without("solutions/course.toml"), 2, "COURSE/solutions/course.toml: there is no such file;"),
    "no course": Bad(
        without("assignments/course.toml"),
        2,
        "There is no course in this folder or above it (no assignments/course.toml);",
    ),
    "no assignments": Bad(
        without("assignments/01_kites", "assignments/02_boats"), 2, "COURSE: this course has no assignment;"
    ),
    "no reference": Bad(without("solutions/01_kites/kites.py"), 3, "The grader failed, not you."),
    "no hidden checks": Bad(
        without("solutions/01_kites/test_hidden.py"),
        3,
        "COURSE/solutions/01_kites/test_hidden.py: there is no such file;",
    ),
    "a check that crashes": Bad(
        spoilt(HIDDEN, "    area, speed =", "    1 / 0\n    area, speed ="), 3, "The grader failed, not you."
    ),
}


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Path, Answer]]:
    """All of them, two at a time."""

    def answer(name: str) -> tuple[Path, Answer]:
        folder, bad = tmp_path_factory.mktemp("bad"), BAD[name]
        course = tiny.build(folder / "course")
        path = bad.make(folder)
        return folder, grade(course, path, "--lang", "en", *bad.options, output=folder / "results.json")

    with ThreadPoolExecutor(2) as pool:
        return dict(zip(BAD, pool.map(answer, BAD), strict=True))


@pytest.mark.parametrize("name", BAD)
def test_one_sentence_says_what_happened(name: str, answers: dict[str, tuple[Path, Answer]]) -> None:
    folder, answer = answers[name]
    assert answer.code == BAD[name].code
    [sentence] = answer.err.splitlines()
    assert sentence.replace(str(folder / "course"), "COURSE").startswith(BAD[name].said)
    assert sentence.endswith((".", ")"))


@pytest.mark.parametrize("name", BAD)
def test_the_results_say_the_same_with_a_score_of_zero(name: str, answers: dict[str, tuple[Path, Answer]]) -> None:
    _, answer = answers[name]
    assert answer.results is not None
    assert (answer.results["score"], answer.results["tests"]) == (0, [])
    shown = re.sub(r"\\(.)", r"\1", answer.results["output"])
    assert shown.startswith(answer.err.strip() if BAD[name].code < 3 else "The grad")
    ours = answer.results["extra_data"]["grader_error"] is not None
    assert ours == (BAD[name].code > 1)


@pytest.mark.parametrize("name", [name for name, bad in BAD.items() if bad.code == 2])
def test_wrong_use_prints_nothing_else(name: str, answers: dict[str, tuple[Path, Answer]]) -> None:
    assert answers[name][1].out == ""


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_has_its_results_too(course: Course, tmp_path: Path) -> None:
    path = data("kites.py", REFERENCE)(tmp_path)
    path.chmod(0)
    answer = grade(course, path, "--assignment", "kites", "--lang", "en", output=tmp_path / "results.json")
    assert (answer.code, answer.err.strip()) == (
        1,
        "kites.py cannot be read (Permission denied); check its permissions.",
    )
    assert answer.results is not None and answer.results["score"] == 0
    assert run(course.root, "regrade", path, "--assignment", "kites").code == 2


def test_spanish_is_spoken_where_the_course_speaks_it(course: Course, tmp_path: Path) -> None:
    code, _, err, results = grade(course, tmp_path / "kites.py", output=tmp_path / "results.json")
    assert (code, err) == (1, "No existe el archivo kites.py; revisa el nombre y la carpeta.\n")
    assert results is not None and results["output"].startswith("No existe el archivo")


def test_dash_still_gives_json(course: Course, tmp_path: Path) -> None:
    code, out, err, _ = grade(course, tmp_path / "kites.py", "--output", "-", "--lang", "en")
    assert (code, err.count("\n")) == (1, 1)
    assert '"score": 0.0' in out and "There is no file kites.py" in out


@pytest.mark.parametrize("output", ["no/such/folder/results.json", "."])
def test_results_that_cannot_be_written_are_said_before_anything_runs(
    output: str, course: Course, tmp_path: Path
) -> None:
    path = tiny.write(tmp_path / "kites.py", REFERENCE)
    code, out, err, _ = grade(course, path, "--output", tmp_path / output, "--lang", "en")
    assert (code, out) == (2, "")
    [sentence] = err.splitlines()
    assert "cannot be written" in sentence
    assert [file.name for file in tmp_path.iterdir()] == ["kites.py"]


USES = {
    "no verb": ((), "Usage:"),
    "an unknown verb": (("grades",), "No such command 'grades'."),
    "no submission": (("grade",), "Missing argument 'SUBMISSION'."),
    "no submission, a course before the verb": (("--course", ".", "grade"), "Try 'autograder grade --help'."),
    "an unknown option": (("grade", "kites.py", "--fast"), "No such option"),
    "an unknown language": (("grade", "kites.py", "--lang", "fr"), "Invalid value for '--lang': 'fr' is not one of"),
    "a course that is none": (("--course", "nowhere", "grade", "kites.py"), "There is no course in nowhere"),
}


@pytest.mark.parametrize(("arguments", "said"), USES.values(), ids=USES)
def test_wrong_use_says_what_to_try(arguments: tuple[str, ...], said: str, course: Course) -> None:
    code, out, err, _ = run(course.root, *arguments)
    assert (code, out) == (2, "")
    assert said in err and "Traceback" not in err
    assert "--help" in err or "--course DIR" in err


def test_help_is_no_error(course: Course) -> None:
    code, out, err, _ = run(course.root, "grade", "--help")
    assert (code, err) == (0, "")
    assert "--output" in out and "Exit code: 0 graded, 1 the submission cannot be graded" in out
