"""Nothing that a student's code made stands on a hidden row, whatever way it takes there."""

from __future__ import annotations

import json

import pytest

from autograder.course import Course
from autograder.feedback.gradescope import results_json
from autograder.results import Result
from autograder.sandbox import Sandbox
from autograder.settings import VisibilityPolicy
from autograder.words import Words
from tests import tiny
from tests.grading.variants import BACK, COUNT, FLY, LIFT, changed

TOKEN = "zq7token"
ONLY_PUBLIC = "speed == 3.0"  # the public check's own input: anything else is the hidden check's

WAYS = {
    "printed": changed((LIFT, f"print('{TOKEN}')\n    return 0.0")),
    "written to standard error": changed((LIFT, f"import sys; sys.stderr.write('{TOKEN}')\n    return 0.0")),
    "warned": changed((LIFT, f"import warnings; warnings.warn('{TOKEN}')\n    return 0.0")),
    "an exception's message": changed((LIFT, f"raise ValueError('{TOKEN}')")),
    "an exception's name": changed((LIFT, f"raise type('{TOKEN}', (Exception,), {{}})")),
    "an exception's line": changed((LIFT, f"{TOKEN} = 0; return 1 / {TOKEN}")),
    "a function's name": changed((LIFT, f"def {TOKEN}(): return 1 / 0\n    return {TOKEN}()")),
    "a returned text": changed((LIFT, f"return '{TOKEN}'")),
    "a returned list": changed((LIFT, f"return ['{TOKEN}']")),
    "a returned dictionary": changed((LIFT, f"return {{'{TOKEN}': 1}}")),
    "a returned array of texts": changed((LIFT, f"return np.array(['{TOKEN}'])")),
    "a returned object": changed((LIFT, f"return type('{TOKEN}', (), {{}})()")),
    "a tuple of texts": changed((FLY, f"return '{TOKEN}', '{TOKEN}', '{TOKEN}'")),
    "a changed dictionary": changed((COUNT, f"    wind['flights'] = '{TOKEN}'\n")),
    "the call of another function": changed((FLY, f"return wind['gain'] * x**2, '{TOKEN}'"), (BACK, "return 0 * dout")),
    "os.exit's code": changed((LIFT, "import os; os._exit(77)")),
}


HIDDEN_WAYS = {
    "printed": f"print('{TOKEN}')\n    return 0.0",
    "an exception's message": f"raise ValueError('{TOKEN}')",
    "a returned text": f"return '{TOKEN}'",
}


def rows(result: Result, lang: str) -> tuple[str, str]:
    """All public rows and all hidden rows as text."""
    content = results_json(result, Words(lang), VisibilityPolicy(), lambda key: None)
    pairs = list(zip(content["tests"], result.checks, strict=True))
    public, hidden = ([row for row, check in pairs if check.hidden == half] for half in (False, True))
    return json.dumps(public), json.dumps(hidden)


@pytest.fixture(scope="module")
def results(course: Course, sandbox: Sandbox) -> dict[str, Result]:
    return tiny.grade_each(course, WAYS, sandbox)


@pytest.mark.parametrize("lang", ["es", "en"])
@pytest.mark.parametrize("way", WAYS)
def test_a_token_reaches_public_rows_only(way: str, lang: str, results: dict[str, Result]) -> None:
    public, hidden = rows(results[way], lang)
    assert ("77" if "exit" in way else TOKEN) in public
    assert TOKEN not in hidden and "(77)" not in hidden and "código de salida 77" not in hidden


@pytest.mark.parametrize("way", HIDDEN_WAYS)
def test_a_token_made_in_a_hidden_check_reaches_no_row(way: str, course: Course, sandbox: Sandbox) -> None:
    source = changed((LIFT, f"if {ONLY_PUBLIC}:\n        {LIFT}\n    {HIDDEN_WAYS[way]}"))
    public, hidden = rows(tiny.grade_all(course, [source], sandbox)[0], "en")
    assert TOKEN not in public + hidden
    assert '"failed"' in hidden


def test_what_a_hidden_check_knows_reaches_no_row(course: Course, sandbox: Sandbox) -> None:
    [result] = tiny.grade_all(course, [tiny.rejected("no_half")], sandbox)
    hidden = next(check for check in result.checks if check.hidden and check.failures)
    content = results_json(result, Words("en"), VisibilityPolicy(), lambda key: None)
    facts = (hidden.failures[0].call, hidden.failures[0].got, hidden.failures[0].expected)
    assert all(facts) and not any(fact in json.dumps(content) for fact in facts)


def test_all_public_checks_have_run_before_the_first_hidden_one(course: Course, sandbox: Sandbox) -> None:
    source = "calls = 0\n" + changed(
        (LIFT, "global calls\n    calls += 1\n    " + LIFT),
        (FLY, "global calls\n    calls += 1\n    " + FLY),
        (BACK, f"if calls != 4: raise ValueError(f'after {{calls}} calls')\n    {BACK}"),
    )
    [result] = tiny.grade_all(course, [source], sandbox)
    checks = tiny.by_check(result.checks)
    assert checks["the_way_back"].verdict == "passed"  # after lift, flight, leaves x alone, and its own forward
    assert checks["three_kites_come_back"].verdict == "failed"
