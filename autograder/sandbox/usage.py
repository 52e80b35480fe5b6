"""What a worker uses while the grader waits for it: memory and its own folder. Reads; stops nothing by itself."""

from __future__ import annotations

import os

from autograder.sandbox import folders
from autograder.sandbox.errors import WorkerLost

_COUNTED = (b"RssAnon:", b"RssShmem:", b"VmPTE:")
"""Not RssFile: pages of libraries, which the kernel takes back when it must."""

MAX_THREADS = 256
"""Where a worker has no uid of its own, no limit of the system counts its threads alone."""


class Usage:
    """Compares a worker with its budget, counted from what it had when this was made."""

    def __init__(self, pid: int, folder: str, budget: int) -> None:
        self._pid = pid
        self._folder = folder
        self._limit = private_bytes(pid) + budget

    def look(self) -> None:
        """Raise ``WorkerLost`` (memory, threads or disk) when the worker is beyond its budget."""
        lines = _status(self._pid)
        used = _bytes(lines)
        if used > self._limit:
            raise WorkerLost("memory", f"{used >> 20} MB")
        if any(line.startswith(b"Threads:") and int(line.split()[1]) > MAX_THREADS for line in lines):
            raise WorkerLost("threads", MAX_THREADS)
        if folders.too_full(self._folder):
            raise WorkerLost("disk", f"more than {folders.MAX_BYTES >> 20} MB or {folders.MAX_ENTRIES} files")


def private_bytes(pid: int) -> int:
    """Return the bytes of memory that a process alone has in use; 0 where the system does not say."""
    return _bytes(_status(pid))


def _status(pid: int) -> list[bytes]:
    try:
        with open(f"/proc/{pid}/status", "rb") as file:
            return file.read().splitlines()
    except OSError:
        return []


def _bytes(lines: list[bytes]) -> int:
    return sum(int(line.split()[1]) << 10 for line in lines if line.startswith(_COUNTED))


def sweep(uid: int) -> None:
    """Remove what a worker's own user left in the folders that everybody may write to."""
    for shared in ("/tmp", "/var/tmp", "/dev/shm"):
        names = os.listdir(shared) if os.path.isdir(shared) else []
        for path in (os.path.join(shared, name) for name in names):
            folders.remove_owned(path, uid)
