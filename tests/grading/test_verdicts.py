"""What a submission gets: points and verdicts, the same in this process and behind the border."""

from __future__ import annotations

import pytest

from autograder.course import Course
from autograder.results import FAILED, NOT_ATTEMPTED, NOT_JUDGED, PASSED, CheckResult, Result
from autograder.sandbox import Sandbox
from tests import tiny
from tests.grading.variants import HONEST, WRONG
from tests.support import told
from tests.tiny import by_check, points

FULL = {"lift": 20.0, "fly": 40.0, "fly_back": 40.0}


@pytest.fixture(scope="module")
def results(course: Course, sandbox: Sandbox) -> dict[str, Result]:
    """Every variant, graded behind the border by one grader."""
    return tiny.grade_each(course, {**HONEST, **WRONG}, sandbox)


@pytest.mark.parametrize("name", HONEST)
def test_honest_work_gets_full_marks(name: str, results: dict[str, Result]) -> None:
    result = results[name]
    assert (result.score, result.max_score, points(result)) == (100.0, 100.0, FULL)
    assert (result.problem, result.grader_error) == (None, None)


LOST = {
    "no_half": {"lift": 0.0},
    "speed_not_squared": {"lift": 0.0},
    "gain_forgotten": {"fly": 0.0, "fly_back": 0.0},
    "factor_two_forgotten": {"fly_back": 0.0},
    "the stub": {"lift": 0.0, "fly": 0.0, "fly_back": 0.0},
    "a question left out": {"lift": 0.0},
    "a question half written": {"lift": 12.0},
    "a call of a stub": {"lift": 0.0, "fly_back": 0.0},
    "a missing function": {"lift": 0.0},
    "a function that is none": {"lift": 0.0},
    "a part lost": {"fly": 36.5},
    "an argument changed": {"fly": 30.0},
    "an exception": {"lift": 0.0},
    "sys.exit in a function": {"lift": 0.0},
    "zeros": {"fly_back": 0.0},
    "not a number": {"fly_back": 0.0},
    "infinite": {"lift": 0.0},
    "giant": {"lift": 0.0, "fly_back": 0.0},
    "one value for two": {"fly": 0.0, "fly_back": 0.0},
    "single precision": {"fly_back": 0.0},
    "lists for arrays": {"fly": 37.0, "fly_back": 36.0},
    "a wrong list": {"fly_back": 0.0},
    "a masked array": {"fly_back": 0.0},
    "random": {"lift": 0.0},
    "nothing at all": {"lift": 0.0, "fly": 0.0, "fly_back": 0.0},
}


@pytest.mark.parametrize("name", WRONG)
def test_wrong_work_loses_its_own_question(name: str, results: dict[str, Result]) -> None:
    assert points(results[name]) == {**FULL, **LOST[name]}
    assert results[name].grader_error is None


def test_a_stub_is_not_attempted_everywhere_and_nothing_ran(results: dict[str, Result]) -> None:
    stub = results["the stub"]
    assert {check.verdict for check in stub.checks} == {NOT_ATTEMPTED}
    assert [told(check.failures[0]) for check in stub.checks][:2] == [
        "lift has not been attempted yet.",
        "fly has not been attempted yet.",
    ]


def test_what_depends_on_a_failed_check_is_not_judged(results: dict[str, Result]) -> None:
    verdicts = {name: check.verdict for name, check in by_check(results["gain_forgotten"].checks).items()}
    assert verdicts == {
        "the_lift_of_two_square_metres": PASSED,
        "the_flight": FAILED,
        "fly_leaves_x_alone": NOT_JUDGED,
        "the_way_back": NOT_JUDGED,
        "the_lift_of_any_kite": PASSED,
        "three_kites_fly": FAILED,
        "three_kites_come_back": NOT_JUDGED,
    }


def test_a_lost_part_is_told_and_costs_its_share(results: dict[str, Result]) -> None:
    check = by_check(results["a part lost"].checks)["the_flight"]
    assert (check.score, check.max_score, check.verdict) == (10.5, 14, FAILED)
    assert told(check.failures[0]).startswith("The type of flights is None; it should be int.")


def test_public_checks_stand_before_hidden_ones(results: dict[str, Result]) -> None:
    assert [check.hidden for check in results["the reference"].checks] == [False] * 4 + [True] * 3


def test_a_failing_line_at_the_top_is_noted(results: dict[str, Result]) -> None:
    [note] = results["a failing line at the top"].notes
    assert (note.kind, note.detail["type"]) == ("top_level", "FileNotFoundError")


def test_what_is_printed_in_a_check_stands_with_it(results: dict[str, Result]) -> None:
    output = by_check(results["prints and warnings"].checks)["the_way_back"].output
    assert output.startswith("back\n") and "RuntimeWarning" in output


def facts(checks: tuple[CheckResult, ...]) -> list[object]:
    """What must be the same on both sides of the border: everything but the file's name and what was printed."""
    return [
        (
            check.check,
            check.verdict,
            check.score,
            [(each.kind, each.call, each.got, each.expected) for each in check.failures],
        )
        for check in checks
    ]


@pytest.fixture(scope="module")
def here(course: Course, tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[CheckResult, ...]]:
    """Every variant, run in this process."""
    variants = {**HONEST, **WRONG}
    return dict(zip(variants, tiny.run_here(course, variants.values(), tmp_path_factory.mktemp("here")), strict=True))


@pytest.mark.parametrize("name", [*HONEST, *WRONG])
def test_verdicts_are_the_same_in_process_and_behind_the_border(
    name: str, results: dict[str, Result], here: dict[str, tuple[CheckResult, ...]]
) -> None:
    assert facts(here[name]) == facts(results[name].checks)
