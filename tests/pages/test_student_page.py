"""A student's page: all that the terminal says, with pictures, in a real browser, whatever the student's code made."""

from __future__ import annotations

import base64
import re
from dataclasses import replace
from functools import partial
from html import unescape
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pytest
from selenium import webdriver

from autograder.checks import close, gradient_matches, holds
from autograder.course import Course
from autograder.feedback.gradescope import results_json
from autograder.feedback.html import result_html
from autograder.pages import check_html, picture_alt, picture_svg, picture_text
from autograder.results import FAILED, NOT_ATTEMPTED, NOT_JUDGED, PASSED, CheckResult, Failure, Result
from autograder.sandbox import Sandbox
from autograder.settings import VisibilityPolicy
from autograder.words import Words
from autograder.words.sentences import facts, sentence
from tests import tiny
from tests.pages.browser import clean, visit
from tests.support import failure_of

pytestmark = pytest.mark.one_python

RNG = np.random.default_rng(0)
X, DOUT = RNG.normal(size=(5, 4)), RNG.normal(size=(5, 4))
MASK = RNG.random((120, 150)) < 0.5
NASTY = '</code></svg><script>alert("x")</script><img src="https://example.org/x.png" onerror=alert(1)>&lt;b&gt;'
FAILURES = {
    "gradient": failure_of(gradient_matches, DOUT * X, lambda p: p**2, X, DOUT, name="dx"),
    "values": failure_of(close, RNG.normal(size=(6, 9)), RNG.normal(size=(6, 9)), name=NASTY),
    "large": failure_of(close, np.ones((90, 70)), np.zeros((90, 70))),
    "series": failure_of(close, [3.0, 2.0, -1.0], [3.0, 2.5, -1.0], name="theta"),
    "norms": failure_of(close, [1.0, 0.5, 0.1], [1e-6, 1e-3, 0.1], picture="norms"),
    "mask": failure_of(holds, False, name="dx", masks=(~MASK, MASK)),
    "finite": failure_of(close, np.full((3, 4), np.nan), np.ones((3, 4))),
}
SECRET = "4711.0815"


def check(name: str, **more: Any) -> CheckResult:
    facts = {"hidden": False, "score": 0.0, "max_score": 2.0, "verdict": FAILED, **more}
    return CheckResult(f"test_{name}", "lift" if name < "m" else "fly", f"A fact: {name} {NASTY}", **facts)


RESULT = Result(
    "01_kites",
    f"kites {NASTY}.py",
    (
        *(
            check(name, failures=(failure,), output=f"{NASTY}\n\x1b[31m\u202e\ud800")
            for name, failure in FAILURES.items()
        ),
        check("a passed one", verdict=PASSED, score=2.0),
        check(
            "one without code", verdict=NOT_ATTEMPTED, failures=(Failure("not_attempted", detail={"function": "f"}),)
        ),
        check("one that waits", verdict=NOT_JUDGED, failures=(Failure("waits", detail={"title": NASTY}),)),
        check("a hidden one", hidden=True, misconception="m", failures=(Failure("value", got=SECRET),), output=SECRET),
    ),
    max_score=22.0,
    notes=(Failure("absent", detail={"module": NASTY}),),
)


def drawn(result: Result = RESULT, lang: str = "en", **more: Any) -> str:
    return result_html(
        result, Words(lang), lambda key: f"Think of {NASTY}.", title=f"Kites {NASTY}", student=f"Ana {NASTY}", **more
    )


@pytest.mark.parametrize("width", [360, 600, 1200])
@pytest.mark.parametrize("lang", ["es", "en"])
def test_a_browser_has_nothing_to_complain_of(lang: str, width: int, browser: webdriver.Chrome, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(drawn(lang=lang), encoding="utf-8")
    seen = visit(browser, page, width)
    assert clean(seen)
    assert seen["text"].count(NASTY) >= 4 + 3 * len(FAILURES)
    assert browser.execute_script("return document.querySelectorAll('figure svg').length") == len(FAILURES)
    assert browser.execute_script("return document.querySelectorAll('img, iframe, object, link').length") == 0


@pytest.mark.parametrize("lang", ["es", "en"])
def test_it_says_what_every_other_form_says(lang: str) -> None:
    text = unescape(re.sub(r"<[^>]*>", "", drawn(lang=lang)))
    words = Words(lang)
    for failure in FAILURES.values():
        for said in (
            sentence(failure, words),
            picture_alt(failure, words),
            *(each for _, each in facts(failure, words)),
        ):
            assert said in text
    for verdict in (PASSED, FAILED, NOT_ATTEMPTED, NOT_JUDGED):
        assert words(f"verdict.{verdict}") in text
    assert words("grade.score", score="2", max_score="22") in text
    assert text.count(words("hint.title")) == 1


def test_nothing_that_a_students_code_made_stands_on_a_hidden_check() -> None:
    page = drawn()
    assert "A fact: a hidden one" in page and SECRET not in page


def test_rows_that_nobody_may_see_yet_are_left_out_and_counted() -> None:
    for policy, published, shown in (
        (VisibilityPolicy(), False, True),
        (VisibilityPolicy(hidden="hidden"), True, False),
        (VisibilityPolicy(hidden="after_published"), False, False),
        (VisibilityPolicy(hidden="after_published"), True, True),
    ):
        page = drawn(policy=policy, published=published)
        assert ("a hidden one" in page) is shown
        assert ("1 checks are not shown here" in page) is not shown
        assert ("2 of 22 points" in page, "2 of 20 points" in page) == (shown, not shown)


def test_the_same_answer_is_the_same_page() -> None:
    assert drawn() == drawn()


def test_what_cannot_be_graded_is_said_and_a_fault_of_ours_is_ours() -> None:
    refused = replace(RESULT, checks=(), problem=Failure("syntax", detail={"line": 3, "message": NASTY}))
    assert "Python cannot read line 3 of the file" in drawn(refused) and "0 of 22 points" in drawn(refused)
    broken = drawn(replace(RESULT, checks=(), grader_error=SECRET))
    assert "The grader failed, not you." in broken and SECRET not in broken and "points" not in broken


def test_a_real_answer_has_its_pictures_and_hints(course: Course, sandbox: Sandbox) -> None:
    [result] = tiny.grade_all(course, [tiny.rejected("factor_two_forgotten")], sandbox)
    hint = partial(course.assignments[0].hint, lang="en")
    page = result_html(result, Words("en"), hint, title="Kites")
    assert "The derivative of x squared is two x." in page and "<svg" in page
    public, hidden = (check for check in result.checks if check.verdict == FAILED)
    assert public.failures[0].picture is not None and hidden.failures[0].picture is None


# -- pictures in other places


def test_a_check_on_another_page_leaves_title_and_points_to_that_page(course: Course, sandbox: Sandbox) -> None:
    [result] = tiny.grade_all(course, [tiny.rejected("factor_two_forgotten")], sandbox)
    check = next(check for check in result.checks if check.verdict == FAILED and not check.hidden)
    piece = check_html(check, Words("en"), "Think twice.")
    assert "data:image/svg+xml;base64," in piece and "Think twice." in piece and 'alt="' in piece
    assert "<h3" not in piece and check.title not in piece


@pytest.mark.parametrize("lang", ["es", "en"])
@pytest.mark.parametrize("name", FAILURES)
def test_a_picture_is_a_well_formed_drawing_with_its_alternative_text(name: str, lang: str) -> None:
    drawing = picture_svg(FAILURES[name], Words(lang))
    assert drawing is not None
    again = ElementTree.fromstring(ElementTree.tostring(drawing))
    assert again.get("aria-label") == picture_alt(FAILURES[name], Words(lang)) != ""
    inside = {float(each.get("x", 0)) for each in again.iter() if each.tag.endswith(("rect", "text"))}
    assert min(inside) >= 0 and max(inside) < 600
    assert {each.tag.rpartition("}")[2] for each in again.iter()} <= {"svg", "title", "rect", "circle", "line", "text"}


def test_a_picture_in_characters_says_where_it_is_wrong() -> None:
    got = np.zeros((2, 3))
    got[1] = (1.0, 2.0, 4.0)
    failure = failure_of(close, got, np.zeros((2, 3)))
    assert picture_text(failure, Words("en")).splitlines() == [
        "size of the error in tenths of the largest (4); . is right",
        ". . .",
        "2 5 9",
    ]
    assert picture_text(FAILURES["finite"], Words("es")).splitlines()[1] == "x x x x"
    assert picture_text(FAILURES["series"], Words("es")) == ""  # the numbers say it better


def rows_with(pictures: Any) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = results_json(
        RESULT, Words("en"), VisibilityPolicy(pictures=pictures), lambda key: NASTY
    )["tests"]
    return rows


def test_gradescope_gets_pictures_as_characters_in_its_markdown() -> None:
    row, none = rows_with("text")[0], rows_with("none")[0]
    assert row["output_format"] == none["output_format"] == "md"
    assert "tenths of the largest" in row["output"] and "tenths of the largest" not in none["output"]


def test_gradescope_gets_pictures_as_images_beside_the_text_where_a_course_wants_that() -> None:
    rows = rows_with("html")
    assert [row["output_format"] for row in rows] == ["html"] * len(FAILURES) + ["md"] * 4
    tree = ElementTree.fromstring(re.sub(r"(<img[^>]*)>", r"\1/>", rows[0]["output"]))
    [image] = tree.iter("img")
    svg = base64.b64decode(image.get("src", "").removeprefix("data:image/svg+xml;base64,")).decode()
    assert (
        ElementTree.fromstring(svg).get("aria-label")
        == image.get("alt")
        == picture_alt(FAILURES["gradient"], Words("en"))
    )
    assert not {"script", "style"} & {each.tag for each in tree.iter()}
    assert sentence(FAILURES["gradient"], Words("en")) in "".join(tree.itertext())
