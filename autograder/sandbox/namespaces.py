"""Extra layers where the kernel grants them: an own network, own IPC, and a view of the files in which other users can
reach the interpreter. Never required; every failure only means that the layer is absent.
"""

from __future__ import annotations

import contextlib
import os
import stat
from collections.abc import Iterable, Sequence

from autograder.sandbox.grants import within
from autograder.sandbox.linux import mount, unmount, unshare
from autograder.sandbox.privileges import become

CLONE_NEWNS, CLONE_NEWIPC, CLONE_NEWNET = 0x00020000, 0x08000000, 0x40000000
MS_RDONLY, MS_NOSUID, MS_NODEV, MS_REMOUNT, MS_BIND, MS_REC, MS_PRIVATE = 1, 2, 4, 32, 4096, 16384, 1 << 18


def leave_network() -> list[str]:
    """Enter a network without interfaces and an empty IPC namespace; return the layers that hold."""
    layers = []
    for flag, layer in ((CLONE_NEWNET, "netns"), (CLONE_NEWIPC, "ipcns")):
        with contextlib.suppress(OSError):
            unshare(flag)
            layers.append(layer)
    return layers


def private_mounts() -> bool:
    """Enter a mount namespace whose changes nobody else sees; say whether that was possible."""
    try:
        unshare(CLONE_NEWNS)
        mount("none", "/", None, MS_REC | MS_PRIVATE)
    except OSError:
        return False
    return True


def show_only(needed: Iterable[str], hidden: Iterable[str] = ()) -> bool:
    """Cover what other users cannot enter on the way to ``needed``, and ``hidden``, by folders that hold only needed.

    Needs ``private_mounts``. Returns False, with the view perhaps half made, when the kernel refuses.
    """
    wanted = _outermost({path for name in needed for path in (os.path.abspath(name), os.path.realpath(name))})
    covers = {closed for path in wanted if (closed := _closed_ancestor(path))}
    covers |= {os.path.realpath(path) for path in hidden if os.path.isdir(path)}
    try:
        for cover in _outermost(covers):
            _cover(cover, [path for path in wanted if within(path, cover)])
    except OSError:
        return False
    return True


def reachable(uid: int, paths: Sequence[str]) -> bool:
    """Say whether another uid can open every file and enter every folder: a child tries, modes are half the truth."""
    child = os.fork()
    if child == 0:
        try:
            become(uid)
            for path in paths:
                os.stat(f"{path}/.") if os.path.isdir(path) else os.close(os.open(path, os.O_RDONLY))
            os._exit(0)
        finally:
            os._exit(1)
    return os.waitpid(child, 0)[1] == 0


def _cover(folder: str, needed: Sequence[str]) -> None:
    if folder in needed or folder == "/":
        raise OSError(f"{folder} is needed itself")
    kept = [(path, os.open(path, os.O_PATH | os.O_CLOEXEC)) for path in needed]
    try:
        mount("tmpfs", folder, "tmpfs", MS_NOSUID | MS_NODEV, "mode=0755,size=1m")
        try:
            _fill(kept)
            mount("none", folder, None, MS_REMOUNT | MS_BIND | MS_RDONLY | MS_NOSUID | MS_NODEV)
        except OSError:
            unmount(folder)  # a half-made view would lack the interpreter
            raise
    finally:
        for _, descriptor in kept:
            os.close(descriptor)


def _fill(kept: Sequence[tuple[str, int]]) -> None:
    for path, descriptor in kept:
        _make_target(path, os.fstat(descriptor).st_mode)
        mount(f"/proc/self/fd/{descriptor}", path, None, MS_BIND | MS_REC)


def _make_target(path: str, mode: int) -> None:
    if stat.S_ISDIR(mode):
        os.makedirs(path, mode=0o755, exist_ok=True)
        return
    os.makedirs(os.path.dirname(path), mode=0o755, exist_ok=True)
    os.close(os.open(path, os.O_CREAT | os.O_WRONLY | os.O_CLOEXEC, 0o644))


def _outermost(paths: Iterable[str]) -> list[str]:
    every = sorted(set(paths))
    return [path for path in every if not any(path != other and within(path, other) for other in every)]


def _closed_ancestor(path: str) -> str | None:
    """Return the first folder on the way to ``path`` that others may not enter, as its real path."""
    parts = path.split("/")
    for count in range(1, len(parts)):
        folder = "/".join(parts[:count]) or "/"
        if os.path.isdir(folder) and not os.stat(folder).st_mode & stat.S_IXOTH:
            return os.path.realpath(folder)
    return None
