"""A picture drawn with a student's functions: what it does before they are written, while they are wrong, and after."""

from __future__ import annotations

import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from autograder.laptop.pictures import Drawing, Own

STUB = "def slope(x):\n    raise NotImplementedError('slope')\n"
RIGHT = "def slope(x):\n    return 2 * x\n"
PICTURES = """
def line(own, x=3):
    return {"x": x, "slope": own.slope(x)}
def tell_line(data, say):
    return say(f"La pendiente es {data['slope']}.", f"The slope is {data['slope']}.")
def draw_line(figure, data, say):
    figure.subplots().plot([0, data["x"]], [0, data["slope"]])
def words_only(own):
    return own.slope(1)
def tell_words_only(data, say):
    return str(data)
"""


@pytest.fixture
def pictures() -> ModuleType:
    module = ModuleType("pictures")
    exec(PICTURES, vars(module))
    return module


def drawing(pictures: ModuleType, folder: Path, lang: str = "en", **notebook: Any) -> Drawing:
    return Drawing(pictures, Own("hill", folder, notebook), lang)


@pytest.mark.parametrize(("lang", "sentence"), [("es", "Esta figura espera la pregunta `slope`"), ("en", "waits for")])
def test_with_the_stub_the_picture_says_which_question_it_waits_for(
    lang: str, sentence: str, pictures: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "hill.py").write_text(STUB)
    drawing(pictures, tmp_path, lang)("line")
    assert sentence in capsys.readouterr().out


def test_without_any_file_it_waits_too(
    pictures: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    drawing(pictures, tmp_path)("line")
    assert "waits for the question `slope`" in capsys.readouterr().out


def test_what_the_file_says_now_is_what_is_drawn(pictures: ModuleType, tmp_path: Path) -> None:
    pytest.importorskip("matplotlib")
    draw = drawing(pictures, tmp_path)
    for source, slope in ((RIGHT, 6), (RIGHT.replace("2", "5"), 15)):
        (tmp_path / "hill.py").write_text(source)
        assert draw.made("line")[0] == f"The slope is {slope}."


def test_a_function_of_the_notebook_comes_before_that_of_the_file(pictures: ModuleType, tmp_path: Path) -> None:
    (tmp_path / "hill.py").write_text(STUB)
    assert drawing(pictures, tmp_path, slope=lambda x: 10 * x).made("words_only") == ("10", None)


def test_settings_reach_the_picture(pictures: ModuleType, tmp_path: Path) -> None:
    pytest.importorskip("matplotlib")
    (tmp_path / "hill.py").write_text(RIGHT)
    assert drawing(pictures, tmp_path, "es").made("line", x=4)[0] == "La pendiente es 8."


def test_a_picture_that_is_not_there_is_said_with_those_that_are(
    pictures: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    drawing(pictures, tmp_path, "es")("linea")
    assert capsys.readouterr().out == "No hay ninguna figura llamada linea; hay: line, words_only.\n"


def test_an_error_of_the_student_is_one_sentence_with_the_place_and_no_traceback(
    pictures: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "hill.py").write_text("def slope(x):\n    return helper(x)\ndef helper(x):\n    return x / 0\n")
    drawing(pictures, tmp_path)("line")
    answer = capsys.readouterr()
    assert "ZeroDivisionError: division by zero (in helper, 4)" in answer.out
    assert "Traceback" not in answer.out + answer.err


def test_a_file_that_python_cannot_read_is_one_sentence(
    pictures: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "hill.py").write_text("def slope(x:\n")
    drawing(pictures, tmp_path)("line")
    assert "SyntaxError" in capsys.readouterr().out


def test_a_result_that_cannot_be_drawn_is_one_sentence(
    pictures: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("matplotlib")
    (tmp_path / "hill.py").write_text("def slope(x):\n    return [x, x, x]\n")
    drawing(pictures, tmp_path)("line")
    assert "ValueError" in capsys.readouterr().out


def test_without_matplotlib_the_sentence_stays_and_says_what_to_install(
    pictures: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "hill.py").write_text(RIGHT)
    for name in [name for name in sys.modules if name.partition(".")[0] == "matplotlib"] or ["matplotlib"]:
        monkeypatch.setitem(sys.modules, name, None)
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    drawing(pictures, tmp_path)("line")
    assert capsys.readouterr().out == (
        "The slope is 6.\nPictures need matplotlib: python -m pip install matplotlib, and run this cell again.\n"
    )


def test_a_picture_is_a_png_that_is_wide_enough_for_two_columns_of_600_points(
    pictures: ModuleType, tmp_path: Path
) -> None:
    pytest.importorskip("matplotlib")
    (tmp_path / "hill.py").write_text(RIGHT)
    _, png = drawing(pictures, tmp_path).made("line")
    assert png is not None and png.startswith(b"\x89PNG")
    assert int.from_bytes(png[16:20], "big") == 1080
