"""A download as a tree of names, a folder or a zip alike. Writes nothing; reads one bounded file at a time.

A zip is never unpacked, so no name in it can lead anywhere.
"""

from __future__ import annotations

import contextlib
import os
import re
import stat
import zipfile
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from autograder.submission import (
    MAX_BYTES,
    MAX_FILES,
    Submission,
    SubmissionError,
    file_name,
    looks_binary,
    open_regular,
    printable,
    read_submission,
)
from autograder.trouble import Trouble

FILE, FOLDER, OTHER = "file", "folder", "other"
MAX_ENTRIES = 500_000
MAX_DEPTH = 16
MAX_PARTS = 32
"""How much of a zip's path is kept: one entry may name thirty thousand folders."""

_SAYS_UTF8 = 0x800
_OTHER_ARCHIVES = (".7z", ".bz2", ".gz", ".rar", ".tar", ".tgz", ".xz", ".zst")
_JUNK = re.compile(
    r"\._.*|\.DS_Store|\.(git|hg|svn|idea|vscode|venv|cache|local|config|ipynb_checkpoints|\w+_cache)"
    r"|__MACOSX|__pycache__|Thumbs\.db|desktop\.ini|node_modules|venv",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A name in the tree: its path from the root with ``/`` between, and what stands there."""

    path: str
    kind: str

    @property
    def name(self) -> str:
        """The last part of the path."""
        return self.path.rpartition("/")[2]

    @property
    def suffix(self) -> str:
        """The name's suffix in small letters."""
        return os.path.splitext(self.name)[1].lower()

    @property
    def stem(self) -> str:
        """The name without its suffix."""
        return os.path.splitext(self.name)[0]


class Tree(Protocol):
    """A folder, or a zip that is looked at as one."""

    @property
    def name(self) -> str:
        """What the folder or the zip is called, without its suffix."""

    def children(self, path: str = "") -> list[Entry]:
        """Return what stands in a folder, sorted; what systems leave behind is passed over."""

    def kind(self, path: str) -> str:
        """Return what stands at a path; ``OTHER`` when nothing does."""

    def read(self, path: str) -> Submission:
        """Return a file of a kind that can be graded. Raises ``SubmissionError``."""

    def text(self, path: str, limit: int) -> str:
        """Return the start of a text file of the platform's own, replacing what is not UTF-8.

        Raises ``SubmissionError``.
        """


def walk(tree: Tree, path: str) -> Iterator[Entry]:
    """Yield all below a folder that is no folder itself; nothing deeper than ``MAX_DEPTH``.

    Raises ``SubmissionError`` when there are too many folders.
    """
    pending, seen = deque([(path, 0)]), 0
    while pending:
        here, depth = pending.popleft()
        seen += 1
        if seen > MAX_FILES:
            raise SubmissionError("too_many_files", count=f"> {MAX_FILES}", limit=MAX_FILES)
        for entry in tree.children(here):
            if entry.kind != FOLDER:
                yield entry
            elif depth < MAX_DEPTH:
                pending.append((entry.path, depth + 1))


def open_tree(path: Path) -> Tree:
    """Open a folder or a zip. Raises ``CourseError`` with what to give instead."""
    if os.path.isdir(path):
        return Folder(path.resolve().name, path)
    if not os.path.isfile(path):  # pathlib raises for names that are too long
        raise Trouble("trouble.no_download", path=path)
    if not os.access(path, os.R_OK):
        raise Trouble("trouble.locked_download", path=path)
    if not zipfile.is_zipfile(path):
        if path.suffix.lower() == ".zip":  # its end is missing: a download that broke off
            raise Trouble("trouble.damaged_zip", path=path)
        if path.suffix.lower() in _OTHER_ARCHIVES:
            raise Trouble("trouble.other_archive", path=path)
        raise Trouble("trouble.no_class", path=path)
    return _open_zip(path)


@dataclass(frozen=True)
class Folder:
    """A download that has been unpacked."""

    name: str
    root: Path

    def children(self, path: str = "") -> list[Entry]:
        """Return what stands in a folder; one that cannot be looked into is empty."""
        try:
            with os.scandir(os.path.join(self.root, path)) as found:
                entries = [(each.name, _kind(each)) for each in found if not _JUNK.fullmatch(each.name)]
        except (OSError, ValueError):
            return []
        return [Entry(f"{path}/{name}" if path else name, kind) for name, kind in sorted(entries)]

    def kind(self, path: str) -> str:
        """Look at one path, not through a link."""
        try:
            mode = os.lstat(os.path.join(self.root, path)).st_mode
        except (OSError, ValueError):
            return OTHER
        return FOLDER if stat.S_ISDIR(mode) else FILE if stat.S_ISREG(mode) else OTHER

    def read(self, path: str) -> Submission:
        """Read a regular file, never through a link."""
        return read_submission(Path(self.root, path))

    def text(self, path: str, limit: int) -> str:
        """Read the start of a regular file, never through a link."""
        with open_regular(Path(self.root, path), printable(path)) as file:
            return file.read(limit).decode("utf-8", "replace")


def _kind(entry: os.DirEntry[str]) -> str:
    if entry.is_symlink():
        return OTHER
    return FOLDER if entry.is_dir() else FILE if entry.is_file() else OTHER


@dataclass
class Zip:
    """A download as it came: read in place."""

    name: str
    archive: zipfile.ZipFile
    infos: dict[str, zipfile.ZipInfo] = field(default_factory=dict)
    folders: dict[str, dict[str, str]] = field(default_factory=lambda: {"": {}})

    def children(self, path: str = "") -> list[Entry]:
        """Return what stands in a folder."""
        inside = self.folders.get(path, {})
        return [Entry(f"{path}/{name}" if path else name, kind) for name, kind in sorted(inside.items())]

    def kind(self, path: str) -> str:
        """Look at one entry."""
        if path in self.folders:
            return FOLDER
        return FILE if path in self.infos and _is_regular(self.infos[path]) else OTHER

    def read(self, path: str) -> Submission:
        """Read one entry, its size counted while reading, whatever the directory claims."""
        shown, suffix = file_name(path.rpartition("/")[2]), os.path.splitext(path)[1].lower()
        if path not in self.infos:
            raise SubmissionError("folder" if path in self.folders else "missing_file", path=shown)
        if suffix not in MAX_BYTES:
            raise SubmissionError("suffix", path=shown)
        if not _is_regular(self.infos[path]):
            raise SubmissionError("not_regular", path=shown)
        limit = MAX_BYTES[suffix]
        data = self._bytes(path, limit + 1)
        if len(data) > limit:
            raise SubmissionError("too_big", megabytes=round(self.infos[path].file_size / 2**20, 1), limit=limit >> 20)
        if suffix == ".py" and looks_binary(data):
            raise SubmissionError("binary")
        return Submission(shown, data)

    def text(self, path: str, limit: int) -> str:
        """Read the start of an entry."""
        return self._bytes(path, limit).decode("utf-8", "replace")

    def _bytes(self, path: str, limit: int) -> bytes:
        try:
            with self.archive.open(self.infos[path]) as file:
                return file.read(limit)
        except Exception as error:  # zipfile and its decompressors raise many kinds for bytes that are damaged
            raise SubmissionError("unreadable_file", path=printable(path), message=type(error).__name__) from None

    def add(self, info: zipfile.ZipInfo) -> None:
        """Put an entry where its name says, without what would lead out of the zip."""
        every = [part for part in re.split(r"[/\\]", _name(info)) if part not in ("", ".", "..")]
        parts = every[:MAX_PARTS]
        if not parts or any(_JUNK.fullmatch(part) for part in parts):
            return
        for count in range(1, len(parts) + 1):
            above, here = "/".join(parts[: count - 1]), "/".join(parts[:count])
            last = count == len(every) and not info.is_dir()
            kind = (FILE if _is_regular(info) else OTHER) if last else FOLDER
            if last and here not in self.folders:
                self.infos[here] = info
            elif not last:
                self.folders.setdefault(here, {})
            self.folders.setdefault(above, {}).setdefault(parts[count - 1], kind)


def _open_zip(path: Path) -> Zip:
    try:
        archive = zipfile.ZipFile(path)
    except Exception:  # many kinds for bytes that are damaged
        raise Trouble("trouble.damaged_zip", path=path) from None
    tree = Zip(path.stem, archive)
    entries = archive.infolist()
    if len(entries) > MAX_ENTRIES:
        raise Trouble("trouble.big_zip", path=path, count=len(entries))
    for info in entries:
        tree.add(info)
    return tree


def _name(info: zipfile.ZipInfo) -> str:
    """Return an entry's name. One that does not say it is UTF-8 is taken for code page 437 by Python.

    From macOS it is UTF-8 all the same, from Windows in Spanish it is code page 850: its letters with accents are those
    of 437, and some more.
    """
    if info.flag_bits & _SAYS_UTF8:
        return info.filename
    for code in ("utf-8", "cp850"):
        with contextlib.suppress(UnicodeError):
            return info.filename.encode("cp437").decode(code)
    return info.filename


def _is_regular(info: zipfile.ZipInfo) -> bool:
    return stat.S_IFMT(info.external_attr >> 16) in (0, stat.S_IFREG)
