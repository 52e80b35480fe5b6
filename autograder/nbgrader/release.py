"""Taking the solutions out of a source notebook so that what is left is the stub, byte for byte."""

from __future__ import annotations

from nbformat.notebooknode import NotebookNode
from nbgrader.preprocessors import ClearSolutions
from nbgrader.utils import is_solution


class StubSolutions(ClearSolutions):  # type: ignore[misc]
    """nbgrader's own, but what takes a solution's place names the question, as in every other form of the stub."""

    def preprocess_cell(
        self, cell: NotebookNode, resources: NotebookNode, cell_index: int
    ) -> tuple[NotebookNode, NotebookNode]:
        """Return the cell without its solution."""
        if is_solution(cell):
            name = cell.metadata.nbgrader.grade_id
            self.code_stub = {"python": f'raise NotImplementedError("{name}")'}
        cleared: tuple[NotebookNode, NotebookNode] = super().preprocess_cell(cell, resources, cell_index)
        return cleared
