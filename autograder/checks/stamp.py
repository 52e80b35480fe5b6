"""Which kit is this, and is it whole: hashes of its files and the date it was made. Standard library only."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path


def digest(path: Path) -> str:
    """Return a short hash of a file; line ends do not count, because git on Windows rewrites them.

    >>> import tempfile
    >>> path = Path(tempfile.mkdtemp(), "a.txt")
    >>> _ = path.write_bytes(b"one\\r\\ntwo")
    >>> first = digest(path)
    >>> _ = path.write_bytes(b"one\\ntwo")
    >>> digest(path) == first
    True
    """
    return hashlib.sha256(path.read_bytes().replace(b"\r\n", b"\n")).hexdigest()[:16]


def digests(folder: Path, names: Iterable[str]) -> dict[str, str]:
    """Return the hashes of some files of a folder, by name."""
    return {name: digest(folder / name) for name in sorted(names)}


def altered(folder: Path, files: Mapping[str, str]) -> list[str]:
    """Return the names of files that are not what they were when ``files`` was made, or are gone."""
    return [name for name, known in sorted(files.items()) if _digest_or_none(folder / name) != known]


def _digest_or_none(path: Path) -> str | None:
    try:
        return digest(path)
    except OSError:
        return None


def edition_of(files: Mapping[str, str]) -> str:
    """Return one short name for a kit's content, made of the hashes of its files; empty without files.

    >>> edition_of({})
    ''
    """
    if not files:
        return ""
    text = "\n".join(f"{name} {known}" for name, known in sorted(files.items()))
    return hashlib.sha256(text.encode()).hexdigest()[:12]
