"""A worker's budget fits into the container that the kernel describes, in either version of control groups."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.sandbox.container import budget_megabytes, container_megabytes

GRADESCOPE = 768 << 20


def written(path: Path, value: int | str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"{value}\n")


def test_without_control_groups_the_limit_stands(tmp_path: Path) -> None:
    assert container_megabytes(tmp_path, "0::/\n") is None
    assert budget_megabytes(1024, tmp_path, "0::/\n") == 1024


@pytest.mark.parametrize(
    ("own", "file"),
    [
        ("0::/\n", "memory.max"),
        ("0::/docker/abc\n", "docker/abc/memory.max"),
        ("0::/docker/abc\n", "docker/memory.max"),
        ("5:cpu,cpuacct:/docker/abc\n4:memory:/docker/abc\n", "memory/docker/abc/memory.limit_in_bytes"),
        ("4:memory:/docker/abc\n", "memory/memory.limit_in_bytes"),
        ("0::/../../other\n", "memory.max"),
    ],
)
def test_gradescopes_container_leaves_room_for_the_grader(own: str, file: str, tmp_path: Path) -> None:
    written(tmp_path / file, GRADESCOPE)
    assert container_megabytes(tmp_path, own) == 768
    assert budget_megabytes(1024, tmp_path, own) == 518
    assert budget_megabytes(256, tmp_path, own) == 256


def test_the_smallest_of_several_limits_counts(tmp_path: Path) -> None:
    written(tmp_path / "memory.max", "max")
    written(tmp_path / "a" / "memory.max", 900 << 20)
    written(tmp_path / "a" / "b" / "memory.max", 2000 << 20)
    assert container_megabytes(tmp_path, "0::/a/b\n") == 900


@pytest.mark.parametrize("value", ["max", "9223372036854771712", "", "what"])
def test_no_limit_is_no_limit(value: str, tmp_path: Path) -> None:
    written(tmp_path / "memory.max", value)
    assert container_megabytes(tmp_path, "0::/\n") is None


def test_a_container_that_is_too_small_still_gives_a_worker_something(tmp_path: Path) -> None:
    written(tmp_path / "memory.max", 100 << 20)
    assert budget_megabytes(1024, tmp_path, "0::/\n") == 128
