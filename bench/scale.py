"""What a class costs as it grows, beside stock Otter and stock nbgrader in the same run: ``make bench-scale``."""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from autograder.course import Course, open_course
from bench.classes import make_class
from bench.measure import ROOT
from bench.memory import Watch
from bench.rivals import calls_of, nbgrader_seconds, otter_seconds

HANDFUL = 6
"""Submissions that the others grade: their cost per submission does not depend on how many there are."""


@dataclass(frozen=True)
class Cost:
    """One class, graded: wall seconds, processor seconds of all processes, peak megabytes."""

    count: int
    seconds: float
    processor: float
    megabytes: float


@click.command()
@click.option("--assignment", default="01", show_default=True)
@click.option("--sizes", default="10,100,1000", show_default=True, help="Class sizes; 10,000 takes a while.")
@click.option("--jobs", default=2, show_default=True)
@click.option("--rivals/--alone", default=True, help="With stock Otter and stock nbgrader.")
def main(assignment: str, sizes: str, jobs: int, rivals: bool) -> None:
    """Measure, and print a Markdown table."""
    course = open_course(ROOT)
    folder = Path(tempfile.mkdtemp(prefix="bench-"))
    folder.chmod(0o755)
    try:
        costs = [_cost(course, assignment, int(size), jobs, folder / size) for size in sizes.split(",")]
        Console().print(_table(costs, assignment, jobs))
        if len(costs) > 1:
            print(_slopes(costs[-2], costs[-1]))
        if rivals:
            _beside(course, assignment, costs[-1], folder)
    finally:
        shutil.rmtree(folder)


def _cost(course: Course, name: str, count: int, jobs: int, folder: Path) -> Cost:
    path = make_class(course.assignment(name), count, folder / "class")
    command = [sys.executable, "-m", "autograder", "regrade", str(path), "--assignment", name, "--jobs", str(jobs)]
    command += ["--out", str(folder / "run"), "--gradebook", str(folder / "grades.db")]
    before, begun = _processor(), time.monotonic()
    log = folder / "log"
    with open(log, "wb") as file:
        process = subprocess.Popen(command, cwd=ROOT, stdout=file, stderr=subprocess.STDOUT)
        watch = Watch(process.pid)
        code = process.wait()
    seconds, peak = time.monotonic() - begun, watch.stop()
    if code:
        raise RuntimeError(log.read_text(errors="replace")[-2000:])
    assert len(os.listdir(folder / "run" / "results")) == count
    shutil.rmtree(folder / "run")
    return Cost(count, seconds, _processor() - before, peak)


def _processor() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _table(costs: Sequence[Cost], name: str, jobs: int) -> Table:
    table = Table(title=f"Assignment {name}, --jobs {jobs}", title_justify="left")
    for head in ("submissions", "seconds", "ms each", "processor ms each", "peak MB"):
        table.add_column(head, justify="right")
    for cost in costs:
        each, used = 1000 * cost.seconds / cost.count, 1000 * cost.processor / cost.count
        table.add_row(f"{cost.count:,}", f"{cost.seconds:.1f}", f"{each:.1f}", f"{used:.1f}", f"{cost.megabytes:.0f}")
    return table


def _slopes(less: Cost, more: Cost) -> str:
    """Say what another submission costs, the start-up left out."""
    extra = more.count - less.count
    return (
        f"From {less.count:,} to {more.count:,}: {1000 * (more.seconds - less.seconds) / extra:.1f} ms, "
        f"{1000 * (more.processor - less.processor) / extra:.1f} ms of processor and "
        f"{1024 * (more.megabytes - less.megabytes) / extra:.1f} kB for each further submission."
    )


def _beside(course: Course, name: str, ours: Cost, folder: Path) -> None:
    assignment = course.assignment(name)
    asked = calls_of(course, assignment)
    some = sorted(make_class(assignment, HANDFUL, folder / "handful").rglob("*.py"))
    table = Table(title="Seconds per submission, the same submissions and calls", title_justify="left")
    for head in ("what", "seconds", "times ours", "processor seconds", "times ours "):
        table.add_column(head, justify="left" if head == "what" else "right")
    each, used = ours.seconds / ours.count, ours.processor / ours.count
    table.add_row(f"autograder regrade, {ours.count:,} of them", f"{each:.4f}", "1", f"{used:.4f}", "1")
    for label, measure in (
        ("stock otter run, in a loop", otter_seconds),
        ("stock nbgrader autograde", nbgrader_seconds),
    ):
        before = _processor()
        seconds = measure(assignment, asked, some, folder / label.split()[1])
        processor = (_processor() - before) / len(some)
        row = (f"{seconds:.2f}", f"{seconds / each:.0f}", f"{processor:.2f}", f"{processor / used:.0f}")
        table.add_row(label, *row)
    Console().print(table)


if __name__ == "__main__":
    main()
