"""The gradebook: what is recorded is kept, whatever it says, whoever else writes, whenever the program is killed."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import threading
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa

from autograder.gradebook import GradebookError, open_gradebook
from autograder.gradebook.rows import GRADER_ERROR, Student
from autograder.gradebook.store import Gradebook
from autograder.results import Failure
from tests.cli.command import ENVIRONMENT, ROOT
from tests.gradebook.rows_of import a_run, answer, origin, row, ungradable

pytestmark = pytest.mark.one_python


def test_rows_come_back_as_they_were_sorted_by_student(gradebook: Gradebook) -> None:
    rows = [
        row("zoe", late=True, attempt=2, submitted_at="2026-01-01T00:00:00Z", notes=("One was left aside.",)),
        ungradable("ana"),
        row("Éva", lift=1.3, group=("Éva", "ida")),
    ]
    run = a_run(gradebook, *rows)
    assert list(gradebook.rows(run)) == [rows[1], rows[0], rows[2]]
    assert gradebook.rows(run)[-1] == rows[2] and gradebook.rows(run)[1:][0] == rows[0]
    assert len(gradebook.rows(run)) == 3


def test_more_rows_than_one_page_come_back(gradebook: Gradebook) -> None:
    rows = [row(f"s{number:04}", lift=float(number % 5)) for number in range(450)]
    run = a_run(gradebook, *rows)
    assert list(gradebook.rows(run)) == rows
    keys = [one.origin.key for one in rows]
    assert gradebook.known(keys) == {one.origin.key: one.result for one in rows}


def test_runs_say_what_they_are(gradebook: Gradebook) -> None:
    first, boats = a_run(gradebook, row("ana"), ungradable("bo")), a_run(gradebook, assignment="02_boats")
    second = gradebook.start_run("01_kites", {})
    assert [run.number for run in gradebook.runs()] == [first, boats, second]
    info = gradebook.run(first)
    assert (info.assignment, info.about, info.graded, info.ungradable, info.rows) == (
        "01_kites",
        {"source": "class"},
        1,
        1,
        2,
    )
    assert info.started_at <= info.finished_at
    assert gradebook.run(second).finished_at == ""
    assert gradebook.latest("01_kites") == info  # the second was not finished
    gradebook.finish_run(second)
    assert gradebook.latest("01_kites").number == second
    assert gradebook.latest("03_trains") is None


def test_a_second_run_leaves_the_first_as_it_was(gradebook: Gradebook) -> None:
    first = a_run(gradebook, row("ana", lift=1.0))
    second = a_run(gradebook, row("ana", lift=2.0))
    assert [gradebook.rows(run)[0].score for run in (first, second)] == [7.0, 8.0]


def test_the_same_origin_with_another_answer_is_kept_too(gradebook: Gradebook) -> None:
    one = row("ana", lift=1.0)
    other = replace(one, result=answer("ana", lift=3.0), score=9.0)
    first, second = a_run(gradebook, one), a_run(gradebook, other)
    assert [gradebook.rows(run)[0] for run in (first, second)] == [one, other]
    assert gradebook.known([one.origin.key]) == {one.origin.key: other.result}  # the newest


def test_a_student_recorded_twice_in_a_run_is_there_once(gradebook: Gradebook) -> None:
    run = gradebook.start_run("01_kites", {})
    assert gradebook.record(run, [row("ana"), row("bo"), row("bo")]) == 2
    assert gradebook.record(run, [row("bo"), row("cy")]) == 1
    assert [one.student.id for one in gradebook.rows(run)] == ["ana", "bo", "cy"]


def test_a_fault_of_the_grader_is_no_known_answer(gradebook: Gradebook) -> None:
    broken = replace(row("ana"), status=GRADER_ERROR, result=replace(answer("ana"), grader_error="OSError"))
    a_run(gradebook, broken, ungradable("bo"))
    assert gradebook.known([broken.origin.key, origin("never seen").key]) == {}


def test_an_answer_that_two_students_share_names_each_file(gradebook: Gradebook) -> None:
    one = row("ana")
    other = replace(one, student=Student("bo", "Bo"), result=replace(one.result, submission="b.py"))
    run = a_run(gradebook, one, other)
    assert [each.result.submission for each in gradebook.rows(run)] == ["ana.py", "b.py"]


HOSTILE = {
    "nul": "a\0b",
    "surrogate": "caf\udce9 \ud800",
    "backslashes": "\\0 \\u0041 \\ud800 \\\\",
    "right to left": "\u202egnp.exe\u202c",
    "formula": "=cmd|' /C calc'!A0",
    "sql": "'; DROP TABLE gradebook_row; --",
    "other alphabets": "Ж 学 🎓 \U000e0041",
    "ten megabytes": ("ñ" * 999 + "\0") * 5_000,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_comes_back_as_it_was(text: str, gradebook: Gradebook) -> None:
    failure = Failure("raised", call=text, detail={"message": text, "frames": [{"source": text}]})
    hit = replace(answer("ana").checks[0], failures=(failure,), output=text)
    note = Failure("definitions", detail={"cause": failure})
    result = replace(answer("ana"), checks=(hit,), submission=text, notes=(note,))
    short = text[:200]
    hostile = replace(
        row("ana"), student=Student(short, text, text, text), source=text, reason=text, result=result,
        group=(short, "bo"), notes=(text,), submitted_at=short, score=result.score,
    )  # fmt: skip
    run = gradebook.start_run(short, {"source": text})
    gradebook.record(run, [hostile])
    gradebook.override(run, short, "lift", 1.0, author=text, reason=text)
    [back] = gradebook.rows(run)
    assert (back.result, back.student, back.source) == (hostile.result, hostile.student, hostile.source)
    assert (back.reason, back.group, back.notes) == (text, (short, "bo"), (text,))
    assert (back.overrides[0].author, back.overrides[0].reason) == (text, text)
    assert gradebook.runs()[0].assignment == short and gradebook.runs()[0].about == {"source": text}


KILLED = """
import sys
from autograder.gradebook import open_gradebook
from tests.gradebook.rows_of import row
with open_gradebook(sys.argv[1]) as gradebook:
    run = gradebook.start_run("01_kites", {})
    for batch in range(1000):
        gradebook.record(run, [row(f"s{batch:03}-{number}") for number in range(10)])
        print(batch, flush=True)
"""


def test_a_recording_process_that_is_killed_loses_only_what_was_in_flight(url: str) -> None:
    command = [sys.executable, "-c", KILLED, url]
    with subprocess.Popen(command, cwd=ROOT, env=ENVIRONMENT, stdout=subprocess.PIPE, text=True) as process:
        for line in process.stdout:
            if line.strip() == "20":
                process.kill()  # SIGKILL, while it records the next batches
                break
        said = [20, *(int(line) for line in process.stdout.read().split())]
    with open_gradebook(url) as gradebook:
        [info] = gradebook.runs()
        kept = [one.student.id for one in gradebook.rows(info.number)]
        whole = sorted({student.partition("-")[0] for student in kept})
        assert kept == [f"{batch}-{number}" for batch in whole for number in range(10)]  # no half of a batch
        assert len(whole) in (said[-1] + 1, said[-1] + 2)  # all that was said, and at most the one in flight
        assert info.finished_at == ""
        assert gradebook.record(info.number, [row("zoe")]) == 1  # and it goes on


def test_two_programs_write_at_once(url: str) -> None:
    def write(name: str) -> None:
        with open_gradebook(url) as gradebook:
            run = gradebook.start_run("01_kites", {"who": name})
            for number in range(0, 40, 4):  # the same answers from both: only the rows are each one's own
                gradebook.record(run, [row(f"s{each:02}") for each in range(number, number + 4)])

    threads = [threading.Thread(target=write, args=(name,)) for name in ("eva", "leo")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with open_gradebook(url) as gradebook:
        assert [len(gradebook.rows(info.number)) for info in gradebook.runs()] == [40, 40]


def test_a_newer_gradebook_is_left_alone(url: str) -> None:
    with open_gradebook(url) as gradebook, gradebook.engine.begin() as connection:
        connection.execute(sa.text("UPDATE gradebook_meta SET value = '2'"))
    with pytest.raises(GradebookError, match=r"^The gradebook .* was written by a newer autograder \(version 2; .*\.$"):
        open_gradebook(url)


def test_what_is_no_gradebook_is_said_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "text.db").write_text("not a database, but long enough to be read as the head of one\n" * 20)
    foreign = sqlite3.connect(tmp_path / "foreign.db")
    foreign.execute("CREATE TABLE gradebook_run (x)")
    foreign.close()
    for place, said in {
        str(tmp_path / "text.db"): "file is not a database",
        str(tmp_path): "Is a directory",
        str(tmp_path / "text.db" / "deeper.db"): "cannot be opened",
        str(tmp_path / "foreign.db"): "already exists|no such",
        "nosuch://place": "nosuch",
        "postgresql+psycopg://eva:secret@/x?host=/nowhere": "cannot be opened",
        "://eva:secret@": "is no gradebook",
    }.items():
        with pytest.raises(GradebookError, match=said) as refused:
            open_gradebook(place)
        text = str(refused.value)
        assert text.endswith(".") and "\n" not in text and "secret" not in text


def test_a_run_that_is_not_there_is_said(gradebook: Gradebook) -> None:
    with pytest.raises(GradebookError, match="There is no run 7 in"):
        gradebook.rows(7)


def test_a_gradebook_file_is_its_owners_alone(tmp_path: Path) -> None:
    open_gradebook(str(tmp_path / "g.db")).close()
    assert (tmp_path / "g.db").stat().st_mode & 0o777 == 0o600
