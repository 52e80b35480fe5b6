"""Graders on this machine: a process each, handed one task at a time, started again when one is lost."""

from __future__ import annotations

import contextlib
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Protocol

from autograder.gradebook.rows import to_json
from autograder.regrade.pipes import receive, send
from autograder.regrade.work import Answer, Hello, Order, Task, pack, unpack
from autograder.results import Result
from autograder.words import Words

PATIENCE = 10.0
"""Seconds in which a grader that has nothing to do any more may clean up."""

TRIES = 2
"""How often a task is begun before the loss of its grader is its answer."""


# Never from the working directory: a download there may hold a json.py.
_PROGRAM = (
    "import sys; sys.path[:] = [sys.argv[1], *filter(None, sys.path)]\n"
    "from autograder.regrade.job import main; sys.exit(main())"
)


class NoGrader(Exception):
    """No grader can be started: what it said, as one sentence."""


class Graders(Protocol):
    """Whoever answers tasks: processes on this machine, or a cluster."""

    def answers(self, tasks: Iterable[Task]) -> Iterator[list[Answer]]:
        """Yield answers as they come, in any order; every task has exactly one."""


class Job:
    """One grader's process. ``do`` blocks; a lost process is replaced once before its task is given up."""

    def __init__(self, order: Order) -> None:
        self.order = order
        self.process: subprocess.Popen[bytes] | None = None
        self.ended = False

    def do(self, task: bytes) -> bytes | None:
        """Return the answer to a packed task, ``None`` when two graders were lost over it. Raises ``NoGrader``."""
        for _ in range(TRIES):
            if self.ended:
                return None
            answer = self._ask(self.process or self._start(), task)
            if answer is not None:
                return answer
            self._close()
        return None

    def end(self, patience: float = 0.0) -> None:
        """End the process for good, its sandbox with it; ``patience`` are the seconds in which it may do so itself."""
        self.ended = True
        self._close(patience)

    def _close(self, patience: float = 0.0) -> None:
        process, self.process = self.process, None
        if process is None:
            return
        assert process.stdin is not None and process.stdout is not None
        with contextlib.suppress(OSError):
            process.stdin.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(patience)
        process.kill()
        process.wait()
        process.stdout.close()

    def _start(self) -> subprocess.Popen[bytes]:
        self.process = subprocess.Popen(
            [sys.executable, "-c", _PROGRAM, str(Path(__file__).resolve().parents[2])],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=None if os.environ.get("AUTOGRADER_DEBUG") else subprocess.DEVNULL,
            env=_environment(),
            start_new_session=True,  # Ctrl-C is for whoever hands out the work
        )
        hello = self._ask(self.process, pack(self.order))
        problem = unpack(hello, Hello).problem if hello is not None else Words(self.order.lang)("trouble.no_grader")
        if problem:
            self._close()
            raise NoGrader(problem)
        return self.process

    @staticmethod
    def _ask(process: subprocess.Popen[bytes], data: bytes) -> bytes | None:
        assert process.stdin is not None and process.stdout is not None
        try:
            send(process.stdin, data)
            return receive(process.stdout)
        except (OSError, ValueError):
            return None


def lost(task: Task, order: Order) -> Answer:
    """Return the answer to a task over which graders were lost: our error, to be looked at, never a zero."""
    result = Result(order.assignment, "", grader_error="the grader's process ended twice on this submission")
    return Answer(task.key, to_json(result), b"", [], graded=True)


class Crew:
    """Some graders at once. Use in a ``with`` block, which ends them whatever happens."""

    def __init__(self, order: Order, count: int) -> None:
        self.order = order
        self.jobs = [Job(order) for _ in range(max(1, count))]
        self._stop = threading.Event()

    def __enter__(self) -> Crew:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop.set()
        for job in self.jobs:
            job.end(PATIENCE if error is None else 0.0)

    def answers(self, tasks: Iterable[Task]) -> Iterator[list[Answer]]:
        """Yield answers as they come. Raises ``NoGrader``."""
        source, lock = iter(tasks), threading.Lock()
        done: queue.Queue[Answer | BaseException | None] = queue.Queue(4 * len(self.jobs))

        def following() -> Task | None:
            with lock:
                return None if self._stop.is_set() else next(source, None)

        threads = [threading.Thread(target=self._work, args=(job, following, done), daemon=True) for job in self.jobs]
        for thread in threads:
            thread.start()
        yield from _batches(done, len(threads))

    def _work(
        self,
        job: Job,
        following: Callable[[], Task | None],
        done: queue.Queue[Answer | BaseException | None],
    ) -> None:
        try:
            while (task := following()) is not None:
                data = job.do(pack(task))
                if self._stop.is_set():
                    break
                done.put(unpack(data, Answer) if data is not None else lost(task, self.order))
        except BaseException as error:
            done.put(error)
        finally:
            done.put(None)


def _batches(done: queue.Queue[Answer | BaseException | None], working: int) -> Iterator[list[Answer]]:
    """Yield all answers that are there, waiting for one; raise what stopped a thread."""
    while working:
        batch = [done.get()]
        with contextlib.suppress(queue.Empty):
            while True:
                batch.append(done.get_nowait())
        answers = [each for each in batch if isinstance(each, Answer)]
        if answers:
            yield answers
        for each in batch:
            if isinstance(each, BaseException):
                raise each
        working -= sum(each is None for each in batch)


def _environment() -> dict[str, str]:
    """Return the environment of a grader: one thread each, for there are as many graders as processors."""
    return {**os.environ, **{f"{library}_NUM_THREADS": "1" for library in ("OMP", "OPENBLAS", "MKL")}}
