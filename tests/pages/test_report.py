"""The report of a run: right figures, nothing of a person where none may be, and a page that a browser likes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from html import unescape
from pathlib import Path

import numpy as np
import pytest
from scipy import stats as scipy_stats
from selenium import webdriver

from autograder.course import Course
from autograder.gradebook import open_gradebook
from autograder.gradebook.rows import GRADED, GRADER_ERROR, UNGRADABLE, Override, Row, Student, stored
from autograder.report import report_parts
from autograder.report.figures import bars
from autograder.report.statistics import discrimination, quartiles
from autograder.report.summary import ClassSummary, summarise
from autograder.results import FAILED, NOT_JUDGED, PASSED, CheckResult, Failure, Result
from autograder.sandbox import Sandbox
from autograder.words import Words
from tests import tiny
from tests.cli.command import run as run_verb
from tests.pages.browser import clean, visit

pytestmark = pytest.mark.one_python

QUESTIONS = {"lift": 20.0, "fly": 40.0, "fly_back": 40.0}
NASTY = '</table><script>alert("x")</script><img src="https://example.org/x.png" onerror=alert(1)>'
NAMES = [
    "Ana López",
    'Zoë "Z" O\'Neil',
    f"Eva {NASTY}",
    "=HYPERLINK(1)",
    "علي حسن",
    "夏目 漱石",
    "a\u202eb\x1b[31m\ud800\n",
    "",
]


def check(name: str, question: str, score: float, due: float, **more: object) -> CheckResult:
    facts: dict[str, object] = {"verdict": PASSED if score == due else FAILED, "hidden": False, **more}
    return CheckResult(name, question, f"A fact {name} {NASTY}", score=score, max_score=due, **facts)  # type: ignore


def row(number: int, lift: float, fly: float, back: float, **more: object) -> Row:
    """A graded row with one check for each question."""
    checks = (
        check("test_a", "lift", lift, 20, misconception="no_half" if lift < 20 else None, output=NASTY),
        check("test_b", "fly", fly, 40, hidden=True, failures=(Failure("raised", detail={"message": NASTY}),)),
        check("test_c", "fly_back", back, 40, verdict=NOT_JUDGED if not back else PASSED if back == 40 else FAILED),
    )
    result = Result("01_kites", f"of {NAMES[number % 8]}.py", checks, max_score=100.0, seconds=number / 100)
    student = Student(f"s{number}", NAMES[number % 8], f"s{number}@example.org")
    facts = {"score": result.score, "max_score": 100.0, "result": result, **more}
    return Row(student, f"folder of {student.name}/kites.py", GRADED, **facts)  # type: ignore[arg-type]


CLASS = [
    row(0, 20, 40, 40),
    row(1, 20, 40, 20, late=True),
    row(2, 0, 40, 40, notes=(f"two files {NASTY}",), attempt=3, group=("s2", "s5")),
    row(3, 0, 20, 0),
    row(4, 20, 0, 0),
    row(5, 0, 0, 0).overridden((Override("s5", "fly", 7.5, f"Dr. {NASTY}", "right idea", "2026-01-01", 1),)),
    Row(Student("s6", NAMES[6]), "x", UNGRADABLE, max_score=100.0, reason=f"Python cannot read {NAMES[6]} {NASTY}"),
    Row(Student("s7", NAMES[7]), "y", GRADER_ERROR, max_score=100.0, reason="GraderBroken: no checks"),
]


def summary(rows: Iterable[Row] = CLASS) -> ClassSummary:
    return summarise(iter(rows), QUESTIONS)


def page(course: Course, rows: Iterable[Row] = CLASS, lang: str = "en", anonymous: bool = False) -> str:
    parts = report_parts(rows, course.assignments[0], Words(lang), anonymous, run="run 7", pages="feedback")
    return b"".join(parts).decode()


def text_of(html: str) -> str:
    return unescape(re.sub(r"<[^>]*>", "", html))


# -- figures


def test_discrimination_is_the_point_biserial_correlation_with_the_rest() -> None:
    rng = np.random.default_rng(5)
    ability = rng.normal(size=60)
    items = (ability[:, None] + rng.normal(size=(60, 7)) > 0).astype(float)
    whole = items.sum(axis=1)
    for item in items.T:
        right = scipy_stats.pointbiserialr(item, whole - item).statistic
        assert discrimination(list(item), list(whole)) == pytest.approx(right, abs=5e-4)


@pytest.mark.parametrize(
    ("item", "whole"),
    [
        ([1, 0, 1, 0], [4, 1, 3, 2]),
        ([1, 1, 1, 1, 1, 1], [1, 2, 3, 4, 5, 6]),
        ([0.0, 1.0, 0.0, 1.0, 0.0], [0.0, 1.0, 0.0, 1.0, 0.0]),
    ],
    ids=["four submissions", "everybody wins it", "there is nothing else"],
)
def test_there_is_no_discrimination_where(item: list[float], whole: list[float]) -> None:
    assert discrimination(item, whole) is None


def test_questions_count_the_points_that_count() -> None:
    lift, fly, back = summary().questions
    assert (lift.share, lift.full, lift.nothing, lift.count) == (0.5, 3, 3, 6)
    assert fly.share == pytest.approx((40 + 40 + 40 + 20 + 0 + 7.5) / 6 / 40)  # the override is in it
    assert back.discrimination == pytest.approx(
        scipy_stats.pearsonr([40, 20, 40, 0, 0, 0], [60, 60, 40, 20, 20, 7.5]).statistic, abs=5e-4
    )


def test_checks_count_every_verdict() -> None:
    found = summary().checks
    assert [(each.number, each.check, each.hidden) for each in found.values()] == [
        (1, "test_a", False),
        (2, "test_b", True),
        (3, "test_c", False),
    ]
    assert found["test_c"].verdicts == {PASSED: 2, FAILED: 1, "not attempted": 0, NOT_JUDGED: 3}
    missed = {pupil.id: pupil.missed for pupil in summary().pupils}
    assert (missed["s0"], missed["s1"], missed["s3"], missed["s7"]) == ((), (3,), (1, 2, 3), ())


def test_mistakes_are_a_plan_with_the_most_frequent_first() -> None:
    other = replace(CLASS[4], result=Result("k", "k", (check("test_c", "fly_back", 0, 40, misconception="gain"),)))
    [first, second] = summary([*CLASS, other]).mistakes
    assert (first.question, first.key, first.count) == ("lift", "no_half", 3)
    assert (second.question, second.key, second.names) == ("fly_back", "gain", (NAMES[4],))


def test_every_score_is_in_one_bar() -> None:
    scores = [0.0, 4.999, 5.0, 50.0, 99.9, 100.0, 30.1]
    drawn = bars(scores, 100.0)
    assert sum(count for _, _, count in drawn) == len(scores)
    for low, high, count in drawn:
        assert count == sum(low <= score < high or (score == high == 100) for score in scores)


def test_quartiles_are_the_usual_ones() -> None:
    assert quartiles([1, 2, 3, 4, 5]) == (2.0, 3.0, 4.0)


# -- the page


@pytest.mark.parametrize("anonymous", [False, True], ids=["with names", "anonymous"])
@pytest.mark.parametrize("width", [600, 1200])
@pytest.mark.parametrize("lang", ["es", "en"])
def test_a_browser_has_nothing_to_complain_of(
    lang: str, width: int, anonymous: bool, course: Course, browser: webdriver.Chrome, tmp_path: Path
) -> None:
    path = tmp_path / "report.html"
    path.write_text(page(course, lang=lang, anonymous=anonymous), encoding="utf-8")
    seen = visit(browser, path, width)
    assert clean(seen)
    assert browser.execute_script("return document.querySelectorAll('figure img').length") == 2
    assert (NASTY in seen["text"]) is True  # titles of checks, at least, are shown as they are


def test_without_names_nothing_is_left_that_tells_who_somebody_is(course: Course) -> None:
    told, open_page = page(course, anonymous=True), page(course)
    for name in ("López", "Neil", "HYPERLINK", "علي", "夏目", "Eva ", "Dr. ", "right idea", "two files", "s2, s5"):
        assert name in text_of(open_page)
        assert name not in text_of(told)
    assert not re.search(r"\bs[0-7]\b|kites\.py|feedback/", told)
    assert "Student 1:" in text_of(told) and "without names" in text_of(told)
    assert "<dt>Late</dt><dd>1</dd>" in told and "<dt>Late</dt><dd>1</dd>" in open_page  # a number of the class


def test_the_order_without_names_is_not_the_order_of_names(course: Course) -> None:
    swapped = [replace(one, student=other.student, source="") for one, other in zip(CLASS, CLASS[::-1], strict=True)]
    assert page(course, CLASS, anonymous=True) == page(course, swapped, anonymous=True)


def test_equal_rows_in_any_order_are_the_same_bytes(course: Course) -> None:
    assert page(course) == page(course, CLASS[::-1])
    assert page(course, anonymous=True) == page(course, CLASS[::-1], anonymous=True)


def test_what_needs_a_look_is_named(course: Course) -> None:
    text = text_of(page(course))
    assert "Submissions without a grade" in text
    assert "The grader failed; grade this one again. GraderBroken: no checks" in text
    assert "two files" in text and "attempt 3" in text and "handed in together: s2, s5" in text
    assert "fly: 7.5 points by hand (Dr." in text and "late" in text
    assert 'href="feedback/s0.html"' in page(course)


def test_checks_that_tell_nothing_are_named(course: Course) -> None:
    always = check("test_d", "lift", 0, 5)
    never = check("test_e", "lift", 5, 5)
    rows = [
        replace(one, result=replace(one.result, checks=(*one.result.checks, always, never)))
        for one in CLASS
        if one.result
    ]
    html = page(course, rows)
    nobody_fails, nobody_passes = html.index("Nobody fails these"), html.index("Nobody passes these")
    assert "test_e" in html[nobody_fails:nobody_passes]
    assert "test_d" in html[nobody_passes : html.index("</ul>", nobody_passes)]


def test_hints_are_the_students_own_in_both_languages(course: Course) -> None:
    for lang in ("es", "en"):
        hint = course.assignments[0].hint("no_half", lang)
        assert hint and hint in text_of(page(course, lang=lang))


@pytest.mark.parametrize("rows", [[], CLASS[6:], CLASS[:1]], ids=["nobody", "nothing graded", "one submission"])
def test_a_small_class_has_a_page_too(rows: list[Row], course: Course) -> None:
    text = text_of(page(course, rows))
    assert f"Submissions{len(rows)}" in text.replace("\n", "")
    assert "nan" not in text.lower().replace("finance", "")


def test_a_real_class_in_the_language_that_it_was_not_graded_in(course: Course, sandbox: Sandbox) -> None:
    sources = {"right": tiny.REFERENCE, "stub": tiny.STUB, **{key: tiny.rejected(key) for key in tiny.REJECTED}}
    graded = tiny.grade_each(course, sources, sandbox, lang="es")
    rows = [
        Row(Student(name, name), name, GRADED, score=result.score, max_score=100.0, result=stored(result))
        for name, result in graded.items()
    ]
    english, spanish = text_of(page(course, rows)), text_of(page(course, rows, "es"))
    assert "dx agrees with the numerical gradient" in english and "coincide con" not in english
    assert "dx coincide con el gradiente numérico" in spanish
    assert all(str(course.assignments[0].hint(key, "en")) in english for key in tiny.REJECTED)


# -- the verb


@pytest.fixture
def class_kept(own_course: Course) -> Course:
    """A course whose gradebook holds one run of the class, which wrote a folder."""
    folder = own_course.root / "runs" / "one"
    (folder / "feedback").mkdir(parents=True)
    with open_gradebook(str(own_course.root / "grades.db")) as gradebook:
        run = gradebook.start_run("01_kites", {"folder": str(folder)})
        gradebook.record(run, [replace(one, overrides=()) for one in CLASS])
        gradebook.finish_run(run)
    return own_course


def test_the_verb_writes_the_page_into_the_runs_folder_and_says_where(class_kept: Course) -> None:
    folder = class_kept.root / "runs" / "one"
    for word, lang, title in (("latest", "en", "Report: Kites"), (str(folder), "es", "Reporte: Cometas")):
        answer = run_verb(class_kept.root, "report", word, "--lang", lang)
        assert (answer.code, answer.err, answer.out.strip()) == (0, "", "runs/one/report.html")
        html = (folder / "report.html").read_text(encoding="utf-8")
        assert title in html and 'href="feedback/s0.html"' in html and "Ana López" in html


def test_the_verb_makes_a_page_without_names_beside_the_other(class_kept: Course) -> None:
    answer = run_verb(class_kept.root, "report", "1", "--anonymous")
    path = class_kept.root / "runs" / "one" / "report-anonymous.html"
    assert answer.code == 0 and "López" not in path.read_text(encoding="utf-8")


def test_the_verb_writes_where_it_is_told_or_to_stdout(class_kept: Course) -> None:
    there = class_kept.root / "new" / "page.html"
    assert run_verb(class_kept.root, "report", "1", "--output", there).code == 0
    out = run_verb(class_kept.root, "report", "1", "--output", "-").out
    assert out.startswith("<!DOCTYPE html>") and "feedback/s0.html" not in there.read_text(encoding="utf-8")


def test_the_verb_says_in_a_sentence_what_it_cannot_do(class_kept: Course, tmp_path: Path) -> None:
    assert "There is no run 9" in run_verb(class_kept.root, "report", "9", "--lang", "en").err
    elsewhere = run_verb(tmp_path, "report", "1", "--gradebook", class_kept.root / "grades.db")
    assert elsewhere.code == 2 and "--course DIR" in elsewhere.err and "Traceback" not in elsewhere.err
