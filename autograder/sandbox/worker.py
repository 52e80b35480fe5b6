"""The life of one worker after the fork: confine, self-test, report, then serve one submission. Never returns."""

from __future__ import annotations

import os
import socket

from autograder.sandbox import selftest
from autograder.sandbox.confine import Place, Plan, confine
from autograder.sandbox.setup import EXIT_MEMORY
from autograder.wire.codec import pack
from autograder.wire.frames import write_frame
from autograder.wire.servant import Servant, serve
from autograder.wire.values import Extension


def run(plan: Plan, place: Place, extensions: tuple[Extension, ...]) -> None:
    """Be the worker until the grader closes the socket. The first frame says which layers hold, or what went wrong."""
    status = 1
    try:
        sock = socket.socket(fileno=place.socket)
        write_frame(sock, pack(_introduce(plan, place)))
        serve(sock, Servant(quiet=True, extensions=extensions))
        status = 0
    except MemoryError:
        status = EXIT_MEMORY
    finally:
        os._exit(status)


def _introduce(plan: Plan, place: Place) -> dict[str, object]:
    try:
        layers = confine(plan, place)
        return {"layers": layers, "left_open": selftest.run(layers, place, plan.canary)}
    except (OSError, RuntimeError) as error:
        return {"problem": f"{type(error).__name__}: {error}"}
