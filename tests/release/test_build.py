"""``autograder build``: what is written, twice the same, and never over anything that somebody else wrote."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import zipfile
from pathlib import Path

import pytest

from tests.release.handed_out import autograder, tiny_course

pytestmark = pytest.mark.one_python  # slow, and nothing in it depends on the version


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course, built in both languages into ``dist``. For reading only."""
    root = tmp_path_factory.mktemp("course")
    tiny_course(root)
    answer = autograder(root, "build", SOURCE_DATE_EPOCH="1760000000")
    assert answer.returncode == 0, answer.stderr
    return root


@pytest.fixture
def own(built: Path, tmp_path: Path) -> Path:
    """A copy of the course and its build, to be changed."""
    return Path(shutil.copytree(built, tmp_path / "own"))


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def build(root: Path, *arguments: str) -> tuple[int, str]:
    answer = autograder(root, "build", *arguments, SOURCE_DATE_EPOCH="1760000000")
    assert "Traceback" not in answer.stderr
    return answer.returncode, answer.stderr.strip().splitlines()[-1] if answer.stderr.strip() else ""


def test_each_assignment_and_language_has_all_that_is_handed_out(built: Path) -> None:
    names = {name for name in files(built / "dist") if name.count("/") < 3}
    for lang in ("es", "en"):
        for name in ("01_kites", "02_boats"):
            assert f"students/{lang}/{name}.zip" in names
            assert f"students/{lang}/{name}.ipynb" in names
            assert f"staff/{lang}/{name}.html" in names
            assert f"staff/{lang}/{name}.gradescope.zip" in names
            assert (built / "dist/students" / lang / name / "check.py").is_file()


def test_the_page_for_instructors_adds_up_the_public_and_the_hidden_points(built: Path) -> None:
    page = (built / "dist/staff/en/01_kites.html").read_text(encoding="utf-8")
    (total,) = re.findall(r"<tfoot>(.*?)</tfoot>", page, re.DOTALL)
    assert re.findall(r"<td[^>]*>(.*?)</td>", total) == ["Total", "60 (4)", "40 (3)", "100"]


def test_the_manifest_has_size_and_hash_of_every_file(built: Path) -> None:
    manifest = json.loads((built / "dist/manifest.json").read_text(encoding="utf-8"))
    found = files(built / "dist")
    del found["manifest.json"]
    assert {name: (entry["bytes"], entry["sha256"]) for name, entry in manifest["files"].items()} == {
        name: (len(data), hashlib.sha256(data).hexdigest()) for name, data in found.items()
    }
    assert manifest["made"] == "2025-10-09"


def test_two_builds_are_equal_byte_for_byte_wherever_they_are_made(built: Path, tmp_path: Path) -> None:
    other = tmp_path / "other place"
    tiny_course(other)
    assert build(other, "--out", "elsewhere")[0] == 0
    assert files(other / "elsewhere") == files(built / "dist")


def test_the_date_is_the_one_that_is_given_in_zip_files_and_in_the_kit(built: Path) -> None:
    kit = built / "dist/students/es/01_kites"
    assert json.loads((kit / "kit.json").read_text(encoding="utf-8"))["made"] == "2025-10-09"
    with zipfile.ZipFile(kit.with_suffix(".zip")) as archive:
        assert {entry.date_time[:3] for entry in archive.infolist()} == {(2025, 10, 9)}


def test_the_zip_holds_the_folder(built: Path, tmp_path: Path) -> None:
    kit = built / "dist/students/es/01_kites"
    with zipfile.ZipFile(kit.with_suffix(".zip")) as archive:
        archive.extractall(tmp_path)
    assert files(tmp_path / "01_kites") == files(kit)


def test_one_assignment_in_one_language_leaves_the_others_as_they_are(own: Path) -> None:
    before = files(own / "dist")
    (own / "assignments/02_boats/statement.es.md").write_text("# Barcas\n\n## `row` (100)\n\nRema.\n", encoding="utf-8")
    assert build(own, "boats", "--lang", "es")[0] == 0
    after = files(own / "dist")
    assert {name for name in after if after[name] != before.get(name)} == {
        "manifest.json",
        "students/es/02_boats.ipynb",
        "students/es/02_boats.zip",
        "students/es/02_boats/README.md",
        "students/es/02_boats/statement.ipynb",
    }
    assert after.keys() == before.keys()


def test_what_a_kit_no_longer_holds_is_taken_away_and_a_foreign_file_stays(own: Path) -> None:
    kit = own / "dist/students/es/02_boats"
    (own / "assignments/02_boats/pictures.py").write_text("", encoding="utf-8")
    assert build(own, "boats")[0] == 0
    assert (kit / "pictures.py").exists()
    (own / "assignments/02_boats/pictures.py").unlink()
    (kit / "notes.txt").write_text("mine", encoding="utf-8")
    assert build(own, "boats")[0] == 0
    assert not (kit / "pictures.py").exists()
    assert (kit / "notes.txt").read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize("name", ["boats.py", "README.md"])
def test_work_done_in_a_built_kit_is_never_written_over(own: Path, name: str) -> None:
    mine = own / "dist/students/es/02_boats" / name
    mine.write_text("# hours of work\n", encoding="utf-8")
    before = files(own / "dist")
    stub = own / "assignments/02_boats/statement.es.md"
    stub.write_text(stub.read_text(encoding="utf-8") + "\nMás.\n", encoding="utf-8")
    code, said = build(own, "boats")
    assert (code, name in said, "--out" in said) == (2, True, True)
    assert files(own / "dist") == before


def test_a_folder_that_was_there_before_is_used_and_nothing_in_it_is_lost(own: Path) -> None:
    (own / "shelf/students/es/01_kites.zip").parent.mkdir(parents=True)
    (own / "shelf/students/es/01_kites.zip").write_bytes(b"somebody's")
    (own / "shelf/cat.txt").write_text("cat", encoding="utf-8")
    code, said = build(own, "--out", "shelf")
    assert code == 2
    assert "01_kites.zip" in said
    assert files(own / "shelf") == {"students/es/01_kites.zip": b"somebody's", "cat.txt": b"cat"}


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["kite"], "There is no assignment called kite; there are: 01_kites, 02_boats."),
        (["--lang", "fr"], "'fr' is not one of 'es', 'en', 'all'"),
        (["--out", "assignments/course.toml"], "nothing can be written here"),
    ],
    ids=["assignment", "language", "folder"],
)
def test_what_does_not_exist_is_said_in_one_sentence(own: Path, arguments: list[str], told: str) -> None:
    before = files(own)
    answer = autograder(own, "build", *arguments)
    assert answer.returncode == 2
    assert told in answer.stderr
    assert len(answer.stderr.strip().splitlines()) == 1
    assert files(own) == before


def test_a_language_that_the_course_has_not_is_said(own: Path) -> None:
    settings = own / "assignments/course.toml"
    settings.write_text('languages = ["es"]\n' + settings.read_text(encoding="utf-8"), encoding="utf-8")
    code, said = build(own, "--lang", "en")
    assert (code, said) == (2, "This course has no language 'en'; its languages are: es.")


def test_a_date_that_is_none_is_said(own: Path) -> None:
    answer = autograder(own, "build", SOURCE_DATE_EPOCH="yesterday")
    assert (answer.returncode, "SOURCE_DATE_EPOCH is 'yesterday'" in answer.stderr) == (2, True)


def test_a_statement_that_is_missing_is_named_and_nothing_is_written(own: Path) -> None:
    before = files(own / "dist")
    (own / "assignments/02_boats/statement.en.md").unlink()
    code, said = build(own)
    assert (code, "statement.en.md" in said) == (2, True)
    assert files(own / "dist") == before


def test_points_that_do_not_add_up_are_handed_out_to_nobody(own: Path) -> None:
    before = files(own / "dist")
    settings = own / "assignments/02_boats/assignment.toml"
    settings.write_text(settings.read_text(encoding="utf-8").replace("points = 100", "points = 90"), encoding="utf-8")
    code, said = build(own)
    assert (code, "the checks of row are worth 100 points, not 90" in said) == (2, True)
    assert files(own / "dist") == before


@pytest.mark.parametrize(
    "command",
    [("build",), ("verify",), ("check", "01"), ("grade", "assignments/01_kites/kites.py", "--lang", "en")],
)
def test_without_the_secret_half_every_verb_says_so(command: tuple[str, ...], own: Path) -> None:
    shutil.rmtree(own / "solutions")
    answer = autograder(own, *command)
    said = f"{own / 'solutions'}: the secret half is not here; say where it is with --solutions DIR."
    assert (answer.returncode, answer.stderr.strip()) == (2, said)
