"""Whole answers, word for word: results.json and the terminal's text of four submissions in both languages.

To accept new words on purpose: REGENERATE_GOLDEN=1 python -m pytest tests/feedback/test_golden.py, then read the diff.
"""

from __future__ import annotations

import io
import json
import os
import re
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from rich.console import Console

from autograder.course import Course
from autograder.feedback.gradescope import results_json
from autograder.feedback.terminal import print_result
from autograder.results import Result
from autograder.sandbox import Sandbox
from autograder.words import Words
from tests import tiny

GOLDEN = Path(__file__).parent / "golden"
CASES = sorted(folder.name for folder in GOLDEN.iterdir())


@pytest.fixture(scope="module", params=["es", "en"])
def lang(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def results(lang: str, course: Course, sandbox: Sandbox) -> dict[str, Result]:
    sources = [(GOLDEN / case / "submission.txt").read_bytes() for case in CASES]
    graded = tiny.grade_all(course, sources, sandbox, lang=lang)
    return {
        case: replace(result, seconds=0.0, isolation=("process", "…"))
        for case, result in zip(CASES, graded, strict=True)
    }


def compare(path: Path, text: str) -> None:
    if os.environ.get("REGENERATE_GOLDEN"):
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("case", CASES)
def test_results_json_of(case: str, lang: str, results: dict[str, Result], course: Course) -> None:
    hint = partial(course.assignments[0].hint, lang=lang)
    content = results_json(results[case], Words(lang), course.settings.visibility, hint)
    compare(GOLDEN / case / f"results.{lang}.json", json.dumps(content, ensure_ascii=False, indent=1) + "\n")


@pytest.mark.parametrize("case", CASES)
def test_terminal_text_of(case: str, lang: str, results: dict[str, Result], course: Course) -> None:
    file = io.StringIO()
    console = Console(file=file, width=100, color_system=None)
    print_result(results[case], console, Words(lang), partial(course.assignments[0].hint, lang=lang))
    compare(GOLDEN / case / f"terminal.{lang}.txt", re.sub(r" +$", "", file.getvalue(), flags=re.MULTILINE))


def test_the_golden_submissions_are_what_their_folders_say(course: Course) -> None:
    assert (GOLDEN / "right/submission.txt").read_text(encoding="utf-8") == tiny.REFERENCE
    assert (GOLDEN / "stub/submission.txt").read_text(encoding="utf-8") == tiny.STUB
