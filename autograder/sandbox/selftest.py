"""Tries, inside a worker and before any of a student's bytes, what the layers must refuse. Trusts no return code."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Sequence

from autograder.sandbox import linux, privileges
from autograder.sandbox.confine import Place

Attempt = Callable[[], object]

_REFUSES = {
    "seccomp": ("socket", "fork", "exec", "signal"),
    "landlock": ("read_outside", "write_outside", "canary"),
    "uid": ("write_outside", "root_again"),
}


class NotConfined(RuntimeError):
    """A layer that reported itself in place does not hold."""


def run(layers: Sequence[str], place: Place, canary: str | None) -> list[str]:
    """Return the forbidden actions that nothing refused: none with every layer on.

    Raises ``NotConfined`` when a layer in ``layers`` should have refused one, or the process is not as it should be.
    """
    _check_flags(place)
    _check_descriptors(place.socket)
    left_open = [name for name, attempt in _attempts(place, canary).items() if _succeeds(attempt)]
    for layer in layers:
        leaks = set(_REFUSES.get(layer.partition(":")[0], ())) & set(left_open)
        if leaks:
            raise NotConfined(f"{layer} is in place and does not refuse: {', '.join(sorted(leaks))}")
    return left_open


def _attempts(place: Place, canary: str | None) -> dict[str, Attempt]:
    attempts: dict[str, Attempt] = {
        "socket": lambda: socket.socket(socket.AF_UNIX).close(),
        "fork": _fork,
        "exec": _exec,
        "signal": lambda: os.kill(place.parent, 0),
        "read_outside": lambda: os.close(os.open("/", os.O_RDONLY)),
        "write_outside": lambda: _make(os.path.join(os.path.dirname(place.folder), "written")),
    }
    if canary is not None:
        attempts["canary"] = lambda: os.close(os.open(canary, os.O_RDONLY))
    if place.uid is not None:
        attempts["root_again"] = lambda: os.setuid(0)
    return attempts


def _succeeds(attempt: Attempt) -> bool:
    try:
        attempt()
    except OSError:
        return False
    return True


def _fork() -> None:
    child = os.fork()
    if child == 0:
        os._exit(0)
    os.waitpid(child, 0)


def _exec() -> None:
    try:
        os.execv("", ["nothing"])  # refused: EPERM; let through: there is no such file
    except FileNotFoundError:
        return


def _make(path: str) -> None:
    os.mkdir(path)
    os.rmdir(path)


def _check_flags(place: Place) -> None:
    uid = os.getuid() if place.uid is None else place.uid
    if os.getresuid() != (uid, uid, uid) or any(privileges.capabilities()):
        raise NotConfined("the worker kept privileges")
    if linux.prctl(linux.PR_GET_NO_NEW_PRIVS) != 1 or linux.prctl(linux.PR_GET_DUMPABLE) != 0:
        raise NotConfined("no_new_privs or dumpable is not as it was set")


def _check_descriptors(own: int) -> None:
    for descriptor in range(3, 64):
        if descriptor != own and _succeeds(lambda descriptor=descriptor: os.fstat(descriptor)):  # type: ignore[misc]
            raise NotConfined(f"descriptor {descriptor} is open")
