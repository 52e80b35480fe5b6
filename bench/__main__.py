"""What grading costs, as ratios beside something public in the same run: ``make bench``. Nothing here is a test."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

from rich.console import Console
from rich.table import Table

from autograder.course import open_course
from bench.measure import ROOT, floor, grade_many, median, timed, warm

RUNS = 7
CLASS = 100
CORES = 2


def main() -> None:
    """Measure the first assignment and print two tables."""
    course = open_course(ROOT)
    assignment = course.assignments[0].name
    console = Console()
    console.print(_whole_processes(assignment), _batch(assignment), sep="\n")


def _whole_processes(name: str) -> Table:
    assignment = open_course(ROOT).assignment(name)
    python = [sys.executable, "-c", "import numpy"]
    pytest = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(assignment.public_tests)]
    pytest += [str(assignment.hidden_tests), f"--submission={assignment.reference}"]
    grade = [sys.executable, "-m", "autograder", "grade", str(assignment.reference), "--assignment", name]
    rows = {"python -c 'import numpy'": python, "plain pytest, the same checks": pytest, "autograder grade": grade}
    seconds = {label: median([lambda c=command: _run(c) for _ in range(RUNS)]) for label, command in rows.items()}
    base = seconds["python -c 'import numpy'"]
    table = Table(title=f"One submission as a whole process ({name}, median of {RUNS})", title_justify="left")
    for head in ("command", "milliseconds", "times the import"):
        table.add_column(head, justify="left" if head == "command" else "right")
    for label, value in seconds.items():
        table.add_row(label, f"{value * 1000:.0f}", f"{value / base:.1f}")
    return table


def _batch(name: str) -> Table:
    with ProcessPoolExecutor(CORES, mp_context=get_context("spawn")) as pool:
        list(pool.map(warm, [name] * CORES))
        begun = time.monotonic()
        inner = list(pool.map(grade_many, [(name, CLASS // CORES)] * CORES))
        whole = (time.monotonic() - begun) / CLASS
    worker, calls = floor(name)
    one = statistics.mean(inner)
    table = Table(title=f"{CLASS} submissions of {name} on {CORES} cores", title_justify="left")
    for head in ("what", "milliseconds", "times the floor"):
        table.add_column(head, justify="left" if head == "what" else "right")
    least = worker + calls
    table.add_row("per submission, start-up of the graders included", f"{whole * 1000:.1f}", "")
    table.add_row("per submission in one grader", f"{one * 1000:.1f}", f"{one / least:.2f}")
    table.add_row("floor: an empty confined worker", f"{worker * 1000:.1f}", "")
    table.add_row("floor: the same checks in one process", f"{calls * 1000:.1f}", "")
    return table


def _run(command: list[str]) -> float:
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
        return timed(
            lambda: subprocess.run(
                [*command], cwd=ROOT, env={**environment, "TMPDIR": folder}, check=True, capture_output=True
            )
        )


if __name__ == "__main__":
    main()
