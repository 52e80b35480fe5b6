"""A class in which nothing is as it should be: one row each, nothing outside the run's folder, nothing left behind."""

from __future__ import annotations

import contextlib
import csv
import os
import secrets
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from autograder.course import Course
from autograder.demo.students import HOSTILE
from autograder.submission import printable
from tests.attacks.archives import damaged_lzma, link, zipped, zips
from tests.cli.command import ENVIRONMENT, Answer, run
from tests.deep import dig, pit
from tests.regrade.conftest import Run
from tests.tiny import REFERENCE, STUB

pytestmark = [
    pytest.mark.one_python,  # needs the extra `ta`
    pytest.mark.skipif(sys.platform != "linux", reason="file names of bytes, FIFOs and confinement"),
]

NAMES = [
    *(b'o\'neil "bob"', b"line\nbreak", b"-rf", b"=cmd|' C calc'!A0", b"+1", b"@SUM(1)", b"\ttab", b"a,b;c"),
    *("Иван".encode(), "山田太郎".encode(), "José".encode(), "Jose\u0301".encode(), "\u202egnp.exe".encode()),
    *(
        b"caf\xe9",
        b"\xff\xfe",
        b"CON",
        b"nul.txt",
        b"x" * 200,
        b"<script>alert(1)<!--",
        b"${HOME}",
        b"%s%n",
        b"...",
    ),
]
MARK = f"left-{secrets.token_hex(4)}"
LEAVER = (
    REFERENCE
    + """

def _leave(path):
    try:
        with open(path, "w") as file:
            file.write("left")
    except OSError:
        pass


for _folder in (".", "..", "/tmp", "/var/tmp", "/dev/shm", "/dev/mqueue"):
    _leave(_folder + "/MARK")
import os, threading, time
try:
    if os.fork() == 0:
        time.sleep(600)
except OSError:
    pass
threading.Thread(target=time.sleep, args=(600,), daemon=True).start()
"""
)


def hand_in(root: bytes, name: bytes, file: bytes, content: str | bytes) -> None:
    folder = os.path.join(root, name)
    os.makedirs(folder)
    with open(os.path.join(folder, file), "wb") as out:
        out.write(content.encode() if isinstance(content, str) else content)


def make_class(root: Path) -> dict[str, float | None]:
    """Write the class; return what each must get by the folder's name, `None` for what cannot be graded."""
    top, due = os.fsencode(root), {}
    for name in NAMES:
        hand_in(top, name, b"kites.py", REFERENCE + f"\n# {name!r}\n")
        due[os.fsdecode(name)] = 100.0
    for number, (data, counts) in enumerate(zips("kites.py", REFERENCE.encode()).values()):
        hand_in(top, b"zip%02d" % number, b"homework.zip", data)
        due[f"zip{number:02}"] = 100.0 if counts else None
    for kind, tail in HOSTILE.items():
        hand_in(top, kind.encode(), b"kites.py", REFERENCE + tail.replace("TARGET", "lift"))
        due[kind] = 80.0
    hand_in(top, b"leaver", b"kites.py", LEAVER.replace("MARK", MARK))
    hand_in(top, b"after the leaver", b"kites.py", REFERENCE)
    due.update({"leaver": 100.0, "after the leaver": 100.0})
    due.update(dict.fromkeys(make_oddities(root)))
    return due


def make_oddities(root: Path) -> list[str]:
    """Make students' folders in which no file is one; return their names."""
    odd = {
        name: root / name for name in ("fifo", "link", "dangling", "folder", "socket-like", "many", "deep", "nothing")
    }
    for folder in odd.values():
        folder.mkdir()
    os.mkfifo(odd["fifo"] / "kites.py")
    (odd["link"] / "kites.py").symlink_to("/etc/passwd")
    (odd["dangling"] / "kites.py").symlink_to("nowhere.py")
    (odd["folder"] / "kites.py").mkdir()
    os.mkfifo(odd["socket-like"] / "homework.zip")
    for number in range(20_000):
        os.close(os.open(odd["many"] / f"{number}.py", os.O_CREAT | os.O_WRONLY))
    dig(odd["deep"])
    return list(odd)


def outside(tmp_path: Path) -> set[str]:
    """Everything that stands where a run has no business, by name."""
    own = {"run", "grades.db", "grades.db-wal", "grades.db-shm"}
    shared = [folder for folder in ("/tmp", "/var/tmp", "/dev/shm", "/dev/mqueue") if os.path.isdir(folder)]
    marked = {f"{folder}/{name}" for folder in shared for name in os.listdir(folder) if MARK in name}
    return marked | {name for name in os.listdir(tmp_path) if name not in own}


def processes_in(folder: Path) -> list[str]:
    """Every process whose working directory is in a folder: graders' workers run in the one for temporary files."""
    found = []
    for path in Path("/proc").glob("[0-9]*/cwd"):
        with contextlib.suppress(OSError):
            if os.readlink(path).startswith(str(folder)):
                found.append(path.parent.name)
    return found


Graded = tuple[Run, dict[str, float | None], Path]


@pytest.fixture(scope="module")
def hostile(course: Course, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Graded]:
    root = tmp_path_factory.mktemp("hostile")
    with pit() as yard:
        yield grade_hostile_class(course, root, yard)


def grade_hostile_class(course: Course, root: Path, yard: Path) -> Graded:
    """Regrade the class; its submissions and the graders' temporary files stand in the yard, the run in the root."""
    scratch, classroom = yard / "scratch", yard / "class"
    scratch.mkdir(mode=0o755)
    due = make_class(classroom)
    before = outside(root), set(os.listdir(classroom))
    command = [sys.executable, "-m", "autograder", "regrade", classroom, "--assignment", "kites", "--jobs", "2"]
    command += ["--out", root / "run", "--gradebook", root / "grades.db", "--lang", "en", "--layout", "folders"]
    ended = subprocess.run(
        list(map(str, command)),
        cwd=course.root,
        env={**ENVIRONMENT, "TMPDIR": str(scratch)},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=300,
    )
    assert (outside(root), set(os.listdir(classroom))) == before
    return Run(Answer(ended.returncode, ended.stdout, ended.stderr, None), root / "run"), due, scratch


def test_everyone_has_exactly_one_row(hostile: Graded) -> None:
    done, due, _ = hostile
    assert done.answer.code == 0, done.answer.err
    by_source = {row["source"]: row for row in done.rows.values()}
    assert len(by_source) == len(done.rows) == len(due)
    for name, points in due.items():
        (row,) = [row for row in done.rows.values() if row["source"].lstrip("'").strip() == shown(name)]
        wanted = ("ungradable", "0") if points is None else ("graded", f"{points:g}")
        assert (row["status"], row["score"]) == wanted, (name, row["reason"])
        assert (len(row["reason"]) > 20) == (points is None)


def shown(name: str) -> str:
    return printable(name).strip()


def test_the_runs_folder_holds_safe_names_and_nothing_else(hostile: Graded) -> None:
    done, due, _ = hostile
    assert sorted(os.listdir(done.folder)) == [".autograder-run", "feedback", "grades.csv", "report.html", "results"]
    for folder, suffix in (("results", ".json"), ("feedback", ".html")):
        names = [name.removesuffix(suffix) for name in os.listdir(done.folder / folder)]
        assert set(names) == set(done.rows) and len({name.casefold() for name in names}) == len(due)
        assert all(name.isascii() and name[0] not in "-." and len(name) <= 64 for name in names)


def test_the_table_is_safe_to_open(hostile: Graded) -> None:
    done, _, _ = hostile
    with open(done.folder / "grades.csv", encoding="utf-8-sig", newline="") as file:
        cells = [cell for line in csv.reader(file) for cell in line]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    assert all(cell.isprintable() for cell in cells)


def test_no_page_runs_what_a_name_says(hostile: Graded) -> None:
    done, _, _ = hostile
    for path in [done.folder / "report.html", *(done.folder / "feedback").iterdir()]:
        text = path.read_text(encoding="utf-8")
        assert "<script>alert" not in text and "\u202e" not in text


def test_nothing_is_left_behind(hostile: Graded) -> None:
    _, _, scratch = hostile
    assert processes_in(scratch) == []
    assert os.listdir(scratch) == []


def test_all_that_holds_for_an_ordinary_user() -> None:
    if os.geteuid() != 0:
        pytest.skip("this is one already")
    here = Path(__file__)
    command = [sys.executable, "-I", "-B", str(here.parents[1] / "sandbox/run_as.py"), "be_an_ordinary_user", str(here)]
    command += [f"--rootdir={here.parents[2]}", "-q", "--tb=short", "-p", "no:cacheprovider"]
    ended = subprocess.run(
        command, cwd="/", env={**os.environ, "TMPDIR": "/tmp"}, capture_output=True, text=True, timeout=300
    )
    assert ended.returncode == 0, ended.stdout[-6000:] + ended.stderr[-2000:]
    assert " passed" in ended.stdout


def test_names_in_a_zip_lead_nowhere(course: Course, tmp_path: Path) -> None:
    right = REFERENCE.encode()
    entries = [
        ("../../climbing/kites.py", right),
        ("/absolute/kites.py", right),
        ("C:\\windows\\kites.py", right),
        link("linked/kites.py", "/etc/passwd"),
        ("bomb/kites.py", bytes(64 << 20)),
        ("=cmd()/kites.py", right),
        ("stub/kites.py", STUB.encode()),
    ]
    path = tmp_path / "class.zip"
    path.write_bytes(zipped(entries))
    before = outside(tmp_path)
    options = ["--assignment", "kites", "--out", tmp_path / "run", "--gradebook", tmp_path / "grades.db", "--jobs", 1]
    done = Run(run(course.root, "regrade", path, *options), tmp_path / "run")
    assert {name: row["score"] for name, row in done.rows.items()} == {
        **dict.fromkeys(("climbing", "absolute", "C", "cmd"), "100"),
        **dict.fromkeys(("linked", "bomb", "stub"), "0"),
    }
    assert outside(tmp_path) == before


def test_a_damaged_entry_and_an_endless_path_cost_themselves(course: Course, tmp_path: Path) -> None:
    """The zip itself is damaged at one student, and another one's folders go deeper than any disk has them."""
    path = tmp_path / "class.zip"
    path.write_bytes(damaged_lzma("ana/kites.py", REFERENCE.encode()))
    deep = "".join(f"{letter}/" * 10_000 for letter in "abc")
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("beto/kites.py", REFERENCE)
        for number in range(40):  # a reader that keeps each of these paths' beginnings needs more memory than there is
            archive.writestr(f"caro/{number}/{deep}kites.py", REFERENCE)
    options = ["--assignment", "kites", "--out", tmp_path / "run", "--gradebook", tmp_path / "grades.db", "--jobs", 1]
    done = Run(run(course.root, "regrade", path, *options), tmp_path / "run")
    assert {name: (row["status"], row["score"]) for name, row in done.rows.items()} == {
        "ana": ("ungradable", "0"),
        "beto": ("graded", "100"),
        "caro": ("ungradable", "0"),
    }
