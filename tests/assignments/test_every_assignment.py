"""Every assignment there is, discovered: what each must have. `make proof` proves its graders."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.course import Assignment, open_course

COURSE = open_course(Path(__file__).resolve().parent.parent.parent)
every_assignment = pytest.mark.parametrize("assignment", COURSE.assignments, ids=lambda each: each.name)


@every_assignment
def test_there_are_enough_right_and_wrong_solutions(assignment: Assignment) -> None:
    assert len(assignment.variants("accepted")) >= 4
    assert len(assignment.variants("rejected")) >= 8


@every_assignment
def test_between_four_and_five_tenths_of_each_question_are_hidden(assignment: Assignment) -> None:
    assert all(0.4 <= question.hidden <= 0.5 for question in assignment.questions)


@every_assignment
def test_both_statements_name_every_question_and_hold_the_same_formulas(assignment: Assignment) -> None:
    texts = {lang: (assignment.public / f"statement.{lang}.md").read_text(encoding="utf-8") for lang in ("es", "en")}
    for text in texts.values():
        assert all(f"`{question.id}" in text for question in assignment.questions)
    headings = {
        lang: [line.partition(" ")[0] for line in text.splitlines() if line.startswith("#")]
        for lang, text in texts.items()
    }
    assert len(headings["es"]) == len(headings["en"])
