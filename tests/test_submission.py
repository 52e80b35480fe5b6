"""The noun of a submission: one file's bytes, read safely, shown safely."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.submission import (
    MAX_BYTES,
    MAX_FILES,
    SubmissionError,
    file_name,
    looks_binary,
    printable,
    read_folder,
    read_submission,
)
from tests.deep import dig, pit

CODE = "def función(x):\n\treturn 'ñ'\x0c\n"


def kind_of(path: Path) -> str:
    with pytest.raises(SubmissionError) as caught:
        read_submission(path)
    return caught.value.kind


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_the_bytes_are_left_as_they_are(encoding: str, tmp_path: Path) -> None:
    path = tmp_path / "Kites.PY"
    path.write_bytes(CODE.encode(encoding))
    submission = read_submission(path)
    assert (submission.name, submission.data, submission.suffix) == ("Kites.PY", CODE.encode(encoding), ".py")


def test_what_is_no_ordinary_file_is_not_opened(tmp_path: Path) -> None:
    real = tmp_path / "real.py"
    real.write_text(CODE)
    for name, target in (("link.py", real), ("dangling.py", tmp_path / "no.py"), ("loop.py", tmp_path / "loop.py")):
        (tmp_path / name).symlink_to(target)
        assert kind_of(tmp_path / name) == "not_regular"
    os.mkfifo(tmp_path / "pipe.py")
    assert kind_of(tmp_path / "pipe.py") == "not_regular"
    assert kind_of(Path("/dev/zero")) == "not_regular"


def test_what_is_not_there_or_cannot_be_read_is_said(tmp_path: Path) -> None:
    assert kind_of(tmp_path / "no.py") == "missing_file"
    assert kind_of(tmp_path / "no" / "no.py") == "missing_file"
    assert kind_of(tmp_path / ("x" * 300 + ".py")) == "unreadable_file"
    assert kind_of(tmp_path / "a\0b.py") == "unreadable_file"
    (tmp_path / "file").write_text("x")
    assert kind_of(tmp_path / "file" / "a.py") == "unreadable_file"


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission_is_said(tmp_path: Path) -> None:
    path = tmp_path / "kites.py"
    path.write_text(CODE)
    path.chmod(0)
    assert kind_of(path) == "unreadable_file"


def test_size_is_bounded_while_reading(tmp_path: Path) -> None:
    path = tmp_path / "kites.py"
    path.write_bytes(b"#" * MAX_BYTES[".py"])
    assert len(read_submission(path).data) == MAX_BYTES[".py"]
    path.write_bytes(b"#" * (MAX_BYTES[".py"] + 1))
    assert kind_of(path) == "too_big"


@pytest.mark.parametrize("name", ["kites.txt", "kites", "kites.pyc", "kites.py.exe", ".py"])
def test_another_suffix_is_said(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(CODE)
    assert kind_of(tmp_path / name) == "suffix"


def test_a_folder_may_be_as_deep_as_it_likes() -> None:
    with pit() as folder:
        (folder / "kites.py").write_text(CODE)
        dig(folder)
        assert [each.name for each in read_folder(folder)] == ["kites.py"]


def test_the_outermost_files_of_a_folder_come_first_and_folders_are_counted(tmp_path: Path) -> None:
    for path in ("z.py", "a/b/c.py", "b/a.py", ".git/x.py", "__pycache__/y.py"):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(CODE)
    (tmp_path / "inner").symlink_to(tmp_path)
    assert [each.name for each in read_folder(tmp_path)] == ["z.py", "a.py", "c.py"]
    for number in range(MAX_FILES):
        (tmp_path / f"folder{number}").mkdir()
    with pytest.raises(SubmissionError) as caught:
        read_folder(tmp_path)
    assert caught.value.kind == "too_many_files"


@pytest.mark.parametrize("name", ["x" * 247 + ".ipynb", "x" * 200 + ".PY", "\x1b" * 60 + ".zip", "\u202e" * 60 + ".py"])
def test_a_long_name_keeps_the_suffix_that_says_how_to_read_it(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_text(CODE, encoding="utf-8")
    submission = read_submission(path)
    assert submission.suffix == path.suffix.lower()
    assert submission.name.isprintable() and len(submission.name) <= 200


def test_a_suffix_that_cannot_be_shown_is_escaped_too() -> None:
    assert file_name("a.p\x1by") == "a.p\\x1by"


TEXTS = [
    CODE.encode(),
    CODE.encode("cp1252"),
    CODE.encode("utf-16"),
    b"",
    CODE.encode() * 9 + b"\0",
    b"\x1b[31m",
]
BINARIES = [
    CODE.encode("utf-16-le"),  # without its mark; the advice is the same: save it as UTF-8
    bytes(range(256)) * 4,
    b"\x7fELF\x02\x01\x01" + bytes(9) + bytes(range(1, 32)) * 3,
    b"PK\x03\x04\x14\0\x06\0\x08\0" * 5,
]


def test_text_is_told_from_what_is_none() -> None:
    assert [looks_binary(data) for data in TEXTS] == [False] * len(TEXTS)
    assert [looks_binary(data) for data in BINARIES] == [True] * len(BINARIES)


@given(st.text(st.characters(), max_size=300), st.integers(2, 250))
def test_what_is_shown_is_printable_and_short(text: str, limit: int) -> None:
    shown = printable(text, limit)
    assert shown.isprintable() and len(shown) <= limit
    shown.encode("utf-8")


def test_honest_text_is_shown_as_it_is() -> None:
    assert printable("función(x) → «área» 日本") == "función(x) → «área» 日本"
