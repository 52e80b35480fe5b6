"""What is exported is what platforms import, and it is safe to open."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import pytest

from autograder.gradebook.exports import TABLES, About
from autograder.gradebook.rows import GRADER_ERROR, Row, Student
from autograder.gradebook.sheets import csv_bytes
from autograder.gradebook.store import RunInfo
from autograder.words import Words
from tests.gradebook.rows_of import row, ungradable

pytestmark = pytest.mark.one_python

QUESTIONS = ("lift", "fly")


def exported(form: str, *rows: Row, layout: str = "", lang: str = "en", column: str = "Kites (77)") -> bytes:
    run = RunInfo(3, "01_kites", "2026-01-01T00:00:00+00:00", "2026-01-01T00:09:00+00:00", {"layout": layout})
    return b"".join(csv_bytes(TABLES[form](rows, About(run, QUESTIONS, Words(lang), column, 10.0))))


def table(form: str, *rows: Row, **options: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(exported(form, *rows, **options).decode("utf-8-sig"), newline="")))


def test_our_table_has_a_column_for_each_question_and_flags_what_a_person_did() -> None:
    by_hand = replace(row("bo"), late=True).overridden(())
    one, other = table("csv", row("ana", lift=1.5), by_hand)
    assert (one["student"], one["score"], one["max_score"], one["lift"], one["fly"]) == ("ana", "7.5", "10", "1.5", "6")
    assert (one["overridden"], one["late"], other["late"]) == ("", "", "late")


def test_canvas_gets_its_own_columns_in_its_own_order() -> None:
    head, possible, ana = exported("canvas", row("ana", lift=1.5), layout="canvas").decode("utf-8-sig").splitlines()
    assert head == "Student,ID,SIS User ID,SIS Login ID,Section,Kites (77)"
    assert possible == "    Points Possible,,,,,10"
    assert ana == "Ana,93,,ana@school.mx,,7.5"


def test_an_id_of_another_platform_never_stands_in_canvas_id_column() -> None:
    for layout, user, school in (("canvas", "93", ""), ("gradescope", "", "93"), ("moodle", "", ""), ("", "", "")):
        ana = table("canvas", row("ana"), layout=layout)[1]
        assert (ana["ID"], ana["SIS User ID"]) == (user, school)


def test_moodle_gets_the_columns_without_which_it_refuses() -> None:
    [ana] = table("moodle", row("ana", lift=1.5), layout="moodle")
    assert ana == {
        "Identifier": "Participant 93",
        "Full name": "Ana",
        "Email address": "ana@school.mx",
        "Grade": "7.5",
        "Maximum Grade": "10",
        "Last modified (grade)": "2026-01-01T00:09:00+00:00",
        "Feedback comments": "lift: 1.5 · fly: 6",
    }
    [ana] = table("moodle", row("ana"), layout="moodle", lang="es")
    assert ana["Identificador"] == "Participante 93" and ana["Calificación"] == "10"
    [ana] = table("moodle", row("ana"), layout="canvas")
    assert ana["Identifier"] == ""  # another platform's number could be another person's


def test_a_fault_of_the_grader_is_nobodys_zero() -> None:
    fault = replace(row("ana"), status=GRADER_ERROR, score=0.0)
    assert table("csv", fault)[0]["score"] == table("moodle", fault)[0]["Grade"] == ""
    assert table("canvas", fault)[1]["Kites (77)"] == ""
    empty = ungradable("bo")
    assert (table("csv", empty)[0]["score"], table("csv", empty)[0]["reason"]) == ("0", "The file is empty.")
    assert table("moodle", empty)[0]["Feedback comments"] == "The file is empty."


NAMES = {
    '=HYPERLINK("http://x")': '\'=HYPERLINK("http://x")',
    "+1": "'+1",
    "-Ana": "'-Ana",
    "@SUM(A1)": "'@SUM(A1)",
    "\t=1+1": "' =1+1",
    " =1+1": "' =1+1",
    "Ana\r\n=1+1": "Ana  =1+1",
    'Ana "la" Pérez, Ñ': 'Ana "la" Pérez, Ñ',
    "\u202e=1": "' =1",
    "caf\udce9\0": "caf  ",
    "学": "学",
}


@pytest.mark.parametrize("form", TABLES)
def test_no_name_is_a_formula_or_a_new_line(form: str) -> None:
    rows = [replace(row("ana"), student=Student("ana", name, name, name), source=name) for name in NAMES]
    raw = exported(form, *rows, column="=1+1")
    assert raw.startswith(b"\xef\xbb\xbf") and not raw.startswith(b'\xef\xbb\xbf"')
    lines = list(csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline="")))
    assert len(lines) == len(NAMES) + (2 if form == "canvas" else 1) and len({len(line) for line in lines}) == 1
    cells = [cell for line in lines for cell in line]
    assert set(NAMES.values()) <= set(cells)
    assert not [cell for cell in cells if cell.strip().startswith(("=", "+", "-", "@"))]
    assert not [cell for cell in cells if any(not character.isprintable() for character in cell)]


def test_a_cell_is_never_longer_than_excel_can_hold() -> None:
    cells = table("csv", replace(row("ana"), reason="x" * 1_000_000))[0]
    assert max(map(len, cells.values())) < 32_767
