"""The verbs of the gradebook, as people run them: what they print, where they write, what they refuse."""

from __future__ import annotations

import csv
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from autograder.cli import main
from autograder.course import Course
from autograder.gradebook import open_gradebook
from autograder.gradebook.rows import GRADER_ERROR, Student
from autograder.gradebook.store import Gradebook
from tests import tiny
from tests.cli.command import Answer, run
from tests.gradebook.rows_of import a_run, row, ungradable

pytestmark = pytest.mark.one_python

HOSTILE = "[red]Zoë[/red] <script>alert(1)</script> \x1b[31m\u202e"


@pytest.fixture
def course(tmp_path: Path) -> Course:
    return tiny.build(tmp_path / "course")


@pytest.fixture
def kept(course: Course) -> Iterator[Gradebook]:
    """The course's own gradebook, with two runs of four students: Ana gains, Bo loses, Zoë's name is hostile."""
    with open_gradebook(str(course.root / "grades.db")) as gradebook:
        zoe = replace(row("zoe"), student=Student("zoe", HOSTILE))
        (course.root / "runs" / "one").mkdir(parents=True)
        a_run(gradebook, row("ana", lift=1.0), row("bo"), ungradable("cy"), zoe, folder=str(course.root / "runs/one"))
        broken = replace(row("di"), status=GRADER_ERROR, result=None, score=0.0)
        a_run(gradebook, row("ana", lift=3.0), row("bo", fly=2.5), ungradable("cy"), broken, layout="canvas")
        yield gradebook


def verb(course: Course, *arguments: object) -> Answer:
    answer = run(course.root, *arguments)
    assert "Traceback" not in answer.err and "\x1b" not in answer.out
    return answer


def test_runs_lists_what_there_is(course: Course, kept: Gradebook) -> None:
    unfinished = kept.start_run("02_boats", {})
    answer = verb(course, "runs", "--lang", "es")
    assert answer.code == 0 and "Tarea" in answer.out and "sin terminar" in answer.out and "runs/one" in answer.out
    nothing = verb(course, "runs", "--assignment", "zeppelins", "--lang", "en").out
    assert "no run of zeppelins" in nothing and "without --assignment" in nothing
    found = json.loads(verb(course, "runs", "--json", "--assignment", "kites").out)
    assert [(each["number"], each["graded"], each["ungradable"], each["grader_errors"]) for each in found] == [
        (1, 3, 1, 0),
        (2, 2, 1, 1),
    ]
    assert unfinished == 3


def test_runs_counts_the_overrides_of_those_who_are_in_the_run(course: Course, kept: Gradebook) -> None:
    kept.override(1, "zoe", "lift", 3.0, "Eva", "paper")  # who is not in the second run
    kept.override(1, "ana", "lift", 3.0, "Eva", "paper")
    lines = [re.split(r"\s{2,}", line.strip()) for line in verb(course, "runs", "--lang", "en").out.splitlines()]
    assert [line[5] for line in lines if line[0] in ("1", "2")] == ["2", "1"], lines


def test_diff_says_who_and_why_in_both_languages(course: Course, kept: Gradebook) -> None:
    kept.override(2, "cy", "lift", 2.0, "Eva", "on [b]paper[/b]")
    spanish, english = verb(course, "diff", "--lang", "es").out, verb(course, "diff", "1", "2", "--lang", "en").out
    assert "3 estudiantes están en ambas corridas; 3 de ellos cambiaron (2 subieron, 1 bajaron)" in spanish
    assert "3 students are in both runs; 3 of them changed (2 up, 1 down)" in english
    assert ": submission 2, override by hand 1." in " ".join(english.split())
    for out in (spanish, english):
        assert "7/10" in out and "9/10" in out and "test_fly" in out and "[b]paper[/b]" in out
        assert "[red]Zoë[/red] <script>alert(1)</script> \\x1b[31m\\u202e" in " ".join(out.split()).replace(" │ ", " ")


def test_diff_says_that_it_was_the_checks(course: Course, kept: Gradebook) -> None:
    other = row("ana", lift=1.0)
    assert other.origin is not None
    changed = replace(row("ana", lift=3.0), origin=replace(other.origin, checks="0" * 64))
    before, after = a_run(kept, other), a_run(kept, changed)
    english = verb(course, "diff", before, after, "--lang", "en").out
    spanish = verb(course, "diff", before, after, "--lang", "es").out
    assert ": checks 1." in english and "Checks that moved" in english
    assert ": pruebas 1." in spanish and "Pruebas que cambiaron" in spanish


def test_diff_of_two_equal_runs_says_so(course: Course, kept: Gradebook) -> None:
    answer = verb(course, "diff", "2", "2", "--lang", "en")
    assert answer.code == 0 and "4 students are in both runs; 0 of them changed" in answer.out


def test_diff_as_csv_has_a_line_for_each_check(course: Course, kept: Gradebook) -> None:
    out = course.root / "new" / "diff.csv"
    assert verb(course, "diff", course.root / "runs" / "one", "latest", "--format", "csv", "--output", out).code == 0
    lines = list(csv.DictReader(out.read_text(encoding="utf-8-sig").splitlines()))
    found = {line["student"]: (line["score_before"], line["score_after"], line["check"]) for line in lines}
    assert found == {
        "ana": ("7", "9", "test_lift"),
        "bo": ("10", "6.5", "test_fly"),
        "di": ("", "0", ""),
        "zoe": ("10", "", ""),
    }


def test_diff_as_html_shows_hostile_text_as_text(course: Course, kept: Gradebook) -> None:
    out = course.root / "diff.html"
    kept.override(2, "ana", "lift", 2.0, "<i>Eva", "<img src=x onerror=alert(1)>")
    assert verb(course, "diff", "previous", "latest", "--format", "html", "--output", out, "--lang", "es").code == 0
    page = out.read_text(encoding="utf-8")
    assert '<html lang="es">' in page and "&lt;script&gt;alert(1)" in page and "\x1b" not in page
    assert "<script" not in page and "<img" not in page and "<i>" not in page


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["diff", "1", "7"], "There is no run 7"),
        (["diff", "1", "nowhere"], "nowhere is no run: give a run's number"),
        (["diff", "1", "assignments"], "No run in"),
        (["diff", "1", "3"], "Run 1 is of 01_kites, run 3 of 02_boats"),
        (["export", "latest", "--assignment", "boats"], "There is no finished run of boats"),
        (["export", "2", "--format", "canvas"], "give --column"),
        (["export", "2", "--output", "grades.db/x.csv"], "cannot be written"),
        (["runs", "--gradebook", "none.db"], "There is no gradebook none.db yet"),
        (["runs", "--gradebook", "assignments/course.toml"], "file is not a database"),
        (["override", "2", "nobody", "lift", "1", "--reason", "x"], "Run 2 has no student nobody"),
        (["override", "2", "ana", "nope", "1", "--reason", "x"], "01_kites has no question nope; there are: lift, fly"),
        (["override", "2", "ana", "lift", "4.5", "--reason", "x"], "lift is worth 0 to 4 points, not 4.5"),
        (["override", "2", "ana", "lift", "nan", "--reason", "x"], "lift is worth 0 to 4 points, not nan"),
        (["override", "2", "ana", "lift", "--reason", "x"], "Give POINTS, or --withdraw"),
        (["override", "2", "ana", "lift", "1"], "Missing option '--reason'"),
        (["override", "2", "ana", "lift", "--withdraw", "--reason", "x"], "has no points given by hand to ana"),
        (["override", "2", "ana", "lift", "-1", "--reason", "x"], "lift is worth 0 to 4 points, not -1"),
        (["override", "2", "ana", "lift", "1", "--reson", "x"], "No such option"),
        (["forget", "nobody", "--yes"], "There is nobody called nobody"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_wrong_use_is_one_sentence(
    words: list[str],
    said: str,
    course: Course,
    kept: Gradebook,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    kept.start_run("02_boats", {})
    monkeypatch.chdir(course.root)
    monkeypatch.setattr(sys, "argv", ["autograder", *words, "--lang", "en"])
    with pytest.raises(SystemExit) as end:
        main()
    error = capsys.readouterr().err
    assert end.value.code == 2 and said in error and len(error.strip().splitlines()) == 1


def test_override_says_what_counts_now_and_is_kept_for_ever(course: Course, kept: Gradebook) -> None:
    given = ("override", "latest", "ana", "lift")
    answer = verb(course, *given, "2.5", "--reason", "[red]right", "--author", "Eva", "--lang", "en")
    assert answer.code == 0
    assert "ana now has 2.5 points for lift by hand; the grader gave 3. The total is 8.5 of 10." in answer.out
    assert verb(course, *given, "--withdraw", "--reason", "a mistake", "--author", "Leo", "--lang", "en").code == 0
    assert kept.rows(2)[0].score == 9.0
    lines = verb(course, "runs", "--overrides", "--lang", "en").out.splitlines()
    assert [line.split("ana")[1] for line in lines] == [
        "  lift: 2.5  (Eva) [red]right",
        "  lift: taken back  (Leo) a mistake",
    ]


def test_export_writes_the_file_and_says_what_to_know(course: Course, kept: Gradebook) -> None:
    kept.override(2, "cy", "lift", 2.0, "Eva", "on paper")
    out = course.root / "out.csv"
    answer = verb(
        course, "export", "latest", "--format", "canvas", "--column", "Kites (7)", "--output", out, "--lang", "en"
    )
    assert (answer.code, answer.out) == (0, "")
    assert answer.err.splitlines() == [
        f"4 students of run 2 are in {out}.",
        "Points given by hand are in the totals; students who have some: 1.",
        "Without a grade because the grader itself failed: 1; regrade them.",
    ]
    lines = list(csv.DictReader(out.read_text(encoding="utf-8-sig").splitlines()))[1:]
    assert [(line["ID"], line["Kites (7)"]) for line in lines] == [("93", "9"), ("92", "6.5"), ("92", "2"), ("92", "")]
    printed = verb(course, "export", "2")
    assert "cy,Cy,cy@school.mx,92,,ungradable,2,10,2,," in printed.out and "lift (Eva: on paper)" in printed.out


def test_forget_asks_first(course: Course, kept: Gradebook) -> None:
    folder = course.root / "runs" / "one" / "results"
    folder.mkdir()
    (folder / "bo.json").write_text("{}")
    command = [sys.executable, "-m", "autograder", "forget", "bo", "--lang", "en"]
    environment = {"PYTHONPATH": str(Path(__file__).resolve().parents[2]), "PATH": ""}

    def answered(text: str) -> str:
        return subprocess.run(
            command, cwd=course.root, env=environment, input=text, capture_output=True, text=True, check=True
        ).stdout

    asked = answered("n\n")
    assert "2 rows in 2 runs" in asked and "bo.json" in asked and "Nothing was deleted." in asked
    assert len(kept.rows(1)) == 4 and (folder / "bo.json").exists()
    assert "bo is deleted." in answered("y\n")
    assert len(kept.rows(1)) == 3 and not (folder / "bo.json").exists()


def test_the_verbs_work_outside_a_course(kept: Gradebook, course: Course, tmp_path: Path) -> None:
    place = course.root / "grades.db"
    assert run(tmp_path, "export", "2", "--gradebook", place).out.startswith("\ufeffstudent,name")
    assert run(tmp_path, "runs", "--gradebook", place).code == 0
    answer = run(tmp_path, "runs")
    assert answer.code == 2 and "course" in answer.err


def test_help_does_not_load_the_database(course: Course) -> None:
    heavy = {"sqlalchemy", "jinja2", "nbgrader", "otter"}
    code = f"import sys, autograder.cli.app; print(sorted({heavy} & set(sys.modules)))"
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert answer.stdout == "[]\n"
