"""The grader's handle on one worker: requests with a deadline, and an end that leaves nothing behind."""

from __future__ import annotations

import contextlib
import os
import secrets
import signal
from collections.abc import Callable
from types import TracebackType
from typing import Any, NoReturn

from autograder.sandbox.channel import Channel, Ended
from autograder.sandbox.errors import SandboxError, WorkerLost
from autograder.sandbox.processes import Process
from autograder.sandbox.setup import EXIT_MEMORY
from autograder.sandbox.usage import Usage
from autograder.wire.codec import pack, unpack
from autograder.wire.frames import frame
from autograder.wire.values import Extension, Malformed

HELLO_SECONDS = 60
_EXIT_SECONDS = 1.0


class Worker:
    """One confined process with one submission, until ``close`` or the end of the ``with`` block.

    ``forget`` is called once, after the process is dead and reaped.
    """

    def __init__(
        self, process: Process, usage: Usage, extensions: tuple[Extension, ...], forget: Callable[[], None]
    ) -> None:
        self.pid = process.pid
        self.received = 0  # bytes of all replies so far
        self._process = process
        self._channel = Channel(process.sock, process.pidfd, usage.look)
        self._extensions = extensions
        self._forget = forget
        self._sequence = 0
        self._lost: WorkerLost | None = None
        self._status: int | None = None

    def hello(self) -> dict[str, Any]:
        """Return the worker's report about its layers. Raises ``SandboxError``: there is no student's code yet."""
        try:
            report = unpack(self._channel.receive(HELLO_SECONDS))
        except (WorkerLost, Ended, Malformed) as error:
            raise SandboxError(f"A new worker did not report ({error!r}); it ended with {self._kill()}.") from None
        if "problem" in report:
            raise SandboxError(f"A new worker could not confine itself, so nothing was run: {report['problem']}")
        return dict(report)

    def request(self, message: dict[str, Any], seconds: float) -> dict[str, Any]:
        """Send one request and return the reply, all within ``seconds``. Between requests the worker stands still.

        Raises ``WorkerLost``, after which the worker is dead and every further request raises the same; ``ValueError``
        when ``message`` itself cannot cross.
        """
        if self._lost is not None:
            raise self._lost
        self._sequence = secrets.randbits(63)  # nobody answers what was not asked yet
        data = frame(pack({**message, "seq": self._sequence}, extensions=self._extensions))
        try:
            self._signal("SIGCONT")
            payload = self._channel.exchange(data, seconds)
            self._signal("SIGSTOP")
            return self._reply(payload)
        except WorkerLost as lost:
            self._kill()
            self._lose(lost)
        except Ended:
            by_itself = self._channel.ends_within(_EXIT_SECONDS)
            status = self._kill()
            self._lose(_how_it_ended(status) if by_itself else WorkerLost("malformed", "it closed its connection"))

    def close(self) -> None:
        """Kill the worker, whatever it does, and remove what was its own. Safe to call twice."""
        if self._lost is None:
            self._lost = WorkerLost("exited", "closed")
        self._kill()

    def __enter__(self) -> Worker:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _reply(self, payload: bytes) -> dict[str, Any]:
        self.received += len(payload)
        try:
            reply = unpack(payload, extensions=self._extensions)
        except (Malformed, MemoryError) as error:
            raise WorkerLost("malformed", str(error)) from None
        if type(reply) is not dict or type(reply.get("seq")) is not int or reply.pop("seq") != self._sequence:
            raise WorkerLost("malformed", "not an answer to this request")
        return reply

    def _signal(self, name: str) -> None:
        """Stop the worker or let it go on, where the system has a pidfd.

        Threads that a student left running would take the processor, and memory, from the grader's own work.
        """
        if self._process.pidfd is not None:
            with contextlib.suppress(OSError):  # it has ended, or this system does not let us
                signal.pidfd_send_signal(self._process.pidfd, getattr(signal, name))

    def _lose(self, lost: WorkerLost) -> NoReturn:
        self._lost = lost
        raise lost from None

    def _kill(self) -> int:
        """Kill and reap; return how the process ended."""
        if self._status is None:
            self._status = self._end()
        return self._status

    def _end(self) -> int:
        pidfd = self._process.pidfd
        try:
            return self._process.end()
        finally:
            self._channel.close()
            if pidfd is not None:
                os.close(pidfd)
            self._forget()


def _how_it_ended(status: int) -> WorkerLost:
    """Say why a worker is gone, from a status as ``os.waitstatus_to_exitcode`` gives it."""
    if status == EXIT_MEMORY:
        return WorkerLost("memory", "none left")
    if status >= 0:
        return WorkerLost("exited", status)
    if -status == getattr(signal, "SIGXCPU", 0):
        return WorkerLost("timeout", "processor time")
    if -status == getattr(signal, "SIGXFSZ", 0):
        return WorkerLost("disk", "a file too large")
    return WorkerLost("signal", _signal_name(-status))


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:  # a real-time signal
        return str(number)
