"""Runs every statement as a notebook, from top to bottom in a real kernel: once with the stub, once with the reference.

With the stub no cell may fail and every picture that is missing must say what it waits for; with the reference every
picture must appear. Run as ``python tests/notebooks.py [NAME ...]``; it prints a line for each notebook.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, NamedTuple

import jupytext
import nbclient
import nbformat

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from autograder.course import Assignment, open_course  # noqa: E402
from autograder.words import LANGUAGES, Words  # noqa: E402

AT_ONCE = 2
CELL_SECONDS = 300  # a net for what hangs, not a measure
KINDS = ("waits", "stopped")


class Run(NamedTuple):
    """One notebook to run: its assignment, its language, and whether with the stub or the reference."""

    assignment: Assignment
    lang: str
    solved: bool

    def __str__(self) -> str:
        return f"{self.assignment.name} {self.lang} {'reference' if self.solved else 'stub'}"


def executed(run: Run, folder: Path) -> Any:
    """Copy the public half into ``folder``, with the stub or the reference, run its statement there, return it."""
    shutil.copytree(run.assignment.public, folder, ignore=shutil.ignore_patterns("__pycache__", ".*"))
    if run.solved:
        shutil.copy(run.assignment.reference, folder)
    notebook = jupytext.read(folder / f"statement.{run.lang}.md")
    nbclient.NotebookClient(
        notebook,
        timeout=CELL_SECONDS,
        iopub_timeout=60,  # on a busy machine four seconds, as by default, lose what a cell printed
        kernel_name="python3",
        allow_errors=True,
        resources={"metadata": {"path": folder}},
    ).execute()
    return notebook


def faults(run: Run, notebook: Any) -> Iterator[str]:
    """Say what a run notebook should not hold, cell by cell."""
    waits, stopped = (Words(run.lang)(f"picture.{key}", question="\0", type="\0").partition("\0")[0] for key in KINDS)
    drawn = 0
    for number, cell in enumerate(notebook.cells, start=1):
        if cell.cell_type != "code":
            continue
        text = "".join(_texts(cell.outputs))
        failed = [output for output in cell.outputs if output.output_type == "error"]
        drawn += sum("image/png" in output.get("data", {}) for output in cell.outputs)
        if failed or "Traceback" in text:
            yield f"cell {number} fails: {failed[0].ename if failed else text[-200:]}"
        elif stopped in text or (run.solved and waits in text):
            yield f"cell {number}: {text.strip()}"
        elif "draw(" in cell.source and not text.strip():
            yield f"cell {number} draws and says nothing"
    draws = any(cell.cell_type == "code" and "draw(" in cell.source for cell in notebook.cells)  # a statement need not
    if run.solved and draws and not drawn:
        yield "no picture appears"


def _texts(outputs: Any) -> Iterator[str]:
    for output in outputs:
        yield output.get("text", "")
        yield str(output.get("data", {}).get("text/plain", ""))


def check(run: Run, out: Path | None) -> list[str]:
    """Run one notebook, print its line, return its faults."""
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as scratch:
        notebook = executed(run, Path(scratch) / "notebook")
    found = list(faults(run, notebook))
    pictures = sum(
        "image/png" in output.get("data", {}) for cell in notebook.cells for output in cell.get("outputs", [])
    )
    verdict = "FAIL" if found else "PASS"
    print(f"{verdict}  {run!s:45} {pictures:2} pictures {time.monotonic() - started:6.1f} s", flush=True)
    if out is not None:
        nbformat.write(notebook, out / f"{run!s}.ipynb".replace(" ", "_"))
    return [f"{run}: {fault}" for fault in found]


def main() -> int:
    parser = argparse.ArgumentParser(description="Run every statement as a notebook, with the stub and the reference.")
    parser.add_argument("names", nargs="*", help="assignments, such as 01; all of them when left out")
    parser.add_argument("--out", type=Path, help="a folder to keep the run notebooks in")
    options = parser.parse_args()
    course = open_course(ROOT)
    chosen = [course.assignment(name) for name in options.names] or list(course.assignments)
    os.environ["PYTHONPATH"] = str(ROOT)  # the kernels' machine is this one
    if options.out:
        options.out.mkdir(parents=True, exist_ok=True)
    runs = [Run(assignment, lang, solved) for assignment in chosen for lang in LANGUAGES for solved in (False, True)]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        found = [fault for faults in pool.map(lambda run: check(run, options.out), runs) for fault in faults]
    print("\n".join(found) or f"All {len(runs)} notebooks ran from top to bottom.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
