"""nbgrader's side: one grading process for all submissions that this process asks about. Grades nothing itself."""

from __future__ import annotations

import atexit
import contextlib
import os
import subprocess
import sys
import threading
from functools import lru_cache
from pathlib import Path

import msgspec

import autograder
from autograder.nbgrader.messages import Reply, Request


class GradingProcess:
    """The process that grades, started at the first request and again when it was lost."""

    def __init__(self, course: str, solutions: str, lang: str) -> None:
        self._arguments = [lang, course, *([solutions] if solutions else [])]
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None

    def ask(self, request: Request) -> Reply:
        """Return the answer to one notebook. Never raises for what a submission does; says what failed in the reply."""
        with self._lock:
            try:
                return self._ask(request)
            except (OSError, msgspec.DecodeError):
                self._close()
                return Reply(error="the grading process ended before it answered")

    def close(self) -> None:
        """End the process. Safe to call twice."""
        with self._lock:
            self._close()

    def _ask(self, request: Request) -> Reply:
        process = self._process = self._process or self._started()
        assert process.stdin is not None and process.stdout is not None
        process.stdin.write(msgspec.json.encode(request) + b"\n")
        process.stdin.flush()
        return msgspec.json.decode(process.stdout.readline(), type=Reply)

    def _started(self) -> subprocess.Popen[bytes]:
        """Start it with the same installation of ours, wherever nbgrader runs: -P keeps that folder out of its path."""
        ours = str(Path(autograder.__file__).resolve().parent.parent)
        path = os.pathsep.join(filter(None, [ours, os.environ.get("PYTHONPATH")]))
        return subprocess.Popen(
            [sys.executable, "-P", "-m", "autograder.nbgrader.service", *self._arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": path},
        )

    def _close(self) -> None:
        if self._process is None:
            return
        with contextlib.suppress(OSError):  # a broken pipe: it is gone already
            self._process.communicate(timeout=20)
        if self._process.poll() is None:
            self._process.kill()
            self._process.wait()
        self._process = None


@lru_cache(maxsize=4)
def grading_process(course: str, solutions: str, lang: str) -> GradingProcess:
    """Return this process's one grading process for a course; it ends when this one does."""
    process = GradingProcess(course, solutions, lang)
    atexit.register(process.close)
    return process
