"""One question as plain text: what stands on a public row, on a hidden one, and where the policy hides them."""

from __future__ import annotations

from autograder.feedback.plain import notes_text, question_text
from autograder.results import FAILED, NOT_ATTEMPTED, CheckResult, Failure, Result
from autograder.settings import VisibilityPolicy
from autograder.words import Words

WRONG = Failure("value", call="f(1)", got="secret of the student", expected="2")
CHECKS = (
    CheckResult("test_a", "f", "One is two", False, 0.1, 2, FAILED, (WRONG,), misconception="half", output="hello"),
    CheckResult("test_b", "f", "Two is four", True, 0.2, 2, FAILED, (WRONG,), output="hello"),
    CheckResult("test_c", "f", "It ends", True, 0, 1, FAILED, (Failure("timeout", detail={"seconds": "5"}),)),
    CheckResult("test_d", "g", "Another", False, 0, 1, NOT_ATTEMPTED, (Failure("not_attempted"),)),
)
RESULT = Result("01_f", "f.py", CHECKS, 6, notes=(Failure("absent", detail={"module": "pandas"}),))


def text(result: Result = RESULT, question: str = "f", policy: VisibilityPolicy | None = None) -> str:
    return question_text(result, question, Words("en"), policy or VisibilityPolicy(), {"half": "Halve it."}.get)


def test_a_public_row_says_call_got_expected_output_and_hint() -> None:
    public = text().partition("Two is four")[0]
    assert public.startswith("f: 0.3/5 points\n  FAIL  0.1/2  One is two\n")
    for part in (
        "call      f(1)",
        "got       secret of the student",
        "expected  2",
        "printed: hello",
        "Hint: Halve it.",
    ):
        assert part in public


def test_a_hidden_row_says_title_verdict_and_reasons_of_ours_alone() -> None:
    hidden = text().partition("Two is four")[2]
    assert "secret" not in hidden and "hello" not in hidden and "f(1)" not in hidden
    assert "It ends (hidden)\n      The call did not finish within 5 s" in hidden


def test_hidden_rows_are_left_out_where_the_course_hides_them_but_their_points_count() -> None:
    shown = text(policy=VisibilityPolicy(hidden="hidden"))
    assert "(hidden)" not in shown and "Two is four" not in shown and shown.startswith("f: 0.3/5 points")


def test_a_question_that_is_not_attempted_says_so_once() -> None:
    assert text(question="g") == "g: 0/1 points\n  NOT ATTEMPTED  0/1  Another"


def test_a_submission_that_cannot_be_graded_says_why_and_notes_are_sentences() -> None:
    problem = Result("01_f", "f.ipynb", problem=Failure("no_cells"))
    assert text(problem).startswith("This submission cannot be graded.\nThe notebook has no code cells")
    assert notes_text(RESULT, Words("en")).startswith("The module pandas is not installed")


def test_long_hints_are_broken_into_lines_that_a_page_can_show() -> None:
    long = question_text(RESULT, "f", Words("en"), VisibilityPolicy(), {"half": "Halve it. " * 40}.get)
    assert max(map(len, long.splitlines())) <= 96 and " ".join(long.split()).count("Halve it.") == 40
    assert "\n      Hint: Halve it." in long and "\n        Halve it." in long
