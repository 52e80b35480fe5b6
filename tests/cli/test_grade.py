"""`autograder grade` on what can be graded: the answer, where it goes, and what stands there meanwhile."""

from __future__ import annotations

import json
import signal
import time
from pathlib import Path

import jsonschema
import pytest

from autograder.course import Course
from tests import tiny
from tests.cli.command import SCHEMA, grade, run, start
from tests.grading.variants import LIFT, changed
from tests.tiny import BOATS, REFERENCE, STUB, rejected


def test_right_work_is_graded(course: Course, tmp_path: Path) -> None:
    path = tiny.write(tmp_path / "kites.py", REFERENCE)
    code, out, err, results = grade(course, path, output=tmp_path / "results.json")
    assert (code, err) == (0, "")
    assert results is not None and results["score"] == 100.0
    assert "100 de 100 puntos" in out and out.count("BIEN") == 7


def test_wrong_work_is_graded_too(course: Course, tmp_path: Path) -> None:
    path = tiny.write(tmp_path / "kites.py", rejected("no_half"))
    code, out, err, _ = grade(course, path, "--lang", "en")
    assert (code, err) == (0, "")
    assert "80 of 100 points" in out and "Hint: The half is missing" in out


def test_dash_gives_stdout_to_the_json_alone(course: Course, tmp_path: Path) -> None:
    path = tiny.write(tmp_path / "homework.py", STUB)
    code, out, err, _ = grade(course, path, "--output", "-")
    assert (code, err) == (0, "")
    content = json.loads(out)
    jsonschema.validate(content, SCHEMA)
    assert (content["score"], content["extra_data"]["assignment"]) == (0, "01_kites")
    assert not (course.root / "-").exists()


def test_an_assignment_can_be_named(course: Course, tmp_path: Path) -> None:
    path = tiny.write(tmp_path / "homework.py", REFERENCE)
    assert "100 of 100 points" in grade(course, path, "--assignment", "kites", "--lang", "en").out


def test_the_course_is_found_from_any_folder_in_it_or_named(course: Course, tmp_path: Path) -> None:
    path = tiny.write(tmp_path / "boats.py", BOATS["boats.py"])
    inside = run(course.root / "assignments/01_kites", "grade", path)
    named = run(tmp_path, "--course", course.root, "--solutions", course.solutions, "grade", path)
    assert (inside.code, named.code) == (0, 0)
    assert inside.out == named.out and "02_boats" in named.out


def test_a_reader_that_goes_away_is_no_error(course: Course, tmp_path: Path) -> None:
    with start(course.root, "grade", tiny.write(tmp_path / "kites.py", REFERENCE)) as process:
        assert process.stdout is not None and process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == ""
    assert process.returncode == 0


@pytest.mark.parametrize(
    ("sent", "codes"),
    [
        # interrupted inside an exec(), such as a dataclass being made, Python dies by the signal: a shell says 130 too
        (signal.SIGINT, {130, -signal.SIGINT}),
        (signal.SIGKILL, {-signal.SIGKILL}),
    ],
)
def test_a_grading_that_is_stopped_leaves_a_zero_that_says_so(
    sent: signal.Signals, codes: set[int], course: Course, tmp_path: Path
) -> None:
    path, output = tiny.write(tmp_path / "kites.py", changed((LIFT, "while True: pass"))), tmp_path / "results.json"
    process = start(course.root, "grade", path, "--output", output, "--lang", "en")
    while not output.exists():
        time.sleep(0.02)
    time.sleep(0.5)
    process.send_signal(sent)
    _, err = process.communicate(timeout=60)
    content = json.loads(output.read_text(encoding="utf-8"))
    jsonschema.validate(content, SCHEMA)
    assert process.returncode in codes and content["score"] == 0
    assert content["output"].startswith("The grading did not finish.")
    assert content["extra_data"]["grader_error"] and "Traceback" not in err
    assert [file.name for file in tmp_path.iterdir() if file.name.startswith(".")] == []
