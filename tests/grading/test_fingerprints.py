"""Which mistake it is: one misconception matches and is named, or none is."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from autograder.checks.fingerprints import read
from autograder.course import Course
from autograder.grading.fingerprints import question_of
from autograder.results import Result
from autograder.sandbox import Sandbox
from tests import tiny
from tests.grading.variants import BACK, FLY, LIFT, changed
from tests.tiny import REFERENCE, edited, rejected


def named(result: Result) -> dict[str, str | None]:
    """The misconception of each question's first failed check."""
    failed = [check for check in result.checks if check.verdict == "failed"]
    return {check.question: check.misconception for check in reversed(failed)}


def grade(course: Course, source: str, sandbox: Sandbox) -> Result:
    return tiny.grade_all(course, [source], sandbox)[0]


SPELT = {
    "no_half": changed(
        (LIFT, "out = area\n    for _ in range(2):\n        out = out * speed\n    return np.array([out])")
    ),
    "factor_two_forgotten": changed((BACK, "return np.einsum('i,,i->i', dout, cache[1], cache[0])")),
}
BOTH = edited(rejected("no_half"), ("dout * 2 * gain", "dout * gain"))
UNNAMED = {
    "a mistake that nobody knows": changed((LIFT, "return 0.7 * area * speed**2")),
    "zeros": changed((LIFT, "return 0.0")),
    "an exception": changed((LIFT, "raise ValueError")),
    "a known mistake and another one": changed((LIFT, "return area * speed**2 if speed == 3.0 else 0.0")),
}


@pytest.fixture(scope="module")
def results(course: Course, sandbox: Sandbox) -> dict[str, Result]:
    sources = {**UNNAMED, **{key: rejected(key) for key in tiny.REJECTED}, "both": BOTH}
    return tiny.grade_each(course, {**sources, **{f"{key} again": text for key, text in SPELT.items()}}, sandbox)


@pytest.mark.parametrize("key", tiny.REJECTED)
def test_each_misconception_is_named(key: str, results: dict[str, Result]) -> None:
    assert named(results[key]) == {tiny.REJECTED[key][0]: key}


@pytest.mark.parametrize("key", SPELT)
def test_another_spelling_is_the_same_misconception(key: str, results: dict[str, Result]) -> None:
    assert set(named(results[f"{key} again"]).values()) == {key}


def test_two_mistakes_in_two_questions_are_both_named(results: dict[str, Result]) -> None:
    assert named(results["both"]) == {"lift": "no_half", "fly_back": "factor_two_forgotten"}


@pytest.mark.parametrize("name", UNNAMED)
def test_what_matches_nothing_has_no_name(name: str, results: dict[str, Result]) -> None:
    assert named(results[name]) == {"lift": None}


def test_passed_and_unjudged_checks_carry_no_name(results: dict[str, Result]) -> None:
    assert {check.verdict for check in results["gain_forgotten"].checks if check.misconception} == {"failed"}


def test_a_changed_argument_does_not_hide_the_other_mistake(own_course: Course, sandbox: Sandbox) -> None:
    mistaken = "out = wind['gain'] * (x**2 if len(x) > 3 else x)\n    "
    answer = "return out, (x, wind['gain'])"
    known = "# question: fly\n" + changed((FLY, mistaken + answer))
    tiny.write(own_course.solutions / "01_kites/rejected/small_flocks.py", known)
    result = grade(own_course, changed((FLY, f"{mistaken}x, y = x.copy(), x\n    y += 1.0\n    {answer}")), sandbox)
    names = {check.check: check.misconception for check in result.checks if check.verdict == "failed"}
    assert names == {"test_fly_leaves_x_alone": None, "test_three_kites_fly": "small_flocks"}


def test_what_matches_two_misconceptions_has_no_name(own_course: Course, sandbox: Sandbox) -> None:
    tiny.write(own_course.solutions / "01_kites/rejected/half_lost.py", rejected("no_half"))
    assert named(grade(own_course, rejected("no_half"), sandbox)) == {"lift": None}


def test_a_rejected_file_says_which_question_it_loses(tmp_path: Path) -> None:
    for line, question in (
        ("# question: fly", "fly"),
        ("# question: fly, the gain is missing", "fly"),
        ("# question: fly_back. No check of it passes", "fly_back"),
        ("# nothing said", ""),
        ("import numpy as np", ""),
    ):
        assert question_of(tiny.write(tmp_path / "key.py", f"{line}\nx = 1\n")) == question


# -- the cache


def cache_files(course: Course) -> list[Path]:
    return sorted(course.cache.glob("*.json"))


def test_they_are_made_once_and_kept_for_nobody_else(own_course: Course, sandbox: Sandbox) -> None:
    grade(own_course, rejected("no_half"), sandbox)
    [kept] = cache_files(own_course)
    made = kept.stat().st_mtime_ns
    grade(own_course, rejected("no_half"), sandbox)
    assert cache_files(own_course) == [kept] and kept.stat().st_mtime_ns == made
    assert own_course.cache.stat().st_mode & 0o777 == 0o700
    assert kept.stat().st_mode & 0o077 == 0


def test_right_work_needs_none(own_course: Course, sandbox: Sandbox) -> None:
    grade(own_course, REFERENCE, sandbox)
    assert not own_course.cache.exists()


def test_they_hold_numbers_and_no_code(own_course: Course, sandbox: Sandbox) -> None:
    grade(own_course, rejected("no_half"), sandbox)
    text = cache_files(own_course)[0].read_text()
    assert set(json.loads(text)["wrong"]) == {"lift", "fly", "fly_back"}
    assert "return" not in text and "def " not in text


CHANGES = {
    "a check": ("assignments/01_kites/test_kites.py", "2.0, 3.0), 9.0", "4.0, 3.0), 18.0"),
    "a hidden check": ("solutions/01_kites/test_hidden.py", "uniform(1.0, 5.0, 2)", "uniform(2.0, 6.0, 2)"),
    "the inputs": ("assignments/01_kites/inputs.py", "uniform(1.0, 2.0, 6)", "uniform(2.0, 3.0, 6)"),
    "a rejected solution": ("solutions/01_kites/rejected/no_half.py", "return area", "return 1.0 * area"),
    "the secret salt": ("solutions/course.toml", "secret salt", "newer salt"),
    "the public salt": ("assignments/course.toml", "public salt", "newer salt"),
}


@pytest.mark.parametrize(("name", "old", "new"), CHANGES.values(), ids=CHANGES)
def test_stale_ones_are_made_anew(name: str, old: str, new: str, own_course: Course, sandbox: Sandbox) -> None:
    grade(own_course, rejected("no_half"), sandbox)
    [stale] = cache_files(own_course)
    path = own_course.root / name
    tiny.write(path, path.read_text().replace(old, new))
    again = tiny.open_course(own_course.root)
    assert named(grade(again, rejected("no_half"), sandbox)) == {"lift": "no_half"}
    assert len(cache_files(again)) == 2 and stale in cache_files(again)


@pytest.mark.parametrize(
    "text",
    [
        *("", "{", "[]", "3", "\x00\xff"),
        '{"right": {}}',
        '{"right": {}, "wrong": [3]}',
        '{"right": 3, "wrong": null}',
        '{"right": {}, "wrong": {"lift": [1]}}',
    ],
)
def test_corrupt_ones_are_not_read(text: str, tmp_path: Path) -> None:
    with pytest.raises((ValueError, KeyError, TypeError)):
        read(tiny.write(tmp_path / "fingerprints.json", text))


@pytest.mark.parametrize("text", ["", '{"right": {}, "wrong": {"lift": {"no_half": "junk", "x": [[1, 2]]}}}'])
def test_corrupt_ones_cost_nobody_a_grade(text: str, own_course: Course, sandbox: Sandbox) -> None:
    grade(own_course, rejected("no_half"), sandbox)
    [kept] = cache_files(own_course)
    kept.write_text(text)
    result = grade(own_course, rejected("no_half"), sandbox)
    assert (result.score, result.grader_error) == (80.0, None)


@pytest.mark.skipif(os.name == "nt", reason="Windows has other permissions")
def test_a_folder_that_cannot_be_written_costs_no_name(own_course: Course, sandbox: Sandbox) -> None:
    own_course.cache.write_text("a file where the folder should be")
    assert named(grade(own_course, rejected("no_half"), sandbox)) == {"lift": "no_half"}


BROKEN = {
    "it does not parse": "# question: lift\ndef lift(:\n",
    "it is empty": "",
    "it has no function": "# question: lift\nx = 1\n",
    "it is no UTF-8": "# question: lift \udce9\n",
}


@pytest.mark.parametrize("text", BROKEN.values(), ids=BROKEN)
def test_a_broken_rejected_solution_costs_no_student_a_grade(text: str, own_course: Course, sandbox: Sandbox) -> None:
    path = own_course.solutions / "01_kites/rejected/broken.py"
    path.write_bytes(text.encode("utf-8", "surrogateescape"))
    result = grade(own_course, rejected("no_half"), sandbox)
    assert (result.score, result.grader_error) == (80.0, None)
