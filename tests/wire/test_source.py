"""From bytes to source: every encoding that students really use, and one word for each thing that is wrong."""

from __future__ import annotations

import ast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.wire.source import Unreadable, definitions, read_source, unwritten

CODE = "# función: área\nx = 'ñ'\n"

READ = {
    "UTF-8": CODE.encode(),
    "UTF-8 with a byte order mark": CODE.encode("utf-8-sig"),
    "Windows' old encoding": CODE.encode("cp1252"),
    "a coding line": b"# -*- coding: latin-1 -*-\n" + CODE.encode("latin-1"),
    "a coding line that Python does not know": b"# coding: klingon\n" + CODE.encode(),
    "Windows line ends": CODE.replace("\n", "\r\n").encode(),
    "old Mac line ends": CODE.replace("\n", "\r").encode(),
    "no line end at the end": CODE.rstrip("\n").encode(),
}


@pytest.mark.parametrize("data", READ.values(), ids=READ)
def test_honest_files_are_read(data: bytes) -> None:
    assert read_source(data, "a.py").tree.body[0].lineno == len(data.replace(b"\r\n", b"\n").splitlines())


def test_accents_of_old_windows_are_kept() -> None:
    assert "función: área" in read_source(CODE.encode("cp1252"), "a.py").text


def problem(data: bytes) -> tuple[str, dict[str, object]]:
    with pytest.raises(Unreadable) as caught:
        read_source(data, "a.py")
    return caught.value.kind, caught.value.detail


@pytest.mark.parametrize("data", [b"", b" \n\t\n", b"\xef\xbb\xbf", b"\xef\xbb\xbf\r\n"])
def test_nothing_is_empty(data: bytes) -> None:
    assert problem(data) == ("empty", {})


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32"])
def test_two_byte_encodings_with_a_mark_are_named(encoding: str) -> None:
    assert problem(CODE.encode(encoding)) == ("encoding", {"encoding": "UTF-16"})


@pytest.mark.parametrize("data", [CODE.encode("utf-16-le"), b"x = 1\0\n"])
def test_nul_bytes_are_named(data: bytes) -> None:
    assert problem(data) == ("nul", {})


def test_bytes_that_no_editor_wrote_have_no_encoding() -> None:
    assert problem(b"x = '\x81\x8d'\n") == ("encoding", {"encoding": "?"})


@pytest.mark.parametrize(
    "codec", ["undefined", "idna", "punycode", "hex", "rot13", "utf-16", "unicode_escape", "utf-7"]
)
def test_an_odd_coding_line_ends_in_source_or_in_a_word_for_it(codec: str) -> None:
    data = f"# coding: {codec}\n".encode() + "x = 'é\\0'\n".encode("latin-1")
    try:
        read_source(data, "a.py")
    except Unreadable as unreadable:
        assert unreadable.kind in ("encoding", "syntax", "too_complex", "nul")


def test_a_syntax_error_says_line_message_and_text() -> None:
    kind, detail = problem(b"import numpy as np\n\ndef f(x:\n    return x\n")
    assert kind == "syntax"
    assert detail["line"] == 3
    assert str(detail["message"]).endswith(": def f(x:")


def test_a_wrong_indentation_says_its_line() -> None:
    assert problem(b"def f(x):\nreturn x\n")[1]["line"] == 2


@pytest.mark.parametrize("bomb", ["-" * 100_000 + "1", "(" * 250 + ")" * 250, "1" * 5_000])
def test_what_is_too_deep_or_too_long_for_the_parser_has_a_word(bomb: str) -> None:
    assert problem(f"x = {bomb}\n".encode())[0] in ("syntax", "too_complex")


@given(st.binary(max_size=60))
def test_any_bytes_are_source_or_unreadable(data: bytes) -> None:
    try:
        read_source(data, "a.py")
    except Unreadable as unreadable:
        assert unreadable.kind in ("empty", "encoding", "nul", "syntax", "too_complex")


def test_definitions_are_those_at_the_top() -> None:
    tree = ast.parse(
        "import a\ndef f():\n    def g(): pass\nclass C: pass\nif a:\n    def h(): pass\nasync def k(): pass\n"
    )
    assert definitions(tree) == ["f", "C", "k"]


STUBS = {
    "bare": "def f(x):\n    raise NotImplementedError\n",
    "called": "def f(x):\n    raise NotImplementedError('f')\n",
    "with a docstring": 'def f(x):\n    """Text."""\n    raise NotImplementedError("f")\n',
}


@pytest.mark.parametrize("text", STUBS.values(), ids=STUBS)
def test_a_stub_is_unwritten(text: str) -> None:
    assert unwritten(ast.parse(text)) == ["f"]


WRITTEN = {
    "something before the raise": "def f(x):\n    y = x\n    raise NotImplementedError('f')\n",
    "another exception": "def f(x):\n    raise ValueError('f')\n",
    "a raise of what was caught": "def f(x):\n    raise\n",
    "only a docstring": "def f(x):\n    'text'\n",
    "written again below": STUBS["called"] + "def f(x):\n    return x\n",
    "given another value below": STUBS["called"] + "f = abs\n",
}


@pytest.mark.parametrize("text", WRITTEN.values(), ids=WRITTEN)
def test_anything_else_is_written(text: str) -> None:
    assert unwritten(ast.parse(text)) == []


def test_a_local_variable_of_the_same_name_changes_nothing() -> None:
    assert unwritten(ast.parse(STUBS["called"] + "def g(x):\n    f = x\n    return f\n")) == ["f"]


def test_a_stub_below_the_answer_is_what_counts() -> None:
    assert unwritten(ast.parse("def f(x):\n    return x\n" + STUBS["called"])) == ["f"]
