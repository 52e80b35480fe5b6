"""Checking again each time the file is saved. watchfiles is imported when it is asked for, and may be absent."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from autograder.laptop.kit import KitError
from autograder.words import Words


def watch(path: Path, command: Sequence[str], words: Words) -> int:
    """Run a command now and after each change of a file, until Ctrl+C; one that is still running is ended first.

    Raises ``KitError`` when watchfiles is not installed.
    """
    try:
        from watchfiles import run_process
    except ModuleNotFoundError:
        raise KitError("no_watchfiles") from None
    watched = path.resolve()
    print(words("check.watching", path=path.name), flush=True)
    run_process(
        watched.parent,
        target=_once,
        args=(list(command), words.lang),
        watch_filter=lambda change, name: Path(name) == watched,
        sigint_timeout=1,
        sigkill_timeout=1,
        recursive=False,
    )
    return 0


def _once(command: Sequence[str], lang: str) -> None:
    """Run the command once, in a process of its own, so that nothing of an earlier version of the file is left."""
    running: list[subprocess.Popen[bytes]] = []
    # A handler, not an exception: Ctrl+C may come while this process begins or ends, and has nothing to tell.
    signal.signal(signal.SIGINT, lambda *_: _end(running))
    print(f"\n{Words(lang)('check.again', time=time.strftime('%H:%M:%S'))}", flush=True)
    running.append(subprocess.Popen(command))
    running[0].wait()


def _end(running: Sequence[subprocess.Popen[bytes]]) -> NoReturn:
    for child in running:
        child.kill()
    os._exit(0)


def command_of(start: Sequence[str], arguments: Sequence[str]) -> list[str]:
    """Return the command that checks once.

    >>> command_of(["check.py"], ["f", "--watch", "--hint"])[1:]
    ['check.py', 'f', '--hint']
    """
    return [sys.executable, *start, *(argument for argument in arguments if argument != "--watch")]
