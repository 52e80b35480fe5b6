"""Frames on a stream: whole, in pieces, cut off, and announced too large."""

from __future__ import annotations

import socket
import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.wire.frames import HEAD, MAX_FRAME, FrameReader, TooLarge, frame, read_frame, write_frame


@pytest.fixture
def ends() -> tuple[socket.socket, socket.socket]:
    one, other = socket.socketpair()
    with one, other:
        yield one, other


@given(st.lists(st.binary(max_size=50), min_size=1, max_size=5), st.integers(1, 13))
def test_frames_come_out_of_pieces_as_they_went_in(payloads: list[bytes], step: int) -> None:
    reader, seen = FrameReader(), []
    for payload in payloads:
        data = frame(payload)
        while data:
            piece, data = data[: min(step, reader.missing)], data[min(step, reader.missing) :]
            whole = reader.feed(piece)
            if whole is not None:
                seen.append(whole)
    assert seen == payloads


def test_a_frame_larger_than_the_socket_holds_crosses(ends: tuple[socket.socket, socket.socket]) -> None:
    payload = bytes(range(256)) * 20_000
    sender = threading.Thread(target=write_frame, args=(ends[0], payload))
    sender.start()
    assert read_frame(ends[1]) == payload
    sender.join()


def test_the_end_of_the_stream_is_no_frame(ends: tuple[socket.socket, socket.socket]) -> None:
    ends[0].close()
    assert read_frame(ends[1]) is None


def test_a_stream_that_ends_inside_a_frame_is_no_frame(ends: tuple[socket.socket, socket.socket]) -> None:
    ends[0].sendall(frame(b"abcdef")[:-1])
    ends[0].close()
    assert read_frame(ends[1]) is None


def test_a_giant_announced_is_refused_before_a_byte_of_it_is_read(ends: tuple[socket.socket, socket.socket]) -> None:
    head = HEAD.pack(MAX_FRAME + 1)
    ends[0].sendall(head)
    with pytest.raises(TooLarge):
        read_frame(ends[1])
    with pytest.raises(TooLarge):
        FrameReader().feed(head)


def test_a_giant_payload_is_not_sent() -> None:
    with pytest.raises(TooLarge):
        frame(bytes(MAX_FRAME + 1))
