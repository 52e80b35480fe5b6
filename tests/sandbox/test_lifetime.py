"""However a grader ends, its zygote, its workers and their folders end with it; a worker leaves nothing behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from autograder.sandbox import Sandbox, SandboxError, WorkerLost
from autograder.sandbox.folders import make_run, remove_tree, too_full
from autograder.sandbox.handle import Worker
from tests.deep import dig, pit

REPOSITORY = str(Path(__file__).resolve().parents[2])
Load = Callable[[str], Worker]

GRADER = f"""
import sys
sys.path.insert(0, {REPOSITORY!r})
from autograder.sandbox import Sandbox
SOURCE = b'''
def f():
    while True: pass
'''
with Sandbox() as sandbox, sandbox.worker() as worker:
    worker.request({{"op": "load", "source": SOURCE, "name": "a.py", "module": "a"}}, seconds=20)
    print(worker.pid, open(f"/proc/{{worker.pid}}/status").read().partition("PPid:")[2].split()[0], flush=True)
    worker.request({{"op": "call", "name": "f", "args": []}}, seconds=60)
"""


@pytest.fixture
def grader(tmp_path: Path) -> Iterator[tuple[subprocess.Popen[str], list[int]]]:
    """A grader in a process of its own, waiting for an endless loop; and the pids of its worker and zygote."""
    process = subprocess.Popen(
        [sys.executable, "-I", "-B", "-c", GRADER],
        env={**os.environ, "TMPDIR": str(run_folder(tmp_path))},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    line = process.stdout.readline()
    assert line, process.communicate()[1]
    yield process, [int(pid) for pid in line.split()]
    process.kill()
    process.communicate()


def run_folder(tmp_path: Path) -> Path:
    folder = tmp_path / "runs"
    folder.mkdir(exist_ok=True)
    return folder


def alive(pid: int) -> bool:
    try:
        return "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return False


def comes_true(condition: Callable[[], bool], seconds: float = 5) -> bool:
    end = time.monotonic() + seconds
    while not condition() and time.monotonic() < end:
        time.sleep(0.02)
    return condition()


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_everything_ends_with_the_grader(number: signal.Signals, grader: Any, tmp_path: Path) -> None:
    process, pids = grader
    assert all(alive(pid) for pid in pids)
    assert len(list(run_folder(tmp_path).iterdir())) == 1
    process.send_signal(number)
    process.wait(10)
    assert comes_true(lambda: not any(alive(pid) for pid in pids))
    assert comes_true(lambda: list(run_folder(tmp_path).iterdir()) == [])


def test_a_worker_ends_with_the_zygote(grader: Any) -> None:
    process, (worker, zygote) = grader
    os.kill(zygote, signal.SIGKILL)
    assert comes_true(lambda: not alive(worker))
    assert "SandboxError: The process that starts the workers ended with status -9" in process.communicate()[1]


def test_closing_ends_everything_and_closing_again_does_nothing() -> None:
    with Sandbox() as sandbox:
        worker = sandbox.worker()
        assert alive(worker.pid)
    assert not alive(worker.pid)
    worker.close()  # again, and after the zygote is gone: nothing happens
    with pytest.raises(WorkerLost):
        worker.request({"op": "call", "name": "f", "args": []}, seconds=5)


def test_a_worker_that_is_closed_leaves_neither_process_nor_folder(load: Load) -> None:
    worker = load("import os\ndef f():\n    for n in range(50): open(f'{n}\\udcff\\n ', 'w')\n    return os.getcwd()")
    folder = worker.request({"op": "call", "name": "f", "args": []}, seconds=5)["value"]
    assert len(os.listdir(folder)) == 50
    worker.close()
    assert (alive(worker.pid), Path(folder).exists()) == (False, False)


BUSY = """
import threading
def spin():
    while True: pass
def f():
    threading.Thread(target=spin, daemon=True).start()
    return threading.active_count()
"""


def test_between_two_calls_a_worker_stands_still_with_all_its_threads(load: Load) -> None:
    worker = load(BUSY)
    for threads in (2, 3):
        assert worker.request({"op": "call", "name": "f", "args": []}, seconds=5)["value"] == threads
        tasks = list(Path(f"/proc/{worker.pid}/task").iterdir())
        assert len(tasks) >= threads
        assert comes_true(lambda tasks=tasks: all("\nState:\tT" in (task / "status").read_text() for task in tasks))


def test_a_missing_module_is_named_at_once() -> None:
    with pytest.raises(SandboxError, match="no_such_module is not installed"):
        Sandbox(preload=("numpy", "no_such_module"))


def test_a_module_that_cannot_be_imported_is_named_at_the_first_worker() -> None:
    with Sandbox(preload=("numpy.no_such_part",)) as sandbox, pytest.raises(SandboxError, match="no_such_part"):
        sandbox.worker()


def test_thirty_workers_in_turn_leave_no_descriptor_open(sandbox: Sandbox) -> None:
    sandbox.worker().close()
    before = highest_free_descriptor()
    for _ in range(30):
        sandbox.worker().close()
    assert highest_free_descriptor() == before


def test_threads_of_a_grader_use_one_sandbox_at_once(sandbox: Sandbox) -> None:
    def ask(number: int) -> int:
        with sandbox.worker() as worker:
            source = b"def f(x):\n    return x + 1"
            worker.request({"op": "load", "source": source, "name": "a.py", "module": "a"}, seconds=30)
            answer: int = worker.request({"op": "call", "name": "f", "args": [number]}, seconds=30)["value"]
            return answer

    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(ask, range(24))) == list(range(1, 25))


def highest_free_descriptor() -> int:
    descriptor = os.open("/dev/null", os.O_RDONLY)
    os.close(descriptor)
    return descriptor


def test_a_tree_of_fifteen_hundred_folders_is_removed() -> None:
    with pit() as yard:
        folder = make_run(str(yard), None)
        dig(folder, "deeper and deeper")
        remove_tree(folder)
        assert not os.path.exists(folder)


def test_odd_names_links_and_locked_folders_are_removed_and_what_links_point_to_is_not(tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    kept.mkdir()
    (kept / "file").write_text("x")
    folder = Path(make_run(str(tmp_path), None))
    for name in (b"\xff\xfe", b"-rf", b" ", b"new\nline", b"a" * 255):
        os.makedirs(os.fsencode(folder) + b"/" + name + b"/inner")
    (folder / "link").symlink_to(kept)
    (folder / "to_file").symlink_to(kept / "file")
    os.mkfifo(folder / "fifo")
    (folder / "-rf" / "inner").chmod(0)
    folder.chmod(0)
    remove_tree(str(folder))
    assert (folder.exists(), (kept / "file").read_text()) == (False, "x")


def test_a_folder_is_measured_without_reading_all_of_it(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(bytes(1 << 20))
    assert not too_full(str(tmp_path))
    for number in range(256):
        (tmp_path / str(number)).touch()
    assert too_full(str(tmp_path))
