"""The statements in Spanish and in English say the same, as far as a machine can tell; so do the two course pages."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from pathlib import Path

import jupytext
import pytest

from autograder.course import Assignment, open_course
from autograder.release.course_pages import course_pages as course_pages_due

pytestmark = pytest.mark.one_python

COURSE = open_course(Path(__file__).resolve().parent.parent.parent)
LIVING = [each for each in COURSE.assignments if (each.public / "pictures.py").is_file()]  # a new one draws nothing yet
every_assignment = pytest.mark.parametrize("assignment", LIVING, ids=lambda each: each.name)
Texts = tuple[str, str]

CODE = re.compile(r"^```python\n(.*?)^```", re.MULTILINE | re.DOTALL)
FENCED = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
FORMULA = re.compile(r"\$\$(.+?)\$\$|\$(.+?)\$", re.DOTALL)


def statements(assignment: Assignment) -> Texts:
    spanish, english = (
        (assignment.public / f"statement.{lang}.md").read_text(encoding="utf-8") for lang in ("es", "en")
    )
    return spanish, english


def headings(text: str) -> list[tuple[str, list[str], list[str]]]:
    """Each heading's depth, the names in it, and its numbers."""
    lines = [line for line in FENCED.sub("", text).splitlines() if line.startswith("#")]
    return [(line.partition(" ")[0], re.findall(r"`(\w+)`", line), re.findall(r"\d+", line)) for line in lines]


def formulas(text: str) -> list[str]:
    """Each formula in its order, but for the words in it."""
    found = [one or other for one, other in FORMULA.findall(FENCED.sub("", text))]
    return [re.sub(r"\s+", "", re.sub(r"\\text(bf)?\{[^}]*\}", r"\\text", formula)) for formula in found]


def names(text: str) -> list[str]:
    """Everything that stands in backticks, however often and in whatever order a language needs it."""
    return sorted(set(re.findall(r"`([^`]+)`", FENCED.sub("", text))))


def numbers(text: str) -> list[str]:
    """Each number of the running text, however often; a language may order a sentence in its own way."""
    prose = FORMULA.sub(" ", re.sub(r"`[^`]*`", " ", FENCED.sub(" ", text)))
    return sorted(re.findall(r"(?<![\w.])\d+(?:[.,]\d+)*", prose.replace(" %", "%")))


def code(text: str) -> list[str]:
    """Each cell's code, but for the language that it names."""
    return [re.sub(r"'(es|en)'", "LANG", ast.unparse(ast.parse(cell))) for cell in CODE.findall(text)]


@every_assignment
@pytest.mark.parametrize("part", [headings, formulas, names, numbers, code], ids=lambda part: part.__name__)
def test_both_languages_have_the_same(part: Callable[[str], list[object]], assignment: Assignment) -> None:
    spanish, english = statements(assignment)
    assert part(spanish) == part(english)


@every_assignment
def test_every_question_has_its_section_with_its_points_in_order(assignment: Assignment) -> None:
    due = [(question.id, f"{question.points:g}") for question in assignment.questions]
    for text in statements(assignment):
        sections = [(found[0], points[0]) for depth, found, points in headings(text) if depth == "##" and found]
        assert sorted(sections) == sorted(due)


@every_assignment
def test_as_notebooks_they_have_a_kernel_and_are_saved_as_they_were(assignment: Assignment) -> None:
    for text in statements(assignment):
        notebook = jupytext.reads(text, fmt="md")
        assert notebook.metadata["kernelspec"]["name"] == "python3"
        assert notebook.cells[0].cell_type == "markdown"
        assert jupytext.writes(notebook, fmt="md") == text


@every_assignment
def test_every_picture_that_a_statement_draws_exists_and_none_is_left_over(assignment: Assignment) -> None:
    pictures = assignment.public / "pictures.py"
    told = set(re.findall(r"^def tell_(\w+)", pictures.read_text(encoding="utf-8"), re.MULTILINE))
    for text in statements(assignment):
        assert set(re.findall(r"\bdraw\(\"(\w+)\"", "".join(CODE.findall(text)))) == told


@every_assignment
def test_both_ask_to_predict_before_running(assignment: Assignment) -> None:
    spanish, english = statements(assignment)
    assert spanish.count("### Predice antes de ejecutar (sin puntos)") == 1
    assert english.count("### Predict before you run (no points)") == 1


@every_assignment
def test_no_statement_holds_a_definition_that_would_be_graded(assignment: Assignment) -> None:
    """A handed-in notebook is read as a submission: what a statement defines would stand among the student's."""
    asked = {question.id for question in assignment.questions}
    for text in statements(assignment):
        trees = [ast.parse(cell) for cell in CODE.findall(text)]
        defined = {node.name for tree in trees for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
        assert not defined & asked


def course_pages() -> Texts:
    spanish, english = (
        (COURSE.root / "assignments" / f"README.{lang}.md").read_text(encoding="utf-8") for lang in ("es", "en")
    )
    return spanish, english


@pytest.mark.parametrize("part", [names, numbers], ids=lambda part: part.__name__)
def test_both_course_pages_have_the_same(part: Callable[[str], list[object]]) -> None:
    spanish, english = course_pages()
    assert part(spanish) == part(english)
    assert [depth for depth, _, _ in headings(spanish)] == [depth for depth, _, _ in headings(english)]


def test_the_course_pages_tell_the_story_of_the_slides() -> None:
    for text in course_pages():
        assert all(f"{share} %" in text for share in ("74.3", "84.3", "96.4"))


def test_the_tables_of_the_course_pages_have_every_assignment_as_its_settings_say() -> None:
    stale = [path.name for path, text in course_pages_due(COURSE).items() if path.read_text(encoding="utf-8") != text]
    assert stale == [], "bring them up to date: autograder stub"
    for text in course_pages():
        assert all(f"({each.name}/statement." in text for each in COURSE.assignments)


@every_assignment
def test_an_assignment_says_in_a_line_what_one_takes_away(assignment: Assignment) -> None:
    assert assignment.settings.takeaway is not None
