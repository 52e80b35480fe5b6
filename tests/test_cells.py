"""A statement and a file as one row of cells: where the questions stand, and that nothing is lost."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from autograder.cells import CODE, GIVEN, MARKDOWN, SOLUTION, cells_of, pieces
from autograder.course import Assignment, Course, open_course
from autograder.docstrings import translated
from autograder.settings import CourseError
from autograder.stub import stub_in
from tests import tiny

pytest.importorskip("jupytext")

REPOSITORY = open_course(Path(__file__).resolve().parent.parent)
STATEMENT = """# Kites

They fly.

## `fly` (40 points)

Comes first here, though the file has it second.

```python
draw(flight)
```

```text
## `lift` in a fence is no heading
```

## `lift` (20 points)

Half of it.
"""


def test_each_question_stands_right_below_the_text_that_asks_for_it(own_course: Course) -> None:
    tiny.write(own_course.root / "assignments/01_kites/statement.en.md", STATEMENT)
    row = cells_of(own_course.assignment("kites"), "en")
    kinds = [cell.question or cell.kind for cell in row]
    assert kinds == [MARKDOWN, MARKDOWN, GIVEN, "fly", CODE, MARKDOWN, MARKDOWN, "lift", "fly_back"]
    assert row[1].text.startswith("## `fly`") and row[6].text.startswith("## `lift`")


@pytest.mark.parametrize("lang", ["es", "en"])
@pytest.mark.parametrize("assignment", REPOSITORY.assignments, ids=lambda assignment: assignment.name)
def test_the_code_cells_together_are_the_whole_file(assignment: Assignment, lang: str) -> None:
    code = [cell for cell in cells_of(assignment, lang) if cell.kind in (GIVEN, SOLUTION)]
    together = "\n".join(cell.text for cell in code)
    assert ast.dump(ast.parse(together)) == ast.dump(ast.parse(stub_in(assignment, lang)))
    assert [cell.question for cell in code if cell.question] == [question.id for question in assignment.questions]


@pytest.mark.parametrize("assignment", REPOSITORY.assignments, ids=lambda assignment: assignment.name)
def test_in_spanish_every_docstring_of_the_stub_is_another_and_nothing_else_is(assignment: Assignment) -> None:
    own, spanish = (ast.parse(stub_in(assignment, lang)) for lang in ("en", "es"))
    pairs = [(own, spanish), *zip(own.body, spanish.body, strict=True)]
    told = [(each, other) for each, other in pairs if isinstance(each, ast.Module | ast.FunctionDef)]
    for each, other in told:
        assert ast.get_docstring(each) != ast.get_docstring(other)
        del each.body[0], other.body[0]
    assert ast.dump(own) == ast.dump(spanish)


def test_a_translated_file_keeps_its_comments_and_what_has_no_other_words() -> None:
    function = 'def f(x):\n    """Once.\n\n    More.\n    """\n    return x  # x\n'
    source = f'"""Two."""\n\n\n# one\n{function}\n\ndef g():\n    pass\n'
    assert translated(source, {}) == source
    text = translated(source, {"module": "Dos.", "f": "Una vez.\n\nMás.\n", "g": "Nada."})
    assert text == source.replace("Two", "Dos").replace("Once", "Una vez").replace("More", "Más")


def test_decorators_comments_and_helpers_stay_where_they_belong() -> None:
    function = "# About f.\n@cache\ndef f():\n    # a\n    return K\n    # b"
    source = f"import math\nK = 2\n\n\n{function}\n\n\ndef help():\n    pass\n"
    given, question, helper = pieces(source, ["f"])
    assert given.text == "import math\nK = 2"
    assert question.text == function
    assert (helper.kind, helper.text) == (GIVEN, "def help():\n    pass")


def test_a_question_without_a_function_and_a_missing_statement_are_one_sentence(own_course: Course) -> None:
    with pytest.raises(CourseError, match="there is no function g"):
        pieces("def f():\n    pass\n", ["f", "g"], "a.py")
    with pytest.raises(CourseError, match=r"statement\.en\.md: cannot be read"):
        cells_of(own_course.assignment("boats"), "en")
