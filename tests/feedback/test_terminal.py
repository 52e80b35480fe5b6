"""The terminal's text: words carry the meaning, colour only helps, and nothing a student wrote can paint it."""

from __future__ import annotations

import io
from typing import Any

import pytest
from rich.console import Console

from autograder.feedback.terminal import print_result
from autograder.results import FAILED, NOT_ATTEMPTED, NOT_JUDGED, PASSED, CheckResult, Failure, Result
from autograder.words import Words
from autograder.words.sentences import describe_note


def check(name: str, verdict: str, **more: Any) -> CheckResult:
    return CheckResult(f"test_{name}", "lift", name, False, 1.5 if verdict == PASSED else 0.0, 1.5, verdict, **more)


EACH = tuple(check(verdict.replace(" ", "_"), verdict) for verdict in (PASSED, FAILED, NOT_ATTEMPTED, NOT_JUDGED))


def shown(result: Result, lang: str = "en", **console: Any) -> str:
    file = io.StringIO()
    print_result(result, Console(file=file, **{"width": 100, **console}), Words(lang), lambda key: None)
    return file.getvalue()


def of(*checks: CheckResult, **more: Any) -> Result:
    return Result("01_kites", "kites.py", checks, max_score=6.0, isolation=("process", "seccomp"), **more)


def colourful(monkeypatch: pytest.MonkeyPatch, **environment: str) -> str:
    for name in ("NO_COLOR", "FORCE_COLOR", "TERM", "COLORTERM"):
        monkeypatch.delenv(name, raising=False)
    for name, value in {"TERM": "xterm-256color", **environment}.items():
        monkeypatch.setenv(name, value)
    return shown(of(*EACH), force_terminal=True)


def test_a_verdict_is_a_word_in_both_languages() -> None:
    for lang, words in (
        ("en", ["PASS", "FAIL", "NOT ATTEMPTED", "NOT JUDGED"]),
        ("es", ["BIEN", "FALLA", "SIN INTENTAR", "SIN EVALUAR"]),
    ):
        lines = [line.strip() for line in shown(of(*EACH), lang).splitlines() if "/1.5" in line]
        assert [line.partition("  ")[0] for line in lines] == words


def test_on_a_terminal_the_words_have_colours_too(monkeypatch: pytest.MonkeyPatch) -> None:
    text = colourful(monkeypatch)
    assert "\x1b[32mPASS" in text and "\x1b[31mFAIL" in text


def test_no_color_is_respected(monkeypatch: pytest.MonkeyPatch) -> None:
    text = colourful(monkeypatch, NO_COLOR="1")
    assert "\x1b[3" not in text and "\x1b[9" not in text
    assert "PASS" in text and "FAIL" in text


def test_into_a_file_there_is_no_escape_at_all() -> None:
    assert "\x1b" not in shown(of(*EACH))


def test_points_read_as_people_write_them() -> None:
    text = shown(of(*EACH))
    assert "lift  1.5/6" in text and "1.5 of 6 points" in text and "1.5/1.5  passed" in text


NASTY = "[red]x[/red] [/b] \x1b[31m \u202e \ud800 \n :smile: {0} %s"


def test_what_a_student_wrote_is_shown_and_not_obeyed() -> None:
    failure = Failure("raised", call=NASTY, detail={"function": "lift", "type": NASTY, "message": NASTY})
    text = shown(of(check("it", FAILED, failures=(failure,), output=NASTY)), width=500)
    assert text.count("[red]x[/red] [/b] \\x1b[31m \\u202e \\ud800 \\n :smile: {0} %s") == 4
    assert text.replace("\n", "").isprintable()


def test_a_narrow_window_loses_no_words() -> None:
    failure = Failure("value", call="lift(array([1, 2, 3]))", got="array([1, 2, 3])", expected="array([4, 5, 6])")
    result = of(check("a rather long title that has to go on in the next line", FAILED, failures=(failure,)))
    wide, narrow = shown(result), shown(result, width=40)
    assert max(map(len, narrow.splitlines())) <= 40
    assert "".join(narrow.split()) == "".join(wide.split())


@pytest.mark.parametrize("isolation", [(), ("process",)])
def test_where_nothing_is_confined_that_is_said(isolation: tuple[str, ...]) -> None:
    result = Result("01_kites", "kites.py", EACH, max_score=6.0, isolation=isolation)
    assert "This system cannot confine a process" in shown(result)
    assert "isolation: process, seccomp" in shown(of(*EACH))


def test_a_fault_of_ours_shows_no_points() -> None:
    text = shown(of(grader_error="CheckCrashed: test_it: ZeroDivisionError"))
    assert "The grader failed, not you." in text and "CheckCrashed: test_it" in text
    assert "points" not in text


def test_a_message_inside_a_sentence_ends_with_one_full_stop() -> None:
    note = Failure("top_level", detail={"line": 3, "type": "OSError", "message": "file not found."})
    assert describe_note(note, Words("en")).startswith(
        "Line 3 outside the functions raised OSError: file not found. The"
    )
    cause = Failure("definitions", detail={"cause": Failure("exited", detail={"code": 0})})
    assert "instead of returning), so only" in describe_note(cause, Words("en"))
