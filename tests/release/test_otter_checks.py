"""The public checks through Otter, by the files in a kit's tests/: real Otter gives the verdicts of check.py."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from autograder.checks.bench import load_in_process
from autograder.laptop.kit import open_kit
from autograder.laptop.run import recorded, run_public
from autograder.release.folder import write_kit
from autograder.results import PASSED
from tests.release.handed_out import COURSE, executed, printed

pytest.importorskip("otter")
pytestmark = pytest.mark.one_python  # slow, and nothing in it depends on the version

FIRST = COURSE.assignments[0]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Spanish kit of the first assignment. For reading only."""
    folder = tmp_path_factory.mktemp("made") / FIRST.name
    write_kit(COURSE, FIRST, "es", folder)
    return folder


@pytest.fixture
def kit(made: Path, tmp_path: Path) -> Path:
    """A copy of it, in a folder whose name has an accent and a space."""
    return Path(shutil.copytree(made, tmp_path / "mi año"))


def verdicts(kit: Path) -> dict[str, bool]:
    """What check.py says of the kit's file: which checks pass."""
    opened = open_kit(kit)
    checks = run_public(opened, load_in_process(opened.file, quiet=True), recorded(opened), "es")
    return {check.check: check.verdict == PASSED for check in checks}


def otter_check(kit: Path, *arguments: str) -> str:
    command = [sys.executable, "-c", "from otter.cli import cli; cli()", "check", *arguments]
    environment = {**os.environ, "PYTHONPATH": ""}
    done = subprocess.run(command, cwd=kit, env=environment, capture_output=True, text=True, timeout=300, check=False)
    return done.stdout + done.stderr


def test_otter_check_passes_the_right_script(kit: Path) -> None:
    shutil.copy(FIRST.reference, kit)
    assert "All tests passed!" in otter_check(kit, FIRST.stub.name)


def test_otter_check_says_of_a_mistake_what_check_py_says(kit: Path) -> None:
    wrong = FIRST.variants("rejected")[0]
    shutil.copy(wrong, kit / FIRST.stub.name)
    expected = verdicts(kit)
    assert len(set(expected.values())) == 2
    question = next(
        check.question
        for check in run_public(
            open_kit(kit), load_in_process(open_kit(kit).file, quiet=True), recorded(open_kit(kit)), "es"
        )
        if check.verdict != PASSED
    )
    said = otter_check(kit, FIRST.stub.name, "-q", question)
    assert f"{question} results:" in said
    assert "obtenido" in said and "esperado" in said


CELLS = """
import json
import otter

grader = otter.Notebook()
single = {}
for question in QUESTIONS:
    result = grader.check(question)
    single |= {each.test_case.name: each.passed for each in result.test_case_results}
whole = grader.check_all()
files = [file for file in whole.results.values()]
together = {each.test_case.name: each.passed for file in files for each in file.test_case_results}
print("VERDICTS", json.dumps([single, together]))
"""


@pytest.mark.parametrize("source", ["stub", "rejected", "reference"])
def test_in_a_notebook_check_and_check_all_give_the_verdicts_of_check_py(kit: Path, source: str) -> None:
    code = {"stub": FIRST.stub, "rejected": FIRST.variants("rejected")[0], "reference": FIRST.reference}[source]
    shutil.copy(code, kit / FIRST.stub.name)
    questions = [question.id for question in FIRST.questions]
    cells = [code.read_text(encoding="utf-8"), f"QUESTIONS = {questions}", CELLS]
    notebook = nbformat.v4.new_notebook(cells=list(map(nbformat.v4.new_code_cell, cells)))
    said = printed(executed(notebook, kit))
    line = next(line for line in said.splitlines() if line.startswith("VERDICTS "))
    single, together = json.loads(line.partition(" ")[2])
    assert single == together == verdicts(kit)
