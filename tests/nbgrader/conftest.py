"""A class that was graded once, shared by the tests that only read."""

from __future__ import annotations

import pytest

from tests import tiny
from tests.nbgrader.classroom import Classroom, opened
from tests.nbgrader.students import hand_all_in


@pytest.fixture(scope="session")
def graded(tmp_path_factory: pytest.TempPathFactory) -> Classroom:
    """A class of every kind of student, autograded and with feedback, in English. For reading only."""
    base = tmp_path_factory.mktemp("nbgrader")
    room = opened(tiny.build(base / "course"), base / "class")
    hand_all_in(room)
    room.must("autograde", "01_kites")
    room.must("generate_feedback", "01_kites")
    return room
