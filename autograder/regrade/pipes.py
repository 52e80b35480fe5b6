"""Messages on a pipe between two processes of ours: a length, then the bytes. Knows nothing of what they say."""

from __future__ import annotations

from typing import IO

from autograder.regrade.work import MAX_MESSAGE
from autograder.wire.frames import HEAD


def send(pipe: IO[bytes], payload: bytes) -> None:
    """Write one message. Raises ``OSError`` when nobody reads."""
    pipe.write(HEAD.pack(len(payload)) + payload)
    pipe.flush()


def receive(pipe: IO[bytes]) -> bytes | None:
    """Return the next message, ``None`` when the other end is gone."""
    head = pipe.read(HEAD.size)
    if len(head) < HEAD.size:
        return None
    (length,) = HEAD.unpack(head)
    if length > MAX_MESSAGE:
        return None
    payload = pipe.read(length)
    return payload if len(payload) == length else None
