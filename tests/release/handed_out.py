"""What tests of the things that are handed out share: the course's own builds, and a tiny course that can be built."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import nbclient
import nbformat

from autograder.cells import pieces
from autograder.course import Assignment, Course, open_course
from tests import tiny

ROOT = Path(__file__).resolve().parent.parent.parent
COURSE = open_course(ROOT)

KITES = """# Kites

{0}

```python
import numpy as np
```

## `lift` (20)

{0}

```python
1 + 1
```

## `fly` (40)

{0}

## `fly_back` (40)

{0}
"""

STATEMENTS = {"01_kites": KITES, "02_boats": "# Boats\n\n## `row` (100)\n\n{0}\n"}


def tiny_course(root: Path) -> Course:
    """Write a tiny course with statements and everything else that a kit takes."""
    course = tiny.build(root)
    shutil.copytree(ROOT / "student_template", root / "student_template")
    for name, statement in STATEMENTS.items():
        for lang, text in (("es", "Así se hace: áéñ."), ("en", "This is how it goes.")):
            tiny.write(root / "assignments" / name / f"statement.{lang}.md", statement.format(text))
    for name in ("words.es.toml", "words.en.toml", "inputs.py"):
        tiny.write(root / "assignments" / "02_boats" / name, "")
    return course


def autograder(folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command line in a folder, with this very repository's machine."""
    command = [sys.executable, "-m", "autograder", *arguments]
    return _run(command, folder, {"PYTHONPATH": str(ROOT), **environment})


def check_py(kit: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a kit's check.py as a student does: the kit's own machine alone."""
    return _run([sys.executable, "check.py", *arguments], kit, {"PYTHONPATH": "", **environment})


def _run(command: list[str], folder: Path, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    given = {**os.environ, "PYTHONUTF8": "1", **environment}
    return subprocess.run(
        command, cwd=folder, env=given, capture_output=True, text=True, encoding="utf-8", check=False, timeout=300
    )


def answered(notebook: Path, assignment: Assignment, code: Path) -> Any:
    """Return a notebook form with the functions of a file put into its question cells."""
    questions = [question.id for question in assignment.questions]
    functions = {piece.question: piece.text for piece in pieces(code.read_text(encoding="utf-8"), questions)}
    filled = nbformat.read(notebook, as_version=4)
    for cell in filled.cells:
        for tag in cell.metadata.get("tags", []):
            if tag.startswith("question:"):
                cell.source = functions[tag.partition(":")[2]]
    return filled


def executed(notebook: Any, folder: Path) -> Any:
    """Run a notebook from top to bottom in a real kernel whose folder is ``folder``; an error in a cell is an error."""
    nbclient.NotebookClient(
        notebook,
        timeout=200,
        iopub_timeout=60,  # on a busy machine four seconds, as by default, lose what a cell printed
        kernel_name="python3",
        resources={"metadata": {"path": str(folder)}},
    ).execute()
    return notebook


def printed(notebook: Any) -> str:
    """Return all that a notebook printed or shows as text."""
    outputs = [output for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs]
    return "\n".join(output.get("text") or str(output.get("data", {}).get("text/plain", "")) for output in outputs)
