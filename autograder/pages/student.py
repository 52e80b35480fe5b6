"""A Result as one HTML page for one student: the words and facts of the terminal and Gradescope, with the pictures."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator
from xml.etree.ElementTree import Element, tostring

from autograder.pages.hints import hints_by_check
from autograder.pages.html import lines, page, tag
from autograder.pages.pictures import picture_alt, picture_svg
from autograder.pages.svg import as_svg
from autograder.results import PASSED, CheckResult, Failure, Result
from autograder.words import Words
from autograder.words.sentences import (
    OURS,
    describe_note,
    facts,
    problem_text,
    sentence,
)

_NUMBERS = 64
"""Pictures of up to so many cells have their numbers in a table below them as well."""


def student_page(
    result: Result,
    words: Words,
    hint: Callable[[str], str | None],
    *,
    title: str,
    student: str = "",
    summary: str = "",
    not_shown: int = 0,
) -> str:
    """Return the page of one answer: self-contained, without a script, and nothing in it asks anybody for anything.

    ``title`` is the assignment's, ``student`` whose answer it is. ``summary`` replaces the sentence with the score.
    ``not_shown`` counts the checks that ``result`` lacks because nobody may see them yet. What a student's code made
    stands as text, and none of it on a hidden check.
    """
    hints = hints_by_check(result.checks, hint)
    questions = dict.fromkeys(check.question for check in result.checks)
    heading = words("page.title", assignment=title)
    return page(
        heading,
        words.lang,
        tag("h1", heading),
        tag("p", " · ".join(filter(None, [student, result.submission])), class_="student"),
        *_top(result, words, summary),
        _points(result, list(questions), words) if questions else None,
        *(_question(question, result.of_question(question), words, hints) for question in questions),
        tag("p", words("page.not_shown", count=not_shown), class_="quiet") if not_shown else None,
    )


def check_html(check: CheckResult, words: Words, hint: str | None) -> str:
    """Return one check as a piece of HTML for a page that is not ours, which says title and points itself.

    Its pictures are images in data URIs.
    """
    article = _check(check, words, hint)
    article.remove(article[0])
    for figure in article.iter("figure"):
        drawing = figure[0]
        uri = base64.b64encode(as_svg(drawing).encode("utf-8", "backslashreplace")).decode()
        figure[0] = tag("img", alt=drawing.get("aria-label", ""))
        figure[0].set("src", f"data:image/svg+xml;base64,{uri}")
    return tostring(article, encoding="unicode", method="html")


def _top(result: Result, words: Words, summary: str) -> Iterator[Element]:
    if result.grader_error is not None:
        yield tag("p", words("grade.grader_error"), class_="note")
        return
    if result.problem is not None:
        yield tag("p", words("grade.cannot"), " ", problem_text(result.problem, words), class_="note")
    score = words("grade.score", score=f"{result.score:g}", max_score=f"{result.max_score:g}")
    yield tag("p", summary or score, class_="score")
    for note in result.notes:
        yield tag("p", describe_note(note, words), class_="note")


def _points(result: Result, questions: list[str], words: Words) -> Element:
    rows = []
    for question in questions:
        mine = result.of_question(question)
        won, due = sum(check.score for check in mine), sum(check.max_score for check in mine)
        name = tag("a", question, href=f"#{question}")
        rows.append(tag("tr", tag("th", name, scope="row"), tag("td", _of(won, due), class_="number")))
    return tag(
        "table",
        tag("caption", words("page.questions")),
        tag("thead", tag("tr", _head(words("page.question")), _head(words("page.points")))),
        tag("tbody", *rows),
    )


def _question(question: str, checks: tuple[CheckResult, ...], words: Words, hints: dict[str, str]) -> Element:
    won, due = sum(check.score for check in checks), sum(check.max_score for check in checks)
    title = tag("h2", tag("code", question), f"  {_of(won, due)} {words('page.points')}", id=question)
    return tag("section", title, *(_check(check, words, hints.get(check.check)) for check in checks))


def _check(check: CheckResult, words: Words, hint: str | None) -> Element:
    hidden = f" ({words('grade.hidden')})" if check.hidden else ""
    verdict = tag("span", words(f"verdict.{check.verdict}"), class_=f"verdict {check.verdict.replace(' ', '-')}")
    points = tag("span", f" {_of(check.score, check.max_score)}", class_="quiet")
    parts = list(_failures(check, words))
    if hint:
        parts.append(tag("p", tag("strong", words("hint.title")), f" {hint}", class_="hint"))
    return tag("article", tag("h3", verdict, f" {check.title}", hidden, points), *parts)


def _failures(check: CheckResult, words: Words) -> Iterator[Element]:
    for failure in check.failures:
        if not check.hidden:
            yield from _failure(failure, words)
        elif failure.kind in OURS:
            yield tag("p", sentence(failure, words))
    if check.output and check.verdict != PASSED and not check.hidden:
        yield tag("p", words("grade.printed"))
        yield tag("pre", lines(check.output), tabindex="0")


def _failure(failure: Failure, words: Words) -> Iterator[Element]:
    yield tag("p", sentence(failure, words))
    rows = [part for label, text in facts(failure, words) for part in (tag("dt", label), tag("dd", text))]
    if rows:
        yield tag("dl", *rows)
    drawing = picture_svg(failure, words)
    if drawing is not None:
        yield tag("figure", drawing, tag("figcaption", picture_alt(failure, words)), _numbers(failure, words))


def _numbers(failure: Failure, words: Words) -> Element | None:
    """Return got and expected of a small picture as a table, for who cannot tell its colours."""
    picture = failure.picture
    if picture is None or not picture.expected or len("".join(picture.wrong)) > _NUMBERS or picture.kind == "mask":
        return None
    rows, columns = picture.step
    head = [_head("")] + [_head(str(j * columns)) for j in range(len(picture.wrong[0]))]
    body = [
        tag("tr", tag("th", str(i * rows), scope="row"), *(_cell(*pair, words) for pair in zip(got, due, strict=True)))
        for i, (got, due) in enumerate(zip(picture.got, picture.expected, strict=True))
    ]
    table = tag("table", tag("thead", tag("tr", *head)), tag("tbody", *body))
    return tag("details", tag("summary", words("page.numbers")), tag("div", table, class_="wide", tabindex="0"))


def _cell(got: float, due: float, words: Words) -> Element:
    text = f"{got:.4g}" if got == due else words("page.instead", got=f"{got:.4g}", expected=f"{due:.4g}")
    return tag("td", text, class_="number")


def _head(text: str) -> Element:
    return tag("th", text, scope="col")


def _of(won: float, due: float) -> str:
    return f"{round(won, 3):g}/{round(due, 3):g}"
