"""A TA's day in formgrader: our points and words in its page, its button asks our grader, a person's marks stay."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests import tiny
from tests.nbgrader.classroom import Classroom, answered, in_cells, opened

pytest.importorskip("nbgrader")
pytestmark = [
    pytest.mark.one_python,
    pytest.mark.skipif(shutil.which("chromium") is None, reason="Chromium is not installed"),
]
COMMENT = "Good idea; look at the half again."


@pytest.fixture
def room(tmp_path: Path) -> Classroom:
    """A class of one, graded once."""
    room = opened(tiny.build(tmp_path / "course"), tmp_path / "class")
    room.hand_in("partial", answered(room.released(), in_cells("return 0.5 * area", "return area")))
    room.must("autograde", "01_kites")
    return room


def test_a_ta_reads_marks_regrades_and_resolves(room: Classroom) -> None:
    from tests.nbgrader.formgrader import formgrader

    with formgrader(room) as page:
        page.open_submission("partial")
        assert (page.score("lift"), page.score("fly"), page.needs_review("lift")) == ("0", "40", False)
        assert "lift(2, 3)" in page.text and "Hint: The half is missing" in page.text

        page.type("grade_lift", "15")
        page.type("lift-comment", COMMENT)
        assert room.grades("partial")["grade_lift"] == (0, 15, False)

        page.autograde("partial")
        assert room.grades("partial")["grade_lift"] == (0, 15, True)  # the mark stays, and is flagged
        assert "needs manual grading" in page.text
        page.open_submission("partial")
        assert (page.score("lift"), page.needs_review("lift"), page.needs_review("fly")) == ("15", True, False)

        page.resolve("lift")
        assert room.grades("partial")["grade_lift"] == (0, 15, False)

    room.must("autograde", "01_kites", "--force")
    assert room.grades("partial")["grade_lift"] == (0, 15, True)
    room.must("generate_feedback", "01_kites")
    assert COMMENT in room.feedback("partial") and "(Score: 15.0 / 20.0)" in room.feedback("partial")
    assert "(Score: 95.0 / 100.0)" in room.feedback("partial")
    assert not room.kernel_started.exists()
