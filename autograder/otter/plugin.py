"""The plugin that every bundle names: Otter hands the submission over, our grader grades it in a process of its own.

No code of a student runs in Otter's kernel, and nothing that a student wrote is ever unpickled.
"""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import Any

import nbformat
from otter.plugins import AbstractOtterPlugin
from otter.test_files import GradingResults

from autograder.otter.process import grade
from autograder.otter.results import fill
from autograder.sandbox.folders import remove_tree

UPLOAD = "upload"
"""Beside ``submission``: the real upload, when our own run_autograder gave Otter only an empty script."""

LOG = ".OTTER_LOG"
"""Otter unpickles a file of this name, before anything else: whoever hands it in runs code in the grader."""


EMPTY_NOTEBOOK = '{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}'


class Plugin(AbstractOtterPlugin):  # type: ignore[misc]
    """Grades before Otter looks at the submission, and puts the rows where Otter expects its own."""

    content: dict[str, Any]

    def before_grading(self, config: Any) -> None:
        """Grade the submission, then leave nothing of it that Otter would read, import or unpickle."""
        path = Path(self.submission_path)
        remove(path.parent / LOG)
        remove(path.parent / "tests")  # Otter's copy: it is no part of the submission
        tree = path.parent.parent
        self.content = grade(tree, tree / UPLOAD if (tree / UPLOAD).exists() else path.parent)
        for name in os.listdir(path.parent):
            remove(path.parent / name)
        path.write_text(EMPTY_NOTEBOOK if path.suffix == ".ipynb" else "", encoding="utf-8")
        config.grade_from_log = False

    def before_execution(self, submission: nbformat.NotebookNode) -> nbformat.NotebookNode:
        """Return an empty notebook in the place of the submission."""
        empty = json.loads(EMPTY_NOTEBOOK)
        return nbformat.from_dict(empty)  # type: ignore[no-any-return, no-untyped-call, unused-ignore]

    def after_grading(self, results: GradingResults) -> None:
        """Put our rows in the place of Otter's."""
        fill(results, self.content)


def remove(path: Path) -> None:
    """Remove a file, a link or a folder, if it is there."""
    if path.is_dir() and not path.is_symlink():
        remove_tree(str(path))
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)
