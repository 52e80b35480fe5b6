"""Every attack graded once, with the same grader, an honest submission after each."""

from __future__ import annotations

import io
import json
import os
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from autograder.course import Assignment, Course
from autograder.feedback.gradescope import results_json
from autograder.feedback.terminal import print_result
from autograder.grading import Grader, with_grader
from autograder.results import Result
from autograder.sandbox import Sandbox
from autograder.sandbox.opening import open_sandbox
from autograder.submission import Submission
from autograder.words import Words
from tests.attacks import traces
from tests.attacks.course_copy import copy_course, honest, hurried, new_token


@dataclass(frozen=True)
class Graded:
    """One attack's answer in every form that a person may see, what it left behind, and the next student's."""

    assignment: Assignment
    result: Result
    content: dict[str, Any]
    terminal: str
    following: Result
    processes: set[int]
    files: set[str]
    memory: set[str]

    @property
    def json(self) -> str:
        """``results.json`` as it is written."""
        return json.dumps(self.content, ensure_ascii=False, allow_nan=False)

    def points(self, question: str) -> float:
        """What a question won."""
        return round(sum(check.score for check in self.result.of_question(question)), 3)

    def rows(self, *, hidden: bool) -> str:
        """The public or the hidden rows as text."""
        pairs = zip(self.content["tests"], self.result.checks, strict=True)
        return json.dumps([row for row, check in pairs if check.hidden == hidden], ensure_ascii=False)


@pytest.fixture(scope="session")
def token() -> str:
    return new_token()


@pytest.fixture(scope="session")
def attacked(tmp_path_factory: pytest.TempPathFactory, token: str) -> Iterator[Course]:
    """The copy of the course with its secrets marked; the token is in the grader's environment too."""
    if sys.platform != "linux":
        pytest.skip("confinement is Linux's")
    os.environ["AUTOGRADER_ATTACK_TOKEN"] = token
    yield copy_course(tmp_path_factory.mktemp("attacked") / "course", token)
    del os.environ["AUTOGRADER_ATTACK_TOKEN"]


def grade_all(course: Course, number: str, submissions: Mapping[str, Submission]) -> dict[str, Graded]:
    """Grade submissions one after the other with one grader; an honest one first, and again after each."""
    assignment = hurried(course, number)
    fair = Submission(f"{assignment.module}.py", honest(assignment).encode())
    with open_sandbox(assignment) as sandbox:
        uid = worker_uid(sandbox)

        def work(grader: Grader) -> dict[str, Graded]:
            assert grader.grade(fair).score == assignment.max_score
            return {name: _one(grader, each, fair, uid) for name, each in submissions.items()}

        return with_grader(course, assignment, "en", work, sandbox=sandbox)


def worker_uid(sandbox: Sandbox) -> int:
    """Return the user that this sandbox's workers are, one after the other; -1 when that is the grader's own."""
    with sandbox.worker() as worker:
        status = Path(f"/proc/{worker.pid}/status").read_text()
    uid = int(status.partition("\nUid:")[2].split()[0])
    return uid if uid != os.getuid() else -1


def _one(grader: Grader, submission: Submission, fair: Submission, uid: int) -> Graded:
    before = traces.descendants(os.getpid())
    result = grader.grade(submission)
    processes = traces.descendants(os.getpid()) - before | traces.processes_of(uid)
    files, memory = traces.left_files(uid), traces.shared_memory(uid)
    content, terminal = shown(grader.course, grader.assignment, result)
    following = grader.grade(fair)
    return Graded(grader.assignment, result, content, terminal, following, processes, files, memory)


def shown(course: Course, assignment: Assignment, result: Result) -> tuple[dict[str, Any], str]:
    """Return a result as results.json's content and as the terminal's text."""
    words, hint, console = Words("en"), partial(assignment.hint, lang="en"), Console(file=io.StringIO(), width=200)
    print_result(result, console, words, hint)
    text = console.file.getvalue()  # type: ignore[attr-defined]
    return results_json(result, words, course.settings.visibility, hint), text


@pytest.fixture(scope="session")
def schema() -> dict[str, Any]:
    """Gradescope's documented format."""
    import autograder.feedback as feedback

    return json.loads(Path(feedback.__file__).with_name("results.schema.json").read_text())  # type: ignore[no-any-return]
