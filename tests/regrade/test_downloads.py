"""What a download is, who is in it and what they handed in: recognised by shape, said, never guessed."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest

from autograder.course import Course
from autograder.regrade.download import read_download, seats_of
from autograder.regrade.handed import Download, Seat
from autograder.regrade.papers import papers_at
from autograder.settings import CourseError
from autograder.submission import SubmissionError
from tests.regrade import downloads

pytestmark = pytest.mark.one_python  # needs the extra `ta`

SHAPES: dict[str, Callable[[str, str], downloads.Files]] = {
    name: getattr(downloads, name) for name in ("gradescope", "canvas", "moodle", "nbgrader", "folders", "flat")
}


def read(course: Course, path: Path, layout: str | None = None) -> Download:
    return read_download(path, course.assignment("kites"), layout)


def seats(course: Course, path: Path, layout: str | None = None) -> dict[str, Seat]:
    return {seat.student.id: seat for seat in seats_of(read(course, path, layout))}


FORMS = ("folder", "zip", "zip with a folder around")
CASES = [(shape, form) for shape in SHAPES for form in FORMS if (shape, form) != ("flat", FORMS[2])]  # the next test


@pytest.mark.parametrize(("shape", "form"), CASES)
def test_every_shape_is_recognised(shape: str, form: str, course: Course, tmp_path: Path) -> None:
    files = SHAPES[shape]("right", "wrong")
    if form == "folder":
        path = downloads.write(tmp_path / "class", files)
    else:
        around = "class/" if form != "zip" else ""
        path = downloads.zipped(tmp_path / "class.zip", {around + name: content for name, content in files.items()})
    assert read(course, path).layout == shape


def test_what_is_not_clear_is_asked_and_can_be_said(course: Course, tmp_path: Path) -> None:
    wrapped = downloads.write(tmp_path / "wrapped", {"class/ana.py": "a", "class/beto.py": "b"})
    beside = downloads.write(tmp_path / "beside", {"ana/kites.py": "a", "beto.py": "b"})
    for path in (wrapped, beside):
        with pytest.raises(CourseError, match="--layout"):
            read(course, path)
    assert set(seats(course, wrapped, "flat")) == {"ana", "beto"}
    assert set(seats(course, wrapped, "folders")) == {"class"}
    assert set(seats(course, beside, "folders")) == {"ana"}
    with pytest.raises(CourseError, match="more than one platform"):
        read(
            course,
            downloads.write(tmp_path / "both", {**downloads.canvas("a", "b"), **downloads.moodle("a", "b")}),
        )


def test_nothing_that_is_a_class_is_said_in_a_sentence(course: Course, tmp_path: Path) -> None:
    empty, script = tmp_path / "empty", tmp_path / "kites.py"
    empty.mkdir()
    script.write_text("x = 1")
    damaged = tmp_path / "class.zip"
    whole = downloads.zipped(tmp_path / "whole.zip", downloads.flat("a", "b")).read_bytes()
    damaged.write_bytes(whole[: len(whole) // 2])
    packed = tmp_path / "class.tar.gz"
    packed.write_bytes(b"\x1f\x8b")
    for path in (empty, script, damaged, packed, tmp_path / "nowhere"):
        with pytest.raises(CourseError, match=str(path.name)) as problem:
            read(course, path)
        assert ("damaged" in str(problem.value)) == (path == damaged)
        assert ("unpack it" in str(problem.value)) == (path == packed)


def test_a_gradescope_export_names_groups_and_times(course: Course, tmp_path: Path) -> None:
    found = seats(course, downloads.write(tmp_path, downloads.gradescope("right", "wrong")))
    assert set(found) == {"1001", "beto-example.org", "1003", "1004"}
    assert found["1003"].attempts[0].group == ("beto-example.org", "1003")
    assert found["1003"].attempts[0].handed.submitted_at.startswith("2026-11-21 00:10")
    assert (found["1001"].student.name, found["1001"].student.email) == ("Ana García", "ana@example.org")


def test_metadata_that_cannot_be_read_are_said(course: Course, tmp_path: Path) -> None:
    for number, text in enumerate(["a: [", "- just\n- a list", "!!python/object/apply:os.system ['true']"]):
        files = {"submission_1/kites.py": "x", "submission_metadata.yml": text}
        with pytest.raises(CourseError, match=r"submission_metadata\.yml"):
            read(course, downloads.write(tmp_path / str(number), files))


def test_canvas_marks_late_ones_and_numbers_attempts(course: Course, tmp_path: Path) -> None:
    found = seats(course, downloads.write(tmp_path, downloads.canvas("right", "wrong")))
    assert set(found) == {"garciaana-1001", "lopezbeto-1002", "oneilcaro-1003"}
    ana, beto = found["garciaana-1001"], found["lopezbeto-1002"]
    assert [attempt.handed.paths for attempt in ana.attempts] == [
        ("garciaana_1001_77001_kites.py",),
        ("garciaana_1001_77009_kites-1.py",),
    ]
    assert beto.attempts[0].handed.late and not ana.attempts[-1].handed.late
    assert ana.student.platform_id == "1001"


def test_an_anonymous_class_of_canvas_keeps_its_attempts_together(course: Course, tmp_path: Path) -> None:
    names = ["anon_Kx3jP_77001_kites.py", "LATE_anon_Kx3jP_77009_01_kites-1.py", "anon_9aBcD_77002_kites.py"]
    found = seats(course, downloads.write(tmp_path, dict.fromkeys(names, "right")))
    assert set(found) == {"anon_Kx3jP", "anon_9aBcD"} and not found["anon_Kx3jP"].student.platform_id
    assert [attempt.handed.late for attempt in found["anon_Kx3jP"].attempts] == [True]


def test_an_address_handed_in_on_canvas_is_a_submission(course: Course, tmp_path: Path) -> None:
    download = read(course, downloads.write(tmp_path, {**downloads.canvas("a", "b"), "diaz_1009_link.html": "<a>"}))
    assert download.layout == "canvas" and not download.aside
    assert "diaz-1009" in {seat.student.id for seat in seats_of(download)}


def test_files_without_the_platforms_form_are_still_found(course: Course, tmp_path: Path) -> None:
    files = {**downloads.canvas("right", "wrong"), "by_mail.py": "right"}
    found = seats(course, downloads.write(tmp_path, files))
    assert [remark.key for remark in found["by_mail"].attempts[0].handed.remarks] == ["other_name"]


def test_moodle_gives_names_and_numbers(course: Course, tmp_path: Path) -> None:
    found = seats(course, downloads.write(tmp_path, downloads.moodle("right", "wrong")))
    assert set(found) == {"Ana-Garcia-5001", "Beto-Lopez-5002", "Caro-O-Neil-5003"}
    assert found["Ana-Garcia-5001"].student.name == "Ana García"


@pytest.mark.parametrize(
    "form", ["Ana\nGarcía_5001_assignsubmission_file_/kites.py", "ana\ngarcia_1001_77001_kites.py"]
)
def test_a_line_break_in_a_name_is_part_of_the_name(form: str, course: Course, tmp_path: Path) -> None:
    others = downloads.moodle("a", "b") if "/" in form else downloads.canvas("a", "b")
    download = read(course, downloads.zipped(tmp_path / "class.zip", {**others, form: "right"}))
    (ana,) = [each for each in download.handed if "\n" in each.paths[0]]
    assert ana.people[0].platform_id in ("5001", "1001") and not ana.remarks


def test_a_name_of_any_alphabet_is_shown_as_it_is_written(course: Course, tmp_path: Path) -> None:
    names = {
        "\u200fعلی\u200cرضا": "علیرضا",
        "\u202bمحمد\u202c": "محمد",
        "ana\u202enzo": "ana\\u202enzo",
        "山田": "山田",
    }
    path = downloads.write(
        tmp_path, {f"{name}_{i}_assignsubmission_file_/kites.py": "x" for i, name in enumerate(names)}
    )
    assert {seat.student.name for seat in seats(course, path).values()} == set(names.values())


def test_accents_of_a_mac_are_the_same_person(course: Course, tmp_path: Path) -> None:
    names = ["Ana García", "Юрий", "李 小龍"]
    files = {f"{name}_{i}_assignsubmission_file_/kites.py": "x" for i, name in enumerate(names)}
    apart = {unicodedata.normalize("NFD", name): content for name, content in files.items()}
    here = seats(course, downloads.write(tmp_path / "here", files))
    there = seats(course, downloads.write(tmp_path / "there", apart))
    assert list(here) == list(there) and [each.student.name for each in there.values()] == [
        each.student.name for each in here.values()
    ]


def test_a_zip_that_does_not_say_it_is_utf8_is_read_as_such(course: Course, tmp_path: Path) -> None:
    files = {f"{name}_5001_assignsubmission_file_/kites.py": "x" for name in ("Ana García", "李 小龍", "Bo")}
    path = downloads.zipped(tmp_path / "class.zip", files)
    path.write_bytes(_without_utf8_flag(path.read_bytes()))
    assert {seat.student.name for seat in seats(course, path).values()} == {"Ana García", "李 小龍", "Bo"}


def test_a_zip_of_a_windows_in_spanish_is_read_as_such(course: Course, tmp_path: Path) -> None:
    files = {"Angel Rios_5001_assignsubmission_file_/kites.py": "x", "Bo_5002_assignsubmission_file_/kites.py": "x"}
    path = downloads.zipped(tmp_path / "class.zip", files)
    path.write_bytes(path.read_bytes().replace(b"Angel Rios", "Ángel Ríos".encode("cp850")))
    assert {seat.student.name for seat in seats(course, path).values()} == {"Ángel Ríos", "Bo"}


def _without_utf8_flag(archive: bytes) -> bytes:
    """Return a zip as macOS writes it: the names in UTF-8, and no word of it in the flags of any entry."""
    changed = bytearray(archive)
    for signature, offset in ((b"PK\x03\x04", 7), (b"PK\x01\x02", 9)):
        start = changed.find(signature)
        while start >= 0:
            changed[start + offset] &= 0xF7
            start = changed.find(signature, start + 4)
    return bytes(changed)


def test_a_link_beside_folders_is_somebodys_where_the_layout_is_said(course: Course, tmp_path: Path) -> None:
    path = downloads.write(tmp_path / "class", downloads.folders("right", "wrong"))
    (path / "eva").symlink_to(path / "ana")
    download = read(course, path, "folders")
    assert ("eva",) in [each.paths for each in download.handed] and download.aside == ("grades.csv",)


def test_one_folder_of_several_files_is_named(course: Course, tmp_path: Path) -> None:
    path = downloads.write(tmp_path, {"hw 1/ana.py": "a", "hw 1/beto.py": "b"})
    with pytest.raises(CourseError, match=r"one folder, hw 1, with several files.*--layout folders, --layout flat"):
        read(course, path)


def test_a_folder_of_another_form_is_somebodys_and_not_left_aside(course: Course, tmp_path: Path) -> None:
    files = {**downloads.moodle("right", "wrong"), "by mail/kites.py": "right", "grades.csv": "a,b"}
    download = read(course, downloads.write(tmp_path, files))
    assert ("by mail",) in [each.paths for each in download.handed] and download.aside == ("grades.csv",)


def test_what_makes_a_shape_unclear_is_named(course: Course, tmp_path: Path) -> None:
    path = downloads.write(tmp_path / "class", downloads.folders("right", "wrong"))
    (path / "shortcut").symlink_to(path / "ana")
    with pytest.raises(CourseError, match=r"among them grades\.csv, shortcut"):
        read(course, path)


def test_nbgrader_takes_this_assignment_alone(course: Course, tmp_path: Path) -> None:
    download = read(course, downloads.write(tmp_path, downloads.nbgrader("right", "wrong")))
    assert [each.paths for each in download.handed] == [("submitted/ana/01_kites",), ("submitted/beto/01_kites",)]
    assert download.aside == ("02_boats",)
    assert download.handed[0].submitted_at == "2026-11-20 15:58:23.948203 UTC"


def test_attempts_are_in_order(course: Course, tmp_path: Path) -> None:
    found = seats(course, downloads.write(tmp_path / "a", downloads.folders("right", "wrong")))
    assert [attempt.handed.paths for attempt in found["beto"].attempts] == [("beto/attempt_1",), ("beto/attempt_2",)]
    flat = seats(course, downloads.write(tmp_path / "b", downloads.flat("right", "wrong")))
    assert [attempt.handed.paths for attempt in flat["ana"].attempts] == [("ana.py",), ("ana (1).py",)]


def test_equal_ids_are_kept_apart(course: Course, tmp_path: Path) -> None:
    found = seats(course, downloads.write(tmp_path, {"Ana/kites.py": "a", "ana/kites.py": "b", "ána/kites.py": "c"}))
    assert len({each.casefold() for each in found}) == 3


@pytest.mark.parametrize(
    ("files", "kind"),
    [
        ({"ana/essay.pdf": b"%PDF"}, "no_candidate"),
        ({"ana/kites.py": b"\0\1\2" * 100}, "binary"),
        ({"ana/kites.py": b"x" * (3 << 20)}, "too_big"),
        ({f"ana/{i}.txt": b"" for i in range(2100)}, "too_many_files"),
    ],
)
@pytest.mark.parametrize("form", ["folder", "zip"])
def test_what_cannot_be_graded_has_a_reason(
    files: downloads.Files, kind: str, form: str, course: Course, tmp_path: Path
) -> None:
    path = tmp_path / "class"
    path = downloads.write(path, files) if form == "folder" else downloads.zipped(path.with_suffix(".zip"), files)
    download = read(course, path, "folders")
    with pytest.raises(SubmissionError) as problem:
        papers_at(download.tree, download.handed[0].paths)
    assert problem.value.kind == kind
