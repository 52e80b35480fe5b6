"""Folders in folders, deeper than Python's own brooms reach.

They never stand among pytest's temporary folders: what a stopped run leaves there, the next run has to remove.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

DEPTH = 1_500


@contextmanager
def pit() -> Iterator[Path]:
    """A folder that is removed at the end, however deep it has become."""
    folder = Path(tempfile.mkdtemp(prefix="pit-", dir="/tmp"))
    folder.chmod(0o755)  # workers with users of their own must pass through
    try:
        yield folder
    finally:
        subprocess.run(["rm", "-rf", folder], check=True)


def dig(folder: Path | str, name: str = "d") -> None:
    """Make a folder in a folder in a folder, below an existing one."""
    here = os.open(folder, os.O_RDONLY)
    for _ in range(DEPTH):
        os.mkdir(name, dir_fd=here)
        inner = os.open(name, os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = inner
    os.close(here)
