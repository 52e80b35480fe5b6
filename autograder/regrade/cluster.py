"""The same tasks on a Dask cluster (extra ``cluster``): chunks of them, each keyed by its content, safe to do twice.

Every Dask worker has graders as processes of their own, so that nothing of a submission is ever in a worker. Dask's
own messages carry bytes that are packed here. Imported only where a scheduler is named.
"""

from __future__ import annotations

import contextlib
import hashlib
import itertools
import queue
from collections.abc import Iterable, Iterator, Sequence
from types import TracebackType
from typing import Any

from distributed import Client, Future, WorkerPlugin, as_completed, get_worker
from distributed.scheduler import KilledWorker

from autograder.regrade.crew import PATIENCE, Job, NoGrader, lost
from autograder.regrade.work import Answer, Order, Task, pack, unpack
from autograder.words import Words

CHUNK = 8
"""Tasks in one chunk: few enough that a lost worker costs little, enough to hide the network."""

AHEAD = 2
"""Chunks under way for each of the cluster's threads."""

CONNECT_SECONDS = 10
_PLUGIN = "autograder-graders"


class GraderPool(WorkerPlugin):  # type: ignore[misc]
    """A Dask worker's graders, one for each of its threads, started with the first chunk."""

    def __init__(self, order: bytes) -> None:
        self.order = order

    def setup(self, worker: Any) -> None:
        """Make the graders."""
        self.jobs: queue.Queue[Job] = queue.Queue()
        self.all = [Job(unpack(self.order, Order)) for _ in range(worker.state.nthreads)]
        for job in self.all:
            self.jobs.put(job)

    def teardown(self, worker: Any) -> None:
        """End the graders."""
        for job in self.all:
            job.end(PATIENCE)

    def do(self, tasks: Sequence[Task]) -> list[Answer]:
        """Answer some tasks with whichever grader is free."""
        job = self.jobs.get()
        try:
            answered = [(task, job.do(pack(task))) for task in tasks]
            return [unpack(data, Answer) if data is not None else lost(task, job.order) for task, data in answered]
        finally:
            self.jobs.put(job)


def do_chunk(plugin: str, chunk: bytes) -> bytes:
    """Do a chunk on the Dask worker that this runs on. Raises ``NoGrader``."""
    pool: GraderPool = get_worker().plugins[plugin]
    return pack(pool.do(unpack(chunk, list[Task])))


class Cluster:
    """Graders on a Dask cluster. Use in a ``with`` block. Raises ``NoGrader`` when it cannot be reached."""

    def __init__(self, order: Order, scheduler: str) -> None:
        self.order = order
        self.plugin = f"{_PLUGIN}-{hashlib.sha256(pack(order)).hexdigest()[:16]}"
        try:
            self.client = Client(scheduler, timeout=CONNECT_SECONDS, set_as_default=False)
        except (OSError, ValueError, TimeoutError) as error:
            words = Words(order.lang)
            raise NoGrader(words("trouble.no_scheduler", address=scheduler, why=type(error).__name__)) from None

    def __enter__(self) -> Cluster:
        self.client.register_plugin(GraderPool(pack(self.order)), name=self.plugin)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with contextlib.suppress(OSError, TimeoutError, ValueError):
            self.client.unregister_worker_plugin(self.plugin)
        self.client.close()

    def answers(self, tasks: Iterable[Task]) -> Iterator[list[Answer]]:
        """Yield the answers of each chunk as it comes. Raises ``NoGrader``."""
        chunks = _chunks(tasks)
        running: dict[Future, list[Task]] = {}
        threads = sum(self.client.nthreads().values()) or 1
        for chunk in itertools.islice(chunks, AHEAD * threads):
            running[self._submit(chunk)] = chunk
        done = as_completed(running, loop=self.client.loop)
        for future in done:
            chunk = running.pop(future)
            again: list[list[Task]] = []
            try:
                yield unpack(future.result(), list[Answer])
            except KilledWorker:  # several workers died under it: find out which of its tasks does that
                again = [[task] for task in chunk] if len(chunk) > 1 else []
                if not again:
                    yield [lost(chunk[0], self.order)]
            for following in again or itertools.islice(chunks, 1):
                submitted = self._submit(following)
                running[submitted] = following
                done.add(submitted)

    def _submit(self, chunk: list[Task]) -> Future:
        data = pack(chunk)
        key = f"{self.plugin}-{hashlib.sha256(data).hexdigest()}"
        return self.client.submit(do_chunk, self.plugin, data, key=key, retries=1)


def _chunks(tasks: Iterable[Task]) -> Iterator[list[Task]]:
    source = iter(tasks)
    while chunk := list(itertools.islice(source, CHUNK)):
        yield chunk
