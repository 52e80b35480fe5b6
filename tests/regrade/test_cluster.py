"""The same class on a real Dask cluster of two processes, one of them killed half-way: every row once, equal bytes."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

distributed = pytest.importorskip("distributed")

from autograder.course import Course  # noqa: E402  (after the library that decides whether this runs)
from autograder.gradebook import open_gradebook  # noqa: E402
from tests.cli.command import run, start  # noqa: E402
from tests.regrade import downloads  # noqa: E402
from tests.regrade.conftest import Regrading  # noqa: E402
from tests.regrade.test_regrade import SLOW, wait_for  # noqa: E402
from tests.tiny import REFERENCE, STUB, rejected  # noqa: E402

pytestmark = [
    pytest.mark.one_python,
    pytest.mark.filterwarnings("ignore"),  # what Dask says while a worker of its dies
]


@pytest.fixture(scope="module")
def cluster() -> Iterator[distributed.LocalCluster]:
    """Two workers, a process and a thread each, on this machine alone."""
    options = {"n_workers": 2, "threads_per_worker": 1, "processes": True, "dashboard_address": None}
    with distributed.LocalCluster(host="127.0.0.1", **options) as made:
        yield made


def class_of(folder: Path) -> Path:
    sources = [REFERENCE, rejected("no_half"), STUB, "x = (", SLOW.format(1.0)]
    files = {f"s{i:02}/kites.py": f"{sources[i % 5]}\n# {i}\n" for i in range(40)}
    return downloads.write(folder, files)


def test_a_killed_worker_costs_nothing(
    cluster: distributed.LocalCluster, regrade: Regrading, course: Course, tmp_path: Path
) -> None:
    path = class_of(tmp_path / "class")
    alone = regrade(path, out="alone", jobs=2)
    options = ["--assignment", "kites", "--out", tmp_path / "run", "--gradebook", tmp_path / "cluster.db"]
    options += ["--lang", "en", "--scheduler", cluster.scheduler_address]
    with start(course.root, "regrade", path, *options) as process:
        wait_for(lambda: len(list((tmp_path / "run/results").glob("*.json"))) >= 8)
        os.kill(next(iter(cluster.workers.values())).pid, signal.SIGKILL)
        _, err = process.communicate(timeout=120)
    assert process.returncode == 0, err
    with open_gradebook(str(tmp_path / "cluster.db")) as gradebook:
        assert [row.student.id for row in gradebook.rows(1)] == [f"s{i:02}" for i in range(40)]
    there = {each.name: each.read_bytes() for each in sorted((tmp_path / "run/results").iterdir())}
    assert there == alone.bytes
    assert (tmp_path / "run/grades.csv").read_bytes() == (alone.folder / "grades.csv").read_bytes()


def test_graders_end_with_the_run(cluster: distributed.LocalCluster, course: Course, tmp_path: Path) -> None:
    path = downloads.write(tmp_path / "class", {"ana/kites.py": REFERENCE})
    options = ["--assignment", "kites", "--out", tmp_path / "run", "--gradebook", tmp_path / "cluster.db"]
    assert run(course.root, "regrade", path, *options, "--scheduler", cluster.scheduler_address).code == 0
    deadline = time.monotonic() + 20
    while graders():
        assert time.monotonic() < deadline
        time.sleep(0.1)


def graders() -> list[str]:
    """The graders below this process."""
    from tests.attacks.traces import descendants

    lines = []
    for pid in descendants(os.getpid()):
        try:
            lines.append(Path(f"/proc/{pid}/cmdline").read_text())
        except OSError:
            continue
    return [line for line in lines if "autograder.regrade.job" in line]


def test_a_cluster_that_is_not_there_is_said(course: Course, tmp_path: Path) -> None:
    path = downloads.write(tmp_path / "class", {"ana/kites.py": REFERENCE})
    options = ["--assignment", "kites", "--out", tmp_path / "run", "--gradebook", tmp_path / "cluster.db"]
    answer = run(course.root, "regrade", path, *options, "--scheduler", "tcp://127.0.0.1:9", "--lang", "en")
    assert answer.code == 3 and "no Dask scheduler answers" in answer.err and "Traceback" not in answer.err


def test_a_worker_with_another_course_refuses(
    cluster: distributed.LocalCluster, own_course: Course, tmp_path: Path
) -> None:
    from autograder.regrade.cluster import Cluster
    from autograder.regrade.crew import NoGrader
    from autograder.regrade.work import Order, Reader, Task
    from autograder.submission import Submission

    order = Order(str(own_course.root), str(own_course.solutions), "01_kites", "en", ("a", "b", "c", "d"))
    with pytest.raises(NoGrader, match="not the one"), Cluster(order, cluster.scheduler_address) as graders:
        list(graders.answers([Task("key", [Reader("Ana")], [Submission("kites.py", b"x = 1")])]))
