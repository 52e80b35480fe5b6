"""results.json: what Gradescope documents, for every kind of result; who sees what; and how it is written."""

from __future__ import annotations

import json
from dataclasses import replace
from importlib import resources
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.course import Course
from autograder.feedback.gradescope import problem_json, results_json, unfinished_json, write_results
from autograder.results import VERDICTS, CheckResult, Failure, Result
from autograder.sandbox import Sandbox
from autograder.settings import VisibilityPolicy
from autograder.words import Words
from autograder.words.sentences import describe_problem
from tests import tiny
from tests.grading.variants import BACK, FLY, HONEST, LIFT, WRONG, changed
from tests.tiny import rejected

SCHEMA = json.loads(resources.files("autograder.feedback").joinpath("results.schema.json").read_text(encoding="utf-8"))
WORDS = {lang: Words(lang) for lang in ("es", "en")}


def no_hint(misconception: str) -> None:
    return None


def content_of(result: Result, lang: str = "en", **policy: Any) -> dict[str, Any]:
    """The file's content, valid and able to be written."""
    content = results_json(result, WORDS[lang], VisibilityPolicy(**policy), no_hint)
    jsonschema.validate(content, SCHEMA)
    json.dumps(content, allow_nan=False)
    return content


NASTY = "</code><script>alert(1)</script>**x**`````\x1b[31m\u202e\ud800" * 50
SUBMISSIONS = {
    "right": HONEST["the reference"],
    "wrong": rejected("no_half"),
    "untouched": WRONG["the stub"],
    "unreadable": "def lift(:\n",
    "of another assignment": "def row(x): pass\n",
    "noted": HONEST["a failing line at the top"],
    "ended": changed((LIFT, "import os; os._exit(1)")),
    "hostile": changed(
        (LIFT, f"raise ValueError({NASTY!r})"),
        (FLY, f"print({NASTY!r})\n    return {NASTY!r}"),
        (BACK, "return 0 * dout"),
    ),
    "giant": changed((LIFT, "print('x' * 10**7)\n    return 'y' * 900_000"), (FLY, "return list(range(99_999))")),
}


@pytest.fixture(scope="module")
def results(course: Course, sandbox: Sandbox) -> dict[str, Result]:
    return tiny.grade_each(course, SUBMISSIONS, sandbox)


@pytest.mark.parametrize("lang", WORDS)
@pytest.mark.parametrize("name", SUBMISSIONS)
def test_it_is_what_gradescope_documents(name: str, lang: str, results: dict[str, Result]) -> None:
    content = content_of(results[name], lang)
    assert content["score"] == results[name].score
    assert len(json.dumps(content)) < 100_000
    for text in [content["output"], *(row["output"] for row in content["tests"])]:
        assert text.replace("\n", "").isprintable()


def test_a_row_says_all_that_is_promised(results: dict[str, Result]) -> None:
    row = content_of(results["wrong"])["tests"][0]
    assert row == {
        "name": "Two square metres at 3 m/s lift 9 N",
        "score": 0.0,
        "max_score": 12,
        "status": "failed",
        "visibility": "visible",
        "output": "**FAIL** (lift)\n\nThe value of the result is not the expected one.\n\n"
        "```text\ncall: lift(2, 3)\ngot: 18\nexpected: 9\n```",
        "output_format": "md",
        "tags": ["lift", "public"],
        "extra_data": {
            "question": "lift",
            "check": "test_the_lift_of_two_square_metres",
            "verdict": "failed",
            "misconception": "no_half",
        },
    }


def test_the_top_says_all_that_is_promised(results: dict[str, Result]) -> None:
    content = content_of(results["wrong"])
    assert content["score"] == 80.0
    assert content["stdout_visibility"] == "hidden"
    extra = content["extra_data"]
    assert (extra["assignment"], extra["max_score"], extra["grader_error"]) == ("01_kites", 100.0, None)
    assert extra["isolation"] == list(results["wrong"].isolation) and "process" in extra["isolation"]
    assert extra["seconds"] > 0


def test_the_points_of_the_rows_are_the_score(results: dict[str, Result]) -> None:
    for result in results.values():
        rows = content_of(result)["tests"]
        assert round(sum(row["score"] for row in rows), 3) == result.score
        assert sum(row["max_score"] for row in rows) in (0, 100)


def test_what_cannot_be_graded_has_a_score_of_zero_and_the_sentence(results: dict[str, Result]) -> None:
    content = content_of(results["unreadable"])
    assert (content["score"], content["tests"]) == (0, [])
    assert content["output"].startswith("Python cannot read line 1 of the file")
    assert content_of(results["of another assignment"], "es")["output"].startswith(
        "El archivo no define ninguna función de 01"
    )


def test_a_fault_of_ours_is_told_as_ours() -> None:
    content = content_of(Result("01_kites", "a.py", max_score=100.0, grader_error="CheckCrashed: test_it"))
    assert content["output"].startswith("The grader failed, not you")
    assert content["extra_data"]["grader_error"] == "CheckCrashed: test_it"


def test_hints_stand_once_per_question_on_a_public_row_first(results: dict[str, Result]) -> None:
    def rows(result: Result) -> list[dict[str, Any]]:
        return results_json(result, WORDS["en"], VisibilityPolicy(), "Think of {}.".format)["tests"]

    hinted = [row for row in rows(results["wrong"]) if "Hint:" in row["output"]]
    assert [row["extra_data"]["check"] for row in hinted] == ["test_the_lift_of_two_square_metres"]
    assert hinted[0]["output"].endswith("**Hint:** Think of no\\_half.")
    hidden_only = replace(results["wrong"], checks=tuple(check for check in results["wrong"].checks if check.hidden))
    assert "Hint:" in rows(hidden_only)[0]["output"]


@pytest.mark.parametrize("public", ["visible", "after_due_date"])
@pytest.mark.parametrize("hidden", ["hidden", "after_published"])
def test_the_policy_decides_who_sees_a_row(public: str, hidden: str, results: dict[str, Result]) -> None:
    rows = content_of(results["right"], public=public, hidden=hidden)["tests"]
    assert [row["visibility"] for row in rows] == [public] * 4 + [hidden] * 3


def test_a_hidden_row_shows_title_verdict_and_points_alone(results: dict[str, Result]) -> None:
    row = content_of(results["hostile"])["tests"][4]
    assert (row["name"], row["output"]) == ("The lift is right for any kite", "**FAIL** (lift)")


def test_a_hidden_row_tells_what_we_did_ourselves(results: dict[str, Result]) -> None:
    assert "did not run" in content_of(results["ended"])["tests"][4]["output"]
    assert "has not been attempted yet" in content_of(results["untouched"])["tests"][4]["output"]


short = st.text(st.characters(), max_size=30)
details = st.dictionaries(
    st.sampled_from(["function", "message", "type", "seconds", "key", "self", "title"]), short, max_size=4
)
kinds = sorted(
    key.partition(".")[2] for key in ("failure.raised", "failure.value", "failure.timeout", "failure.exited")
)
failures = st.builds(Failure, st.sampled_from(kinds), short, short, short, short, details)
checks = st.builds(
    CheckResult,
    check=short,
    question=short,
    title=short.filter(bool),
    hidden=st.booleans(),
    score=st.floats(0, 10),
    max_score=st.floats(0.1, 10),
    verdict=st.sampled_from(VERDICTS),
    failures=st.lists(failures, max_size=2).map(tuple),
    output=short,
)


@given(st.lists(checks, max_size=3).map(tuple), short, st.sampled_from(["es", "en"]))
def test_any_texts_make_a_valid_file(checks: tuple[CheckResult, ...], name: str, lang: str) -> None:
    content_of(Result("01_kites", name, checks, max_score=10.0), lang)


# -- the files of a grading that did not end, or did not begin


@pytest.mark.parametrize("lang", WORDS)
def test_the_file_that_stands_first_is_a_zero_that_says_it_is_none(lang: str) -> None:
    content = unfinished_json(WORDS[lang], "01_kites", 100.0)
    jsonschema.validate(content, SCHEMA)
    assert content["score"] == 0 and content["extra_data"]["grader_error"]
    assert content["output"] in (
        "La calificación no terminó\\. Este no es tu resultado",
        WORDS[lang]("grade.unfinished"),
    )


def test_the_file_of_a_problem_is_a_zero_with_its_sentence() -> None:
    text = describe_problem("missing_file", {"path": NASTY}, WORDS["en"])
    content = problem_json(text, None)
    jsonschema.validate(content, SCHEMA)
    assert content["score"] == 0 and content["extra_data"]["grader_error"] is None
    assert "<" not in content["output"] and "&lt;script" in content["output"]


# -- writing


def test_a_file_is_replaced_whole(tmp_path: Path) -> None:
    path = tmp_path / "results.json"
    write_results({"score": 1, "text": "x" * 100_000}, path)
    write_results({"score": 2, "text": "\ud800 é"}, path)
    assert json.loads(path.read_text(encoding="utf-8")) == {"score": 2, "text": "\ud800 é"}
    assert path.stat().st_mode & 0o777 == 0o644
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_that_cannot_be_written_leaves_nothing_behind(tmp_path: Path) -> None:
    folder = tmp_path / "results.json"
    folder.mkdir()
    with pytest.raises(OSError):
        write_results({"score": 1}, folder)
    assert list(tmp_path.iterdir()) == [folder]


def test_numbers_that_json_does_not_know_are_refused_before_anything_is_written(tmp_path: Path) -> None:
    path = tmp_path / "results.json"
    path.write_text("old")
    with pytest.raises(ValueError):
        write_results({"score": float("nan")}, path)
    assert path.read_text() == "old" and list(tmp_path.iterdir()) == [path]
