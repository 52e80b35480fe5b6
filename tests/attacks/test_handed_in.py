"""Zips, notebooks and scripts made to break what reads them: the answer in them counts, or a sentence says why not."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from autograder.course import Course
from autograder.grading import Grader, find_submission, with_grader
from autograder.sandbox.opening import open_sandbox
from autograder.submission import SubmissionError
from autograder.words import Words
from autograder.words.sentences import describe_problem
from tests.attacks import traces
from tests.attacks.archives import SORTS
from tests.attacks.conftest import shown
from tests.attacks.course_copy import NUMBERS, REPOSITORY, fill, honest, hurried

pytestmark = pytest.mark.one_python  # slow, and nothing in it depends on the version

TITLES = [(suffix, title) for suffix, make in SORTS.items() for title in make("x.py", "")]


def cases(course: Course, number: str) -> dict[tuple[str, str], tuple[bytes, bool]]:
    """Return every file, by suffix and title, around this assignment's right answer."""
    assignment = course.assignment(number)
    right = honest(assignment)
    made = {suffix: make(f"{assignment.module}.py", right) for suffix, make in SORTS.items()}
    return {(suffix, title): case for suffix, each in made.items() for title, case in each.items()}


def grade_file(grader: Grader, path: Path) -> tuple[float, str, dict[str, Any] | None]:
    """Grade a file as the command line does; return the score, the sentence, and results.json of a graded one."""
    try:
        submission = find_submission(path, grader.course, grader.assignment, grader.sandbox)
    except SubmissionError as problem:
        return 0.0, describe_problem(problem.kind, problem.detail, Words("en")), None
    result = grader.grade(submission)
    assert result.grader_error is None
    content, terminal = shown(grader.course, grader.assignment, result)
    return result.score, content["output"] or terminal, content


@pytest.fixture(scope="module", params=NUMBERS)
def answers(request: pytest.FixtureRequest, attacked: Course, tmp_path_factory: pytest.TempPathFactory) -> Any:
    assignment = hurried(attacked, request.param)
    folder = tmp_path_factory.mktemp("handed-in")
    files = cases(attacked, request.param)

    def work(grader: Grader) -> dict[tuple[str, str], Any]:
        found = {}
        for number, ((suffix, title), (data, _)) in enumerate(files.items()):
            path = folder / str(number) / f"{assignment.module}{suffix}"
            path.parent.mkdir()
            path.write_bytes(data)
            found[suffix, title] = grade_file(grader, path)
        return found

    with open_sandbox(assignment) as sandbox:
        graded = with_grader(attacked, assignment, "en", work, sandbox=sandbox)
    return assignment, {case: (*graded[case], files[case][1]) for case in files}


@pytest.mark.parametrize(("suffix", "title"), TITLES)
def test_the_right_answer_counts_or_a_sentence_says_why_not(suffix: str, title: str, answers: Any, schema: Any) -> None:
    assignment, found = answers
    score, sentence, content, counts = found[suffix, title]
    assert score == (assignment.max_score if counts else 0.0), sentence
    assert len(sentence.strip()) > 20
    assert not any(unsafe in sentence for unsafe in ("zqtoken", "\x1b", "\u202e"))
    if content is not None:
        jsonschema.validate(content, schema)


# -- through the command line, as Gradescope calls it


def run_command(course: Course, file: Path, output: Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "autograder", "--course", str(course.root), "grade", str(file)]
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY), "PYTHONDONTWRITEBYTECODE": "1"}
    arguments = ["--assignment", NUMBERS[0], "--lang", "en", "--output", str(output)]
    return subprocess.run(
        [*command, *arguments], cwd=cwd, env=environment, capture_output=True, text=True, timeout=120, check=False
    )


FILES = ["forge_results_file", "forge_printed_json", "output_bomb", "look_at_files", "raise_system_exit"]


@pytest.mark.parametrize("name", FILES)
def test_the_command_writes_its_own_results(
    name: str, attacked: Course, tmp_path: Path, schema: Any, token: str
) -> None:
    assignment = attacked.assignment(NUMBERS[0])
    template = (Path(__file__).parent / "files" / f"{name}.py.txt").read_text(encoding="utf-8")
    file = tmp_path / f"{assignment.module}.py"
    file.write_text(fill(template, assignment), encoding="utf-8")
    before = traces.descendants(os.getpid())  # graders that other tests keep open
    done = run_command(attacked, file, tmp_path / "results.json", tmp_path)
    content = json.loads((tmp_path / "results.json").read_text(encoding="utf-8"))
    jsonschema.validate(content, schema)
    assert done.returncode == 0
    assert content["score"] == assignment.max_score - assignment.questions[-1].points
    assert all(token not in text for text in (done.stdout, done.stderr, json.dumps(content)))
    assert sorted(path.name for path in tmp_path.iterdir()) == [file.name, "results.json"]
    assert traces.descendants(os.getpid()) <= before
