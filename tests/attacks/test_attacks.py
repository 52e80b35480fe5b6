"""Every hostile file of files/ against real assignments: no points, no secret, no delay, nothing left behind.

A file is a template: TARGET is the question under attack, REFERENCE the place of a right answer (first by default).
Its first line says what is tried and what it may cost: one question, everything, or nothing (full marks).
"""

from __future__ import annotations

from typing import Any

import jsonschema
import pytest

from autograder.course import Course
from autograder.submission import Submission
from tests.attacks.conftest import Graded, grade_all
from tests.attacks.course_copy import FILES, MARK, NUMBERS, SECONDS, fill, hurried, kind_of, target_of

pytestmark = pytest.mark.one_python  # slow, and nothing in it depends on the version

TEMPLATES = {path.name.removesuffix(".py.txt"): path.read_text(encoding="utf-8") for path in FILES.glob("*.py.txt")}
KINDS = {name: kind_of(template) for name, template in sorted(TEMPLATES.items())}
CASES = [(number, name) for number in NUMBERS for name, kind in KINDS.items() if "slow" not in kind or number == "04"]
"""Attacks that use their time up are graded once; all others on every assignment."""

HOSTILE = [case for case in CASES if not KINDS[case[1]].startswith("full marks")]
CONFINED = [case for case in CASES if KINDS[case[1]].startswith("one question")]
HONEST = [case for case in CASES if KINDS[case[1]].startswith("full marks")]
each = pytest.mark.parametrize(("number", "name"), CASES)


@pytest.fixture(scope="module")
def graded(attacked: Course) -> dict[tuple[str, str], Graded]:
    found = {}
    for number in NUMBERS:
        assignment = hurried(attacked, number)
        names = [name for case, name in CASES if case == number]
        texts = {name: fill(TEMPLATES[name], assignment).encode("utf-8", "surrogatepass") for name in names}
        submissions = {name: Submission(f"{assignment.module}.py", text) for name, text in texts.items()}
        found |= {(number, name): each for name, each in grade_all(attacked, number, submissions).items()}
    return found


@each
def test_it_is_graded_or_refused_with_a_sentence(number: str, name: str, graded: Any, schema: Any) -> None:
    one = graded[number, name]
    assert one.result.grader_error is None
    assert one.result.checks or one.content["output"]
    assert one.result.problem is None or KINDS[name].startswith("everything")
    jsonschema.validate(one.content, schema)
    one.json.encode("utf-8", "backslashreplace")
    assert one.terminal.strip()


@pytest.mark.parametrize(("number", "name"), HOSTILE)
def test_the_question_under_attack_wins_nothing(number: str, name: str, graded: Any) -> None:
    one = graded[number, name]
    assert one.points(target_of(one.assignment)) == 0.0


@pytest.mark.parametrize(("number", "name"), CONFINED)
def test_the_other_questions_keep_their_points(number: str, name: str, graded: Any) -> None:
    one = graded[number, name]
    others = one.assignment.questions[:-1]
    assert {each.id: one.points(each.id) for each in others} == {each.id: each.points for each in others}


@pytest.mark.parametrize(("number", "name"), HONEST)
def test_honest_noise_keeps_full_marks(number: str, name: str, graded: Any) -> None:
    one = graded[number, name]
    assert [check for check in one.result.checks if check.verdict != "passed"] == []
    assert one.result.score == one.assignment.max_score


@each
def test_no_secret_is_shown(number: str, name: str, graded: Any, token: str) -> None:
    one = graded[number, name]
    assert all("zqtoken" not in text for text in (one.json, one.terminal, repr(one.result)))
    assert token not in one.json
    assert MARK not in one.rows(hidden=True)


@each
def test_it_takes_no_longer_than_its_limit(number: str, name: str, graded: Any) -> None:
    one = graded[number, name]
    limit = (3 if KINDS[name].startswith("everything") else 1) * SECONDS
    assert one.result.seconds <= limit + 1.0 + one.following.seconds  # a busy machine is slow for everybody


@each
def test_nothing_is_left_behind(number: str, name: str, graded: Any) -> None:
    one = graded[number, name]
    assert (one.processes, one.files, one.memory) == (set(), set(), set())


@each
def test_the_next_honest_student_has_full_marks(number: str, name: str, graded: Any) -> None:
    one = graded[number, name]
    assert one.following.score == one.assignment.max_score
