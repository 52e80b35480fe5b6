"""Checks as their author writes them, run on a student: facts about calls, lost parts, verdicts, titles."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.checks.run import CheckCrashed
from autograder.grading import GraderBroken
from autograder.results import CheckResult
from tests.support import told
from tests.tiny import judge_with

CHECK = '@question("f", points=10)\ndef test_it(student, expected, rng):\n    """A fact."""\n'


def outcome(root: Path, body: str, student: str) -> CheckResult:
    lines = "".join(f"    {line}\n" for line in body.strip().splitlines())
    return judge_with(root, CHECK + lines, student)["it"]


def test_a_failure_names_the_call_whose_value_was_judged(tmp_path: Path) -> None:
    body = "a, b = student.f(1.5), student.f(2.5)\nstudent.f(3.5)\nclose(a, 1.5)\nclose(b, 9.0)"
    result = outcome(tmp_path, body, "def f(x):\n    return x\n")
    assert told(result.failures[0]).splitlines()[1] == "  call      f(2.5)"


def test_a_failure_names_the_call_whose_tuple_held_the_value(tmp_path: Path) -> None:
    body = "out, _ = values(student.f(1.5), 'out', 'cache')\nstudent.f(2.5)\nclose(out, 9.0, name='out')"
    result = outcome(tmp_path, body, "def f(x):\n    return x + 0.25, None\n")
    assert told(result.failures[0]).splitlines() == [
        "The value of out is not the expected one.",
        "  call      f(1.5)",
        "  got       1.75",
        "  expected  9",
    ]


def test_the_expected_value_comes_from_the_reference(tmp_path: Path) -> None:
    body = "x = rng.normal(size=3)\nclose(student.f(x), expected.f(x))"
    assert outcome(tmp_path, body, "def f(x):\n    return 1.0 * x\n").verdict == "passed"
    assert outcome(tmp_path / "a", body, "def f(x):\n    return -x\n").verdict == "failed"


CHANGES = "def f(x, param):\n    x[0] = 9.0\n    param['n'] = 3\n    return 1.0\n"


def test_changed_arguments_are_seen_and_unchanged_fails(tmp_path: Path) -> None:
    body = """
x, y, param = np.zeros(2), np.zeros(2), {}
student.f(x, param)
assert changed(x) and changed(param) and not changed(y)
assert after(x).tolist() == [9.0, 0.0] and x.tolist() == [0.0, 0.0] and param == {"n": 3}
assert after(y) is y
unchanged(y=y)
unchanged(x=x)
"""
    [failure] = outcome(tmp_path, body, CHANGES).failures
    assert (
        told(failure) == "Your function changed its argument `x`; work on a copy instead.\n  call  f(array([0, 0]), {})"
    )
    assert told(failure, "es").startswith("Tu función modificó su argumento `x`; trabaja sobre una copia.")


def test_an_argument_left_alone_is_unchanged(tmp_path: Path) -> None:
    body = "x, param = np.zeros(2), {}\nstudent.f(x, param)\nunchanged(x=x, param=param)"
    assert outcome(tmp_path, body, "def f(x, param):\n    x = x + 1\n    return x\n").verdict == "passed"


PARTS = """
with partial(0.3):
    close(student.f(1.0), 2.0)
with partial(0.2):
    close(student.f(3.0), 3.0)
close(student.f(5.0), 5.0)
"""


def test_a_lost_part_costs_its_share_and_the_check_goes_on(tmp_path: Path) -> None:
    result = outcome(tmp_path, PARTS, "def f(x):\n    return x\n")
    assert (result.score, result.verdict, len(result.failures)) == (7.0, "failed", 1)
    assert result.failures[0].call == "f(1)"


def test_two_lost_parts_are_both_told(tmp_path: Path) -> None:
    result = outcome(tmp_path, PARTS, "def f(x):\n    return x if x == 5.0 else 0.0\n")
    assert (result.score, [failure.expected for failure in result.failures]) == (5.0, ["2", "3"])


def test_failing_outside_the_parts_loses_all(tmp_path: Path) -> None:
    result = outcome(tmp_path, PARTS, "def f(x):\n    return 2.0\n")
    assert (result.score, result.verdict) == (0.0, "failed")


def test_lost_parts_never_cost_more_than_the_check(tmp_path: Path) -> None:
    body = "\n".join(["with partial(0.8):\n    close(student.f(1.0), 2.0)"] * 2)
    assert outcome(tmp_path, body, "def f(x):\n    return x\n").score == 0.0


NEEDS = """
@question("f", points=4)
def test_first(student):
    '''f is right at 1.'''
    close(student.f(1.0), 1.0)

@question("f", points=3, needs="test_first")
def test_second(student):
    '''f is right at 2.'''
    close(student.f(2.0), 2.0)

@question("f", points=3, needs=("test_second",))
def test_third(student):
    '''f is right at 3.'''
    close(student.f(3.0), 3.0)
"""


def test_what_waits_for_a_failed_check_is_not_judged(tmp_path: Path) -> None:
    results = judge_with(tmp_path, NEEDS, "def f(x):\n    return 0.0\n")
    assert [result.verdict for result in results.values()] == ["failed", "not judged", "not judged"]
    assert told(results["second"].failures[0]) == 'Not judged: it depends on "f is right at 1", which has not passed.'
    assert told(results["third"].failures[0], "es") == "Sin evaluar: depende de «f is right at 2», que no ha pasado."


def test_what_waits_for_a_passed_check_is_judged(tmp_path: Path) -> None:
    results = judge_with(tmp_path, NEEDS, "def f(x):\n    return x if x < 3 else 0.0\n")
    assert [result.verdict for result in results.values()] == ["passed", "passed", "failed"]


def test_what_waits_for_a_check_that_lost_only_a_part_is_judged(tmp_path: Path) -> None:
    text = NEEDS.replace("    close(student.f(1.0), 1.0)", "    with partial(0.5):\n        close(student.f(1.0), 1.0)")
    results = judge_with(tmp_path, text, "def f(x):\n    return x if x > 1 else 0.0\n")
    assert [(result.verdict, result.score) for result in results.values()] == [
        ("failed", 2.0),
        ("passed", 3.0),
        ("passed", 3.0),
    ]


def test_a_stub_is_not_attempted_in_every_check(tmp_path: Path) -> None:
    results = judge_with(tmp_path, NEEDS, "def f(x):\n    raise NotImplementedError('f')\n")
    assert [result.verdict for result in results.values()] == ["not attempted"] * 3
    assert told(results["third"].failures[0]) == "f has not been attempted yet."


def test_a_half_written_function_is_not_attempted_where_it_says_so(tmp_path: Path) -> None:
    results = judge_with(tmp_path, NEEDS, "def f(x):\n    if x > 1:\n        raise NotImplementedError\n    return x\n")
    assert [result.verdict for result in results.values()] == ["passed", "not attempted", "not judged"]


def test_a_title_is_the_docstrings_first_line_without_its_full_stop(tmp_path: Path) -> None:
    assert outcome(tmp_path, "pass", "f = abs").title == "A fact"


TWICE = '@question("f", points=5)\ndef test_{name}(student, rng):\n    """T."""\n    close({call}, 9.0)\n'


def test_checks_draw_the_same_inputs_again_and_others_than_their_neighbours(tmp_path: Path) -> None:
    text = "".join(TWICE.format(name=name, call="student.f(rng.normal())") for name in ("one", "other"))
    first, second = (judge_with(tmp_path / where, text, "def f(x):\n    return x\n") for where in "ab")
    got = {name: result.failures[0].got for name, result in first.items()}
    assert got == {name: result.failures[0].got for name, result in second.items()}
    assert len(set(got.values())) == 2


def test_the_students_random_numbers_start_anew_in_every_check(tmp_path: Path) -> None:
    text = "".join(TWICE.format(name=name, call="student.f()") for name in ("one", "other"))
    student = "import numpy as np\ndef f():\n    return np.random.rand()\n"
    both = judge_with(tmp_path / "a", text, student)
    alone = judge_with(tmp_path / "b", text.replace("test_one", "unused"), student)
    assert both["other"].failures[0].got == alone["other"].failures[0].got


CRASHES = {
    "arithmetic": "student.f(1.0) + 1.0",
    "an assertion": "assert student.f(1.0) == 1.0",
    "pytest's own failure": "if student.f(1.0) != 1.0:\n    pytest.fail('no')",
}


@pytest.mark.parametrize("body", CRASHES.values(), ids=CRASHES)
def test_a_check_that_a_strange_value_makes_crash_is_failed(body: str, tmp_path: Path) -> None:
    result = outcome(tmp_path, body, "def f(x):\n    return None\n")
    assert (result.verdict, result.score, result.failures[0].kind) == ("failed", 0.0, "unusable")
    assert told(result.failures[0]).startswith("The returned value could not be used: ")


@pytest.mark.parametrize(
    "body", ["1 / 0", "expected.g(1)", "student.f(1)[0]", "pytest.skip('later')", "raise SystemExit"]
)
def test_a_check_that_crashes_on_the_reference_is_our_fault(body: str, tmp_path: Path) -> None:
    with pytest.raises(CheckCrashed, match="test_it"):
        outcome(tmp_path, body, "def f(x):\n    return x\n")


BROKEN = {
    "a syntax error": ("def test_it(:\n", "SyntaxError"),
    "an import": ("import no_such_module\n", "No module named"),
    "an exception": ("1 / 0\n", "ZeroDivisionError"),
}


@pytest.mark.parametrize(("text", "said"), BROKEN.values(), ids=BROKEN)
def test_check_files_that_cannot_be_collected_are_named(text: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(GraderBroken, match=said):
        judge_with(tmp_path, text, "")


def test_two_courses_in_one_process_keep_their_own_checks(tmp_path: Path) -> None:
    for where, verdict in (("1.0", "passed"), ("2.0", "failed")):
        assert (
            outcome(tmp_path / where, f"close(student.f(1.0), {where})", "def f(x):\n    return x\n").verdict == verdict
        )
