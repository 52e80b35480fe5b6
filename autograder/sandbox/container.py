"""How much memory the container around this process has: a worker's budget must leave room for the grader."""

from __future__ import annotations

import contextlib
from pathlib import Path

GRADERS_SHARE = 250
"""Megabytes that the grader and its zygote take besides a worker."""

_SMALLEST = 128
_UNLIMITED = 1 << 50  # the first version of control groups says a number near 2**63 when there is no limit


def budget_megabytes(limit_megabytes: float, groups: Path = Path("/sys/fs/cgroup"), own: str | None = None) -> float:
    """Return what a worker may use: the limit, or what the container has beyond the grader's share when that is less.

    ``own`` is the text of ``/proc/self/cgroup``.

    >>> budget_megabytes(1024, Path("/nowhere"))
    1024
    """
    has = container_megabytes(groups, own)
    return limit_megabytes if has is None else max(_SMALLEST, min(limit_megabytes, has - GRADERS_SHARE))


def container_megabytes(groups: Path, own: str | None = None) -> float | None:
    """Return the smallest memory limit of the control groups around this process; ``None`` when there is none."""
    if own is None:
        own = _read(Path("/proc/self/cgroup"))
    found = [limit for file in _files(groups, own) if (limit := _limit(_read(file))) is not None]
    return min(found) / 2**20 if found else None


def _files(groups: Path, own: str) -> list[Path]:
    """Return every file that may limit us: of the group, of those around it, and of the container's own view."""
    files = []
    for line in own.splitlines():
        _, controllers, path = (*line.split(":", 2), "", "")[:3]
        if controllers not in ("", "memory"):
            continue
        base, name = (groups, "memory.max") if not controllers else (groups / "memory", "memory.limit_in_bytes")
        parts = [part for part in path.split("/") if part not in ("", "..")]
        files += [base.joinpath(*parts[:depth], name) for depth in range(len(parts) + 1)]
    return files


def _limit(text: str) -> int | None:
    value = text.strip()
    return int(value) if value.isdigit() and int(value) < _UNLIMITED else None


def _read(path: Path) -> str:
    with contextlib.suppress(OSError, UnicodeDecodeError):
        return path.read_text(encoding="ascii")
    return ""
