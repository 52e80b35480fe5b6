"""`autograder regrade`: one row and its files for everyone, resumed and not repeated, the same however it is run."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import jsonschema
import pytest

from autograder.course import Course
from autograder.gradebook import open_gradebook
from tests import tiny
from tests.cli.command import ENVIRONMENT, SCHEMA, run, start
from tests.regrade import downloads
from tests.regrade.conftest import Regrading, Run
from tests.tiny import REFERENCE, STUB, rejected

pytestmark = pytest.mark.one_python  # needs the extra `ta`

WRONG = rejected("no_half")


def test_everyone_has_a_row_and_files(regrade: Regrading, tmp_path: Path) -> None:
    done = regrade(downloads.write(tmp_path / "class", downloads.gradescope(REFERENCE, WRONG)))
    assert done.answer.code == 0, done.answer.err
    assert "This looks like a Gradescope export: 3 submissions from 4 students." in done.answer.out
    rows = done.rows
    assert {name: row["score"] for name, row in rows.items()} == {
        "1001": "100",
        "beto-example.org": "80",
        "1003": "80",
        "1004": "0",
    }
    assert rows["1003"]["group"] == "beto-example.org 1003"
    assert (
        rows["1004"]["status"] == "ungradable" and "no .py or .ipynb file in submission_103" in rows["1004"]["reason"]
    )
    assert (rows["1001"]["lift"], rows["1003"]["lift"], rows["1004"]["lift"]) == ("20", "0", "")
    assert rows["beto-example.org"]["name"] == "'=Beto"
    for student in rows:
        jsonschema.validate(done.results(student), SCHEMA)


def test_what_is_known_is_not_graded_again(regrade: Regrading, tmp_path: Path) -> None:
    path = downloads.write(tmp_path / "class", {"ana/kites.py": REFERENCE, "beto/kites.py": WRONG})
    first, again = regrade(path, out="first"), regrade(path, out="again")
    assert "Run 1: 2 graded" in first.answer.out and "Run 2: 0 graded" in again.answer.out
    assert first.bytes == again.bytes
    downloads.write(path, {"beto/kites.py": REFERENCE})
    assert "Run 3: 0 graded" in regrade(path, out="changed").answer.out  # equal to Ana's, which is known
    assert "Run 4: 1 graded" in regrade(path, "--fresh", out="fresh").answer.out  # one for both


def test_another_check_salt_or_reference_is_graded_again(own_course: Course, tmp_path: Path) -> None:
    from tests.cli.command import run

    path = downloads.write(tmp_path / "class", {"ana/kites.py": REFERENCE})
    changes = {
        "assignments/01_kites/test_kites.py": tiny.PUBLIC + "\n",
        "solutions/01_kites/kites.py": REFERENCE + "\n",
        "solutions/course.toml": 'format_version = 1\nsalt = "another"\n',
    }
    for name, text in {"README": "", **changes}.items():
        tiny.write(own_course.root / name, text)
        answer = run(own_course.root, "regrade", path, "--assignment", "kites", "--jobs", 1, "--lang", "en")
        assert ": 1 graded in" in answer.out, name
    assert ": 0 graded in" in run(own_course.root, "regrade", path, "--assignment", "01", "--lang", "en").out
    assert (own_course.root / "runs/01_kites/grades.csv").exists()


def test_latest_or_best_attempt(regrade: Regrading, tmp_path: Path) -> None:
    path = downloads.write(tmp_path / "class", downloads.folders(REFERENCE, WRONG))
    latest, best = regrade(path, out="latest").rows, regrade(path, "--best", out="best").rows
    assert (latest["beto"]["score"], latest["beto"]["attempt"]) == ("80", "2")
    assert (best["beto"]["score"], best["beto"]["attempt"]) == ("100", "1")
    assert "Attempt 1 of 2" in best["beto"]["notes"]
    assert latest["caro"]["status"] == "ungradable"


def test_some_of_a_class_and_who_was_late(regrade: Regrading, tmp_path: Path) -> None:
    path = downloads.write(tmp_path / "class", downloads.gradescope(REFERENCE, WRONG))
    done = regrade(path, "--only", "*caro*", "--due", "2026-11-20 23:59")
    assert {name: row["late"] for name, row in done.rows.items()} == {"1003": "late"}
    nobody = regrade(path, "--only", "zoe")
    assert nobody.answer.code == 2 and "matches zoe; a * stands for any letters" in nobody.answer.err
    for wrong in (("--due", "yesterday"), ("--due", "2026-13-01"), ("--scheduler", "here")):
        refused = regrade(path, *wrong, out="refused").answer
        assert refused.code == 2 and wrong[0] in refused.err and "Traceback" not in refused.err


def test_who_was_not_asked_for_stays_in_the_table_as_before(regrade: Regrading, course: Course, tmp_path: Path) -> None:
    path = downloads.write(tmp_path / "class", downloads.folders(REFERENCE, WRONG))
    before = regrade(path).rows
    given = ("--author", "Eva", "--reason", "paper", "--gradebook", tmp_path / "grades.db", "--lang", "en")
    told = run(course.root, "override", "latest", "beto", "lift", 1, *given)
    assert f"{tmp_path / 'run' / 'grades.csv'} says so too" in told.out
    by_hand = Run(told, tmp_path / "run").rows
    assert (by_hand["beto"]["lift"], by_hand["beto"]["overridden"]) == ("1", "lift (Eva: paper)")
    downloads.write(path, {"ana/kites.py": WRONG})
    after = regrade(path, "--only", "ana")
    assert "as they were: 2." in after.answer.out
    assert list(after.rows) == list(before) and after.rows["ana"]["score"] == "80"
    assert after.rows["beto"] == by_hand["beto"] and after.rows["caro"] == before["caro"]
    changed = run(course.root, "diff", "--gradebook", tmp_path / "grades.db", "--lang", "en").out
    assert "3 students are in both runs; 1 of them changed" in changed and "submission 1" in changed


def test_equal_work_names_nobody_but_its_own_author(regrade: Regrading, tmp_path: Path) -> None:
    names = {"ana": "garciaana_1001_77001_kites.py", "beto": "lopezbeto_1002_77002_kites-1.py"}
    path = downloads.write(tmp_path / "class", dict.fromkeys(names.values(), WRONG))
    first = regrade(path, out="first")
    (path / names["ana"]).unlink()
    second = regrade(path, out="second")
    assert "Run 2: 0 graded" in second.answer.out  # Ana's answer was known
    for done in (first, second):
        (page,) = (done.folder / "feedback").glob("lopezbeto*")
        text = page.read_text("utf-8")
        assert names["beto"] in text and "garciaana" not in text


def test_a_folder_that_is_not_this_runs_stays_as_it_is(regrade: Regrading, tmp_path: Path) -> None:
    path = downloads.write(tmp_path / "class", {"ana/kites.py": REFERENCE, "beto/kites.py": WRONG})
    mine = downloads.write(tmp_path / "project", {"results/experiment.json": "{}", "notes": "dear to me"})
    other = downloads.write(tmp_path / "other", {".autograder-run": "02_boats", "results/ana.json": "{}"})
    for out, what in {
        "project": "no run wrote results",
        "other": "02_boats",
        "class/run": "inside the download",
    }.items():
        answer = regrade(path, out=out).answer
        assert answer.code == 2 and what in answer.err and "--out" in answer.err
    assert (mine / "results/experiment.json").exists() and (other / "results/ana.json").read_text() == "{}"
    assert sorted(each.name for each in path.iterdir()) == ["ana", "beto"]


def test_two_regrades_never_write_into_one_folder(course: Course, regrade: Regrading, tmp_path: Path) -> None:
    path = downloads.write(tmp_path / "class", {f"s{i}/kites.py": SLOW.format(i) for i in range(3)})
    options = ["--assignment", "kites", "--out", tmp_path / "run", "--gradebook", tmp_path / "grades.db", "--jobs", 1]
    with start(course.root, "regrade", path, *options) as process:
        wait_for((tmp_path / "run/.autograder-run").exists)
        refused = regrade(path).answer
        assert refused.code == 2 and "another regrade is writing here" in refused.err
        assert process.wait(60) == 0
    assert regrade(path).answer.code == 0


def test_a_disk_that_is_full_is_said_and_costs_nothing(course: Course, regrade: Regrading, tmp_path: Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root mounts a disk of its own")
    path = downloads.write(tmp_path / "class", {f"s{i}/kites.py": f"{WRONG}\n# {i}" for i in range(8)})
    (tmp_path / "run").mkdir()
    options = f"--assignment kites --out {tmp_path}/run --gradebook {tmp_path}/grades.db --jobs 1 --lang en"
    verb = f"{sys.executable} -m autograder regrade {path} {options}"
    command = f"mount -t tmpfs -o size=80k none {tmp_path}/run && exec {verb}"
    ended = subprocess.run(
        ["unshare", "-m", "sh", "-c", command], cwd=course.root, env=ENVIRONMENT, capture_output=True, text=True
    )
    assert ended.returncode == 2 and "No space left on device" in ended.stderr and "Traceback" not in ended.stderr
    with open_gradebook(str(tmp_path / "grades.db")) as gradebook:
        kept = len(gradebook.rows(1))
    assert 0 < kept < 8
    assert f"{8 - kept} graded" in regrade(path).answer.out


def test_one_job_or_two_give_the_same_bytes(regrade: Regrading, tmp_path: Path) -> None:
    files = {f"s{i:02}/kites.py": source for i, source in enumerate([REFERENCE, WRONG, STUB, "x = (", ""] * 2)}
    path = downloads.write(tmp_path / "class", files)
    one, two = regrade(path, "--fresh", out="one"), regrade(path, "--fresh", out="two", jobs=2)
    assert len(one.bytes) == 10 and one.bytes == two.bytes
    assert (one.folder / "grades.csv").read_bytes() == (two.folder / "grades.csv").read_bytes()


SLOW = REFERENCE + "\nimport time\n\n\ndef lift(area, speed):\n    time.sleep(0.5)\n    return {}\n"


def test_a_stopped_run_goes_on_where_it_was(course: Course, regrade: Regrading, tmp_path: Path) -> None:
    files = {f"s{i}/kites.py": SLOW.format(i) for i in range(8)}
    path = downloads.write(tmp_path / "class", files)
    book = tmp_path / "grades.db"
    options = ["--assignment", "kites", "--out", tmp_path / "run", "--gradebook", book, "--jobs", 1, "--lang", "en"]
    with start(course.root, "regrade", path, *options) as process:
        wait_for(lambda: len(list((tmp_path / "run/results").glob("*.json"))) >= 3)  # the third may still be in flight
        process.send_signal(signal.SIGINT)
        assert process.stderr is not None
        assert "run the same command again" in process.stderr.read()
        assert process.wait(20) in (130, -signal.SIGINT)
    with open_gradebook(str(book)) as gradebook:
        kept = len(gradebook.rows(1))
    assert 2 <= kept < 8
    done = regrade(path)
    assert f"{8 - kept} graded" in done.answer.out and f"identical to another: {kept}." in done.answer.out
    assert len(done.rows) == 8


def test_a_killed_run_loses_only_what_was_in_flight(course: Course, regrade: Regrading, tmp_path: Path) -> None:
    path = downloads.write(tmp_path / "class", {f"s{i}/kites.py": SLOW.format(i) for i in range(6)})
    options = ["--assignment", "kites", "--out", tmp_path / "run", "--gradebook", tmp_path / "grades.db", "--jobs", 2]
    with start(course.root, "regrade", path, *options) as process:
        wait_for(lambda: len(list((tmp_path / "run/results").glob("*.json"))) >= 2)
        os.kill(process.pid, signal.SIGKILL)
    written = len(list((tmp_path / "run/results").glob("*.json")))
    with open_gradebook(str(tmp_path / "grades.db")) as gradebook:
        assert written - 1 <= len(gradebook.rows(1)) <= written  # the last file may be newer than its row
    half = tiny.write(tmp_path / "run/results/.part-abc", "{}")  # what was being written at that moment
    assert len(regrade(path).rows) == 6 and not half.exists()


def test_a_lost_grader_is_replaced(regrade: Regrading, course: Course, tmp_path: Path) -> None:
    path = downloads.write(tmp_path / "class", {f"s{i}/kites.py": SLOW.format(i) for i in range(4)})
    options = ["--assignment", "kites", "--out", tmp_path / "run", "--gradebook", tmp_path / "grades.db", "--jobs", 1]
    with start(course.root, "regrade", path, *options) as process:
        wait_for(lambda: len(list((tmp_path / "run/results").glob("*.json"))) >= 1)
        (grader,) = children(process.pid)
        os.kill(grader, signal.SIGKILL)
        assert process.wait(60) == 0
    assert len(list((tmp_path / "run/results").glob("*.json"))) == 4


def test_a_course_that_cannot_grade_is_said_once(own_course: Course, tmp_path: Path) -> None:
    from tests.cli.command import run

    tiny.write(own_course.root / "assignments/01_kites/test_kites.py", "import nothing_like_that\n")
    path = downloads.write(tmp_path / "class", {"ana/kites.py": REFERENCE, "beto/kites.py": WRONG})
    answer = run(own_course.root, "regrade", path, "--assignment", "kites")
    assert answer.code == 3 and "nothing_like_that" in answer.err and "Traceback" not in answer.err


def wait_for(fact: object, seconds: float = 60.0) -> None:
    assert callable(fact)
    deadline = time.monotonic() + seconds
    while not fact():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def children(pid: int) -> list[int]:
    return [int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()] or [
        int(each) for task in Path(f"/proc/{pid}/task").iterdir() for each in (task / "children").read_text().split()
    ]
