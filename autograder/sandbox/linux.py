"""The C library by ctypes: system calls that Python's ``os`` does not offer. Knows no policy; Linux only."""

from __future__ import annotations

import ctypes
import functools
import os
from collections.abc import Iterable

from autograder.sandbox.syscalls import number

PR_SET_PDEATHSIG = 1
PR_GET_DUMPABLE = 3
PR_SET_DUMPABLE = 4
PR_CAPBSET_DROP = 24
PR_SET_SECUREBITS = 28
PR_SET_NO_NEW_PRIVS = 38
PR_GET_NO_NEW_PRIVS = 39
PR_CAP_AMBIENT = 47
PR_CAP_AMBIENT_CLEAR_ALL = 4


@functools.cache
def libc() -> ctypes.CDLL:
    """Return the C library, with ``errno`` kept per call."""
    library = ctypes.CDLL(None, use_errno=True)
    library.syscall.restype = ctypes.c_long
    return library


def system_call(name: str, *args: int | bytes | ctypes.Array[ctypes.c_char] | None) -> int:
    """Make one system call by name; integers go as C longs, bytes and buffers as pointers. Raises ``OSError``."""
    passed = [ctypes.c_long(arg) if isinstance(arg, int) else arg for arg in args]
    return _checked(libc().syscall(ctypes.c_long(number(name)), *passed), name)


def prctl(option: int, *args: int) -> int:
    """Call ``prctl`` with the missing arguments zero, as the kernel demands. Raises ``OSError``."""
    padded = [ctypes.c_ulong(arg) for arg in (*args, 0, 0, 0, 0)[:4]]
    return _checked(libc().prctl(ctypes.c_int(option), *padded), "prctl")


def unshare(flags: int) -> None:
    """Leave the namespaces named by ``flags`` for new ones. Raises ``OSError``."""
    _checked(libc().unshare(ctypes.c_int(flags)), "unshare")


def mount(source: str, target: str, kind: str | None, flags: int, data: str | None = None) -> None:
    """Mount as in mount(2). Raises ``OSError`` with the target's name."""
    texts = [text.encode("utf-8", "surrogateescape") if text is not None else None for text in (source, target, kind)]
    option = data.encode() if data is not None else None
    _checked(libc().mount(*texts, ctypes.c_ulong(flags), option), target)


def unmount(target: str) -> None:
    """Detach what is mounted on ``target``, with all below it. Raises ``OSError``."""
    _checked(libc().umount2(target.encode("utf-8", "surrogateescape"), ctypes.c_int(2)), target)


def close_descriptors(keep: Iterable[int]) -> None:
    """Close every descriptor of this process except those in ``keep``."""
    first = 0
    for descriptor in [*sorted(keep), 1 << 30]:
        if first < descriptor:
            _close_range(first, descriptor - 1)
        first = descriptor + 1


def _close_range(first: int, last: int) -> None:
    try:
        system_call("close_range", first, last, 0)
    except OSError:  # before Linux 5.9
        os.closerange(first, min(last + 1, 4096))


def _checked(result: int, what: str) -> int:
    if result < 0:
        error = ctypes.get_errno()
        raise OSError(error, os.strerror(error), what)
    return result
