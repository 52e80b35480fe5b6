"""An assignment as one row of cells, from its statement and its code: what every form of its notebook is made of.

Plain data. Knows no kit, no Otter and no nbgrader, and writes no notebook.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from autograder.course import Assignment
from autograder.docstrings import translated
from autograder.settings import CourseError

MARKDOWN, CODE, GIVEN, SOLUTION = "markdown", "code", "given", "solution"


@dataclass(frozen=True)
class Cell:
    """One cell: ``markdown`` and ``code`` of the statement, ``given`` code of the file, or a question's ``solution``.

    ``question`` is set for a solution alone.
    """

    kind: str
    text: str
    question: str = ""


def cells_of(assignment: Assignment, lang: str, code: Path | None = None) -> list[Cell]:
    """Return the statement's cells with the code put in: each question's right below the text that asks for it.

    ``code`` is the file that is cut into cells, the stub by default, with the language's docstrings. What stands
    between two questions in the file comes as a given cell above the second. Raises ``CourseError``.
    """
    source = code or assignment.stub
    statement = assignment.public / f"statement.{lang}.md"
    questions = [question.id for question in assignment.questions]
    text = translated(_read(source), assignment.docstrings(lang))
    return arranged(list(statement_cells(_read(statement))), pieces(text, questions, str(source)))


def pieces(source: str, questions: list[str], path: str = "the file") -> list[Cell]:
    """Cut Python source into one solution cell for each question, in the file's order, and given cells between.

    >>> [(cell.kind, cell.text) for cell in pieces("import math\\n\\n\\ndef f(x):\\n    return x\\n", ["f"])]
    [('given', 'import math'), ('solution', 'def f(x):\\n    return x')]

    Raises ``CourseError`` when a question's function is not there.
    """
    lines = source.splitlines()
    starts: list[tuple[int, str]] = []
    for statement in ast.parse(source).body:
        name = statement.name if isinstance(statement, ast.FunctionDef) and statement.name in questions else ""
        if not starts or name or starts[-1][1]:  # what is given stays together
            starts.append((_start(statement, lines), name))
    missing = set(questions) - {name for _, name in starts}
    if missing:
        raise CourseError(f"{path}: there is no function {sorted(missing)[0]}; every question has one of its name.")
    ends = [start for start, _ in starts[1:]] + [len(lines)]
    texts = ["\n".join(lines[start:end]).strip("\n") for (start, _), end in zip(starts, ends, strict=True)]
    return [
        Cell(SOLUTION, text, name) if name else Cell(GIVEN, text) for (_, name), text in zip(starts, texts, strict=True)
    ]


def statement_cells(statement: str) -> Iterator[Cell]:
    """Yield a statement's cells, its text cut at every heading. Takes jupytext."""
    import jupytext

    for cell in jupytext.reads(statement, fmt="md").cells:
        if cell.cell_type == "markdown":
            yield from (Cell(MARKDOWN, section) for section in _sections(cell.source))
        elif cell.cell_type == "code":
            yield Cell(CODE, cell.source)


def arranged(statement: list[Cell], code: list[Cell]) -> list[Cell]:
    """Put each piece of code below the section whose heading names its question; those without one come last."""
    row: list[Cell] = []
    waiting = list(code)
    for cell in statement:
        row.append(cell)
        named = _question_of(cell, waiting)
        if named:
            number = next(n for n, piece in enumerate(waiting) if piece.question == named)
            row += [piece for piece in waiting[:number] if piece.kind == GIVEN] + [waiting[number]]
            waiting = [piece for piece in waiting[:number] if piece.question] + waiting[number + 1 :]
    return row + waiting


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise CourseError(f"{path}: cannot be read ({error}); every assignment has this file, in UTF-8.") from None


def _start(statement: ast.stmt, lines: list[str]) -> int:
    """Return the line, from 0, at which a statement starts: with its decorators and the comments right above."""
    start: int = min([statement.lineno, *(each.lineno for each in getattr(statement, "decorator_list", []))]) - 1
    while start > 0 and lines[start - 1].startswith("#"):
        start -= 1
    return start


def _sections(text: str) -> Iterator[str]:
    section: list[str] = []
    fenced = False
    for line in text.splitlines():
        if line.startswith(("```", "~~~")):
            fenced = not fenced
        if re.match(r"#{1,6} ", line) and not fenced and any(section):
            yield "\n".join(section).strip()
            section = []
        section.append(line)
    if any(section):
        yield "\n".join(section).strip()


def _question_of(cell: Cell, code: list[Cell]) -> str:
    heading = re.match(r"#{1,6} .*", cell.text) if cell.kind == MARKDOWN else None
    questions = [piece.question for piece in code if piece.question]
    return next((name for name in questions if heading and f"`{name}`" in heading.group()), "")
