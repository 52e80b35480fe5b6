"""An assignment's statement as a student reads it: as plain text, as a notebook, as a notebook to answer in.

Nothing here runs any of its cells.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import nbformat

from autograder.cells import CODE, GIVEN, MARKDOWN, SOLUTION, Cell

NotebookCell = dict[str, Any]
_KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}


def as_text(cells: Iterable[Cell], instead: str, longest: int = 12) -> str:
    """Return a statement as Markdown for people: ``instead`` stands for code of more than ``longest`` lines.

    >>> as_text([Cell(MARKDOWN, "Look:"), Cell(CODE, "x = 1")], "*(code)*")
    'Look:\\n\\n```python\\nx = 1\\n```\\n'
    """
    parts: list[str] = []
    for cell in cells:
        if cell.kind == MARKDOWN:
            parts.append(cell.text.strip())
        elif cell.text.count("\n") < longest:
            parts.append(f"```python\n{cell.text.strip()}\n```")
        elif parts[-1:] != [instead]:
            parts.append(instead)
    return "\n\n".join(part for part in parts if part) + "\n"


def as_notebook(cells: Iterable[Cell], about: dict[str, Any]) -> str:
    """Return a statement as a notebook's file: valid, with cell ids that are the same each time."""
    return _file([_cell(cell) for cell in cells], about)


def as_answer_notebook(cells: list[Cell], setup: str, about: dict[str, Any]) -> str:
    """Return the notebook to answer in: a set-up cell below the title, a check below each question's function."""
    made = [_cell(cells[0]), _code(setup, "setup")]
    for cell in cells[1:]:
        made.append(_cell(cell))
        if cell.kind == SOLUTION:
            made.append(_code(f'check("{cell.question}")', "check"))
    return _file([*made, _code("check()", "check")], about)


def _cell(cell: Cell) -> NotebookCell:
    if cell.kind == MARKDOWN:
        return {"cell_type": "markdown", "metadata": {}, "source": cell.text}
    tags = {GIVEN: "given", SOLUTION: f"question:{cell.question}", CODE: ""}
    return _code(cell.text, tags[cell.kind])


def _code(text: str, tag: str) -> NotebookCell:
    metadata = {"tags": [tag]} if tag else {}
    return {"cell_type": "code", "metadata": metadata, "source": text, "execution_count": None, "outputs": []}


def _file(cells: list[NotebookCell], about: dict[str, Any]) -> str:
    metadata = {"kernelspec": _KERNEL, "language_info": {"name": "python"}, "autograder": about}
    numbered = [{**cell, "id": f"cell-{number}"} for number, cell in enumerate(cells)]
    content = {"cells": numbered, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}
    notebook = nbformat.from_dict(content)
    nbformat.validate(notebook)
    return str(nbformat.writes(notebook)) + "\n"
