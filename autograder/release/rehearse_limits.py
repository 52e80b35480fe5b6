"""Gradescope's documented limits on this machine: control groups where the kernel lets us, otherwise nothing.

Says what it enforces and never claims more.
"""

from __future__ import annotations

import contextlib
import os
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

CPUS = 0.5
MEGABYTES = 768
SECONDS = 600
"""What Gradescope's documentation gives a submission by default."""

GROUPS = Path("/sys/fs/cgroup")
_PERIOD = 100_000
_ENTER = 'while [ "$1" != -- ]; do echo $$ >"$1"; shift; done; shift; exec "$@"'


@dataclass(frozen=True)
class Limits:
    """The control groups that a command enters, what they enforce, and where the most memory used stands."""

    groups: tuple[Path, ...] = ()
    enforced: tuple[str, ...] = ()
    peak: Path | None = None

    def command(self, arguments: list[str]) -> list[str]:
        """Return a command that enters the groups and becomes ``arguments``."""
        return ["bash", "-c", _ENTER, "bash", *map(str, self.groups), "--", *arguments]

    @property
    def peak_megabytes(self) -> float | None:
        """The most memory that the groups have used so far."""
        with contextlib.suppress(OSError, ValueError):
            return int(self.peak.read_text()) / 2**20 if self.peak else None
        return None


@contextlib.contextmanager
def open_limits() -> Iterator[Limits]:
    """Make the control groups, as far as they can be made, and remove them afterwards."""
    name = f"rehearsal-{os.getpid()}-{secrets.token_hex(4)}"
    second = (GROUPS / "cgroup.controllers").exists()
    wanted = _second(name) if second else _first(name)
    made = [(folder, said) for folder, said, values in wanted if _make(folder, values)]
    peaks = [folder / ("memory.peak" if second else "memory.max_usage_in_bytes") for folder, _ in made]
    try:
        groups = dict.fromkeys(folder / "cgroup.procs" for folder, _ in made)
        yield Limits(tuple(groups), tuple(said for _, said in made), next((p for p in peaks if p.exists()), None))
    finally:
        for folder in dict.fromkeys(folder for folder, _, _ in wanted):
            with contextlib.suppress(OSError):
                folder.rmdir()


_Wanted = list[tuple[Path, str, Mapping[str, str]]]
_CPU, _MEMORY = f"{CPUS:g} CPU", f"{MEGABYTES} MB"


def _second(name: str) -> _Wanted:
    with contextlib.suppress(OSError):
        (GROUPS / "cgroup.subtree_control").write_text("+cpu +memory")
    memory = {"memory.max": str(MEGABYTES << 20), "memory.swap.max": "0"}
    return [
        (GROUPS / name, _CPU, {"cpu.max": f"{int(_PERIOD * CPUS)} {_PERIOD}"}),
        (GROUPS / name, _MEMORY, memory),
    ]


def _first(name: str) -> _Wanted:
    cpu = {"cpu.cfs_period_us": str(_PERIOD), "cpu.cfs_quota_us": str(int(_PERIOD * CPUS))}
    return [
        (GROUPS / "cpu" / name, _CPU, cpu),
        (GROUPS / "memory" / name, _MEMORY, {"memory.limit_in_bytes": str(MEGABYTES << 20)}),
    ]


def _make(folder: Path, values: Mapping[str, str]) -> bool:
    """Make a group and give it its limits; say whether the first of them holds."""
    try:
        folder.mkdir(exist_ok=True)
        for number, (file, value) in enumerate(values.items()):
            with contextlib.suppress(*([OSError] if number else [])):
                (folder / file).write_text(value)
    except OSError:
        return False
    return True
