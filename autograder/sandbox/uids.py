"""Numbers for workers' own users: unused, one per live worker, not shared with another grader on the machine."""

from __future__ import annotations

import contextlib
import glob
import itertools
import secrets
import socket

FIRST, LAST = 50_000, 59_999
"""A range that distributions give to nobody by themselves."""


class UidPool:
    """Uids that belong to this grader until ``close``; given back ones are given out again first.

    A uid is claimed by an abstract socket name, which vanishes with the process that holds it.
    """

    def __init__(self) -> None:
        self._claims: list[socket.socket] = []
        self._free: list[int] = []

    def take(self) -> int:
        """Return a uid that no account, process or other grader has. Raises ``LookupError`` when none is left."""
        if not self._free:
            self._free.append(self._claim_another())
        return self._free.pop()

    def first(self) -> int:
        """Return the uid that ``take`` will give next."""
        uid = self.take()
        self.give_back(uid)
        return uid

    def give_back(self, uid: int) -> None:
        """Take back a uid of which nothing runs any more."""
        self._free.append(uid)

    def close(self) -> None:
        """Release every claim."""
        for claim in self._claims:
            claim.close()
        self._claims.clear()
        self._free.clear()

    def _claim_another(self) -> int:
        import pwd  # not on Windows, where there are no such numbers

        taken = _running_uids() | {account.pw_uid for account in pwd.getpwall()}
        start = FIRST + secrets.randbelow(LAST - FIRST + 1)
        for uid in itertools.chain(range(start, LAST + 1), range(FIRST, start)):
            if uid not in taken and self._claim(uid):
                return uid
        raise LookupError(f"no uid between {FIRST} and {LAST} is free")

    def _claim(self, uid: int) -> bool:
        claim = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        try:
            claim.bind(f"\0autograder-uid-{uid}")
        except OSError:
            claim.close()
            return False
        self._claims.append(claim)
        return True


def _running_uids() -> set[int]:
    found = set()
    for path in glob.glob("/proc/[0-9]*/status"):
        with contextlib.suppress(OSError), open(path, "rb") as file:
            uids = file.read().partition(b"\nUid:")[2].partition(b"\n")[0]
            found |= {int(uid) for uid in uids.split()}
    return found
