"""Points by hand: they count, they are flagged, they outlive regrades, and nothing of them is ever lost."""

from __future__ import annotations

import pytest

from autograder.gradebook import GradebookError
from autograder.gradebook.store import Gradebook
from tests.gradebook.rows_of import a_run, row, ungradable

pytestmark = pytest.mark.one_python


def scores(gradebook: Gradebook, *runs: int) -> list[float]:
    return [gradebook.rows(run)[0].score for run in runs]


def test_an_override_counts_and_is_flagged(gradebook: Gradebook) -> None:
    run = a_run(gradebook, row("ana", lift=1.0), row("bo"))
    made = gradebook.override(run, "ana", "lift", 3.5, "Eva", "The idea is right.")
    ana, bo = gradebook.rows(run)
    assert (ana.score, ana.questions, ana.overrides) == (9.5, {"lift": 3.5, "fly": 6.0}, (made,))
    assert ana.result is not None and ana.result.score == 7.0  # the machine's answer stays what it was
    assert bo.overrides == () and gradebook.row(run, "ana") == ana
    assert (made.author, made.reason, made.run) == ("Eva", "The idea is right.", run) and made.made_at


def test_an_override_outlives_a_regrade_but_does_not_change_the_past(gradebook: Gradebook) -> None:
    first, second = (a_run(gradebook, row("ana", lift=1.0)) for _ in range(2))
    gradebook.override(second, "ana", "lift", 4.0, "Eva", "right")
    third = a_run(gradebook, row("ana", lift=0.0))
    assert scores(gradebook, first, second, third) == [7.0, 10.0, 10.0]


def test_a_row_that_was_read_can_be_recorded_again(gradebook: Gradebook) -> None:
    first = a_run(gradebook, row("ana", lift=1.0))
    gradebook.override(first, "ana", "lift", 4.0, "Eva", "right")
    second = a_run(gradebook, *gradebook.rows(first))
    gradebook.override(second, "ana", "lift", None, "Eva", "not right")
    assert scores(gradebook, first, second) == [10.0, 7.0]


def test_the_last_word_counts_and_all_of_them_stay(gradebook: Gradebook) -> None:
    run = a_run(gradebook, row("ana", lift=1.0))
    for points in (2.0, 3.0, None):
        gradebook.override(run, "ana", "lift", points, "Eva", f"now {points}")
        assert scores(gradebook, run) == [6.0 + (points or 1.0)]
    assert gradebook.rows(run)[0].overrides == ()
    assert [one.points for one in gradebook.history("01_kites")] == [2.0, 3.0, None]


def test_what_cannot_be_graded_can_be_given_points(gradebook: Gradebook) -> None:
    run = a_run(gradebook, ungradable("ana"))
    gradebook.override(run, "ana", "lift", 2.0, "Eva", "graded on paper")
    gradebook.override(run, "ana", "fly", 1.0, "Eva", "graded on paper")
    assert gradebook.rows(run)[0].score == 3.0


def test_an_override_is_of_one_assignment_and_one_student(gradebook: Gradebook) -> None:
    kites = a_run(gradebook, row("ana", lift=1.0))
    gradebook.override(kites, "ana", "lift", 4.0, "Eva", "right")
    boats = a_run(gradebook, row("ana", lift=1.0), assignment="02_boats")
    assert scores(gradebook, kites, boats) == [10.0, 7.0]
    with pytest.raises(GradebookError, match="Run 1 has no student 'zoe'"):
        gradebook.override(kites, "zoe", "lift", 4.0, "Eva", "right")
