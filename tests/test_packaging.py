"""What a person who installs the wheel gets: the machine and its data, and nothing of the course."""

from __future__ import annotations

import configparser
import os
import re
import shutil
import subprocess
import sys
import zipfile
from email.message import Message
from email.parser import Parser
from importlib.metadata import Distribution, distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

pytestmark = pytest.mark.one_python

ROOT = Path(__file__).resolve().parent.parent
DATA = {".toml", ".json", ".md", ".txt", ".html", ".css"}
FIXES_ITS_OWN = {"torch"}  # it asks for exact versions of its CUDA packages


def what_git_has(root: Path) -> list[str]:
    """Every file that is committed or would be; never what a build or a test left behind."""
    listed = ["git", "-c", "safe.directory=*", "-C", str(root), "ls-files", "-z", "-co", "--exclude-standard"]
    names = subprocess.run(listed, check=True, capture_output=True, text=True).stdout.split("\0")
    return [name for name in names if name and (root / name).is_file()]


def build(into: Path) -> Path:
    """A wheel from a copy of the tree, so that two builds share no file, no time stamp and no folder."""
    source = into / "source"
    for name in what_git_has(ROOT):
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / name, source / name)
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-index", "--no-deps", "--no-build-isolation"]
    reproducibly = {**os.environ, "SOURCE_DATE_EPOCH": "1700000000"}
    subprocess.run(
        [*command, "--wheel-dir", str(into), str(source)], check=True, env=reproducibly, stderr=subprocess.PIPE
    )
    [wheel] = into.glob("*.whl")
    return wheel


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def names(wheel: Path) -> set[str]:
    return set(zipfile.ZipFile(wheel).namelist())


def read(wheel: Path, ending: str) -> str:
    with zipfile.ZipFile(wheel) as archive:
        [name] = [name for name in archive.namelist() if name.endswith(ending)]
        return archive.read(name).decode()


@pytest.fixture(scope="module")
def metadata(wheel: Path) -> Message:
    return Parser().parsestr(read(wheel, ".dist-info/METADATA"))


def test_the_wheel_holds_the_machine_and_nothing_of_the_course(names: set[str]) -> None:
    assert {name.split("/")[0] for name in names} == {"autograder", "deep_learning_autograder-0.1.0.dist-info"}


def test_every_file_of_the_machine_is_in_the_wheel(names: set[str]) -> None:
    machine = {name for name in what_git_has(ROOT) if name.startswith("autograder/")}
    assert {name for name in machine if Path(name).suffix in DATA | {".py"}} == {
        name for name in names if name.startswith("autograder/")
    }
    assert {Path(name).suffix for name in machine} <= DATA | {".py", ".typed"}


def test_the_command_is_there(wheel: Path) -> None:
    entry_points = configparser.ConfigParser()
    entry_points.read_string(read(wheel, ".dist-info/entry_points.txt"))
    assert dict(entry_points["console_scripts"]) == {"autograder": "autograder.cli:main"}


def test_the_version_is_the_one_that_the_code_says(metadata: Message) -> None:
    [said] = re.findall(r'^__version__ = "(.+)"$', (ROOT / "autograder/__init__.py").read_text(), re.MULTILINE)
    assert (metadata["Version"], metadata["Requires-Python"]) == (said, ">=3.10")


def test_an_install_without_extras_takes_the_core_only(metadata: Message) -> None:
    wanted = [line for line in metadata.get_all("Requires-Dist", []) if "extra ==" not in line]
    assert {re.split(r"[^\w-]", line)[0] for line in wanted} == {"numpy", "pytest", "msgspec", "click", "rich", "tomli"}


def test_two_builds_are_the_same_bytes(wheel: Path, tmp_path: Path) -> None:
    assert build(tmp_path).read_bytes() == wheel.read_bytes()


def test_no_file_names_a_package_host() -> None:
    pinned = "\n".join(
        (ROOT / name).read_text() for name in ("constraints.txt", "pyproject.toml", "Makefile", ".ci/run")
    )
    assert not re.search(r"://|--(extra-)?index-url|--find-links", pinned)


def asked_for(names: list[str], extras: set[str]) -> set[str]:
    """Names of the packages that requirements bring in here, with what those bring in, and so on."""
    found: set[str] = set()
    for requirement in map(Requirement, names):
        name = canonicalize_name(requirement.name)
        if any(requirement.marker is None or requirement.marker.evaluate({"extra": extra}) for extra in extras):
            children = (distribution(name).requires or []) if is_installed(name) else []
            found |= {name} | (asked_for(children, {"", *requirement.extras}) if name not in FIXES_ITS_OWN else set())
    return found


def is_installed(name: str) -> bool:
    return bool(list(Distribution.discover(name=name)))


def test_everything_that_make_installs_is_pinned(metadata: Message) -> None:
    pins = (ROOT / "constraints.txt").read_text().splitlines()
    pinned = {canonicalize_name(Requirement(line).name) for line in pins if not line.startswith("#")}
    wanted = asked_for(metadata.get_all("Requires-Dist", []), {"", "dev", "torch"})
    assert len(wanted) > 20
    assert wanted - pinned == set()
