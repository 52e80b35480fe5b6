"""``autograder verify``: the proof, with a progress bar, a table, and one line per fault."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from autograder.cli import CANNOT_BE_GRADED, GRADED
from autograder.course import Course
from autograder.grading import must_have_libraries
from autograder.verify import Proof, verify
from autograder.verify.proof import FULL, QUICK
from autograder.verify.table import markdown_of, table_of, total_of


def run_verify(course: Course, names: Sequence[str], full: bool, report: Path | None, workers: int) -> int:
    """Prove the named assignments (all by default); exit code 1 when there is a fault."""
    course.must_have_solutions()
    assignments = [course.assignment(name) for name in names] or list(course.assignments)
    must_have_libraries(assignments, ", or name the assignments that you want to prove")
    console = Console()
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task("Proving the graders", total=None)
        proofs = verify(
            course,
            assignments,
            FULL if full else QUICK,
            workers=workers,
            planned=lambda jobs: bar.update(task, total=jobs),
            done=lambda job: bar.advance(task),
        )
    console.print(table_of(proofs))
    console.print(total_of(proofs), highlight=False, soft_wrap=True)
    if report is not None:
        report.write_text(markdown_of(proofs), encoding="utf-8")
    return _faults(proofs)


def _faults(proofs: Sequence[Proof]) -> int:
    faults = [fault for proof in proofs for fault in proof.faults]
    for fault in faults:
        print(fault, file=sys.stderr)
    return CANNOT_BE_GRADED if faults else GRADED
