"""From a zip's bytes to the files in it that could be a submission. Runs in the worker; writes nothing to a disk."""

from __future__ import annotations

import io
import stat
import zipfile
from typing import Any

MAX_ENTRIES = 2_000
MAX_FILE = 24 * 1024 * 1024
MAX_TOTAL = 32 * 1024 * 1024
SUFFIXES = (".py", ".ipynb")
_IGNORED = ("__MACOSX", ".ipynb_checkpoints", "__pycache__", ".git", ".venv", "node_modules")


class BadArchive(ValueError):
    """A zip that gives no submission. ``kind`` keys the sentence, ``detail`` fills it."""

    def __init__(self, kind: str, **detail: Any) -> None:
        super().__init__(kind)
        self.kind = kind
        self.detail = detail


def candidates(data: bytes) -> list[dict[str, Any]]:
    """Return the regular ``.py`` and ``.ipynb`` files of a zip as ``{"name", "data"}``, the outermost first.

    Sizes are counted while reading, whatever the headers claim; links and other special files are passed over.
    Raises ``BadArchive``: ``bad_archive``, ``too_many_files``, ``archive_too_big``, ``nested_archive``.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _read(archive)
    except BadArchive:
        raise
    except Exception:  # zipfile and its decompressors raise many kinds for bytes that are damaged
        raise BadArchive("bad_archive") from None


def is_ignored(name: str) -> bool:
    """Say whether a path is what systems and tools leave behind: checkpoints, caches, hidden files."""
    parts = name.replace("\\", "/").split("/")
    return any(part in _IGNORED for part in parts) or parts[-1].startswith(".")


def _read(archive: zipfile.ZipFile) -> list[dict[str, Any]]:
    entries = archive.infolist()
    if len(entries) > MAX_ENTRIES:
        raise BadArchive("too_many_files", count=len(entries), limit=MAX_ENTRIES)
    files = [entry for entry in entries if not entry.is_dir() and not is_ignored(entry.filename) and _is_file(entry)]
    named = [entry for entry in files if entry.filename.lower().endswith(SUFFIXES)]
    wanted = sorted(named, key=lambda entry: entry.filename.replace("\\", "/").count("/"))  # as one looks for it
    if not wanted and any(entry.filename.lower().endswith(".zip") for entry in files):
        raise BadArchive("nested_archive")
    found, room = [], MAX_TOTAL
    for entry in wanted:
        with archive.open(entry) as file:
            content = file.read(min(MAX_FILE, room) + 1)
        room -= len(content)
        if len(content) > MAX_FILE or room < 0:
            raise BadArchive("archive_too_big", limit=MAX_TOTAL // 2**20)
        found.append({"name": entry.filename.replace("\\", "/").rpartition("/")[2][-200:], "data": content})
    return found


def _is_file(entry: zipfile.ZipInfo) -> bool:
    kind = stat.S_IFMT(entry.external_attr >> 16)
    return kind in (0, stat.S_IFREG)
