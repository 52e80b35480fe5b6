"""What README.md and docs/ say: every link leads somewhere, every command runs and prints what stands under it.

A block fenced as `console` is a session: lines after `$ ` are run one after the other in a fresh copy of the course,
and the lines under a command must appear in its output, in order; `...` stands for lines left out, and `# exit 1` at
the end of a command for its exit code.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

pytestmark = pytest.mark.one_python

ROOT = Path(__file__).resolve().parent.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
COPIED = ("assignments", "solutions", "student_template")
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
SESSION = re.compile(r"^```console\n(.*?)^```$", re.DOTALL | re.MULTILINE)


class Step(NamedTuple):
    """A command of a session, the exit code and the lines that it must show."""

    command: str
    code: int
    lines: list[str]


def sessions(text: str) -> Iterator[list[Step]]:
    for block in SESSION.findall(text):
        steps: list[Step] = []
        for line in block.splitlines():
            if line.startswith("$ "):
                command, _, code = line[2:].partition("  # exit ")
                steps.append(Step(command, int(code or 0), []))
            else:
                steps[-1].lines.append(line)
        yield steps


def shown_in_order(lines: list[str], output: str) -> str | None:
    """Return the first line that the output does not show after those before it."""
    rest = [line.rstrip() for line in output.splitlines()]
    for line in lines:
        if line.strip() in ("", "..."):
            continue
        if line.rstrip() not in rest:
            return line
        rest = rest[rest.index(line.rstrip()) + 1 :]
    return None


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_leads_somewhere(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    local = [link for link in LINK.findall(text) if not re.match(r"[a-z]+:", link)]
    missing = [link for link in local if not (page.parent / link.partition("#")[0]).exists()]
    unknown = [link for link in local if link.partition("#")[2] and not has_heading(page, link)]
    assert (missing, unknown) == ([], [])


def has_heading(page: Path, link: str) -> bool:
    target, _, anchor = link.partition("#")
    text = (page.parent / target if target else page).read_text(encoding="utf-8")
    titles = re.findall(r"^#+ (.*)$", text, re.MULTILINE)
    return anchor in {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


COUNTED = {
    r"more than (\d+) misconceptions": "*/rejected/*.py",
    r"more than (\d+) wrong ones": "*/rejected/**/*.py",
    r"more than (\d+) honest solutions": "*/accepted/*.py",
}


@pytest.mark.parametrize("said", COUNTED)
def test_what_the_readme_counts_is_in_the_tree(said: str) -> None:
    """No more than there is, and not so little that it is out of date."""
    [stated] = map(int, re.findall(said, (ROOT / "README.md").read_text(encoding="utf-8")))
    there = len(list((ROOT / "solutions").glob(COUNTED[said])))
    assert stated < there < 1.25 * stated


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_session_runs_as_it_is_printed(page: Path, tmp_path: Path) -> None:
    for number, steps in enumerate(sessions(page.read_text(encoding="utf-8"))):
        folder = tmp_path / str(number)
        for name in COPIED:
            shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        for step in steps:
            done = run(step.command, folder)
            assert done.returncode == step.code, f"{step.command}\n{done.stdout}"
            assert shown_in_order(step.lines, done.stdout) is None, f"{step.command}\n{done.stdout}"


def run(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a line of shell as a reader would: the tool on the path, no colour, eighty columns."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    said = {"PYTHONPATH": str(ROOT), "NO_COLOR": "1", "COLUMNS": "100", "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(
        ["bash", "-o", "pipefail", "-c", command],
        cwd=folder,
        env={**os.environ, **said, "PATH": path},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=300,
        check=False,
    )


def test_a_session_that_is_not_true_is_found(tmp_path: Path) -> None:
    [[first, second]] = sessions("```console\n$ echo one; echo two\none\n...\n$ false  # exit 1\n```\n")
    assert (first, second) == (Step("echo one; echo two", 0, ["one", "..."]), Step("false", 1, []))
    assert run(second.command, tmp_path).returncode == 1
    assert shown_in_order(["two", "one"], run(first.command, tmp_path).stdout) == "one"
    assert shown_in_order(["one", "two"], run(first.command, tmp_path).stdout) is None
