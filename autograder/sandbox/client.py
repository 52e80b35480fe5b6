"""The grader's side of the border: start a sandbox, get workers from it. Never imports what runs inside one."""

from __future__ import annotations

import contextlib
import importlib.util
import os
import sys
import sysconfig
import threading
from collections.abc import Sequence
from types import TracebackType
from typing import TYPE_CHECKING, Any

from autograder.sandbox import folders
from autograder.sandbox.errors import SandboxError
from autograder.sandbox.privileges import protect_grader
from autograder.sandbox.processes import Nursery, Plain, Zygote
from autograder.sandbox.setup import Setup
from autograder.sandbox.uids import UidPool
from autograder.sandbox.usage import Usage, sweep
from autograder.wire.extensions import find_extensions

if TYPE_CHECKING:
    from autograder.sandbox.handle import Worker

AnyPath = str | os.PathLike[str]


class Sandbox:
    """Runs submissions, one confined worker each.

    ``preload`` names the modules that every worker has imported already; ``memory_mb`` is what a worker may use
    beyond them. No worker may see the folders in ``hidden`` (the course, its solutions); ``canary`` is a file in one
    of them that each worker must fail to open before it gets a student's byte. ``extensions`` are wire extensions as
    ``"package.module:ATTRIBUTE"``. Starting does not wait; the first worker does.

    >>> with Sandbox() as sandbox, sandbox.worker() as worker:
    ...     source = b"def f(x): return x + 1"
    ...     loaded = worker.request({"op": "load", "source": source, "name": "a.py", "module": "a"}, seconds=10)
    ...     worker.request({"op": "call", "name": "f", "args": [1]}, seconds=10)["value"]
    2

    Raises ``SandboxError`` when a module of ``preload`` is not installed.
    """

    def __init__(
        self,
        preload: Sequence[str] = ("numpy",),
        memory_mb: int = 1024,
        canary: AnyPath | None = None,
        hidden: Sequence[AnyPath] = (),
        extensions: Sequence[str] = (),
    ) -> None:
        protect_grader()
        self._lock = threading.RLock()
        self._live: list[Worker] = []
        self._report: dict[str, Any] = {}
        self._extensions = extensions
        self._uids = UidPool() if _is_root() else None
        self._own_uid: bool | None = None  # not known before the zygote has tried
        sites = _sites(preload)
        self._base = folders.make_base(enter=self._uids is not None)
        self._budget = memory_mb << 20
        setup = Setup(
            grader=os.getpid(),
            base=self._base,
            memory=self._budget,
            preload=list(preload),
            sites=sites,
            extensions=list(extensions),
            hidden=[*map(os.path.realpath, hidden), *_checkout()],
            canary=os.path.realpath(canary) if canary is not None else None,
            uid=self._uids.first() if self._uids is not None else None,
        )
        self._nursery: Nursery = Zygote(setup) if sys.platform == "linux" else Plain(setup)

    @property
    def layers(self) -> tuple[str, ...]:
        """The layers that hold, as the first worker's self-test found them; starts one when there was none yet."""
        return tuple(self._first_report()["layers"])

    @property
    def left_open(self) -> tuple[str, ...]:
        """The forbidden actions that nothing here refuses: empty when every layer holds."""
        return tuple(self._first_report()["left_open"])

    def worker(self) -> Worker:
        """Return a new worker with an own, empty folder. Raises ``SandboxError``."""
        with self._lock:
            if self._own_uid is None:
                self._own_uid = self._nursery.start()
            uid = self._uids.take() if self._uids is not None and self._own_uid else None
        folder = folders.make_run(self._base, uid)
        worker = self._spawn(folder, uid)
        try:
            report = worker.hello()
        except SandboxError:
            worker.close()
            raise
        self._report = self._report or report
        return worker

    def close(self) -> None:
        """End every worker and the zygote, and remove their folders. Safe to call twice."""
        for worker in list(self._live):
            with contextlib.suppress(SandboxError):
                worker.close()
        self._nursery.close()
        folders.remove_tree(self._base)
        if self._uids is not None:
            self._uids.close()

    def __enter__(self) -> Sandbox:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _first_report(self) -> dict[str, Any]:
        if not self._report:
            self.worker().close()
        return self._report

    def _spawn(self, folder: str, uid: int | None) -> Worker:
        from autograder.sandbox.handle import Worker  # brings numpy: the zygote is importing its own by now

        process = self._nursery.spawn(folder, uid)
        usage = Usage(process.pid, folder, self._budget)
        worker = Worker(process, usage, find_extensions(self._extensions), lambda: self._forget(worker, folder, uid))
        self._live.append(worker)
        return worker

    def _forget(self, worker: Worker, folder: str, uid: int | None) -> None:
        self._live.remove(worker)
        folders.remove_tree(folder)
        if uid is None or self._uids is None:
            return
        if not any(layer.startswith("landlock") for layer in self._report.get("layers", ())):
            sweep(uid)
        self._uids.give_back(uid)


def _is_root() -> bool:
    return sys.platform == "linux" and os.geteuid() == 0


def _sites(preload: Sequence[str]) -> list[str]:
    """Return the folders from which this process would import the modules, user installs included."""
    sites: list[str] = []
    for name in preload:
        spec = importlib.util.find_spec(name.partition(".")[0])
        if spec is None:
            raise SandboxError(f"{name} is not installed in this Python: {sys.executable} -m pip install {name}")
        places = [*(spec.submodule_search_locations or []), spec.origin if spec.has_location else None][:1]
        sites += [os.path.dirname(os.path.realpath(place)) for place in places if place]
    return sorted(set(sites))


def _checkout() -> list[str]:
    """Return the folder of the repository when this package runs from one, and not from an installation."""
    parent = os.path.dirname(os.path.dirname(os.path.dirname(os.path.realpath(__file__))))
    installed = {os.path.realpath(sysconfig.get_paths()[key]) for key in ("purelib", "platlib")}
    return [] if parent in installed | {"/"} or os.path.basename(parent).endswith("-packages") else [parent]
