"""The folders in which workers run: made private, measured while they run, removed whatever was done to them."""

from __future__ import annotations

import contextlib
import itertools
import os
import secrets
import shutil
import stat
import sys
import tempfile
from collections.abc import Iterator

MAX_BYTES = 64 << 20
MAX_ENTRIES = 256

_OPEN_FOLDER = os.O_RDONLY | getattr(os, "O_DIRECTORY", 0) | getattr(os, "O_NOFOLLOW", 0)


def make_base(enter: bool) -> str:
    """Make the folder of one sandbox's runs; ``enter`` lets other users pass through, not look around."""
    base = os.path.realpath(tempfile.mkdtemp(prefix="autograder-"))
    if enter:
        os.chmod(base, 0o711)
    return base


def make_run(base: str, uid: int | None) -> str:
    """Make one worker's own, empty folder; nobody else but root can enter it."""
    folder = os.path.join(base, secrets.token_hex(8))
    os.mkdir(folder, 0o700)
    if uid is not None:
        os.chown(folder, uid, uid)
    return folder


def too_full(folder: str) -> bool:
    """Say whether a folder holds more than ``MAX_BYTES`` or ``MAX_ENTRIES``; looks at no more entries than that."""
    total = 0
    for count, size in enumerate(_sizes(folder), start=1):
        total += size
        if count > MAX_ENTRIES or total > MAX_BYTES:
            return True
    return False


def _sizes(folder: str) -> Iterator[int]:
    pending = [folder]
    while pending:
        with contextlib.suppress(OSError), os.scandir(pending.pop()) as entries:
            for entry in entries:
                with contextlib.suppress(OSError):
                    found = entry.stat(follow_symlinks=False)
                    if stat.S_ISDIR(found.st_mode):
                        pending.append(entry.path)
                    yield getattr(found, "st_blocks", found.st_size // 512) * 512


def remove_tree(folder: str) -> None:
    """Remove a folder and all in it, however deep, oddly named or locked. What cannot be removed is left.

    Folders are moved up to the top before they are emptied, so that depth costs neither stack nor descriptors.
    """
    if sys.platform == "win32":
        return shutil.rmtree(folder, ignore_errors=True)
    with contextlib.suppress(OSError):
        _unlock(folder, None)
        top = os.open(folder, _OPEN_FOLDER)
        try:
            _empty(top)
        finally:
            os.close(top)
        os.rmdir(folder)


def _empty(top: int) -> None:
    names = (f"moved-{secrets.token_hex(8)}-{number}" for number in itertools.count())
    while folders := _unlink_files(top):
        for name in folders:
            _lift(name, top, names)


def _unlink_files(folder: int) -> list[str]:
    """Unlink what is not a folder; return the names of the folders."""
    folders = []
    for name in os.listdir(folder):
        if stat.S_ISDIR(os.stat(name, dir_fd=folder, follow_symlinks=False).st_mode):
            folders.append(name)
        else:
            os.unlink(name, dir_fd=folder)
    return folders


def _lift(name: str, top: int, names: Iterator[str]) -> None:
    """Move the folders in ``name`` up to ``top``, and remove ``name``."""
    _unlock(name, top)
    descriptor = os.open(name, _OPEN_FOLDER, dir_fd=top)
    try:
        for inner in _unlink_files(descriptor):
            _unlock(inner, descriptor)
            os.rename(inner, next(names), src_dir_fd=descriptor, dst_dir_fd=top)
    finally:
        os.close(descriptor)
    os.rmdir(name, dir_fd=top)


def _unlock(name: str, folder: int | None) -> None:
    if stat.S_ISDIR(os.stat(name, dir_fd=folder, follow_symlinks=False).st_mode):
        os.chmod(name, 0o700, dir_fd=folder)


def remove_owned(path: str, uid: int) -> None:
    """Remove a file or folder if this user owns it."""
    with contextlib.suppress(OSError):
        found = os.lstat(path)
        if found.st_uid == uid:
            remove_tree(path) if stat.S_ISDIR(found.st_mode) else os.unlink(path)
