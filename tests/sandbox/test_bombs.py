"""Whatever a submission does to the machine or to the wire, the grader gets an answer or a reason, in time."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from autograder.sandbox import Sandbox, WorkerLost
from autograder.sandbox.handle import Worker
from autograder.wire.frames import MAX_FRAME

Load = Callable[[str], Worker]
Run = Callable[..., dict[str, Any]]

HEAD = """
import json, os, stat, struct, sys, threading, time
def find_socket():
    for number in range(3, 64):
        try:
            if stat.S_ISSOCK(os.fstat(number).st_mode):
                return number
        except OSError:
            pass
def send(data):
    while data:
        data = data[os.write(find_socket(), data):]
def frame(payload):
    return struct.pack("<Q", len(payload)) + payload
def header(tree, sizes=()):
    text = json.dumps({"v": tree, "n": list(sizes)}).encode()
    return struct.pack("<I", len(text)) + text
"""


def lost(load: Load, source: str, seconds: float = 2, *args: Any) -> tuple[str, float]:
    """The reason for which a worker was lost in a call of ``f``, and how long the grader waited."""
    worker = load(HEAD + source)
    start = time.monotonic()
    with pytest.raises(WorkerLost) as caught:
        worker.request({"op": "call", "name": "f", "args": list(args)}, seconds=seconds)
    return caught.value.reason, time.monotonic() - start


ENDLESS = {
    "a loop in Python": "def f():\n    while True: pass",
    "a loop in C that holds the interpreter": "def f():\n    return sum(range(10**15))",
    "a loop in numpy": "import numpy as np\ndef f():\n    x = np.ones(1000)\n    while True: x = x @ np.eye(1000)",
    "a regular expression": "import re\ndef f():\n    re.match('(a*)*b', 'a' * 60)",
    "sleep": "def f():\n    time.sleep(1000)",
    "catching everything": "def f():\n    while True:\n        try: time.sleep(1)\n        except BaseException: pass",
    "ignoring every signal": (
        "import signal\ndef f():\n    for n in range(1, 32):\n"
        "        try: signal.signal(n, signal.SIG_IGN)\n        except (OSError, ValueError): pass\n"
        "    time.sleep(1000)"
    ),
    "stopping itself": "import signal\ndef f():\n    os.kill(os.getpid(), signal.SIGSTOP)",
    "a deadlock": "def f():\n    lock = threading.Lock(); lock.acquire(); lock.acquire()",
    "a byte at a time": "def f():\n    send(struct.pack('<Q', 1000))\n    while True: send(b'x'); time.sleep(0.01)",
    "a frame that never ends": "def f():\n    send(struct.pack('<Q', 1000) + b'x' * 999)\n    time.sleep(1000)",
    "a head that never ends": "def f():\n    send(b'\\x01')\n    time.sleep(1000)",
}


@pytest.mark.parametrize("source", ENDLESS.values(), ids=ENDLESS)
def test_what_never_answers_costs_its_own_time(source: str, load: Load) -> None:
    reason, waited = lost(load, source, seconds=0.4)
    assert reason == "timeout"
    assert 0.4 <= waited < 2


MALFORMED = {
    "garbage": "def f():\n    send(frame(os.urandom(300))); time.sleep(9)",
    "nothing": "def f():\n    send(frame(b'')); time.sleep(9)",
    "text": "def f():\n    send(frame(b'{\"seq\": 1}')); time.sleep(9)",
    "nested": "def f():\n    send(frame(struct.pack('<I', 200000) + b'[' * 100000 + b']' * 100000)); time.sleep(9)",
    "wide": "def f():\n    send(frame(header([[]] * 2_000_000))); time.sleep(9)",
    "a huge empty array": "def f():\n    send(frame(header({'a': ['<U0', [10**9], 0]}, [0]))); time.sleep(9)",
    "a shape that lies": "def f():\n    send(frame(header({'a': ['<f8', [9], 0]}, [8]) + bytes(8))); time.sleep(9)",
    "an object dtype": "def f():\n    send(frame(header({'a': ['|O', [1], 0]}, [8]) + bytes(8))); time.sleep(9)",
    "not a dictionary": "def f():\n    send(frame(header([1, 2]))); time.sleep(9)",
    "no number": "def f():\n    send(frame(header({'d': [['status', 'returned']]}))); time.sleep(9)",
    "the wrong number": "def f():\n    send(frame(header({'d': [['seq', 7]]}))); time.sleep(9)",
    "a number that is equal": "def f():\n    send(frame(header({'d': [['seq', float(seq())]]}))); time.sleep(9)",
    "a closed connection": "def f():\n    os.close(find_socket()); time.sleep(9)",
}
SEQUENCE = """
def seq():
    frame = sys._getframe()
    while "request" not in frame.f_locals or "seq" not in frame.f_locals["request"]:
        frame = frame.f_back
    return frame.f_locals["request"]["seq"]
"""


@pytest.mark.parametrize("source", MALFORMED.values(), ids=MALFORMED)
def test_a_reply_that_is_none_ends_the_worker(source: str, load: Load) -> None:
    reason, _ = lost(load, SEQUENCE + source, seconds=20)
    assert reason == "malformed"


def test_a_frame_beyond_the_cap_is_not_even_read(load: Load) -> None:
    reason, waited = lost(load, "def f():\n    send(struct.pack('<Q', 2**40)); time.sleep(9)")
    assert reason == "too_large"
    assert waited < 1


def test_a_reply_in_advance_is_not_taken_for_one(load: Load) -> None:
    both = "b''.join(frame(header({'d': [['seq', seq() + n]]})) for n in range(2))"
    worker = load(f"{HEAD}{SEQUENCE}def f():\n    send({both})\n    time.sleep(1000)")
    assert worker.request({"op": "call", "name": "f", "args": []}, seconds=5) == {}
    with pytest.raises(WorkerLost, match="malformed"):
        worker.request({"op": "call", "name": "f", "args": []}, seconds=5)


def test_a_worker_that_does_not_read_does_not_hold_the_grader(load: Load) -> None:
    answer_then_sleep = (
        HEAD + SEQUENCE + "def f():\n    send(frame(header({'d': [['seq', seq()]]})))\n    time.sleep(1000)"
    )
    worker = load(answer_then_sleep)
    assert worker.request({"op": "call", "name": "f", "args": []}, seconds=5) == {}
    start = time.monotonic()
    with pytest.raises(WorkerLost, match="timeout"):
        worker.request({"op": "call", "name": "f", "args": [np.zeros(4_000_000)]}, seconds=0.4)
    assert time.monotonic() - start < 2


def test_a_lost_worker_stays_lost_and_another_one_goes_on(load: Load) -> None:
    first, second = load("import os\ndef f(): os._exit(7)"), load("def f(): return 'well'")
    for _ in range(2):
        with pytest.raises(WorkerLost) as caught:
            first.request({"op": "call", "name": "f", "args": []}, seconds=5)
        assert (caught.value.reason, caught.value.detail) == ("exited", 7)
    assert second.request({"op": "call", "name": "f", "args": []}, seconds=5)["value"] == "well"


CRASHES = {
    "a bad pointer": ("import ctypes\ndef f(): ctypes.string_at(0)", "SIGSEGV"),
    "abort": ("import os\ndef f(): os.abort()", "SIGABRT"),
    "killing itself": ("import os\ndef f(): os.kill(os.getpid(), 9)", "SIGKILL"),
}


@pytest.mark.parametrize(("source", "name"), CRASHES.values(), ids=CRASHES)
def test_a_crash_is_named_by_its_signal(source: str, name: str, load: Load) -> None:
    with pytest.raises(WorkerLost) as caught:
        load(source).request({"op": "call", "name": "f", "args": []}, seconds=5)
    assert (caught.value.reason, caught.value.detail) == ("signal", name)


MEMORY = {
    "one list": "def f():\n    return len([0] * (1 << 29))",
    "one array": "import numpy as np\ndef f():\n    return np.ones(1 << 29).sum()",
    "bit by bit": "def f():\n    kept = []\n    while True: kept.append(bytes(1 << 20))",
}


@pytest.mark.parametrize("source", MEMORY.values(), ids=MEMORY)
def test_four_gigabytes_are_refused(source: str, run: Run) -> None:
    assert run(source)["type"] == "MemoryError"


def test_memory_that_the_limits_do_not_count_is_seen_by_the_watch(load: Load) -> None:
    source = "import mmap\ndef f():\n    m = mmap.mmap(-1, 400 << 20)\n    while True:\n        m.seek(0)\n"
    source += "        for _ in range(400): m.write(bytes(1 << 20))"
    reason, waited = lost(load, source, seconds=10)
    assert reason == "memory"
    assert waited < 5


def test_threads_are_bounded(run: Run, sandbox: Sandbox) -> None:
    source = """
import threading
def f():
    count, gate = 0, threading.Event()
    try:
        while count < 5000:
            threading.Thread(target=gate.wait, daemon=True).start()
            count += 1
    except RuntimeError:
        return count
    finally:
        gate.set()
"""
    assert 1 < run(source)["value"] < (64 if "uid" in sandbox.layers else 1000)


def test_descriptors_are_bounded(run: Run) -> None:
    source = "import os\ndef f():\n    kept = []\n    while True: kept.append(os.open('/dev/null', os.O_RDONLY))"
    reply = run(source)
    assert (reply["type"], "Too many open files" in reply["message"]) == ("OSError", True)


def test_one_file_is_bounded(run: Run) -> None:
    reply = run("def f():\n    with open('big', 'wb') as file:\n        while True: file.write(bytes(1 << 20))")
    assert (reply["type"], "File too large" in reply["message"]) == ("OSError", True)


DISK = {
    "large files": "def f():\n    for n in range(9999):\n        open(str(n), 'wb').write(bytes(15 << 20))",
    "many files": "def f():\n    for n in range(300): open(str(n), 'wb')\n    time.sleep(9)",
}


@pytest.mark.parametrize("source", DISK.values(), ids=DISK)
def test_a_full_folder_ends_the_worker(source: str, load: Load) -> None:
    reason, waited = lost(load, source, seconds=20)
    assert reason == "disk"
    assert waited < 8


MAPPED = """
import ctypes, os
C = ctypes.CDLL(None)
C.mmap.restype = ctypes.c_void_p
C.mmap.argtypes = [ctypes.c_void_p, ctypes.c_size_t, *[ctypes.c_int] * 3, ctypes.c_long]
def keep(n):  # one page of a file keeps all of it, without a descriptor
    descriptor = os.open(str(n), os.O_RDWR | os.O_CREAT)
    os.write(descriptor, bytes(8 << 20))
    C.mmap(None, 4096, 1, 1, descriptor, 0)
    os.close(descriptor)
def f():
    for n in range(100):
        keep(n)
"""
REMOVED = {
    "kept": "        pass",
    "unlinked": "        os.unlink(str(n))",
    "unlinked from its folder": "        os.unlink(str(n), dir_fd=os.open('.', os.O_RDONLY))",
}
NAMELESS = {
    "replaced by another": "        os.replace(str(n), 'kept')",
    "made without a name": "        os.open('.', os.O_RDWR | os.O_TMPFILE)",
    "room that nobody writes to": "        os.posix_fallocate(os.open('room', os.O_RDWR | os.O_CREAT), 0, 15 << 20)",
}


@pytest.mark.parametrize("line", REMOVED.values(), ids=REMOVED)
def test_a_file_that_is_mapped_closed_and_removed_is_still_counted(line: str, load: Load) -> None:
    reason, waited = lost(load, MAPPED + line, seconds=20)
    assert reason == "disk"
    assert waited < 8


@pytest.mark.parametrize("line", NAMELESS.values(), ids=NAMELESS)
def test_no_file_takes_room_without_a_name(line: str, run: Run) -> None:
    reply = run(MAPPED + line)
    assert reply["status"] == "raised"
    assert (reply["type"], reply["message"][:10]) == ("PermissionError", "[Errno 1] "), reply


def test_threads_with_the_smallest_stacks_are_bounded_too(load: Load, sandbox: Sandbox) -> None:
    source = """
import _thread
def f():
    threading.stack_size(32768)
    gate = _thread.allocate_lock()
    gate.acquire()
    try:
        for _ in range(2_000): _thread.start_new_thread(gate.acquire, ())
    except RuntimeError:
        os._exit(0)
    time.sleep(9)
"""
    reason, waited = lost(load, source, seconds=8)
    assert reason == ("exited" if "uid" in sandbox.layers else "threads")
    assert waited < 7


def test_a_hundred_megabytes_of_prints_are_cut(run: Run) -> None:
    reply = run("def f():\n    for _ in range(100): print('x' * (1 << 20))\n    return 'done'")
    assert (reply["value"], len(reply["output"])) == ("done", 4_000)


def test_prints_past_the_interpreter_go_nowhere(run: Run) -> None:
    assert run("import os\ndef f():\n    os.write(1, bytes(1 << 24))\n    return os.write(2, b'x')")["value"] == 1


def test_an_answer_of_the_largest_size_crosses_and_a_larger_one_says_so(run: Run) -> None:
    source = "import numpy as np\ndef f(count): return np.ones(count, dtype=np.uint8)"
    assert run(source, "f", MAX_FRAME - 10_000)["value"].nbytes == MAX_FRAME - 10_000
    assert run(source, "f", MAX_FRAME + 1)["status"] == "unsendable"
