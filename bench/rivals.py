"""Stock Otter and stock nbgrader on the same submissions: the same calls with the same expected values, as asserts.

Nothing of ours runs in them: the calls are recorded from the reference once, and written as plain numpy tests.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
import numpy as np

from autograder.checks.running import check_under_way
from autograder.course import Assignment, Course
from autograder.grading import Checks, with_checks
from autograder.grading.inprocess import load_trusted, run_in_process
from autograder.wire.student import Student, Transport


@dataclass(frozen=True)
class Asked:
    """One call that a check makes: the check, the function, the arguments and the right answer."""

    check: str
    function: str
    args: list[Any]
    value: Any


class _Listening:
    """Passes calls on and takes them down."""

    def __init__(self, inner: Transport) -> None:
        self.inner = inner
        self.asked: list[Asked] = []

    def request(self, message: dict[str, Any]) -> dict[str, Any]:
        """Take down a call and its answer."""
        reply = self.inner.request(message)
        self.asked.append(Asked(check_under_way(), message["name"], message["args"], reply["value"]))
        return reply


def calls_of(course: Course, assignment: Assignment) -> list[Asked]:
    """Return every call that the checks make of a right submission, with its answer."""
    listening = _Listening(load_trusted(assignment)._transport)

    def work(checks: Checks) -> None:
        run_in_process(checks, Student(listening), (course.settings.salt, course.secret_salt))

    with_checks(assignment, work)
    return listening.asked


def asserts(asked: Sequence[Asked], function: str) -> list[str]:
    """Return one assert for each call of a function."""
    return [
        f"np.testing.assert_allclose({each.function}({', '.join(map(_literal, each.args))}), {_literal(each.value)}, "
        "rtol=1e-6, atol=1e-9)"
        for each in asked
        if each.function == function
    ]


def _literal(value: Any) -> str:
    if isinstance(value, np.ndarray):
        return f"np.array({value.tolist()!r}, dtype='{value.dtype.name}')"
    return repr(value)


def otter_seconds(assignment: Assignment, asked: Sequence[Asked], submissions: Sequence[Path], folder: Path) -> float:
    """Return the seconds per submission of ``otter run`` in a loop."""
    tests = folder / "tests"
    tests.mkdir(parents=True)
    for question in assignment.questions:
        given = f"    globals().update({{name: env[name] for name in {_names(assignment)}}})\n"
        cases = "".join(
            f"\n@test_case()\ndef test_{number}(env):\n{given}    {line}\n"
            for number, line in enumerate(asserts(asked, question.id))
        )
        head = "import numpy as np\nfrom otter.test_files import test_case\n\nOK_FORMAT = False\n"
        about = f"name = {question.id!r}\npoints = {question.points!r}\n"
        (tests / f"{question.id}.py").write_text(head + about + cases)
    _run(
        [sys.executable, "-P", "-m", "otter", "generate", "-t", "tests", "-o", "autograder.zip", "--no-environment"],
        folder,
    )
    begun = time.monotonic()
    for number, path in enumerate(submissions):
        out = folder / f"out{number}"
        out.mkdir()
        _run([sys.executable, "-P", "-m", "otter", "run", str(path), "-a", "autograder.zip", "-o", str(out)], folder)
        assert (out / "results.json").exists(), f"otter run left no results for {path}"
    return (time.monotonic() - begun) / len(submissions)


def nbgrader_seconds(
    assignment: Assignment, asked: Sequence[Asked], submissions: Sequence[Path], folder: Path
) -> float:
    """Return the seconds per submission of ``nbgrader autograde`` on the whole class."""
    source = folder / "source" / "ps1" / "ps1.ipynb"
    source.parent.mkdir(parents=True)
    nbformat.write(_source_notebook(assignment, asked), source)
    (folder / "nbgrader_config.py").write_text("c = get_config()\nc.CourseDirectory.course_id = 'bench'\n")
    nbgrader = [sys.executable, "-P", "-m", "nbgrader"]
    _run([*nbgrader, "generate_assignment", "ps1"], folder)
    released = nbformat.read(folder / "release" / "ps1" / "ps1.ipynb", as_version=4)
    for number, path in enumerate(submissions):
        released.cells[0].source = path.read_text(encoding="utf-8")
        handed_in = folder / "submitted" / f"s{number}" / "ps1" / "ps1.ipynb"
        handed_in.parent.mkdir(parents=True)
        nbformat.write(released, handed_in)
    begun = time.monotonic()
    _run([*nbgrader, "autograde", "ps1"], folder)
    seconds = time.monotonic() - begun
    graded = len(list((folder / "autograded").glob("*/ps1/ps1.ipynb")))
    assert graded == len(submissions), f"nbgrader graded {graded} of {len(submissions)}"
    return seconds / len(submissions)


def _source_notebook(assignment: Assignment, asked: Sequence[Asked]) -> nbformat.NotebookNode:
    solution = "import numpy as np\n### BEGIN SOLUTION\npass\n### END SOLUTION"
    cells = [_cell(solution, grade_id="answer", solution=True, grade=False, locked=False)]
    for question in assignment.questions:
        tests = "import numpy as np\n" + "\n".join(asserts(asked, question.id))
        cells.append(
            _cell(tests, grade_id=question.id, solution=False, grade=True, locked=True, points=question.points)
        )
    spec = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    return nbformat.v4.new_notebook(cells=cells, metadata=spec)


def _cell(text: str, **about: Any) -> nbformat.NotebookNode:
    settings = {"schema_version": 3, "task": False, "cell_type": "code", **about}
    return nbformat.v4.new_code_cell(text, metadata={"nbgrader": settings})


def _names(assignment: Assignment) -> list[str]:
    return [question.id for question in assignment.questions]


def _run(command: Sequence[str], folder: Path) -> None:
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])  # nbgrader looks for alembic there
    environment = {**os.environ, "PATH": path, "PYTHONWARNINGS": "ignore", "HOME": str(folder)}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)}: {done.stdout[-2000:]}{done.stderr[-2000:]}")
