"""`autograder replay`: the debugger at a check, with the values that the grader used, and how the check ended."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from autograder.course import Course
from tests import tiny
from tests.cli.command import ENVIRONMENT
from tests.regrade.conftest import Regrading
from tests.regrade.downloads import zipped
from tests.tiny import REFERENCE, STUB, rejected

pytestmark = pytest.mark.one_python  # needs the extra `ta`


def replay(course: Course, path: Path, check: str, *commands: str) -> tuple[int, str, str]:
    command = [sys.executable, "-m", "autograder", "replay", path, check, "--assignment", "kites", "--lang", "en"]
    ended = subprocess.run(
        list(map(str, command)),
        cwd=course.root,
        env=ENVIRONMENT,
        input="".join(f"{each}\n" for each in commands),
        capture_output=True,
        text=True,
        timeout=120,
    )
    return ended.returncode, ended.stdout, ended.stderr


def test_it_stops_at_the_check_with_the_values_of_the_grading(
    course: Course, regrade: Regrading, tmp_path: Path
) -> None:
    path = tiny.write(tmp_path / "class/ana/kites.py", rejected("no_half"))
    code, out, err = replay(course, path, "test_the_lift_of_any_kite", "next", "p area, speed", "c")
    assert code == 0 and "outside the sandbox" in err
    assert "test_the_lift_of_any_kite()" in out and "rng.uniform(1.0, 5.0, 2)" in out
    numbers = re.search(r"\((?:np\.float64\()?([\d.]+)\)?, (?:np\.float64\()?([\d.]+)\)?\)", out)
    assert numbers is not None
    area, speed = map(float, numbers.groups())
    assert f"got       {area * speed**2:.10g}" in out
    (row,) = [row for row in regrade(path.parents[1]).results("ana")["tests"] if "any kite" in row["name"]]
    assert (row["score"], row["extra_data"]["verdict"]) == (0.0, "failed")


def test_right_work_passes(course: Course, tmp_path: Path) -> None:
    path = tiny.write(tmp_path / "kites.py", REFERENCE)
    code, out, _ = replay(course, path, "the_lift_of_any_kite", "c")
    assert code == 0 and "(Pdb)" in out and "The check passes." in out


def test_a_folder_that_holds_a_zip_is_replayed_as_it_was_graded(course: Course, tmp_path: Path) -> None:
    (tmp_path / "submission_1").mkdir()
    zipped(tmp_path / "submission_1" / "hw.zip", {"hw/kites.py": REFERENCE, "hw/notes.txt": "done"})
    code, out, _ = replay(course, tmp_path / "submission_1", "the_lift_of_any_kite", "c")
    assert code == 0 and "The check passes." in out


def test_leaving_early_says_nothing_of_the_check(course: Course, tmp_path: Path) -> None:
    path = tiny.write(tmp_path / "kites.py", REFERENCE)
    code, out, err = replay(course, path, "test_the_lift_of_any_kite", "q")
    assert code == 0 and "The check passes" not in out and "You left" in err


def test_what_cannot_be_replayed_is_said(course: Course, tmp_path: Path) -> None:
    right, stub = tiny.write(tmp_path / "kites.py", REFERENCE), tiny.write(tmp_path / "stub/kites.py", STUB)
    broken = tiny.write(tmp_path / "broken/kites.py", "def lift(:\n")
    code, _, err = replay(course, right, "test_nothing_like_it")
    assert code == 2 and "test_the_lift_of_any_kite" in err
    code, out, _ = replay(course, stub, "test_the_lift_of_any_kite")
    assert code == 0 and "as it was in the stub" in out
    code, _, err = replay(course, broken, "test_the_lift_of_any_kite")
    assert code == 1 and "line 1" in err
