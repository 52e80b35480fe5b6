"""The noun of a submission: one file's bytes, read safely. Never parses them: that happens behind the border."""

from __future__ import annotations

import contextlib
import os
import stat
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

MAX_BYTES = {".py": 2 * 2**20, ".ipynb": 24 * 2**20, ".zip": 32 * 2**20}
"""The largest file of each kind, in bytes; a notebook carries its pictures."""

MAX_FILES = 2_000
MAX_CANDIDATES = 20
"""How many files of a folder or a zip are looked at."""

_CONTROL = bytes(range(9)) + bytes(range(14, 27)) + bytes(range(28, 32))


class SubmissionError(Exception):
    """A submission that cannot be graded. ``kind`` keys the sentence for people, ``detail`` fills it."""

    def __init__(self, kind: str, **detail: Any) -> None:
        super().__init__(kind)
        self.kind = kind
        self.detail = detail


@dataclass(frozen=True)
class Submission:
    """One file that a student handed in: its name and its bytes. A script, a notebook or a zip, by its suffix."""

    name: str
    data: bytes

    @property
    def suffix(self) -> str:
        """The file's suffix in small letters: ``.py``, ``.ipynb`` or ``.zip``."""
        return os.path.splitext(self.name)[1].lower()


def read_submission(path: Path) -> Submission:
    """Read a ``.py``, ``.ipynb`` or ``.zip`` file: a regular one, not through a link, of a bounded size.

    Raises ``SubmissionError``: ``missing_file``, ``not_regular``, ``unreadable_file``, ``suffix``, ``too_big`` or
    ``binary``.
    """
    shown, suffix = file_name(path.name), path.suffix.lower()
    data = _read_regular(path, shown, MAX_BYTES.get(suffix, MAX_BYTES[".py"]))
    if suffix not in MAX_BYTES:
        raise SubmissionError("suffix", path=shown)
    if suffix == ".py" and looks_binary(data):
        raise SubmissionError("binary")
    return Submission(shown, data)


def read_folder(folder: Path) -> list[Submission]:
    """Read every script and notebook below a folder, or else its zips; links and what tools leave behind passed over.

    Raises ``SubmissionError``: ``no_candidate``, ``too_many_files``, or what ``read_submission`` raises.
    """
    files = [path for path in _files_below(folder) if path.suffix.lower() in MAX_BYTES]
    found = [path for path in files if path.suffix.lower() != ".zip"] or files
    if not found:
        raise SubmissionError("no_candidate", path=printable(folder.name))
    return [read_submission(path) for path in found[:MAX_CANDIDATES]]


def _files_below(folder: Path) -> Iterator[Path]:
    """Yield the files below a folder, the outermost first; no recursion, for folders may be as deep as they like."""
    seen, waiting = 0, deque([folder])
    while waiting:
        with contextlib.suppress(OSError), os.scandir(waiting.popleft()) as entries:
            for entry in sorted(entries, key=lambda entry: entry.name):
                seen += 1
                if seen > MAX_FILES:
                    raise SubmissionError("too_many_files", count=f"> {MAX_FILES}", limit=MAX_FILES)
                if _is_left_behind(entry.name) or entry.is_symlink():
                    continue
                if entry.is_dir():
                    waiting.append(Path(entry.path))
                else:
                    yield Path(entry.path)


def _is_left_behind(name: str) -> bool:
    return name.startswith((".", "__")) or name == "node_modules"


def printable(text: str, limit: int = 200) -> str:
    """Return a text that is safe to show: control and direction characters escaped, cut to ``limit``.

    >>> printable("a\\nb\\u202ec")
    'a\\\\nb\\\\u202ec'
    """
    if len(text) <= limit and text.isprintable():
        return text
    cut = text[: limit + 1]  # before escaping: a megabyte of control characters is slow to spell out
    safe = cut if cut.isprintable() else "".join(map(_spelt_out, cut))
    return safe if len(safe) <= limit else safe[: limit - 1] + "…"


def file_name(text: str, limit: int = 200) -> str:
    """Return a file's name as ``printable`` does; what is cut is its middle, for the suffix says how to read it.

    >>> file_name("x" * 300 + ".ipynb")[-8:]
    'x….ipynb'
    """
    stem, suffix = os.path.splitext(text)
    kept = len(suffix) <= 8 and suffix.isprintable()
    return printable(stem, limit - len(suffix)) + suffix if kept else printable(text, limit)


def _spelt_out(character: str) -> str:
    return character if character.isprintable() else character.encode("unicode_escape", "surrogatepass").decode()


def looks_binary(data: bytes) -> bool:
    """Say whether bytes are no text in any encoding: many control characters, and no two-byte encoding's pattern."""
    head = data[:8192]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")) or not head:
        return False
    controls = len(head) - len(head.translate(None, _CONTROL))
    zeros = head.count(0)
    return controls - zeros > len(head) * 0.02 or (zeros > 0 and controls > len(head) * 0.1)


def open_regular(path: Path, shown: str) -> IO[bytes]:
    """Open a regular file, never through a link and never waiting for anybody; ``shown`` is what to call it.

    Raises ``SubmissionError``: ``folder``, ``not_regular``, ``missing_file`` or ``unreadable_file``.
    """
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    if os.path.isdir(path):  # pathlib raises for a name that is too long, or in a folder that may not be entered
        raise SubmissionError("folder", path=shown)
    if os.path.islink(path):
        raise SubmissionError("not_regular", path=shown)
    try:
        descriptor = os.open(path, flags)
    except FileNotFoundError:
        raise SubmissionError("missing_file", path=shown) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or type(error).__name__
        raise SubmissionError("unreadable_file", path=shown, message=reason) from None
    file = os.fdopen(descriptor, "rb")
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        file.close()
        raise SubmissionError("not_regular", path=shown)
    return file


def _read_regular(path: Path, shown: str, limit: int) -> bytes:
    with open_regular(path, shown) as file:
        data = file.read(limit + 1)
        size = os.fstat(file.fileno()).st_size
    if len(data) > limit:
        raise SubmissionError("too_big", megabytes=round(size / 2**20, 1), limit=limit // 2**20)
    return data
