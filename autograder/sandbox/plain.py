"""Run as a program where there is no Linux: one worker without confinement, behind the same wire."""

import os
import socket
import sys

PACKAGE_PARENT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


def own_socket(number: int) -> socket.socket:
    """Return the socket with this descriptor; on Windows (-1) the one described on standard input."""
    if number >= 0:
        return socket.socket(fileno=number)
    return socket.fromshare(sys.stdin.buffer.read())  # type: ignore[attr-defined, unused-ignore, no-any-return]


if __name__ == "__main__":
    sys.path.insert(0, PACKAGE_PARENT)
    from autograder.wire.codec import pack
    from autograder.wire.extensions import find_extensions
    from autograder.wire.frames import write_frame
    from autograder.wire.servant import Servant, serve

    extensions = find_extensions(sys.argv[2:])
    sys.path.remove(PACKAGE_PARENT)
    sock = own_socket(int(sys.argv[1]))
    sys.argv[:] = ["submission"]
    write_frame(sock, pack({"layers": ["process"], "left_open": []}))
    serve(sock, Servant(quiet=True, extensions=extensions))
