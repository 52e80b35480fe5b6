"""Inputs come from the salts: the same again for the same salts, others for others; nothing else changes a result."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from autograder.course import Course
from autograder.grading import with_grader
from autograder.results import Result
from autograder.sandbox import Sandbox
from autograder.submission import Submission
from tests import tiny
from tests.grading.variants import FLY, HONEST, LIFT, WRONG, changed
from tests.tiny import REFERENCE

SALTS = ("one", "other")


def still(result: Result) -> str:
    """A result without what may differ from run to run, as text: observed arrays have no equality."""
    return repr(replace(result, seconds=0.0))


def graded(course: Course, sandbox: Sandbox, source: str, salts: tuple[str, str] = SALTS) -> Result:
    return tiny.grade_all(course, [source], sandbox, salts=salts)[0]


def test_the_same_submission_gets_the_same_result_twice(course: Course, sandbox: Sandbox) -> None:
    names = ["the reference", "no_half", "zeros", "random", "an exception", "the stub", "star imports"]
    sources = {name: {**HONEST, **WRONG}[name] for name in names}
    first, second = (tiny.grade_each(course, sources, sandbox, salts=SALTS) for _ in range(2))
    assert {name: still(first[name]) for name in names} == {name: still(second[name]) for name in names}


def calls(result: Result, *, hidden: bool) -> list[str]:
    return [
        failure.call for check in result.checks if check.hidden == hidden for failure in check.failures if failure.call
    ]


def test_each_salt_changes_the_inputs_of_its_half_only(course: Course, sandbox: Sandbox) -> None:
    wrong = changed((LIFT, "return 0.0"), (FLY, "return 0.0, x"))
    first = graded(course, sandbox, wrong, ("a", "b"))
    public = graded(course, sandbox, wrong, ("z", "b"))
    secret = graded(course, sandbox, wrong, ("a", "z"))
    assert calls(public, hidden=False) != calls(first, hidden=False)
    assert calls(public, hidden=True) == calls(first, hidden=True)
    assert calls(secret, hidden=False) == calls(first, hidden=False)
    assert calls(secret, hidden=True) != calls(first, hidden=True)


def test_the_courses_own_salts_are_used_when_none_are_given(course: Course, sandbox: Sandbox) -> None:
    own = (course.settings.salt, course.secret_salt)
    assert still(graded(course, sandbox, WRONG["zeros"], own)) == still(
        tiny.grade_all(course, [WRONG["zeros"]], sandbox)[0]
    )


def test_honest_work_gets_full_marks_for_any_salt(course: Course, tmp_path: Path) -> None:
    salts = [(f"public {number}", f"secret {number}") for number in range(20)]
    runs = tiny.run_here(course, [HONEST["a cache of an own class"]], tmp_path, salts)
    assert [sum(check.score for check in checks) for checks in runs] == [100.0] * 20


LEAVES = {
    "a changed numpy": "import numpy as np\nnp.mean = lambda x: 9.0\nnp.float64 = int\n",
    "a changed builtin": "import builtins\nbuiltins.sum = lambda *x: 9.0\nbuiltins.len = lambda x: 7\n",
    "a file": "open('left.txt', 'w').write('x')\n",
    "a module": "import sys\nsys.modules['left'] = sys\n",
    "an environment variable": "import os\nos.environ['LEFT'] = 'x'\n",
    "the folder": "import os\nos.makedirs('deep/deeper', exist_ok=True)\nos.chdir('deep/deeper')\n",
    "the recursion limit": "import sys\nsys.setrecursionlimit(60)\n",
}
FOUND = (
    "os.path.exists('left.txt'), 'left' in sys.modules, os.environ.get('LEFT'), os.listdir('.'), "
    "float(np.mean([1.0, 3.0])), len([1]), sum([2])"
)
LOOKS = changed((LIFT, f"import os, sys\n    return repr(({FOUND}))"))


def test_a_submission_finds_nothing_of_the_one_before(course: Course, sandbox: Sandbox) -> None:
    sources = [LOOKS, *(source for deed in LEAVES.values() for source in (deed + REFERENCE, LOOKS))]
    alone, *others = tiny.grade_all(course, sources, sandbox, salts=SALTS)
    assert "(False, False, None, [], 2.0, 1, 2)" in alone.checks[0].failures[0].got
    assert dict(zip(LEAVES, map(still, others[1::2]), strict=True)) == dict.fromkeys(LEAVES, still(alone))


def test_the_order_of_submissions_changes_nothing(course: Course, sandbox: Sandbox) -> None:
    names = ["no_half", "the reference", "zeros", "an exception"]
    sources = [{**HONEST, **WRONG}[name] for name in names]
    forwards = tiny.grade_all(course, sources, sandbox, salts=SALTS)
    backwards = tiny.grade_all(course, sources[::-1], sandbox, salts=SALTS)[::-1]
    assert list(map(still, forwards)) == list(map(still, backwards))


def test_a_grader_of_its_own_sandbox_gives_the_same(course: Course, sandbox: Sandbox) -> None:
    submission = Submission("kites.py", WRONG["zeros"].encode())
    own = with_grader(course, tiny.kites(course), "en", lambda grader: grader.grade(submission, SALTS))
    assert still(own) == still(graded(course, sandbox, WRONG["zeros"]))
