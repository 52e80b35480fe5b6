"""What changed between two runs: who, from what to what, which check moved, and why."""

from __future__ import annotations

from dataclasses import replace

import pytest

from autograder.gradebook.changes import Change, change_of
from autograder.gradebook.difference import compare
from autograder.gradebook.rows import GRADER_ERROR, Row
from autograder.gradebook.store import Gradebook
from tests.gradebook.rows_of import a_run, origin, row, ungradable

pytestmark = pytest.mark.one_python


def changed(old: Row, new: Row) -> Change:
    change = change_of(old, new)
    assert change is not None
    return change


@pytest.mark.parametrize("ground", ["submission", "checks", "reference", "salts", "engine"])
def test_what_differs_in_the_origin_is_why(ground: str) -> None:
    old = replace(row("ana", lift=1.0), origin=origin("same"))
    new = replace(row("ana", lift=3.0), origin=replace(old.origin, **{ground: "f" * 64}))
    change = changed(old, new)
    assert (change.before.score, change.after.score, change.gain, change.causes) == (7.0, 9.0, 2.0, (ground,))
    [moved] = change.checks
    assert (moved.check, moved.question, moved.before, moved.after) == ("test_lift", "lift", 1.0, 3.0)


def test_two_grounds_are_both_named() -> None:
    old, new = row("ana", lift=1.0), row("ana", lift=3.0)
    new = replace(new, origin=replace(origin("other"), engine="f" * 64))
    assert changed(old, new).causes == ("submission", "engine")


def test_equal_answers_are_no_change_even_from_another_engine() -> None:
    old = row("ana")
    assert change_of(old, old) is None
    assert change_of(old, replace(old, origin=replace(old.origin, engine="f" * 64))) is None


def test_a_check_that_moved_without_changing_the_sum_is_seen() -> None:
    old, new = row("ana", lift=2.0, fly=5.0), row("ana", lift=3.0, fly=4.0)
    change = changed(old, new)
    assert change.gain == 0 and [moved.check for moved in change.checks] == ["test_lift", "test_fly"]


def test_the_same_work_that_answers_differently_says_so() -> None:
    old = row("ana", lift=1.0)
    assert changed(old, replace(row("ana", lift=3.0), origin=old.origin)).causes == ("by_itself",)


def test_a_fault_of_the_grader_and_an_unreadable_file_say_so() -> None:
    broken = replace(row("ana"), status=GRADER_ERROR, result=None, score=0.0)
    assert changed(broken, row("ana")).causes == ("repaired",)
    assert changed(ungradable("ana"), row("ana")).causes == ("unread",)


def test_a_check_that_is_new_or_gone_is_named() -> None:
    old = row("ana")
    new = replace(old, result=replace(old.result, checks=old.result.checks[:1]), origin=origin("a", checks="2"))
    [moved] = changed(old, new).checks
    assert (moved.check, moved.before, moved.after, moved.verdict_after) == ("test_fly", 6.0, None, None)


def test_overrides_are_a_cause_of_their_own(gradebook: Gradebook) -> None:
    first, second = (a_run(gradebook, row("ana", lift=1.0), row("bo")) for _ in range(2))
    gradebook.override(second, "ana", "lift", 4.0, "Eva", "right")
    difference = compare(gradebook, gradebook.run(first), gradebook.run(second))
    [change] = difference.changes
    assert (change.student.id, change.causes, change.checks, change.gain) == ("ana", ("override",), (), 3.0)
    assert change.after.overrides[0].reason == "right" and difference.both == 2


def test_who_came_and_who_went(gradebook: Gradebook) -> None:
    first = a_run(gradebook, row("ana"), row("cy"), row("di"))
    second = a_run(gradebook, row("bo"), row("cy"), row("zoe"))
    found = compare(gradebook, gradebook.run(first), gradebook.run(second))
    sides = {change.student.id: (bool(change.before), bool(change.after)) for change in found.changes}
    assert sides == {"ana": (True, False), "bo": (False, True), "di": (True, False), "zoe": (False, True)}
    assert found.both == 1 and found.changed == []


def test_each_check_says_how_many_won_and_lost_by_it(gradebook: Gradebook) -> None:
    first = a_run(gradebook, row("ana", lift=1.0), row("bo", lift=4.0), row("cy", lift=2.0))
    second = a_run(gradebook, row("ana", lift=2.0), row("bo", lift=3.0), row("cy", lift=3.0))
    found = compare(gradebook, gradebook.run(first), gradebook.run(second))
    [(moved, up, down)] = found.checks.values()
    assert (moved.check, up, down) == ("test_lift", 2, 1)
    assert found.causes == {"submission": 3}
