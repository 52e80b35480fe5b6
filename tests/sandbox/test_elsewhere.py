"""Where there is no Linux a worker is a plain process behind the same wire: slower and unconfined, and said so."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from autograder.sandbox import WorkerLost
from autograder.sandbox.handle import Worker
from autograder.sandbox.processes import Plain
from autograder.sandbox.setup import Setup
from autograder.sandbox.usage import Usage


@pytest.fixture
def plain_worker(tmp_path: Path) -> Iterator[Worker]:
    nursery = Plain(Setup(os.getpid(), str(tmp_path), 1 << 30, ["numpy"]))
    assert nursery.start() is False
    process = nursery.spawn(str(tmp_path), None)
    worker = Worker(process, Usage(process.pid, str(tmp_path), 1 << 30), (), lambda: None)
    assert worker.hello() == {"layers": ["process"], "left_open": []}
    yield worker
    worker.close()
    nursery.close()


def load(worker: Worker, source: bytes) -> None:
    message = {"op": "load", "source": source, "name": "a.py", "module": "a"}
    assert worker.request(message, seconds=20)["notes"] == []


def test_a_plain_worker_answers(plain_worker: Worker) -> None:
    load(plain_worker, b"import numpy as np\ndef f(n): return np.arange(n).sum()")
    assert plain_worker.request({"op": "call", "name": "f", "args": [5]}, seconds=20)["value"] == 10


def test_a_plain_worker_has_neither_the_graders_modules_nor_its_environment(plain_worker: Worker) -> None:
    load(plain_worker, b"import os, sys\ndef f(): return sorted(os.environ), 'pytest' in sys.modules, sys.argv")
    names, has_pytest, arguments = plain_worker.request({"op": "call", "name": "f", "args": []}, seconds=20)["value"]
    assert ("PYTEST_CURRENT_TEST" in names, has_pytest, arguments) == (False, False, ["submission"])


@pytest.mark.parametrize(
    ("body", "reason"), [("import time; time.sleep(99)", "timeout"), ("import os; os._exit(3)", "exited")]
)
def test_a_plain_worker_is_lost_like_any_other(body: str, reason: str, plain_worker: Worker) -> None:
    load(plain_worker, f"def f(): {body}".encode())
    with pytest.raises(WorkerLost) as caught:
        plain_worker.request({"op": "call", "name": "f", "args": []}, seconds=1)
    assert caught.value.reason == reason
