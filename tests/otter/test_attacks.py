"""What beat stock Otter, through the bundle, in both runtimes: nothing forged, nothing shown, always a results.json."""

from __future__ import annotations

import json
import os
import secrets
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from autograder.course import Course, open_course
from tests import tiny
from tests.otter.attacks import ATTACKS, FOLDERS, FORGES, MARK, NOTEBOOK, TOGETHER
from tests.release.bundles import SCHEMA, bundle_of, home_of, tree_of, with_gradescope
from tests.tiny import REFERENCE, edited

pytestmark = pytest.mark.one_python

ROOT = Path(__file__).resolve().parents[2]
HIDDEN_INPUT = "3.1415928"
TOKEN = f"zqtoken{secrets.token_hex(12)}"
"""Stands in the reference, in a hidden check, in its title's language file and in the secret salt."""

PATIENT = "[limits]\nload_seconds = 5\nquestion_seconds = 5\n"
HURRIED = "[limits]\nload_seconds = 3\nquestion_seconds = 3\nsubmission_seconds = 30\nmemory_mb = 256\n"
# A copy of /tmp that nobody else sees, no network but a loopback, processes of its own.
ALONE = """
set -e
hold=$(mktemp -d /var/tmp/alone.XXXXXX)
mount -t tmpfs tmpfs "$hold"; mkdir "$hold/upper" "$hold/work"
mount -t overlay overlay -o "lowerdir=/tmp,upperdir=$hold/upper,workdir=$hold/work" /tmp
mount -t tmpfs tmpfs /dev/shm
ip link set lo up
code=0; "$@" || code=$?
mkdir "$hold/out"; cp "$RESULTS" "$hold/out/" 2>/dev/null || true
cd /; umount /tmp
cp "$hold/out/"* "$KEPT/" 2>/dev/null || true
[ -z "$(find "$hold/upper" -name "$MARKED")" ] || touch "$KEPT/$MARKED"
umount "$hold"; rmdir "$hold"
exit $code
"""

# Where nobody may make namespaces, our sandbox's layers are all there is between an attack and this machine.
CONFINED_ONLY = """
code=0; "$@" || code=$?
cp "$RESULTS" "$KEPT/" 2>/dev/null || true
if [ -e "/tmp/$MARKED" ]; then rm "/tmp/$MARKED"; touch "$KEPT/$MARKED"; fi
exit $code
"""
NAMESPACES = ("unshare", "--mount", "--net", "--pid", "--fork", "--mount-proc")


@cache
def possible(namespaces: tuple[str, ...]) -> bool:
    """Say whether this machine lets us have them, and a copy-on-write view of /tmp inside."""
    overlay = "d=$(mktemp -d /var/tmp/possible.XXXXXX); mount -t tmpfs tmpfs $d && mkdir $d/u $d/w && "
    overlay += "mount -t overlay overlay -o lowerdir=/tmp,upperdir=$d/u,workdir=$d/w /tmp; c=$?; umount /tmp $d; "
    tried = subprocess.run(
        [*namespaces, "bash", "-c", f"{overlay} rmdir $d; exit $c"], capture_output=True, check=False
    )
    return tried.returncode == 0


@pytest.fixture(scope="module")
def attacked(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """The tiny course with its secrets marked, and little patience."""
    folder = tmp_path_factory.mktemp("attacked") / "course"
    tiny.build(folder)
    for name, old, new in (
        ("assignments/01_kites/assignment.toml", PATIENT, HURRIED),
        ("solutions/course.toml", "secret salt", TOKEN),
        ("solutions/01_kites/kites.py", '"""Kites in the wind."""', f'"""Kites {TOKEN}."""\nSECRET = "{TOKEN}"'),
        (
            "solutions/01_kites/test_hidden.py",
            "    area, speed = rng.uniform(1.0, 5.0, 2)\n",
            f"    area, speed, _ = {HIDDEN_INPUT}, 2.0, '{TOKEN}'\n",
        ),
    ):
        path = folder / name
        path.write_text(edited(path.read_text(encoding="utf-8"), (old, new)), encoding="utf-8")
    return open_course(folder)


@pytest.fixture(scope="module", params=["own", "otter"])
def runtime(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def graded(
    attacked: Course, runtime: str, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, tuple[dict[str, Any], bool]]:
    """Every attack's results.json, and whether its code ran outside the sandbox; two at a time."""
    folder = tmp_path_factory.mktemp(runtime)
    bundle = bundle_of(with_gradescope(attacked, runtime=runtime), folder)
    home = home_of(bundle, folder)

    def one(name: str) -> tuple[dict[str, Any], bool]:
        own = folder / name.replace(" ", "-").replace("'", "")
        tree = tree_of(bundle, uploads(runtime)[name], own)
        return alone(["bash", str(tree / "run_autograder")], tree / "results" / "results.json", own, home)

    with ThreadPoolExecutor(2) as pool:
        return dict(zip(uploads(runtime), pool.map(one, uploads(runtime)), strict=True))


def uploads(runtime: str) -> dict[str, Mapping[str, str | bytes]]:
    """What is handed in: one attack each to our runtime, what goes together at once to Otter's, which is slow."""
    scripts = {name: {"kites.py": text} for name, text in ATTACKS.items()}
    if runtime == "otter":
        kept = ("exit at import", "an endless loop at import", "read the frames", "show hidden inputs later")
        scripts = {name: scripts[name] for name in kept} | {"many at once": {"kites.py": TOGETHER}}
    return {**scripts, "a log, and folders with names": FOLDERS}


def alone(command: list[str], results: Path, folder: Path, home: Path) -> tuple[dict[str, Any], bool]:
    """Run a command in namespaces of its own; return its results.json, and whether the mark appeared anywhere."""
    kept = Path("/var/tmp") / f"kept-{secrets.token_hex(8)}"
    kept.mkdir()
    own = {"RESULTS": str(results), "KEPT": str(kept), "MARKED": MARK, "GRADER_HOME": str(home)}
    try:
        subprocess.run(
            [*NAMESPACES, "bash", "-c", ALONE, "bash", *command]
            if possible(NAMESPACES)
            else ["bash", "-c", CONFINED_ONLY, "bash", *command],
            cwd=folder,
            env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "ignore", **own},
            capture_output=True,
            timeout=120,
            check=False,
        )
        assert (kept / "results.json").is_file(), "there is no results.json"
        content = json.loads((kept / "results.json").read_text(encoding="utf-8"))
        return content, (kept / MARK).exists()
    finally:
        shutil.rmtree(kept)


def test_every_attack_has_a_results_json_in_gradescopes_format(graded: dict[str, tuple[dict[str, Any], bool]]) -> None:
    for content, _ in graded.values():
        jsonschema.validate(content, SCHEMA)


def test_not_one_point_is_forged(graded: dict[str, tuple[dict[str, Any], bool]]) -> None:
    assert {name: content["score"] for name, (content, _) in graded.items() if content["score"]} == {}
    assert {name for name, (content, _) in graded.items() if any(row["score"] for row in content["tests"])} == set()


def test_not_one_secret_is_shown(graded: dict[str, tuple[dict[str, Any], bool]]) -> None:
    shown = {name: json.dumps(content) for name, (content, _) in graded.items()}
    assert {name for name, text in shown.items() if TOKEN in text or HIDDEN_INPUT in text} == set()


def test_nothing_of_a_submission_runs_outside_the_sandbox(graded: dict[str, tuple[dict[str, Any], bool]]) -> None:
    assert {name for name, (_, marked) in graded.items() if marked} == set()


def test_no_attack_makes_the_grader_fail(graded: dict[str, tuple[dict[str, Any], bool]]) -> None:
    errors = {name: content["extra_data"]["grader_error"] for name, (content, _) in graded.items()}
    assert {name: error for name, error in errors.items() if error} == {}


def test_a_question_that_dies_costs_itself_only(attacked: Course, tmp_path: Path) -> None:
    """Stock Otter gave 0 of 0 for the whole submission."""
    bundle = bundle_of(attacked, tmp_path)
    text = edited(REFERENCE, ("    return 0.5 * area * speed**2\n", "    raise SystemExit(0)\n"))
    tree = tree_of(bundle, {"kites.py": text}, tmp_path)
    command = ["bash", str(tree / "run_autograder")]
    content, _ = alone(command, tree / "results" / "results.json", tmp_path, home_of(bundle, tmp_path))
    assert content["score"] == 80.0


def test_otter_run_unpickles_and_imports_nothing_of_a_zip(attacked: Course, tmp_path: Path) -> None:
    """The zip that gave 77 of 77 and code as root: Otter itself unpacks it, beside a notebook."""
    bundle = bundle_of(attacked, tmp_path)
    with zipfile.ZipFile(tmp_path / "handed_in.zip", "w") as archive:
        for name, data in NOTEBOOK.items():
            archive.writestr(name, data)
    (tmp_path / "run").mkdir()
    command = [sys.executable, "-m", "otter", "run", str(tmp_path / "handed_in.zip"), "-a", str(bundle), "--no-logo"]
    content, marked = alone(command, tmp_path / "run" / "results.json", tmp_path / "run", tmp_path)
    assert (content["score"], content["tests"], marked) == (0, [], False)
    assert content["extra_data"]["grader_error"] is None


def test_the_otter_command_imports_nothing_from_the_folder_it_is_started_in(attacked: Course, tmp_path: Path) -> None:
    """A TA stands in a student's unpacked folder, in which modules have the names of ours and of Python's own."""
    bundle = bundle_of(attacked, tmp_path)
    names = ("sitecustomize", "usercustomize", "conftest", "run_otter", "setup", "typing", "json", "ipykernel_launcher")
    files = {**FOLDERS, **{f"{name}.py": FORGES for name in names}, "autograder/otter/plugin.py": FORGES}
    files |= {
        "otter_config.json": '{"points_possible": 1}',
        "pytest.ini": "[pytest]\naddopts=-p conftest",
        "x.pth": "x",
    }
    for name, data in files.items():
        path = tmp_path / "here" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data if isinstance(data, bytes) else data.encode())
    otter = Path(sys.executable).with_name("otter")
    command = [str(otter), "run", "kites.py", "-a", str(bundle), "--no-logo"]
    content, marked = alone(command, tmp_path / "here" / "results.json", tmp_path / "here", tmp_path)
    assert (content["score"], len(content["tests"]), marked) == (0, 7, False)
