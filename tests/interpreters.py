"""Runs the core's tests on every CPython 3.10-3.13 of this machine, each in an environment of its own under .venvs/.

The core's tests are those that need, directly or through the parts of autograder/ they import, nothing beyond the core
packages and the tools below, and are not marked `one_python`. Only the standard library may be imported here.
"""

from __future__ import annotations

import argparse
import ast
import hashlib
import json
import os
import platform
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
RUNNING = ".".join(platform.python_version_tuple()[:2])
VERSIONS = sorted({"3.10", "3.11", "3.12", "3.13", RUNNING})
CORE = {"numpy", "pytest", "msgspec", "click", "rich", "tomli", "tomllib"}
TOOLS = ["hypothesis", "jsonschema"]  # what tests of the core may use besides
BUILD = ["setuptools"]
AT_ONCE = 2

PROBE = """import ensurepip, json, platform, sys, venv
print(json.dumps([sys._base_executable, platform.python_version(), platform.python_implementation()]))"""


class Interpreter(NamedTuple):
    """A Python that runs: its path, and its full version, such as 3.12.1."""

    path: str
    version: str

    @property
    def minor(self) -> str:
        return ".".join(self.version.split(".")[:2])


def probe(path: Path | str) -> Interpreter | None:
    """What is behind a path; None when it does not run (a shim without a version) or cannot make an environment."""
    try:
        answer = subprocess.run([path, "-I", "-c", PROBE], capture_output=True, text=True, timeout=60)
        real, version, kind = json.loads(answer.stdout)
    except (OSError, ValueError, subprocess.TimeoutExpired):
        return None
    return Interpreter(real, version) if kind == "CPython" else None


def on_path(minor: str) -> Iterator[Path]:
    for folder in os.get_exec_path():
        if (found := Path(folder) / f"python{minor}").exists():
            yield found


def of_pyenv(minor: str) -> Iterator[Path]:
    if pyenv := shutil.which("pyenv"):
        root = subprocess.run([pyenv, "root"], capture_output=True, text=True).stdout.strip()
        yield from sorted(Path(root, "versions").glob(f"{minor}.*/bin/python"), reverse=True)


def candidates(minor: str) -> Iterator[Path | str]:
    """The running interpreter comes first, so that it is tested whatever else there is."""
    if minor == RUNNING:
        yield sys.executable
    yield from on_path(minor)
    yield from of_pyenv(minor)


def find(minor: str) -> Interpreter | None:
    """The first interpreter of a version that works."""
    working = (probe(path) for path in candidates(minor))
    return next((found for found in working if found and found.minor == minor), None)


def prepare(python: Interpreter) -> Path:
    """The environment for an interpreter, made unless the one from last time has the same contents."""
    folder = ROOT / ".venvs" / python.minor
    inside, stamp = folder / "bin" / "python", folder / "stamp"
    contents = (ROOT / "constraints.txt").read_bytes() + (ROOT / "pyproject.toml").read_bytes()
    wanted = hashlib.sha256(contents + repr((python, TOOLS, BUILD)).encode()).hexdigest()
    if not (stamp.exists() and stamp.read_text() == wanted):
        subprocess.run([python.path, "-m", "venv", "--clear", str(folder)], check=True)
        install = [
            str(inside),
            "-m",
            "pip",
            "--disable-pip-version-check",
            "install",
            "-qq",
            "-c",
            "constraints.txt",
        ]
        subprocess.run([*install, *BUILD], check=True, cwd=ROOT)
        subprocess.run([*install, "--no-build-isolation", "--editable", ".", *TOOLS], check=True, cwd=ROOT)
        stamp.write_text(wanted)
    return inside


def optional(node: ast.AST) -> bool:
    """A `try` that goes on without what it imports, or a block for type checkers only."""
    if isinstance(node, ast.Try):
        return any(
            handler.type and re.search("ImportError|ModuleNotFoundError", ast.unparse(handler.type))
            for handler in node.handlers
        )
    return isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)


def imported(path: Path, *, lazily: bool) -> Iterator[str]:
    """Dotted names of what a file cannot do without; those inside functions only when asked for."""
    nodes: list[ast.AST] = [ast.parse(path.read_bytes())]
    while nodes:
        node = nodes.pop()
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif not optional(node) and (lazily or not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)):
            nodes.extend(ast.iter_child_nodes(node))


def files_of(module: str) -> list[Path]:
    """The files that importing a name of ours runs: each package on the way, and the module itself."""
    parts = module.split(".")
    ways = [ROOT.joinpath(*parts[:depth]) for depth in range(1, len(parts) + 1)]
    return [file for way in ways for file in (way / "__init__.py", way.with_suffix(".py")) if file.is_file()]


def needs(test: Path) -> set[str]:
    """The packages, not of the standard library, that a test file brings in, through our own modules too."""
    found, seen, waiting = set(), {test}, [test]
    while waiting:
        path = waiting.pop()
        for module in imported(path, lazily=path == test):
            ours = [file for file in files_of(module) if file not in seen]
            seen.update(ours)
            waiting.extend(ours)
            found.add(module.split(".")[0])
    return {name for name in found if not (ROOT / name).exists()} - set(sys.stdlib_module_names)


def core_tests() -> list[str]:
    """The test files to run, having said which ones are left out and for what."""
    tests = {
        path.relative_to(ROOT).as_posix(): needs(path) - CORE - set(TOOLS)
        for path in (ROOT / "tests").rglob("test_*.py")
    }
    for name, more in sorted(tests.items()):
        if more:
            print(f"{name} is left to .venv: it needs {', '.join(sorted(more))}")
    return sorted(name for name, more in tests.items() if not more)


def run(python: Interpreter, inside: Path, tests: list[str]) -> bool:
    """One interpreter's tests: one line for people, and the whole story in .venvs/X.Y/pytest.log."""
    log = inside.parent.parent / "pytest.log"
    command = [str(inside), "-m", "pytest", "-m", "not one_python", "-p", "no:cacheprovider", "--color=no", *tests]
    with log.open("w") as output:
        code = subprocess.run(command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=output, stderr=output).returncode
    lines = log.read_text(errors="replace").splitlines() or ["it said nothing"]
    closing = re.sub(r"^=+ | =+$", "", lines[-1])
    story = [] if code == 0 else lines[-60:]
    print("\n".join([*story, f"Python {python.version:8} {'FAIL' if code else 'PASS'}  {closing}"]), flush=True)
    return code == 0


def prepared(pythons: list[Interpreter]) -> list[Path]:
    """One after the other: two editable installs of one folder would write over each other."""
    return [prepare(python) for python in pythons]


def main() -> int:
    parser = argparse.ArgumentParser(description="Run the core's tests on every CPython 3.10-3.13 of this machine.")
    parser.add_argument("versions", nargs="*", default=VERSIONS, help="such as 3.10 3.13; all of them when left out")
    found = {minor: find(minor) for minor in parser.parse_args().versions}
    for minor in [minor for minor, python in found.items() if python is None]:
        print(f"Python {minor:8} not on this machine, or without venv")
    pythons = [python for python in found.values() if python]
    if not pythons or found.get(RUNNING, pythons) is None:
        print(f"Python {RUNNING}, which runs this, cannot make a virtual environment to be tested in.", file=sys.stderr)
        return 1
    try:
        places = prepared(pythons)
    except subprocess.CalledProcessError as error:
        print(f"An environment could not be made: `{' '.join(map(str, error.cmd))}` failed.", file=sys.stderr)
        return 1
    tests = core_tests()
    with ThreadPoolExecutor(AT_ONCE) as pool:
        verdicts = list(pool.map(run, pythons, places, [tests] * len(pythons)))
    return 0 if all(verdicts) else 1


if __name__ == "__main__":
    sys.exit(main())
