"""Forgetting a person leaves nothing of them, and everything of everyone else."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from autograder.gradebook import open_gradebook
from autograder.gradebook.forget import forget, trace_of
from autograder.gradebook.rows import Student
from autograder.gradebook.sheets import csv_bytes
from autograder.gradebook.store import Gradebook
from tests.gradebook.rows_of import a_run, answer, row

pytestmark = pytest.mark.one_python

SECRET = "Anastasia Quetzalcoatl"


def ana() -> object:
    return replace(row("ana", lift=1.0), student=Student("ana", SECRET, "aq@school.mx", "31415926"))


def folder_of(root: Path, *students: str) -> Path:
    for student in students:
        for name in (f"results/{student}.json", f"feedback/{student}.html"):
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_text(f"{student} says = {{}}")
    lines = [("student", "name", "group"), *((student, f'"{student}", É', "ana bo") for student in students)]
    (root / "grades.csv").write_bytes(b"".join(csv_bytes(lines)))
    for report in ("report.html", "report-anonymous.html"):
        (root / report).write_text("everyone")
    return root


def test_every_run_every_override_and_every_file_of_a_person_goes(gradebook: Gradebook, tmp_path: Path) -> None:
    known, given = folder_of(tmp_path / "known", "ana", "bo"), folder_of(tmp_path / "given", "ana", "bo")
    first = a_run(gradebook, ana(), row("bo"), folder=str(known))
    second = a_run(gradebook, ana(), row("bo", lift=2.0))
    for student in ("ana", "bo"):
        gradebook.override(first, student, "lift", 3.0, "Eva", f"for {student}")
    trace = trace_of(gradebook, "ana", [given])
    assert (trace.rows, trace.runs, trace.overrides, len(trace.files), len(trace.tables)) == (2, 2, 1, 8, 2)
    forget(gradebook, "ana", trace)
    assert not trace_of(gradebook, "ana", [given])
    assert [[one.student.id for one in gradebook.rows(run)] for run in (first, second)] == [["bo"], ["bo"]]
    assert gradebook.rows(first)[0].score == 9.0
    assert gradebook.known([ana().origin.key, row("bo").origin.key]) == {row("bo").origin.key: answer("bo")}
    for folder in (known, given):
        kept = {path.name for path in folder.rglob("*") if path.is_file()}
        assert kept == {"bo.json", "bo.html", "grades.csv"}
        assert (folder / "grades.csv").read_bytes().decode("utf-8-sig").splitlines() == [
            "student,name,group",
            'bo,"""bo"", É",bo',
        ]


def test_nothing_of_a_forgotten_person_is_left_in_the_file(tmp_path: Path) -> None:
    place = tmp_path / "g.db"
    with open_gradebook(str(place)) as gradebook:
        run = a_run(gradebook, ana(), *(row(f"s{number}") for number in range(50)))
        gradebook.override(run, "ana", "lift", 3.0, "Eva", f"{SECRET} was ill")
        reader = sqlite3.connect(place)
        assert SECRET.encode() in b"".join(path.read_bytes() for path in tmp_path.iterdir())
        reader.close()
        forget(gradebook, "ana", trace_of(gradebook, "ana"))
        left = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    for text in (SECRET, "aq@school.mx", "31415926", "ana.py"):
        assert text.encode() not in left
    assert b"s49" in left


def test_the_others_of_a_group_keep_their_rows(gradebook: Gradebook) -> None:
    group = ("ana", "bo")
    shared = [replace(one, group=group, source=f"class/{SECRET}/x.py") for one in (ana(), row("bo"))]
    run = a_run(gradebook, *shared)
    assert trace_of(gradebook, "ana").groups == 1
    forget(gradebook, "ana", trace_of(gradebook, "ana"))
    [bo] = gradebook.rows(run)
    assert (bo.student.id, bo.group, bo.source, bo.score) == ("bo", ("bo",), "class/[…]/x.py", 10.0)


def test_a_member_without_a_row_takes_the_shared_one_over(gradebook: Gradebook) -> None:
    run = a_run(gradebook, replace(ana(), group=("ana", "bo")))
    forget(gradebook, "ana", trace_of(gradebook, "ana"))
    [bo] = gradebook.rows(run)
    assert (bo.student, bo.group, bo.score) == (Student("bo", "bo"), ("bo",), 7.0)


def test_an_answer_that_another_student_shares_stays(gradebook: Gradebook) -> None:
    same = ana()
    run = a_run(gradebook, same, replace(same, student=Student("bo", "Bo")))
    forget(gradebook, "ana", trace_of(gradebook, "ana"))
    assert gradebook.rows(run)[0].result == same.result


def test_only_files_of_the_run_are_touched(gradebook: Gradebook, tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "run", "bo")
    (tmp_path / "outside.json").write_text("not yours")
    (folder / "results" / "link.json").symlink_to(tmp_path / "outside.json")
    (folder / "grades.csv").write_text("something,else\nlink,1\n")
    for name in ("../../outside", "link", "nobody"):
        assert not trace_of(gradebook, name, [folder, tmp_path / "nowhere"])
