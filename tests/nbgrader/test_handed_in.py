"""A notebook that nbgrader cannot open is said in one sentence of ours, and the rest of the class is graded."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import tiny
from tests.nbgrader.classroom import answered, opened

pytest.importorskip("nbgrader")
pytestmark = pytest.mark.one_python


def test_a_renamed_and_an_unreadable_notebook_are_a_sentence_each_and_the_others_are_graded(tmp_path: Path) -> None:
    room = opened(tiny.build(tmp_path / "course"), tmp_path / "class")
    right = answered(room.released())
    for student in ("ana", "beto", "caro"):
        room.hand_in(student, right)
    handed_in = room.folder / "submitted"
    (handed_in / "beto/01_kites/kites.ipynb").rename(handed_in / "beto/01_kites/kites (1).ipynb")
    tiny.write(handed_in / "caro/01_kites/kites.ipynb", "<html>log in first</html>")

    code, out = room.ask("autograde", "01_kites")

    told = [line for line in out.splitlines() if "stays ungraded" in line]
    assert code == 1 and len(told) == 2, out
    assert "beto stays ungraded: there is kites (1).ipynb where kites.ipynb is expected: rename it" in told[0]
    assert "caro stays ungraded: " in told[1] and "cannot be read as a notebook (NotJSONError): replace it" in told[1]
    assert room.points("ana") == {"lift": 20, "fly": 40, "fly_back": 40}
    (handed_in / "beto/01_kites/kites (1).ipynb").rename(handed_in / "beto/01_kites/kites.ipynb")
    room.hand_in("caro", right)
    assert "stays ungraded" not in room.must("autograde", "01_kites")
    assert room.points("beto") == room.points("caro") == room.points("ana")
