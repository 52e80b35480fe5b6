"""Frames to and from a process that may lie, stall, drip or die: every wait ends at a deadline. Decodes nothing."""

from __future__ import annotations

import selectors
import socket
import time
from collections.abc import Callable

from autograder.sandbox.errors import WorkerLost
from autograder.wire.frames import FrameReader, TooLarge

LOOK_SECONDS = 0.05
"""How often a waiting grader looks at what the worker uses."""

_PIECE = 1 << 20


class Ended(Exception):
    """The other end closed the stream, or its process is gone."""


class Channel:
    """One end of a socket to a worker, with the worker's pidfd where the system has one.

    ``look`` is called about every ``LOOK_SECONDS`` while waiting and may raise ``WorkerLost``.
    """

    def __init__(self, sock: socket.socket, pidfd: int | None, look: Callable[[], None]) -> None:
        sock.setblocking(False)
        self._sock = sock
        self._look = look
        self._selector = selectors.DefaultSelector()
        self._selector.register(sock, selectors.EVENT_READ)
        if pidfd is not None:
            self._selector.register(pidfd, selectors.EVENT_READ)
        self._next_look = 0.0

    def exchange(self, data: bytes, seconds: float) -> bytes:
        """Send a whole frame and return the payload of the next one, all within ``seconds``.

        Raises ``WorkerLost`` (timeout, malformed, too_large, or what ``look`` raises) and ``Ended``.
        """
        now = time.monotonic()
        self._next_look = now + LOOK_SECONDS
        self._expect_silence()
        self._send(data, now + seconds, seconds)
        return self._receive(now + seconds, seconds)

    def receive(self, seconds: float) -> bytes:
        """Return the payload of the next frame. Raises as ``exchange`` does."""
        now = time.monotonic()
        self._next_look = now + LOOK_SECONDS
        return self._receive(now + seconds, seconds)

    def ends_within(self, seconds: float) -> bool:
        """Say whether the process is gone by then; True where that cannot be seen."""
        self._selector.unregister(self._sock)
        return not self._selector.get_map() or bool(self._selector.select(seconds))

    def close(self) -> None:
        """Close the socket."""
        self._selector.close()
        self._sock.close()

    def _expect_silence(self) -> None:
        if self._read(1):
            raise WorkerLost("malformed", "it spoke without being asked")

    def _send(self, data: bytes, deadline: float, seconds: float) -> None:
        left = memoryview(data)
        while left:
            try:
                left = left[self._sock.send(left) :]
            except BlockingIOError:
                self._wait(selectors.EVENT_READ | selectors.EVENT_WRITE, deadline, seconds)
            except OSError:
                raise Ended from None

    def _receive(self, deadline: float, seconds: float) -> bytes:
        reader = FrameReader()
        while True:
            gone = self._wait(selectors.EVENT_READ, deadline, seconds)
            piece = self._read(min(reader.missing, _PIECE))
            if piece is None and gone:
                raise Ended
            try:
                payload = reader.feed(piece or b"")
            except TooLarge as error:
                raise WorkerLost("too_large", str(error)) from None
            if payload is not None:
                return payload

    def _read(self, count: int) -> bytes | None:
        """Return what is there, ``None`` for nothing yet. Raises ``Ended`` at the end of the stream."""
        try:
            piece = self._sock.recv(count)
        except BlockingIOError:
            return None
        except OSError:
            raise Ended from None
        if not piece:
            raise Ended
        return piece

    def _wait(self, events: int, deadline: float, seconds: float) -> bool:
        """Wait for an event, at most until the next look; say whether the process has ended."""
        now = time.monotonic()
        if now >= deadline:
            raise WorkerLost("timeout", seconds)
        if now >= self._next_look:
            self._next_look = now + LOOK_SECONDS
            self._look()
        self._selector.modify(self._sock, events)
        ready = self._selector.select(max(0.0, min(deadline, self._next_look) - now))
        return any(key.fileobj is not self._sock for key, _ in ready)
