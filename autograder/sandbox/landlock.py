"""Landlock by three system calls: which files a worker may open, and no TCP, no signals out. Knows no paths itself.

Source: Documentation/userspace-api/landlock.rst in the kernel.
"""

from __future__ import annotations

import os
import struct
from collections.abc import Iterable
from dataclasses import dataclass

from autograder.sandbox.linux import system_call

WRITE_FILE, READ_FILE, READ_DIR, REMOVE_FILE, MAKE_REG = 1 << 1, 1 << 2, 1 << 3, 1 << 5, 1 << 8
TRUNCATE = 1 << 14

READ = READ_FILE | READ_DIR
OWN_FOLDER = READ | WRITE_FILE | REMOVE_FILE | MAKE_REG | TRUNCATE
"""No right to make folders, links, sockets or pipes: an own folder stays flat."""
DEVICE = READ_FILE | WRITE_FILE

_ON_A_FILE = WRITE_FILE | READ_FILE | TRUNCATE  # rights that a rule on something else than a folder may name
_KNOWN_ABI = 7


@dataclass(frozen=True)
class Handled:
    """What a rule set refuses unless a rule grants it, as bit masks; depends on the running kernel."""

    files: int
    net: int
    scopes: int

    @classmethod
    def of(cls, abi: int) -> Handled:
        """Return every right that an ABI knows.

        >>> Handled.of(1) == Handled(files=(1 << 13) - 1, net=0, scopes=0)
        True
        """
        bits = 13 + (abi >= 2) + (abi >= 3) + (abi >= 5)  # 2: rename across folders, 3: truncate, 5: ioctl on devices
        return cls((1 << bits) - 1, 0b11 if abi >= 4 else 0, 0b11 if abi >= 6 else 0)


def abi() -> int:
    """Return the kernel's Landlock ABI, at most the newest one known here; 0 where there is none."""
    try:
        return min(system_call("landlock_create_ruleset", None, 0, 1), _KNOWN_ABI)
    except OSError:
        return 0


def ruleset(abi: int, grants: Iterable[tuple[int, int]]) -> int:
    """Return the descriptor of a rule set that refuses all but ``grants``: pairs of an O_PATH descriptor and rights.

    Raises ``OSError``.
    """
    handled = Handled.of(abi)
    attributes = struct.pack("<QQQ", handled.files, handled.net, handled.scopes)
    attributes = attributes[: 8 if abi < 4 else 16 if abi < 6 else 24]
    rules = system_call("landlock_create_ruleset", attributes, len(attributes), 0)
    for folder, rights in grants:
        system_call("landlock_add_rule", rules, 1, struct.pack("<Qi", rights & handled.files, folder), 0)
    return rules


def restrict(rules: int) -> None:
    """Confine the calling thread for good. Needs no_new_privs. Raises ``OSError``."""
    system_call("landlock_restrict_self", rules, 0)


def grant(path: str, rights: int) -> tuple[int, int] | None:
    """Open a path for a rule; ``None`` when it is not there. Rights that make no sense on a file are left out."""
    try:
        descriptor = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return None
    return descriptor, rights if os.path.isdir(path) else rights & _ON_A_FILE
