"""The same submissions to stock Otter: marks forged, a hidden check read, no result left.

They really do it, so each runs in namespaces of its own, or not at all.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.otter.attacks import ATTACKS, STUB
from tests.otter.test_attacks import NAMESPACES, alone, possible

pytestmark = [
    pytest.mark.one_python,
    pytest.mark.skipif(not possible(NAMESPACES), reason="no namespaces here, and nothing else would hold an attack"),
]

SECRET = "hidden_number_2718"
CHECK = f"""
from otter.test_files import test_case

OK_FORMAT = False
name = "kites"
points = 7


@test_case(hidden=True)
def test_lift(lift):
    assert lift(2, 3) == 9, "{SECRET}"
"""


@pytest.fixture(scope="module")
def stock(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A bundle as `otter generate` makes it from one check."""
    folder = tmp_path_factory.mktemp("stock")
    (folder / "tests").mkdir()
    (folder / "tests" / "kites.py").write_text(CHECK, encoding="utf-8")
    command = [sys.executable, "-P", "-m", "otter", "generate", "-t", "tests", "-o", "stock.zip", "--no-environment"]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    return folder / "stock.zip"


def graded(stock: Path, submission: str, folder: Path) -> dict[str, Any]:
    """Return what `otter run` says of a submission. Fails where it leaves no results.json."""
    (folder / "kites.py").write_text(submission, encoding="utf-8")
    command = [sys.executable, "-P", "-m", "otter", "run", "kites.py", "-a", str(stock), "--no-logo"]
    return alone(command, folder / "results.json", folder, folder)[0]


def score(content: dict[str, Any]) -> float:
    return sum(test["score"] for test in content["tests"] if "score" in test)


def test_an_honest_stub_gets_nothing(stock: Path, tmp_path: Path) -> None:
    assert score(graded(stock, STUB, tmp_path)) == 0


@pytest.mark.parametrize(("name", "forged"), [("wrap pickle.dump", 70), ("an array that answers True", 7)])
def test_marks_are_forged(name: str, forged: float, stock: Path, tmp_path: Path) -> None:
    assert score(graded(stock, ATTACKS[name], tmp_path)) == forged


def test_a_function_reads_the_hidden_check_that_calls_it(stock: Path, tmp_path: Path) -> None:
    content = graded(stock, ATTACKS["read the frames"], tmp_path)
    assert f"'{SECRET}'" in json.dumps(
        content
    )  # as a constant of a frame; the check's own line has it in double quotes


def test_one_line_leaves_no_result(stock: Path, tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match=r"there is no results\.json"):
        graded(stock, ATTACKS["exit at import"], tmp_path)
