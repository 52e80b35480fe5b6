"""Settings and fixtures that every test may use."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from autograder.course import Course
from autograder.sandbox import Sandbox
from autograder.sandbox.opening import open_sandbox
from tests import tiny

settings.register_profile("suite", max_examples=60, deadline=None, derandomize=True, database=None)
settings.load_profile("suite")


@pytest.fixture(scope="session")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """The tiny course. Shared by all tests: for reading only."""
    return tiny.build(tmp_path_factory.mktemp("tiny"))


@pytest.fixture
def own_course(tmp_path: Path) -> Course:
    """A tiny course of this test's own, to be changed."""
    return tiny.build(tmp_path / "course")


@pytest.fixture(scope="session")
def sandbox(course: Course) -> Iterator[Sandbox]:
    """One sandbox for all submissions of the tiny course; each still gets a worker of its own."""
    with open_sandbox(course.assignments[0]) as opened:
        assert opened.layers  # the first worker waits for numpy: no test should have that on its clock
        yield opened
