"""A download made to mislead or to stop its reader: its list of students, its names, its files while they change."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from autograder.cli.regrade import _order as order_of
from autograder.course import Course, CourseError
from autograder.gradebook import open_gradebook
from autograder.regrade.answer import Drawing
from autograder.regrade.crew import Crew
from autograder.regrade.download import read_download, seats_of
from autograder.regrade.files import RunFolder
from autograder.regrade.handed import Seat
from autograder.regrade.origin import grounds_of
from autograder.regrade.papers import papers_at
from autograder.regrade.run import Regrade, Rules
from autograder.submission import MAX_FILES, SubmissionError
from autograder.words import Words
from tests.cli.command import run
from tests.regrade import downloads
from tests.tiny import REFERENCE, STUB

pytestmark = [
    pytest.mark.one_python,  # needs the extra `ta`
    pytest.mark.skipif(sys.platform != "linux", reason="FIFOs, links and confinement"),
]

LIST = "submission_metadata.yml"
ANA = "submission_1:\n  :submitters:\n  - :name: Ana\n    :email: ana@example.org\n"
LAUGHS = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]\n" for i in range(1, 12)
)


def seats(course: Course, path: Path) -> list[Seat]:
    return seats_of(read_download(path, course.assignment("kites")))


def exported(folder: Path, metadata: str, **more: str) -> Path:
    return downloads.write(folder, {"submission_1/kites.py": REFERENCE, LIST: metadata, **more})


ODD = {
    "a day for a time": (f"{ANA}  :created_at: 2026-11-20\n", "ana-example.org"),
    "a number of six thousand digits": (f"submission_1:\n  :submitters:\n  - :sid: 0x{'f' * 6_000}\n", "0xfff"),
    "a name of nine to the twelfth letters": (f"{LAUGHS}submission_1:\n  :submitters:\n  - :name: *a11\n", "unknown"),
    "a list that holds itself": ("submission_1: &x\n  :submitters: [*x]\n  :created_at: *x\n", "unknown"),
    "names that are no texts": (f"{ANA}? [x]\n: y\n", "ana-example.org"),
    "an object of another language": ("submission_1: !!python/object/apply:os.system [id]\n", "submission_1"),
}


@pytest.mark.parametrize("title", ODD)
def test_what_no_platform_writes_is_read_as_text_or_not_at_all(title: str, course: Course, tmp_path: Path) -> None:
    metadata, wanted = ODD[title]
    found = [seat.student.id for seat in seats(course, exported(tmp_path / "class", metadata))]
    assert any(each.startswith(wanted) for each in found), found


def test_a_list_that_is_too_deep_is_refused(course: Course, tmp_path: Path) -> None:
    with pytest.raises(CourseError, match="download it again"):
        seats(course, exported(tmp_path / "class", "[" * 100_000))


@pytest.mark.parametrize("kind", ["a pipe", "a link", "an endless device", "a folder"])
def test_a_list_that_is_no_ordinary_file_is_neither_read_nor_waited_for(
    kind: str, course: Course, tmp_path: Path
) -> None:
    path = exported(tmp_path / "class", ANA)
    (path / LIST).rename(tmp_path / "elsewhere.yml")
    make = {
        "a pipe": lambda at: os.mkfifo(at),
        "a link": lambda at: at.symlink_to(tmp_path / "elsewhere.yml"),
        "an endless device": lambda at: at.symlink_to("/dev/zero"),
        "a folder": lambda at: at.mkdir(),
    }
    make[kind](path / LIST)
    with pytest.raises(CourseError, match="cannot be read"):
        seats(course, path)


def test_a_list_names_nothing_outside_the_export(course: Course, tmp_path: Path) -> None:
    downloads.write(tmp_path, {"secret/kites.py": REFERENCE})
    names = ("../secret/kites.py", str(tmp_path / "secret"), "..")
    metadata = ANA + "".join(
        f'"{name}":\n  :submitters:\n  - :name: Eve\n    :sid: {i}\n' for i, name in enumerate(names)
    )
    path = exported(tmp_path / "class", metadata)
    tree = read_download(path, course.assignment("kites")).tree
    for seat in seats(course, path)[:-1]:
        with pytest.raises(SubmissionError) as problem:
            papers_at(tree, seat.attempts[0].handed.paths)
        assert problem.value.kind == "no_candidate"


def test_an_id_that_two_accounts_claim_makes_them_no_one_person(course: Course, tmp_path: Path) -> None:
    metadata = "".join(
        f"submission_{i}:\n  :submitters:\n  - :name: {name}\n    :email: {name}@example.org\n    :sid: '7'\n"
        for i, name in enumerate(("ana", "eve"), start=1)
    )
    found = seats(course, exported(tmp_path / "class", metadata, **{"submission_2/kites.py": STUB}))
    assert [(seat.student.name, len(seat.attempts)) for seat in found] == [("ana", 1), ("eve", 1)]


def test_nobody_takes_the_id_that_another_one_is_given(course: Course, tmp_path: Path) -> None:
    names = ("ana", "Ana", "Ana-dea210f0", "ana-24d4b96f")  # the last two are the ids of the first two, made by hash
    path = downloads.write(tmp_path / "class", {f"{name}/kites.py": REFERENCE for name in names})
    ids = [seat.student.id.casefold() for seat in seats(course, path)]
    assert len(set(ids)) == len(names)


def test_a_time_stamp_that_is_no_file_is_no_time(course: Course, tmp_path: Path) -> None:
    path = downloads.write(tmp_path / "submitted", {f"{who}/kites/kites.py": REFERENCE for who in ("ana", "beto")})
    os.mkfifo(path / "ana/kites/timestamp.txt")
    (path / "beto/kites/timestamp.txt").symlink_to("/etc/passwd")
    assert [seat.attempts[0].handed.submitted_at for seat in seats(course, path)] == ["", ""]


def test_a_hundred_thousand_folders_cost_their_own_student(course: Course, tmp_path: Path) -> None:
    files = {f"ana/{number}/": "" for number in range(100_000)} | {"beto/kites.py": REFERENCE}
    tree = read_download(downloads.zipped(tmp_path / "class.zip", files), course.assignment("kites"), "folders").tree
    with pytest.raises(SubmissionError) as problem:
        papers_at(tree, ("ana",))
    assert (problem.value.kind, problem.value.detail["limit"]) == ("too_many_files", MAX_FILES)
    assert len(papers_at(tree, ("beto",))) == 1


def test_a_name_that_is_a_command_to_the_terminal_is_spelt_out(course: Course, tmp_path: Path) -> None:
    evil = "\x1b[2J\x1b]0;owned\x07"
    inside = downloads.zipped(tmp_path / "inside.zip", {f"{evil}/{LIST}": "[", f"{evil}/submission_1/a.py": "x"})
    outside = tmp_path / f"{evil}.zip"
    outside.write_bytes(b"PK")
    for path in (inside, outside, tmp_path / ("x" * 300)):
        answer = run(course.root, "regrade", path, "--assignment", "kites")
        assert (answer.code, "\x1b" in answer.err, answer.err.count("\n")) == (2, False, 1)


def test_a_file_that_changes_between_two_looks_is_nobody_elses_answer(course: Course, tmp_path: Path) -> None:
    """Eve hands in what Beto handed in, and puts a stub there as soon as the bytes are known."""
    path = downloads.write(tmp_path / "class", {f"{who}/kites.py": REFERENCE for who in ("ada", "beto", "caro")})
    assignment = course.assignment("kites")
    download = read_download(path, assignment)
    drawing, grounds = Drawing(course, assignment, Words("en")), grounds_of(course, assignment, "en")
    folder = RunFolder(tmp_path / "run")
    with open_gradebook(str(tmp_path / "grades.db")) as gradebook, folder.claimed("kites"):
        for eve in (True, False):
            done = Regrade(download, seats_of(download), drawing, grounds, gradebook, folder, Rules())
            done.start({})
            if eve:
                (path / "ada/kites.py").write_text(STUB)
                (path / "caro/kites.py").unlink()
            with Crew(order_of(drawing, grounds), 1) as crew:
                done.work(crew, lambda tick: None)
            number = done.finish().run
            rows = {row.student.id: row for row in gradebook.rows(number)}
            assert rows["beto"].score == 100.0
            if eve:
                assert (rows["ada"].status, "changed while it was being read" in rows["ada"].reason) == (
                    "ungradable",
                    True,
                )
                assert (path / "caro/kites.py").write_text(REFERENCE)
        assert (rows["ada"].status, rows["ada"].score, rows["caro"].score) == ("graded", 0.0, 100.0)
