"""A bundle is the same bytes each time, holds what an image needs, and grades as Gradescope would run it."""

from __future__ import annotations

import io
import json
import re
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from autograder import __version__
from autograder.course import Course
from autograder.release.bundle import packed_by_otter, write_bundle
from autograder.settings import CourseError
from tests.release.bundles import bundle_of, contents, home_of, run_autograder, tree_of, with_gradescope
from tests.tiny import BOATS, REFERENCE, edited

pytestmark = pytest.mark.one_python

Grade = Callable[..., dict[str, Any]]


@pytest.fixture(scope="module")
def bundle(course: Course, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return bundle_of(course, tmp_path_factory.mktemp("bundle"))


@pytest.fixture(scope="module")
def home(bundle: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return home_of(bundle, tmp_path_factory.mktemp("opt"))


@pytest.fixture
def grade(bundle: Path, home: Path, tmp_path: Path) -> Grade:
    """Grade an upload with the bundle; the tree may be spoilt first."""

    def work(spoil: Callable[[Path], object] = lambda tree: None, **files: str | bytes) -> dict[str, Any]:
        names = {name.replace("_py", ".py").replace("_ipynb", ".ipynb"): data for name, data in files.items()}
        tree = tree_of(bundle, names, tmp_path)
        spoil(tree)
        return run_autograder(tree, home)

    return work


def notebook(*cells: str) -> str:
    code = [{"cell_type": "code", "metadata": {}, "outputs": [], "source": cell} for cell in cells]
    return json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": code})


def test_two_builds_are_the_same_bytes(course: Course, bundle: Path, tmp_path: Path) -> None:
    assert bundle_of(course, tmp_path).read_bytes() == bundle.read_bytes()


def test_the_date_is_the_one_that_is_asked_for(course: Course, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    with zipfile.ZipFile(bundle_of(course, tmp_path)) as archive:
        assert {info.date_time for info in archive.infolist()} == {(2023, 11, 14, 22, 13, 20)}


def test_entries_are_sorted_packed_and_have_fixed_modes(bundle: Path) -> None:
    with zipfile.ZipFile(bundle) as archive:
        entries = archive.infolist()
    assert [entry.filename for entry in entries] == sorted(entry.filename for entry in entries)
    assert {entry.compress_type for entry in entries} == {zipfile.ZIP_DEFLATED}
    modes = {entry.filename: stat.S_IMODE(entry.external_attr >> 16) for entry in entries}
    assert {name for name, mode in modes.items() if mode == 0o755} == {"run_autograder", "setup.sh"}
    assert {name: mode for name, mode in modes.items() if mode not in (0o755, 0o644)} == {"graders/": 0o700}
    assert not [name for name in modes if name.endswith(".pyc") or "__pycache__" in name]


def test_the_graders_are_in_a_folder_of_their_own(bundle: Path, course: Course) -> None:
    files = contents(bundle)
    salt, body = course.secret_salt.encode(), b"return 0.5 * area * speed**2"
    assert {name.split("/")[0] for name, data in files.items() if salt in data or body in data} == {"graders"}
    assert not [name for name in files if name.startswith("files/")]
    assert [name for name in files if name.startswith("graders/.autograder/")]  # the fingerprints, made beforehand


def test_what_otter_makes_is_what_is_packed(bundle: Path, course: Course) -> None:
    stock, ours = packed_by_otter(course.assignment("kites")), contents(bundle)
    assert {"otter_config.json", "run_otter.py", "tests/graders.py"} <= set(stock)
    assert {name: ours[name] for name in stock if name not in ("setup.sh", "run_autograder", "environment.yml")} == {
        name: data for name, data in stock.items() if name not in ("setup.sh", "run_autograder", "environment.yml")
    }


def test_the_image_takes_no_conda_no_browser_and_names_no_index(bundle: Path) -> None:
    top = {name: data.decode() for name, data in contents(bundle).items() if "/" not in name}
    commands = [line for line in top["setup.sh"].splitlines() if not line.lstrip().startswith("#")]
    assert not re.search(r"conda|mamba|playwright|chromium|--index-url|://", "\n".join(commands))
    locks = {name: text for name, text in top.items() if name.startswith("requirements.")}
    assert sorted(locks) == [f"requirements.py3{minor}.txt" for minor in (10, 11, 12, 13)]
    for text in locks.values():
        packages = re.findall(r"^([\w.-]+)==", text, re.MULTILINE)
        assert {"numpy", "pytest", "msgspec", "rich", "click"} <= set(packages)
        assert not {"otter-grader", "torch", "playwright"} & set(packages)
        assert all("--hash=sha256:" in block for block in re.split(r"\n(?=\S)", text.strip()))


def test_otters_runtime_has_otter_in_every_lock(course: Course, tmp_path: Path) -> None:
    files = contents(bundle_of(with_gradescope(course, runtime="otter"), tmp_path))
    for minor in (10, 11, 12, 13):
        packages = re.findall(r"^([\w.-]+)==", files[f"requirements.py3{minor}.txt"].decode(), re.MULTILINE)
        assert {"otter-grader", "ipykernel", "numpy", "pytest"} <= set(packages)
        assert "playwright" not in packages


def test_a_library_without_a_lock_is_named(own_course: Course, tmp_path: Path) -> None:
    path = own_course.root / "assignments" / "01_kites" / "assignment.toml"
    path.write_text(edited(path.read_text(), ('requires = ["numpy"', 'requires = ["numpy", "pytest"')))
    with pytest.raises(CourseError, match=r"requires pytest, for which there is no lock: add pytest\.in\.txt"):
        write_bundle(own_course, own_course.assignment("kites"), "en", tmp_path / "bundle.zip")


def test_a_language_that_the_course_has_not_is_named(course: Course, tmp_path: Path) -> None:
    with pytest.raises(CourseError, match=r"no language 'fr'; its languages are: es, en"):
        write_bundle(course, course.assignment("kites"), "fr", tmp_path / "bundle.zip")


def test_a_right_script_gets_full_marks(grade: Grade) -> None:
    results = grade(kites_py=REFERENCE)
    assert (results["score"], results["extra_data"]["grader_error"]) == (100.0, None)
    assert {tuple(row["tags"]) for row in results["tests"] if row["extra_data"]["question"] == "lift"} == {
        ("lift", "public"),
        ("lift", "hidden"),
    }
    assert "leaderboard" not in results


def test_a_notebook_and_a_renamed_script_get_full_marks(bundle: Path, home: Path, tmp_path: Path) -> None:
    for number, files in enumerate(({"tarea.ipynb": notebook(REFERENCE)}, {"kites (2)-garcia.py": REFERENCE})):
        assert run_autograder(tree_of(bundle, files, tmp_path / str(number)), home)["score"] == 100.0


def test_one_mistake_gets_its_hint_from_the_fingerprints_of_the_bundle(grade: Grade) -> None:
    results = grade(kites_py=edited(REFERENCE, ("0.5 * area", "area")))
    failed = [row for row in results["tests"] if row["status"] == "failed"]
    assert {row["extra_data"]["misconception"] for row in failed} == {"no_half"}


UPLOADS: dict[str, tuple[dict[str, str | bytes], str]] = {
    "nothing": ({}, "There is no .py or .ipynb file in submission"),
    "two scripts": ({"one.py": REFERENCE, "two.py": REFERENCE}, "Several files could be the one to grade"),
    "two notebooks": (
        {"one.ipynb": notebook(REFERENCE), "two.ipynb": notebook(REFERENCE)},
        "Several files could be the one to grade",
    ),
    "another assignment": ({"boats.py": BOATS["boats.py"]}, "it looks like 02_boats"),
    "a syntax error": ({"kites.py": "def lift(:\n"}, "Python cannot read line 1"),
    "a broken notebook": ({"kites.ipynb": "{"}, "not a readable Jupyter notebook"),
    "UTF-16": ({"kites.py": REFERENCE.encode("utf-16")}, "not in UTF-8"),
}


@pytest.mark.parametrize("upload", UPLOADS)
def test_what_cannot_be_graded_is_said_in_one_sentence(upload: str, bundle: Path, home: Path, tmp_path: Path) -> None:
    files, said = UPLOADS[upload]
    results = run_autograder(tree_of(bundle, files, tmp_path), home)
    assert said in results["output"].replace("\\", "")
    assert (results["score"], results["tests"], results["extra_data"]["grader_error"]) == (0.0, [], None)


def change_version(tree: Path) -> None:
    path = tree / "source" / "bundle.json"
    path.write_text(path.read_text().replace(f'"{__version__}"', '"0.0.7"'))


SPOILT: dict[str, tuple[Callable[[Path], object], str]] = {
    "another version": (change_version, "This bundle was built by version 0.0.7"),
    "no bundle.json": (lambda tree: (tree / "source" / "bundle.json").unlink(), "bundle.json"),
    "no graders": (lambda tree: (tree / "source" / "graders").rename(tree / "elsewhere"), "course"),
}


@pytest.mark.parametrize("fault", SPOILT)
def test_a_fault_of_ours_is_a_grader_error_and_no_zero_of_the_student(fault: str, grade: Grade) -> None:
    spoil, said = SPOILT[fault]
    results = grade(spoil, kites_py=REFERENCE)
    assert said in results["extra_data"]["grader_error"]
    assert (results["score"], results["tests"]) == (0.0, [])


def test_a_grader_that_does_not_even_start_leaves_a_result(bundle: Path, tmp_path: Path) -> None:
    results = run_autograder(tree_of(bundle, {"kites.py": REFERENCE}, tmp_path), tmp_path / "nowhere")
    assert "did not finish" in results["output"]
    assert results["extra_data"]["grader_error"]


def test_a_bundle_in_pieces_leaves_a_result(bundle: Path, tmp_path: Path) -> None:
    tree = tree_of(bundle, {"kites.py": REFERENCE}, tmp_path)
    (tree / "source" / "unfinished.json").unlink()
    results = run_autograder(tree, tmp_path / "nowhere")
    assert "unfinished.json is missing" in results["extra_data"]["grader_error"]


def test_a_bundle_speaks_its_own_language(course: Course, home: Path, tmp_path: Path) -> None:
    bundle = bundle_of(course, tmp_path, "es")
    results = run_autograder(tree_of(bundle, {"kites.py": "def lift(:\n"}, tmp_path), home)
    assert "Python no puede leer la línea 1" in results["output"]


def test_a_leaderboard_is_one_key_of_course_toml(own_course: Course, home: Path, tmp_path: Path) -> None:
    path = own_course.root / "assignments" / "course.toml"
    path.write_text(path.read_text() + "\n[gradescope]\nleaderboard = true\n")
    bundle = bundle_of(own_course, tmp_path)
    results = run_autograder(tree_of(bundle, {"kites.py": REFERENCE}, tmp_path), home)
    assert results["leaderboard"] == [{"name": "points", "value": 100.0, "order": "desc"}]


def test_the_tree_is_closed_to_everyone_else(bundle: Path, home: Path, tmp_path: Path) -> None:
    tree = tree_of(bundle, {"kites.py": REFERENCE}, tmp_path)
    run_autograder(tree, home)
    modes = {name: stat.S_IMODE((tree / name).stat().st_mode) for name in ("source", "submission", "results")}
    assert set(modes.values()) == {0o700}


def test_a_zip_can_be_read_by_other_tools(bundle: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(bundle.read_bytes())) as archive:
        assert archive.testzip() is None
