"""Otter's runtime on Gradescope: Otter runs in a tree of its own, in which nothing is a student's."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from autograder.bundle import BUNDLE, GRADERS
from autograder.otter.plugin import UPLOAD


def grade_with_otter(tree: Path, submission: Path) -> dict[str, Any]:
    """Grade with ``otter.run.run_autograder.main`` and our plugin; return the content of its ``results.json``.

    Otter sees an empty script: which file is meant, and whether it can be read, our own grader says.
    """
    from otter.run.run_autograder import main as run_autograder

    with tempfile.TemporaryDirectory() as folder, _private(Path(folder)):
        own = Path(folder, "autograder")
        for name in ("source/tests", "submission", "results"):
            (own / name).mkdir(parents=True)
        shutil.copyfile(tree / "source" / "otter_config.json", own / "source" / "otter_config.json")
        for name in (BUNDLE, GRADERS):
            (own / "source" / name).symlink_to(tree / "source" / name)
        (own / UPLOAD).symlink_to(submission)
        (own / "submission" / "submission.py").touch()
        (own / "submission_metadata.json").write_text("{}", encoding="ascii")
        run_autograder(str(own))
        content: dict[str, Any] = json.loads((own / "results" / "results.json").read_bytes())
        return content


@contextlib.contextmanager
def _private(folder: Path) -> Iterator[None]:
    """Keep Jupyter's and IPython's settings and files of this machine out of Otter's kernel."""
    names = ("IPYTHONDIR", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR")
    before = {name: os.environ.get(name) for name in names}
    os.environ.update({name: str(folder / name.lower()) for name in names})
    try:
        yield
    finally:
        for name, value in before.items():
            os.environ.pop(name, None)
            if value is not None:
                os.environ[name] = value
