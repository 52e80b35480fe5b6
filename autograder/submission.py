"""The noun of a submission: one file's bytes, read safely. Never parses them: that happens behind the border."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import Any

MAX_BYTES = 2 * 1024 * 1024
_CONTROL = bytes(range(9)) + bytes(range(14, 27)) + bytes(range(28, 32))


class SubmissionError(Exception):
    """A submission that cannot be graded. ``kind`` keys the sentence for people, ``detail`` fills it."""

    def __init__(self, kind: str, **detail: Any) -> None:
        super().__init__(kind)
        self.kind = kind
        self.detail = detail


@dataclass(frozen=True)
class Submission:
    """One file that a student handed in: its name and its bytes."""

    name: str
    data: bytes


def read_submission(path: Path) -> Submission:
    """Read a ``.py`` file: a regular one, not through a link, at most ``MAX_BYTES``.

    Raises ``SubmissionError``: ``missing_file``, ``folder``, ``not_regular``, ``unreadable_file``, ``suffix``,
    ``too_big`` or ``binary``.
    """
    shown = printable(path.name)
    data = _read_regular(path, shown)
    if path.suffix.lower() != ".py":
        raise SubmissionError("suffix", path=shown)
    if looks_binary(data):
        raise SubmissionError("binary")
    return Submission(shown, data)


def printable(text: str, limit: int = 200) -> str:
    """Return a text that is safe to show: control and direction characters escaped, cut to ``limit``.

    >>> printable("a\\nb\\u202ec")
    'a\\\\nb\\\\u202ec'
    """
    safe = "".join(c if c.isprintable() else c.encode("unicode_escape", "surrogatepass").decode() for c in text)
    return safe if len(safe) <= limit else safe[: limit - 1] + "…"


def looks_binary(data: bytes) -> bool:
    """Say whether bytes are no text in any encoding: many control characters, and no two-byte encoding's pattern."""
    head = data[:8192]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")) or not head:
        return False
    controls = len(head) - len(head.translate(None, _CONTROL))
    zeros = head.count(0)
    return controls - zeros > len(head) * 0.02 or (zeros > 0 and controls > len(head) * 0.1)


def _read_regular(path: Path, shown: str) -> bytes:
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
    with os.fdopen(descriptor, "rb") as file:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise SubmissionError("not_regular", path=shown)
        data = file.read(MAX_BYTES + 1)
        size = os.fstat(descriptor).st_size
    if len(data) > MAX_BYTES:
        raise SubmissionError("too_big", megabytes=round(size / 2**20, 1), limit=MAX_BYTES // 2**20)
    return data
