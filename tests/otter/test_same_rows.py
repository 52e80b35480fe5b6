"""One bundle, five ways to grade with it: Gradescope with our runtime or Otter's, and Otter's three entries.

All say the same. Real Otter, a real kernel; nothing of the submission runs in it.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from autograder.course import Course
from tests.release.bundles import bundle_of, home_of, run_autograder, tree_of, with_gradescope, without_times
from tests.tiny import REFERENCE, edited

pytestmark = pytest.mark.one_python

ROOT = Path(__file__).resolve().parents[2]
# Half of one question, a misconception in another, a function that raises: every kind of row.
WRONG = edited(
    REFERENCE,
    ("0.5 * area", "area"),
    ('    wind["flights"] = wind.get("flights", 0) + 1\n', ""),
    ("    x, gain = cache\n", "    x, gain = cache\n    print('<b>*hello*</b>')\n    raise ValueError('no & way')\n"),
)
NOTEBOOK = json.dumps(
    {
        "nbformat": 4,
        "nbformat_minor": 5,
        "metadata": {},
        "cells": [{"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None, "source": WRONG}],
    }
)
API = """
import json, sys
from otter.api import grade_submission
results = grade_submission(sys.argv[1], sys.argv[2], quiet=True)
content = results.get_plugin_data("autograder.otter.plugin.Plugin")
files = [[key, each.name, each.score, each.possible] for key, each in results.results.items()]
json.dump([content, type(results).__name__, results.total, results.possible, files], open(sys.argv[3], "w"))
"""
TREE = "import sys\nfrom otter.run.run_autograder import main\nmain(sys.argv[1])\n"


def with_this_package(command: list[str], folder: Path) -> None:
    """Run a Python of an instructor who has this package and Otter."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "ignore"}
    ended = subprocess.run(
        [sys.executable, *command], cwd=folder, env=environment, capture_output=True, text=True, timeout=300
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr


@pytest.fixture(scope="module")
def bundle(course: Course, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return bundle_of(course, tmp_path_factory.mktemp("bundle"))


@pytest.fixture(scope="module")
def home(bundle: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return home_of(bundle, tmp_path_factory.mktemp("opt"))


@pytest.fixture(scope="module")
def expected(bundle: Path, home: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What Gradescope gets from our own runtime."""
    content = run_autograder(tree_of(bundle, {"kites.py": WRONG}, tmp_path_factory.mktemp("own")), home)
    verdicts = {row["extra_data"]["verdict"] for row in content["tests"]}
    assert verdicts == {"passed", "failed"} and 0 < content["score"] < 100
    assert any(0 < row["score"] < row["max_score"] for row in content["tests"])
    assert {row["extra_data"]["misconception"] for row in content["tests"]} == {None, "no_half"}
    return without_times(content)


def by_otters_runtime(course: Course, bundle: Path, home: Path, folder: Path) -> dict[str, Any]:
    other = bundle_of(with_gradescope(course, runtime="otter"), folder)
    return run_autograder(tree_of(other, {"kites.py": WRONG}, folder), home)


def by_otter_run(course: Course, bundle: Path, home: Path, folder: Path) -> dict[str, Any]:
    (folder / "kites.py").write_text(WRONG, encoding="utf-8")
    with_this_package(["-m", "otter", "run", "kites.py", "-a", str(bundle), "--no-logo"], folder)
    return json.loads((folder / "results.json").read_text(encoding="utf-8"))  # type: ignore[no-any-return]


def by_otter_run_on_a_notebook(course: Course, bundle: Path, home: Path, folder: Path) -> dict[str, Any]:
    (folder / "kites.ipynb").write_text(NOTEBOOK, encoding="utf-8")
    with_this_package(["-m", "otter", "run", "kites.ipynb", "-a", str(bundle), "--no-logo"], folder)
    return json.loads((folder / "results.json").read_text(encoding="utf-8"))  # type: ignore[no-any-return]


def by_otters_main(course: Course, bundle: Path, home: Path, folder: Path) -> dict[str, Any]:
    tree = tree_of(bundle, {"kites.py": WRONG}, folder)
    with_this_package(["-c", TREE, str(tree)], folder)
    return json.loads((tree / "results" / "results.json").read_text(encoding="utf-8"))  # type: ignore[no-any-return]


def by_otters_api(course: Course, bundle: Path, home: Path, folder: Path) -> dict[str, Any]:
    (folder / "kites.py").write_text(WRONG, encoding="utf-8")
    with_this_package(["-c", API, "kites.py", str(bundle), "answer.json"], folder)
    content, kind, total, possible, files = json.loads((folder / "answer.json").read_text(encoding="utf-8"))
    assert kind == "GradingResults"  # Otter's own class: it can be read where this package is not installed
    assert (round(total, 3), possible) == (content["score"], 100)
    rows = [(row["extra_data"]["check"], row["name"], row["score"], row["max_score"]) for row in content["tests"]]
    assert [tuple(file) for file in files] == rows
    return content  # type: ignore[no-any-return]


WAYS: list[Callable[[Course, Path, Path, Path], dict[str, Any]]] = [
    by_otters_runtime,
    by_otter_run,
    by_otter_run_on_a_notebook,
    by_otters_main,
    by_otters_api,
]


@pytest.fixture(scope="module")
def answers(
    course: Course, bundle: Path, home: Path, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, dict[str, Any]]:
    """What each way answers; two at a time, because most of the time goes into starting Otter."""
    folders = [tmp_path_factory.mktemp(way.__name__) for way in WAYS]
    with ThreadPoolExecutor(2) as pool:
        jobs = [pool.submit(way, course, bundle, home, folder) for way, folder in zip(WAYS, folders, strict=True)]
        return {way.__name__: without_times(job.result()) for way, job in zip(WAYS, jobs, strict=True)}


@pytest.mark.parametrize("way", [way.__name__ for way in WAYS if way is not by_otter_run_on_a_notebook])
def test_the_results_are_those_of_gradescope(
    way: str, answers: dict[str, dict[str, Any]], expected: dict[str, Any]
) -> None:
    assert answers[way] == expected


def test_a_notebook_under_otter_gets_the_same_rows(
    answers: dict[str, dict[str, Any]], expected: dict[str, Any]
) -> None:
    rows = answers["by_otter_run_on_a_notebook"]["tests"]
    assert [without_places(row) for row in rows] == [without_places(row) for row in expected["tests"]]


def without_places(row: dict[str, Any]) -> dict[str, Any]:
    """A row without its text: of a notebook it names a cell, where of a script it names a line."""
    return {key: value for key, value in row.items() if key != "output"}


def test_a_bundle_of_another_version_is_said_by_otter_too(bundle: Path, tmp_path: Path) -> None:
    tree = tree_of(bundle, {"kites.py": WRONG}, tmp_path)
    about = tree / "source" / "bundle.json"
    about.write_text(about.read_text().replace('"version": "', '"version": "0.0.7-'))
    with_this_package(["-c", TREE, str(tree)], tmp_path)
    content = json.loads((tree / "results" / "results.json").read_text(encoding="utf-8"))
    assert "This bundle was built by version 0.0.7-" in content["extra_data"]["grader_error"]
    assert (content["score"], content["tests"]) == (0, [])
