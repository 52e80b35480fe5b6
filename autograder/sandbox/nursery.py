"""The zygote's work: prepare what workers share, fork one on request, reap it. Never imports a check."""

from __future__ import annotations

import contextlib
import gc
import importlib
import json
import os
import select
import signal
import socket
import sys
import traceback
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NoReturn

import numpy as np

from autograder.sandbox import grants, landlock, limits, namespaces, privileges, seccomp, worker
from autograder.sandbox.confine import Place, Plan
from autograder.sandbox.folders import remove_tree
from autograder.sandbox.setup import Setup
from autograder.sandbox.syscalls import machine
from autograder.wire.extensions import find_extensions
from autograder.wire.values import Extension

MESSAGE_BYTES = 1 << 16

_LAZY = {"torch": ("torch._dynamo",)}
"""What a library imports when it is first used, here so that not every worker does: torch's first optimiser."""


def main(control: int, package_parent: str) -> NoReturn:
    """Read the setup from the control socket, prepare, answer commands until the grader closes it or ends."""
    sock = socket.socket(fileno=control)
    os.umask(0o022)
    setup = Setup(**json.loads(sock.recv(MESSAGE_BYTES)))
    beside = os.open(os.path.dirname(setup.base), os.O_PATH | os.O_CLOEXEC)
    try:
        nursery = _prepare(sock, setup, package_parent)
    except Exception as error:
        sock.send(json.dumps({"problem": f"{type(error).__name__}: {error}"}).encode())
        os._exit(1)
    try:
        nursery.serve(setup.grader)
        nursery.end()
        _remove_base(setup.base, beside)
        os._exit(0)
    except BaseException:
        traceback.print_exc()  # into the log in the folder of all runs, which the grader reads and removes
        os._exit(1)


class Nursery:
    """Answers the grader's commands: ``fork`` (with the worker's socket) and ``end`` (kill, reap, say how it ended)."""

    def __init__(self, control: socket.socket, plan: Plan, extensions: tuple[Extension, ...]) -> None:
        self.control = control
        self.plan = plan
        self.extensions = extensions
        self.children: dict[int, int | None] = {}
        self.commands: dict[str, Callable[..., dict[str, int]]] = {"fork": self._fork, "end": self._end}

    def serve(self, grader: int) -> None:
        """Answer until the socket closes or the grader's process ends, whichever is seen first."""
        events = select.poll()
        events.register(self.control, select.POLLIN)
        with contextlib.suppress(OSError):  # before Linux 5.3 the socket alone must do
            events.register(os.pidfd_open(grader), select.POLLIN)
        while [ready for ready, _ in events.poll()] == [self.control.fileno()]:
            data, passed, _, _ = socket.recv_fds(self.control, MESSAGE_BYTES, 1)
            if not data:
                return
            message = json.loads(data)
            answer = self.commands[message.pop("command")](passed, **message)
            self._reply(answer)

    def _reply(self, answer: dict[str, int]) -> None:
        pidfd = answer.pop("pidfd", None)
        socket.send_fds(self.control, [json.dumps(answer).encode()], [] if pidfd is None else [pidfd])
        if pidfd is not None:
            os.close(pidfd)

    def _fork(self, passed: list[int], folder: str, uid: int | None) -> dict[str, int]:
        parent = os.getpid()
        child = os.fork()
        if child == 0:
            gc.enable()
            worker.run(self.plan, Place(passed[0], folder, uid, parent), self.extensions)
        os.close(passed[0])
        self.children[child] = uid
        with contextlib.suppress(OSError):
            return {"pid": child, "pidfd": os.pidfd_open(child)}
        return {"pid": child}

    def _end(self, passed: list[int], pid: int) -> dict[str, int]:
        uid = self.children.pop(pid)
        os.kill(pid, signal.SIGKILL)  # not reaped yet, so the number is still its own
        status = os.waitpid(pid, 0)[1]
        if uid is not None:
            _kill_all_of(uid)
        return {"status": os.waitstatus_to_exitcode(status)}

    def end(self) -> None:
        """Kill and reap what is left."""
        for child in list(self.children):
            self._end([], child)


def _remove_base(base: str, beside: int) -> None:
    """Remove the folder of all runs: the grader may have ended without doing so.

    ``beside`` is its parent, opened before any mount: the path may lead over one, and that cannot be removed.
    """
    os.chdir("/")
    remove_tree(base)
    with contextlib.suppress(OSError):
        os.rmdir(os.path.basename(base), dir_fd=beside)


def _kill_all_of(uid: int) -> None:
    """Kill whatever runs under a worker's uid, by having no right to signal anybody else."""
    os.setresuid(uid, uid, 0)
    try:
        os.kill(-1, signal.SIGKILL)
    except ProcessLookupError:
        pass
    finally:
        os.setresuid(0, 0, 0)
        privileges.protect_grader()


def _prepare(sock: socket.socket, setup: Setup, package_parent: str) -> Nursery:
    _import(setup)
    with _importing_from(package_parent):
        extensions = find_extensions(setup.extensions)
    libraries = [*grants.library_folders(), *setup.sites]
    readable = grants.readable(libraries, [*setup.hidden, *([setup.canary] if setup.canary else [])])
    layers, own_uid = _separate(setup, readable)
    grants.narrow_imports(readable)
    privileges.protect_grader()
    privileges.shrink_bounding_set()
    plan = _plan(setup, readable, layers)
    gc.collect()
    gc.disable()  # a collection in the zygote would only write to pages that the workers share
    gc.freeze()
    sock.send(json.dumps({"own_uid": own_uid}).encode())
    return Nursery(sock, plan, extensions)


def _import(setup: Setup) -> None:
    sys.path.extend(site for site in setup.sites if site not in sys.path)
    np.random.seed()  # the first use of the module's generator costs more than the next
    for name in setup.preload:
        importlib.import_module(name)
        for lazy in _LAZY.get(name, ()):
            importlib.import_module(lazy)
    torch: Any = sys.modules.get("torch")
    if torch is not None:  # after an operation with two threads, every fork would hang
        torch.set_num_threads(1)
        torch.set_num_interop_threads(1)
        torch.backends.cpu.get_cpu_capability()  # reads /proc/cpuinfo, which no worker can


@contextlib.contextmanager
def _importing_from(folder: str) -> Iterator[None]:
    sys.path.insert(0, folder)
    try:
        yield
    finally:
        sys.path.remove(folder)


def _separate(setup: Setup, readable: Sequence[str]) -> tuple[list[str], bool]:
    """Enter the namespaces that the kernel grants; return the layers, and whether a worker can have its own uid."""
    layers = ["process", *namespaces.leave_network()]
    if namespaces.private_mounts() and namespaces.show_only([*readable, *sys.path, setup.base], setup.hidden):
        layers.append("mountns")
    if setup.uid is None:
        return layers, False
    files = [module.__file__ for module in (os, np, *(sys.modules[name] for name in setup.preload))]
    return layers, namespaces.reachable(setup.uid, [setup.base, *(file for file in files if file)])


def _plan(setup: Setup, readable: Sequence[str], layers: Sequence[str]) -> Plan:
    architecture = machine()
    opened = [landlock.grant(path, landlock.READ) for path in readable]
    opened.append(landlock.grant(grants.NULL, landlock.DEVICE))
    return Plan(
        layers=tuple(layers),
        environment=dict(os.environ),
        limits=limits.plan(setup.memory),
        landlock=landlock.abi(),
        grants=[pair for pair in opened if pair is not None],
        filter=seccomp.build(architecture) if architecture and seccomp.available() else None,
        canary=setup.canary,
    )
