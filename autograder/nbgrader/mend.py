"""Making a handed-in notebook one that nbgrader can read: its cells' metadata as they were handed out.

nbgrader stops the whole class at a duplicated cell (its issue 1083), gives a student nothing for a cell that was lost,
and stops at metadata that somebody edited. This stands in the place of its ``DeduplicateIds``.
"""

from __future__ import annotations

import re

from nbformat.notebooknode import NotebookNode
from nbformat.v4 import new_code_cell
from nbgrader.api import Gradebook, SourceCell
from nbgrader.preprocessors import NbGraderPreprocessor


class MendCells(NbGraderPreprocessor):  # type: ignore[misc]
    """Gives every cell that was handed out its own metadata back, takes nbgrader's from all others, adds lost ones."""

    def preprocess(self, nb: NotebookNode, resources: NotebookNode) -> tuple[NotebookNode, NotebookNode]:
        """Return the notebook with exactly the gradebook's cells, each once; the student's text stays as it is."""
        names = resources["nbgrader"]
        with Gradebook(names["db_url"]) as gradebook:
            notebook = gradebook.find_notebook(names["notebook"], names["assignment"])
            points = {cell.name: cell.max_score for cell in notebook.grade_cells}
            solutions = {cell.name for cell in notebook.solution_cells}
            due = {cell.name: _metadata(cell, points, solutions) for cell in notebook.source_cells}
            sources = {cell.name: cell.source for cell in notebook.source_cells}
        mend_format(nb)
        for cell in nb.cells:
            cell.source = cell.source.encode("utf-8", "replace").decode()  # half an emoji cannot be written again
        found = _restored(nb, due)
        for name in [name for name in due if name not in found and name in points]:
            self.log.warning("Cell %s is missing; it was added at the end.", name)
            nb.cells.append(new_code_cell(sources[name], metadata={"nbgrader": due[name]}))
        return nb, resources


_ID = re.compile(r"[a-zA-Z0-9_-]{1,64}")


def mend_format(nb: NotebookNode) -> None:
    """Mend what nbconvert refuses a whole notebook for: a kernel or a language without a name, an id that is none."""
    for key, names in (("kernelspec", ("name", "display_name")), ("language_info", ("name",))):
        about = nb.metadata.get(key)
        if isinstance(about, dict):
            about.update({name: "python3" for name in names if not isinstance(about.get(name), str)})
        else:
            nb.metadata.pop(key, None)
    for cell in nb.cells:
        if "id" in cell and not (isinstance(cell.id, str) and _ID.fullmatch(cell.id)):
            cell.id = new_code_cell().id


def _restored(nb: NotebookNode, due: dict[str, NotebookNode]) -> set[str]:
    """Restore the metadata of the last cell of each name; return the names that were found."""
    found: set[str] = set()
    for number, cell in reversed(list(enumerate(nb.cells))):
        claimed = cell.metadata.pop("nbgrader", None)
        name = claimed.get("grade_id") if isinstance(claimed, dict) else None
        if not isinstance(name, str) or name not in due or name in found:
            continue
        found.add(name)
        if cell.cell_type != due[name].cell_type == "code":  # one key in Jupyter makes text of a cell
            cell = nb.cells[number] = new_code_cell(cell.source)
        cell.metadata["nbgrader"] = due[name]
    return found


def _metadata(cell: SourceCell, points: dict[str, float], solutions: set[str]) -> NotebookNode:
    metadata = NotebookNode(
        schema_version=3,
        grade_id=cell.name,
        grade=cell.name in points,
        solution=cell.name in solutions,
        locked=cell.locked,
        task=False,
        cell_type=cell.cell_type,
        checksum=cell.checksum,
    )
    if cell.name in points:
        metadata["points"] = points[cell.name]
    return metadata
