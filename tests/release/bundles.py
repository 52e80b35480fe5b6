"""Bundles of the tiny course, unpacked as Gradescope does, and graded with this Python in the place of setup.sh's."""

from __future__ import annotations

import compileall
import json
import os
import shutil
import subprocess
import sysconfig
import venv
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from importlib import resources
from pathlib import Path
from typing import Any

import jsonschema
import msgspec

from autograder.course import Course
from autograder.release.bundle import write_bundle
from autograder.settings import GradescopeSettings

SCHEMA = json.loads(resources.files("autograder.feedback").joinpath("results.schema.json").read_text(encoding="utf-8"))


def with_gradescope(course: Course, **settings: Any) -> Course:
    """Return a course whose course.toml says this about Gradescope."""
    gradescope = msgspec.convert(settings, GradescopeSettings)
    return replace(course, settings=msgspec.structs.replace(course.settings, gradescope=gradescope))


def bundle_of(course: Course, folder: Path, lang: str = "en", name: str = "kites") -> Path:
    """Return a new bundle of an assignment."""
    target = folder / f"{name}-{lang}-{course.settings.gradescope.runtime}.zip"
    write_bundle(course, course.assignment(name), lang, target)
    return target


def contents(bundle: Path) -> dict[str, bytes]:
    """Return the files of a bundle."""
    with zipfile.ZipFile(bundle) as archive:
        return {info.filename: archive.read(info) for info in archive.infolist() if not info.is_dir()}


def tree_of(bundle: Path, files: Mapping[str, str | bytes], folder: Path) -> Path:
    """Return an /autograder as Gradescope makes it: the bundle in source, the upload in submission."""
    tree = folder / "autograder"
    for name in ("source", "submission", "results"):
        (tree / name).mkdir(parents=True)
    with zipfile.ZipFile(bundle) as archive:
        archive.extractall(tree / "source")
    shutil.copyfile(tree / "source" / "run_autograder", tree / "run_autograder")
    (tree / "submission_metadata.json").write_text('{"id": 1, "users": [{"email": "a@b.mx"}]}', encoding="utf-8")
    for name, content in files.items():
        path = tree / "submission" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return tree


def home_of(bundle: Path, folder: Path) -> Path:
    """Return an environment as setup.sh makes it: this Python's libraries, and the machine from the bundle itself."""
    home = folder / "grader"
    venv.create(home, with_pip=False, symlinks=True)
    python = home / "bin" / "python"
    ask = [python, "-I", "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"]
    site = Path(subprocess.run(ask, capture_output=True, text=True, check=True).stdout.strip())
    with zipfile.ZipFile(bundle) as archive:
        archive.extractall(folder / "unpacked")
    shutil.copytree(folder / "unpacked" / "machine" / "autograder", site / "autograder")
    compileall.compile_dir(site / "autograder", quiet=1)  # as pip does: else every grading compiles it again
    paths = sysconfig.get_paths()
    (site / "libraries.pth").write_text(f"{paths['purelib']}\n{paths['platlib']}\n", encoding="utf-8")
    return home


def run_autograder(tree: Path, home: Path) -> dict[str, Any]:
    """Run a tree's run_autograder and return its results.json, which keeps Gradescope's format."""
    ended = run_program(tree, home)
    path = tree / "results" / "results.json"
    assert path.is_file(), ended.stdout + ended.stderr
    content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    jsonschema.validate(content, SCHEMA)
    return content


def run_program(tree: Path, home: Path) -> subprocess.CompletedProcess[str]:
    """Run a tree's run_autograder as Gradescope does."""
    environment = {"PATH": os.environ["PATH"], "GRADER_HOME": str(home)}
    command = ["bash", str(tree / "run_autograder")]
    return subprocess.run(command, cwd="/", env=environment, capture_output=True, text=True, timeout=300)


def without_times(content: dict[str, Any]) -> dict[str, Any]:
    """Return a results.json without what differs from run to run."""
    return {**content, "extra_data": {**content["extra_data"], "seconds": 0}}
