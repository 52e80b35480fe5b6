"""Every small forbidden action is refused inside a worker, each with the error that shows which layer refused it."""

from __future__ import annotations

import errno
import importlib.util
import os
import platform
from pathlib import Path
from typing import Any

import pytest

from autograder.sandbox import Sandbox, WorkerLost

PROBE = Path(__file__).with_name("probe.py")
REPOSITORY = str(Path(__file__).resolve().parents[2])


def probe_actions() -> dict[str, Any]:
    spec = importlib.util.spec_from_file_location("probe", PROBE)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)  # defines functions; calls none
    actions: dict[str, Any] = module.ACTIONS
    return actions


DESCRIBED = {
    "environment": "done: ['HOME', 'LANG', 'LOGNAME', 'MKL_NUM_THREADS', 'MPLBACKEND', 'MPLCONFIGDIR', "
    "'NUMEXPR_NUM_THREADS', 'OMP_NUM_THREADS', 'OPENBLAS_NUM_THREADS', 'PATH', 'TMPDIR', "
    "'TORCHINDUCTOR_CACHE_DIR', 'TRITON_CACHE_DIR', 'TZ', 'USER']",
    "open_descriptors": "done: (1, True)",
    "own_folder": "done: ([], True, '0o40700')",
    "own_process": "done: (None, True)",
    "arguments": "done: ['submission']",
}
OTHER = {
    "clone3": {"ENOSYS"},  # the C library then takes clone
    "a_call_that_nobody_knows": {"ENOSYS"},
    "vfork_raw": {"EPERM", "ENOSYS"},  # ENOSYS: not on aarch64
    "fork_raw": {"EPERM", "ENOSYS"},
    "more_memory": {"ValueError"},
    "import_machine": {"ModuleNotFoundError"},
    "path_to_repository": {"ValueError"},
    "remove_library": {"done: None"},  # in words only
    "hard_link_to_canary": {"EACCES", "EPERM", "EXDEV", "ENOENT"},
}
REFUSED = {"EPERM", "EACCES"}
COVERED = REFUSED | {"ENOENT"}  # where the kernel lets us mount, what is hidden is not even there


@pytest.fixture(scope="module")
def outcomes(sandbox: Sandbox, canary: Path) -> dict[str, str]:
    facts = {"grader": os.getpid(), "canary": str(canary), "repository": REPOSITORY, "home": os.path.expanduser("~")}
    with sandbox.worker() as worker:
        status = Path(f"/proc/{worker.pid}/status").read_text()
        facts["zygote"] = int(status.partition("\nPPid:")[2].split()[0])
        load = {"op": "load", "source": PROBE.read_bytes(), "name": "probe.py", "module": "probe"}
        assert worker.request(load, seconds=20)["notes"] == []
        reply = worker.request({"op": "call", "name": "attempts", "args": [facts]}, seconds=20)
    assert reply["status"] == "returned", reply
    answers: dict[str, str] = reply["value"]
    return answers


@pytest.mark.parametrize("action", sorted(set(probe_actions()) - set(DESCRIBED) - {"privileges"}))
def test_refused(action: str, outcomes: dict[str, str]) -> None:
    hidden = action.endswith(("canary", "machine", "repository", "home")) or action.startswith("list_")
    assert outcomes[action] in OTHER.get(action, COVERED if hidden else REFUSED)


def test_what_was_removed_is_still_there(outcomes: dict[str, str]) -> None:
    assert outcomes["remove_library"] and os.path.isfile(os.__file__)


@pytest.mark.parametrize("fact", sorted(DESCRIBED))
def test_a_worker_finds(fact: str, outcomes: dict[str, str]) -> None:
    assert outcomes[fact] == DESCRIBED[fact]


def test_a_worker_has_no_group_but_its_own_and_leaves_no_core(outcomes: dict[str, str], sandbox: Sandbox) -> None:
    groups = "[]" if "uid" in sandbox.layers else str(os.getgroups())
    assert outcomes["privileges"] == f"done: ({groups}, True, (0, 0))"


@pytest.mark.skipif(platform.machine() != "x86_64", reason="only x86_64 has a 32-bit gate")
def test_a_call_through_the_32_bit_gate_does_nothing(run: Any) -> None:
    try:
        answer = run(PROBE.read_text(), "i386_getpid")["value"]
    except WorkerLost as lost:  # a kernel without the gate
        answer = lost.detail
    assert answer in (-errno.EPERM, "SIGSEGV")
