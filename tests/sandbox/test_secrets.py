"""What only the grader knows is not in a worker: not in its memory, its environment, its files, nor left by another."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from autograder.sandbox import Sandbox, linux
from autograder.sandbox.handle import Worker

Load = Callable[[str], Worker]
Run = Callable[..., dict[str, Any]]

WRITTEN_IN_THE_SUBMISSION = "a marker from the submission itself"


def memory_holds(pid: int, needles: list[bytes]) -> list[bool]:
    """Which of the needles are anywhere in the readable memory of a live process."""
    found = [False] * len(needles)
    with open(f"/proc/{pid}/maps") as maps, open(f"/proc/{pid}/mem", "rb", buffering=0) as memory:
        for line in maps:
            bounds, rights, *_ = line.split()
            start, end = (int(bound, 16) for bound in bounds.split("-"))
            if "r" not in rights or line.rstrip().endswith(("[vvar]", "[vsyscall]", "[vvar_vclock]")):
                continue
            try:
                data = os.pread(memory.fileno(), end - start, start)
            except OSError:  # reserved by a library, never filled
                continue
            found = [old or needle in data for old, needle in zip(found, needles, strict=True)]
    return found


def test_the_graders_secret_is_not_in_a_workers_memory(load: Load, secret_token: str) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root can read a worker's memory; the run as root does")
    worker = load(f"MARK = {WRITTEN_IN_THE_SUBMISSION!r}\ndef f(): return 1")
    worker.request({"op": "call", "name": "f", "args": []}, seconds=5)
    try:
        found = memory_holds(worker.pid, [WRITTEN_IN_THE_SUBMISSION.encode(), secret_token.encode()])
    except PermissionError:
        pytest.skip("this root may not read other processes' memory; the run with all capabilities does")
    assert found == [True, False]


def test_the_graders_secret_is_not_in_a_workers_environment(run: Run, secret_token: str) -> None:
    assert os.environ["AUTOGRADER_TEST_TOKEN"] == secret_token
    assert secret_token not in run("import os\ndef f(): return str(dict(os.environ))")["value"]


def test_the_own_user_cannot_look_into_a_worker_either(load: Load) -> None:
    if os.geteuid() == 0:
        pytest.skip("root can; the run as an ordinary user shows it")
    worker = load("def f(): return 1")
    with pytest.raises(PermissionError):
        Path(f"/proc/{worker.pid}/environ").read_bytes()


def test_the_grader_closes_itself_to_other_processes(sandbox: Sandbox) -> None:
    assert linux.prctl(linux.PR_GET_DUMPABLE) == 0


def test_modules_of_the_grader_are_not_in_a_worker(run: Run) -> None:
    names = run("import sys\ndef f(): return sorted(n for n in sys.modules if n.startswith('autograder'))")["value"]
    assert "autograder.wire.servant" in names
    assert not [name for name in names if name.split(".")[1:2] not in ([], ["wire"], ["sandbox"], ["results"])]


def test_nothing_of_one_submission_reaches_the_next(load: Load, sandbox: Sandbox) -> None:
    leave = "import os, sys, numpy\ndef f():\n    open('note', 'w').write('x')\n    numpy.left = os.left = sys.left = 1"
    first = load(leave)
    assert first.request({"op": "call", "name": "f", "args": []}, seconds=5)["status"] == "returned"
    look = "import os, sys, numpy\ndef f():\n    return os.listdir('.'), hasattr(numpy, 'left'), hasattr(os, 'left')"
    for _ in range(2):  # beside the first, and after its end
        found = load(look).request({"op": "call", "name": "f", "args": []}, seconds=5)["value"]
        assert found == ([], False, False)
        first.close()


def test_workers_alive_together_cannot_reach_each_other(load: Load) -> None:
    first = load("import os\ndef f():\n    open('note', 'w').write('x')\n    return os.getcwd(), os.getpid()")
    folder, pid = first.request({"op": "call", "name": "f", "args": []}, seconds=5)["value"]
    second = load(
        "import os\ndef f(path, pid):\n    refused = []\n"
        "    for action in (lambda: open(path + '/note'), lambda: os.listdir(path), lambda: os.kill(pid, 0)):\n"
        "        try: action()\n        except OSError: refused.append(True)\n    return len(refused)"
    )
    assert second.request({"op": "call", "name": "f", "args": [folder, pid]}, seconds=5)["value"] == 3


def test_two_workers_do_not_draw_the_same_random_numbers_before_they_are_seeded(sandbox: Sandbox) -> None:
    source = b"import os, random, uuid\nX = str(uuid.uuid4())\ndef f(): return X"
    drawn = set()
    for _ in range(3):
        with sandbox.worker() as worker:
            worker.request({"op": "load", "source": source, "name": "a.py", "module": "a"}, seconds=5)
            drawn.add(worker.request({"op": "call", "name": "f", "args": []}, seconds=5)["value"])
    assert len(drawn) == 3
