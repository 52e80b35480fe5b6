"""What is reported about the layers is what this machine can do, and a layer that does not bite stops everything."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from autograder.sandbox import Sandbox, landlock, seccomp
from autograder.sandbox.confine import Place
from autograder.sandbox.selftest import NotConfined
from autograder.sandbox.selftest import run as selftest
from autograder.sandbox.uids import UidPool

REPOSITORY = str(Path(__file__).resolve().parents[2])


def can_unshare(flag: int) -> bool:
    """Ask the kernel itself, in a process of its own."""
    ask = f"import ctypes, sys; sys.exit(ctypes.CDLL(None).unshare({flag}) != 0)"
    return subprocess.run([sys.executable, "-I", "-c", ask]).returncode == 0


def reachable_for_others() -> bool:
    try:
        return subprocess.run([sys.executable, "-I", "-c", "import os"], user=54_322).returncode == 0
    except PermissionError:
        return False


def test_every_layer_that_this_kernel_has_is_on(sandbox: Sandbox) -> None:
    expected = {"process", "rlimits", "no_new_privs", "no_capabilities", "own_folder"}
    expected |= {f"landlock:{landlock.abi()}"} if landlock.abi() else set()
    expected |= {"seccomp"} if seccomp.available() else set()
    expected |= {"netns"} if can_unshare(0x40000000) else set()
    expected |= {"ipcns"} if can_unshare(0x08000000) else set()
    expected |= {"mountns"} if can_unshare(0x00020000) else set()
    assert set(sandbox.layers) - {"uid"} == expected


def test_nothing_forbidden_is_left_open_here(sandbox: Sandbox) -> None:
    assert sandbox.left_open == ()


def test_root_gives_each_live_worker_a_uid_of_its_own_where_that_can_reach_the_interpreter(sandbox: Sandbox) -> None:
    with sandbox.worker() as one, sandbox.worker() as other:
        statuses = [Path(f"/proc/{worker.pid}/status").read_text() for worker in (one, other)]
    uids = [status.partition("\nUid:")[2].split()[0] for status in statuses]
    if "uid" in sandbox.layers:
        assert len({*uids, "0"}) == 3
    else:
        assert set(uids) == {str(os.geteuid())}
        assert os.geteuid() != 0 or not reachable_for_others()


def test_two_graders_never_share_a_uid_and_one_uses_its_own_again() -> None:
    one, other = UidPool(), UidPool()
    taken = [one.take(), one.take(), other.take()]
    assert len(set(taken)) == 3
    one.give_back(taken[0])
    assert (one.first(), one.take()) == (taken[0], taken[0])
    one.close()
    other.close()


def test_the_zygote_prepares_while_the_grader_does_other_things() -> None:
    start = time.monotonic()
    sandbox = Sandbox()
    started = time.monotonic() - start
    assert sandbox.layers
    ready = time.monotonic() - start
    sandbox.close()
    assert started < ready / 2


@pytest.mark.parametrize("layer", ["seccomp", "landlock:7", "uid"])
def test_a_layer_that_does_not_bite_is_found_out(layer: str, tmp_path: Path) -> None:
    ask = f"""
import os, sys
sys.path.insert(0, {REPOSITORY!r})
from autograder.sandbox import linux
from autograder.sandbox.confine import Place
from autograder.sandbox.selftest import NotConfined, run
os.chdir({str(tmp_path)!r}); os.mkdir("own"); os.chdir("own")
linux.system_call("capset", __import__("struct").pack("<Ii", 0x20080522, 0), bytes(24))
linux.prctl(38, 1); linux.prctl(4, 0)
try:
    run([{layer!r}], Place(3, os.getcwd(), None, os.getppid()), None)
except NotConfined as found:
    print(found)
"""
    said = subprocess.run([sys.executable, "-I", "-c", ask], capture_output=True, text=True, check=True).stdout
    assert said.startswith(f"{layer} is in place and does not refuse: ")


def test_a_process_that_kept_its_privileges_or_flags_is_found_out(tmp_path: Path) -> None:
    with pytest.raises(NotConfined):
        selftest([], Place(3, str(tmp_path), None, os.getppid()), None)
