"""The grader's ends of other processes: a zygote that forks confined workers, or plain ones where no Linux is."""

from __future__ import annotations

import contextlib
import json
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any, Protocol

from autograder.sandbox.errors import SandboxError
from autograder.sandbox.setup import Setup

START_SECONDS = 120
ANSWER_SECONDS = 30
MESSAGE_BYTES = 1 << 16

_HERE = Path(__file__).resolve().parent
_KEPT = ("LD_LIBRARY_PATH", "SYSTEMROOT")  # without them some interpreters do not start


@dataclass
class Process:
    """A worker's process: its socket, its pid, its pidfd where there is one, and how to end it.

    ``end`` kills and reaps it and returns what ``os.waitstatus_to_exitcode`` would.
    """

    sock: socket.socket
    pid: int
    pidfd: int | None
    end: Callable[[], int]


class Nursery(Protocol):
    """Makes workers' processes."""

    def start(self) -> bool:
        """Wait until it can work; say whether a worker can have its own uid. Raises ``SandboxError``."""

    def spawn(self, folder: str, uid: int | None) -> Process:
        """Return a new worker's process. Raises ``SandboxError``."""

    def close(self) -> None:
        """End everything that it started."""


class Zygote:
    """A process of our own, executed afresh so that it holds no secret, from which workers are forked.

    The constructor only starts it; ``start`` waits for its imports.
    """

    def __init__(self, setup: Setup) -> None:
        self._lock = threading.Lock()
        self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._control.settimeout(START_SECONDS)
        self._log = Path(setup.base, "zygote.log")
        with theirs, open(self._log, "xb") as log:
            self._process = _run("zygote.py", theirs, setup.base, log)
        self._control.send(json.dumps(asdict(setup)).encode())

    def start(self) -> bool:
        """Wait for the zygote's imports."""
        answer, _ = self._answer()
        self._control.settimeout(ANSWER_SECONDS)
        return bool(answer["own_uid"])

    def spawn(self, folder: str, uid: int | None) -> Process:
        """Fork a worker."""
        ours, theirs = socket.socketpair()
        with theirs:
            answer, passed = self._ask({"command": "fork", "folder": folder, "uid": uid}, [theirs.fileno()])
        pid = answer["pid"]
        return Process(ours, pid, passed[0] if passed else None, lambda: self._end(pid))

    def close(self) -> None:
        """Close the control socket, which ends the zygote and all its workers, and wait for that."""
        self._control.close()
        try:
            self._process.wait(ANSWER_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _end(self, pid: int) -> int:
        answer, _ = self._ask({"command": "end", "pid": pid}, [])
        return int(answer["status"])

    def _ask(self, message: dict[str, Any], descriptors: list[int]) -> tuple[dict[str, Any], list[int]]:
        with self._lock:
            try:
                socket.send_fds(self._control, [json.dumps(message).encode()], descriptors)
                return self._answer()
            except OSError:
                raise self._died() from None
            except BaseException:  # Ctrl-C between question and answer: the next answer would be to this question
                self._control.close()
                raise

    def _answer(self) -> tuple[dict[str, Any], list[int]]:
        try:
            data, passed, _, _ = socket.recv_fds(self._control, MESSAGE_BYTES, 1)
        except OSError:
            raise self._died() from None
        answer = json.loads(data) if data else {}
        if not answer or "problem" in answer:
            raise self._died(answer.get("problem", ""))
        return answer, passed

    def _died(self, problem: str = "") -> SandboxError:
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(1)
        status = self._process.poll()
        state = "does not answer" if status is None else f"ended with status {status}"
        return SandboxError(f"The process that starts the workers {state}: {problem or self._last_words()}")

    def _last_words(self) -> str:
        try:
            return self._log.read_text("utf-8", "replace").strip()[-400:] or "it said nothing"
        except OSError:
            return "it left no log"


class Plain:
    """Workers as plain processes with nothing but the wire between: scores stay honest, secrets and limits do not."""

    def __init__(self, setup: Setup) -> None:
        self._setup = setup
        self._live: list[subprocess.Popen[bytes]] = []

    def start(self) -> bool:
        """Nothing to wait for."""
        return False

    def spawn(self, folder: str, uid: int | None) -> Process:
        """Start an interpreter that imports all it needs by itself."""
        ours, theirs = socket.socketpair()
        with theirs:
            process = _run("plain.py", theirs, folder, subprocess.DEVNULL, *self._setup.extensions)
        self._live.append(process)
        return Process(ours, process.pid, None, lambda: self._end(process))

    def close(self) -> None:
        """End what is left."""
        for process in list(self._live):
            self._end(process)

    def _end(self, process: subprocess.Popen[bytes]) -> int:
        process.kill()
        self._live.remove(process)
        return process.wait()


def _run(
    program: str, sock: socket.socket, folder: str, log: IO[bytes] | int, *arguments: str
) -> subprocess.Popen[bytes]:
    """Run one of this package's programs, isolated, with a socket that it finds under the number it is told."""
    share = getattr(sock, "share", None)  # Windows hands sockets over in another way than POSIX
    number = sock.fileno() if share is None else -1
    process = subprocess.Popen(
        [sys.executable, "-I", "-B", "-X", "utf8", str(_HERE / program), str(number), *arguments],
        stdin=subprocess.DEVNULL if share is None else subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=log,
        cwd=folder,
        env=_environment(folder),
        pass_fds=(number,) if share is None else (),
        start_new_session=True,
    )
    if share is not None and process.stdin is not None:
        process.stdin.write(share(process.pid))
        process.stdin.close()
    return process


def _environment(folder: str) -> dict[str, str]:
    threads = {f"{library}_NUM_THREADS": "1" for library in ("OMP", "OPENBLAS", "MKL", "NUMEXPR")}
    home = {"HOME": folder, "TMPDIR": folder, "MPLCONFIGDIR": folder, "USER": "student", "LOGNAME": "student"}
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    return {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "TZ": "UTC", "MPLBACKEND": "Agg", **threads, **home, **kept}
