"""The peak memory of a process and all below it, each page counted once, read while it runs."""

from __future__ import annotations

import contextlib
import threading
from pathlib import Path


class Watch:
    """Looks at a process every ``every`` seconds until ``stop``; ``peak`` is in megabytes."""

    def __init__(self, pid: int, every: float = 0.5) -> None:
        self.pid = pid
        self.peak = 0.0
        self._every = every
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def stop(self) -> float:
        """Return the peak."""
        self._ended.set()
        self._thread.join()
        return self.peak

    def _look(self) -> None:
        while not self._ended.wait(self._every):
            self.peak = max(self.peak, sum(_megabytes(pid) for pid in _family(self.pid)))


def _family(root: int) -> set[int]:
    parents: dict[int, int] = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError, ValueError):
            parents[int(path.parent.name)] = int(path.read_text().rpartition(")")[2].split()[1])
    found, newest = {root}, {root}
    while newest:
        newest = {pid for pid, parent in parents.items() if parent in newest} - found
        found |= newest
    return found


def _megabytes(pid: int) -> float:
    """Return what a process uses, its part of shared pages only (PSS)."""
    with contextlib.suppress(OSError, ValueError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) / 1024
    return 0.0
