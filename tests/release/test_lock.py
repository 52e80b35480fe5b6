"""The locks say what constraints.txt says, for each Python, and every package by its hashes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from autograder.release.lock import MINORS, merged

pytestmark = pytest.mark.one_python

ROOT = Path(__file__).resolve().parents[2]
LOCKS = ROOT / "autograder" / "release" / "locks"
NAMES = sorted(path.name for path in LOCKS.glob("*-3.*.txt"))


def constraints(minor: str) -> dict[str, str]:
    """What constraints.txt pins on Linux for a Python."""
    environment = {"python_version": minor, "python_full_version": f"{minor}.0", "sys_platform": "linux"}
    environment |= {"platform_machine": "x86_64", "platform_python_implementation": "CPython", "os_name": "posix"}
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    wanted = [Requirement(line) for line in lines if line and not line.startswith("#")]
    kept = [each for each in wanted if each.marker is None or each.marker.evaluate(environment)]
    return {canonicalize_name(each.name): str(each.specifier) for each in kept}


def test_there_is_a_lock_of_every_kind_for_every_python() -> None:
    kinds = {path.name.removesuffix(".in.txt") for path in LOCKS.glob("*.in.txt")}
    assert {"own", "otter", "torch"} <= kinds
    assert sorted(f"{kind}-{minor}.txt" for kind in kinds for minor in MINORS) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_a_lock_agrees_with_constraints_and_has_hashes(name: str) -> None:
    pinned = constraints(name.rpartition("-")[2].removesuffix(".txt"))
    blocks = re.split(r"\n(?=\S)", (LOCKS / name).read_text(encoding="utf-8").strip())
    assert len(blocks) > 8
    for block in blocks:
        requirement = Requirement(block.partition(" \\")[0])
        assert str(requirement.specifier) == pinned[canonicalize_name(requirement.name)]
        assert re.search(r"--hash=sha256:[0-9a-f]{64}", block)
        assert "://" not in block


def test_the_wheel_of_torch_is_the_cpu_build_of_the_pinned_version() -> None:
    assert "==" + (LOCKS / "torch.wheel.txt").read_text().strip().partition("+")[0] == constraints("3.11")["torch"]
    assert (LOCKS / "torch.wheel.txt").read_text().strip().endswith("+cpu")


def test_locks_that_disagree_are_not_merged() -> None:
    with pytest.raises(ValueError, match="disagree about a"):
        merged(["a==1 \\\n    --hash=sha256:0\n", "a==2 \\\n    --hash=sha256:0\n"])
