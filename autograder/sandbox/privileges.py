"""Giving up privileges: uid, groups, capabilities, and the flags that keep them given up. Knows no paths."""

from __future__ import annotations

import contextlib
import os
import signal
import struct
import sys

from autograder.sandbox import linux

_SECUREBITS = 0b1110_1111  # no root, no setuid fixup, no ambient raise, all locked; keep-caps locked off
_CAP_VERSION_3 = 0x20080522


def protect_grader() -> None:
    """Keep other processes of the same user out of this one's memory, and its memory out of core files.

    Does nothing on systems other than Linux.
    """
    if sys.platform == "linux":
        linux.prctl(linux.PR_SET_DUMPABLE, 0)


def shrink_bounding_set() -> None:
    """Take every capability out of the bounding set, as far as this process may: no exec can give one back."""
    with contextlib.suppress(OSError):  # ends at the last capability, or at once without CAP_SETPCAP
        for capability in range(64):
            linux.prctl(linux.PR_CAPBSET_DROP, capability)


def become(uid: int) -> None:
    """Change to an own uid, a group of the same number and no other group, for good. Raises ``OSError``."""
    os.setgroups([])
    os.setresgid(uid, uid, uid)
    os.setresuid(uid, uid, uid)


def drop_capabilities() -> None:
    """Give up every capability; uid 0 without any is an ordinary user with a famous number. Raises ``OSError``."""
    with contextlib.suppress(OSError):  # needs CAP_SETPCAP; without it no_new_privs keeps exec from giving any back
        linux.prctl(linux.PR_SET_SECUREBITS, _SECUREBITS)
    with contextlib.suppress(OSError):
        linux.prctl(linux.PR_CAP_AMBIENT, linux.PR_CAP_AMBIENT_CLEAR_ALL)
    linux.system_call("capset", struct.pack("<Ii", _CAP_VERSION_3, 0), bytes(24))


def capabilities() -> bytes:
    """Return the effective, permitted and inheritable sets as 24 bytes: all zero when there are none."""
    import ctypes

    sets = ctypes.create_string_buffer(24)
    linux.system_call("capget", struct.pack("<Ii", _CAP_VERSION_3, 0), sets)
    return sets.raw


def seal(parent: int) -> None:
    """Die with the parent, gain nothing by exec, stay closed to others. After the uid change, which undoes the first.

    Raises ``OSError``, also when the parent is already gone.
    """
    linux.prctl(linux.PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        raise OSError("the zygote ended")
    linux.prctl(linux.PR_SET_NO_NEW_PRIVS, 1)
    linux.prctl(linux.PR_SET_DUMPABLE, 0)
