"""Length-prefixed frames on a byte stream. Knows nothing of what a frame holds."""

from __future__ import annotations

import socket
import struct

MAX_FRAME = 64 * 1024 * 1024
"""The largest payload, in bytes, that either side reads or writes."""

HEAD = struct.Struct("<Q")


class TooLarge(ValueError):
    """A frame is larger than ``MAX_FRAME``."""


def frame(payload: bytes) -> bytes:
    """Return ``payload`` with its 8-byte little-endian length in front.

    >>> frame(b"abc")
    b'\\x03\\x00\\x00\\x00\\x00\\x00\\x00\\x00abc'

    Raises ``TooLarge`` beyond ``MAX_FRAME``.
    """
    if len(payload) > MAX_FRAME:
        raise TooLarge(f"a frame of {len(payload)} bytes; at most {MAX_FRAME} cross")
    return HEAD.pack(len(payload)) + payload


def write_frame(sock: socket.socket, payload: bytes) -> None:
    """Send one frame on a blocking socket. Raises ``TooLarge`` or ``OSError``."""
    sock.sendall(frame(payload))


def read_frame(sock: socket.socket) -> bytes | None:
    """Receive one frame from a blocking socket; ``None`` at the end of the stream.

    Raises ``TooLarge`` when the announced length is beyond ``MAX_FRAME``.
    """
    head = _exactly(sock, HEAD.size)
    if head is None:
        return None
    (length,) = HEAD.unpack(head)
    if length > MAX_FRAME:
        raise TooLarge(f"a frame of {length} bytes was announced; at most {MAX_FRAME} cross")
    return _exactly(sock, length)


def _exactly(sock: socket.socket, count: int) -> bytes | None:
    parts = bytearray()
    while len(parts) < count:
        piece = sock.recv(min(count - len(parts), 1 << 20))
        if not piece:
            return None
        parts += piece
    return bytes(parts)


class FrameReader:
    """Puts frames together from pieces, for a reader that must not block.

    >>> reader = FrameReader()
    >>> data = frame(b"abc")
    >>> reader.feed(data[:5]), reader.feed(data[5:])
    (None, b'abc')
    """

    def __init__(self) -> None:
        self._held = bytearray()

    @property
    def missing(self) -> int:
        """How many bytes the frame under way still lacks (of its head, before that is known)."""
        if len(self._held) < HEAD.size:
            return HEAD.size - len(self._held)
        return HEAD.size + self._length() - len(self._held)

    def feed(self, piece: bytes) -> bytes | None:
        """Take a piece; return the payload when the frame is whole. Raises ``TooLarge`` at once."""
        self._held += piece
        if len(self._held) < HEAD.size or len(self._held) < HEAD.size + self._length():
            return None
        end = HEAD.size + self._length()
        with memoryview(self._held) as held:  # a slice of the array itself would be one more copy
            payload = bytes(held[HEAD.size : end])
        del self._held[:end]
        return payload

    def _length(self) -> int:
        (length,) = HEAD.unpack(bytes(self._held[: HEAD.size]))
        if length > MAX_FRAME:
            raise TooLarge(f"a frame of {length} bytes was announced; at most {MAX_FRAME} cross")
        return int(length)
