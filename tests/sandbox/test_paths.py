"""Which paths a worker may read: the interpreter's, in whatever odd place it or the course lies; never the course."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from autograder.sandbox import Sandbox, grants

REPOSITORY = str(Path(__file__).resolve().parents[2])


def tree(root: Path, *names: str) -> None:
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("")


def test_a_course_below_a_library_folder_is_left_out_and_its_neighbours_are_not(tmp_path: Path) -> None:
    tree(tmp_path, "lib/numpy/a.py", "lib/course/solutions/a.py", "lib/course/venv/lib/b.py", "lib/other.py")
    found = grants.without(str(tmp_path / "lib"), [str(tmp_path / "lib" / "course")])
    assert found == [str(tmp_path / "lib" / "numpy"), str(tmp_path / "lib" / "other.py")]


def test_a_virtual_environment_inside_the_course_stays_readable(tmp_path: Path) -> None:
    tree(tmp_path, "course/venv/lib/python/numpy.py", "course/solutions/a.py")
    course, library = str(tmp_path / "course"), str(tmp_path / "course" / "venv" / "lib")
    readable = grants.readable([library], [course])
    assert library in readable
    assert not any(grants.within(course, path) for path in readable)


def test_a_link_into_a_hidden_folder_opens_nothing(tmp_path: Path) -> None:
    tree(tmp_path, "course/solutions/a.py", "lib/real.py")
    (tmp_path / "lib" / "link").symlink_to(tmp_path / "course")
    readable = grants.readable([str(tmp_path / "lib")], [str(tmp_path / "course")])
    assert not any(grants.within(str(tmp_path / "course"), path) for path in readable)


def test_an_editable_installation_is_forgotten(tmp_path: Path) -> None:
    forget = f"""
import sys
sys.path.insert(0, {REPOSITORY!r})
from autograder.sandbox import grants
class Finder:
    __module__ = "__editable___autograder_finder"
    @classmethod
    def find_spec(cls, *arguments): return None
sys.meta_path.insert(0, Finder)
grants.narrow_imports(grants.readable(grants.library_folders(), [{REPOSITORY!r}]))
assert Finder not in sys.meta_path and {REPOSITORY!r} not in sys.path, sys.path
import wave, numpy
"""
    subprocess.run([sys.executable, "-I", "-c", forget], check=True)


def test_a_worker_reads_lazily_what_the_zygote_did_not_import(sandbox: Sandbox) -> None:
    source = b"def f():\n    import wave, numpy.polynomial.hermite as hermite\n    return hermite.__name__"
    with sandbox.worker() as worker:
        worker.request({"op": "load", "source": source, "name": "a.py", "module": "a"}, seconds=20)
        assert worker.request({"op": "call", "name": "f", "args": []}, seconds=20)["value"].endswith("hermite")


def test_a_worker_can_read_and_write_in_its_own_folder(sandbox: Sandbox) -> None:
    source = b"""
import numpy as np, os, tempfile
def f():
    np.save("x.npy", np.arange(3))
    with tempfile.TemporaryFile() as file: file.write(b"x")
    with tempfile.NamedTemporaryFile() as file: file.write(b"x")
    open("z", "w").close(); os.remove("z")
    return np.load(os.path.expanduser("~/x.npy")).sum(), {"x.npy", "z"} <= set(os.listdir("."))
"""
    with sandbox.worker() as worker:
        worker.request({"op": "load", "source": source, "name": "a.py", "module": "a"}, seconds=20)
        assert worker.request({"op": "call", "name": "f", "args": []}, seconds=20)["value"] == (3, True)


def test_a_canary_among_the_libraries_is_not_granted_with_them() -> None:
    with Sandbox(canary=os.__file__) as sandbox:
        assert sandbox.left_open == ()


@pytest.mark.skipif(os.geteuid() != 0, reason="the run as root shows it")
def test_a_temporary_folder_that_others_cannot_enter_still_works(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    monkeypatch.setattr("tempfile.tempdir", str(closed))
    with Sandbox() as sandbox:
        assert sandbox.left_open == ()
    assert list(closed.iterdir()) == []
