"""Zips that are the same bytes each time: sorted, one date, fixed modes. Knows nothing of what is in them."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

Date = tuple[int, int, int, int, int, int]
_OLDEST: Date = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Entry:
    """The content of one file of a zip, and whether it is a program."""

    data: bytes
    program: bool = False


def write_zip(entries: Mapping[str, Entry], target: Path, private: tuple[str, ...] = (), date: Date = _OLDEST) -> None:
    """Write files into a zip by their paths; ``private`` names folders that only their owner may enter.

    Every entry has the same date.
    """
    content = {name: (entry.data, 0o100755 if entry.program else 0o100644) for name, entry in entries.items()}
    content |= {f"{folder}/": (b"", 0o040700) for folder in private}
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(content):
            data, mode = content[name]
            info = zipfile.ZipInfo(name, date)
            info.create_system = 3  # Unix, wherever it is made: only then do the modes count
            info.external_attr = mode << 16 | (0x10 if name.endswith("/") else 0)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, data)
