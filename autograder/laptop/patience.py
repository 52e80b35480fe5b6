"""Saying, while checks run, that they still do and how to stop them: on a laptop nothing cuts an endless loop short."""

from __future__ import annotations

import contextlib
import sys
import threading
from collections.abc import Iterator

from autograder.words import Words

SECONDS = 10


@contextlib.contextmanager
def patience(words: Words) -> Iterator[None]:
    """Say so every ten seconds for as long as what is inside runs."""
    done = threading.Event()
    threading.Thread(target=_say, args=(done, words), daemon=True).start()
    try:
        yield
    finally:
        done.set()


def _say(done: threading.Event, words: Words) -> None:
    seconds = 0
    while not done.wait(SECONDS):
        seconds += SECONDS
        print(words("check.still_running", seconds=seconds), file=sys.stderr, flush=True)
