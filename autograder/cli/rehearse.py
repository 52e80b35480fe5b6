"""``autograder rehearse``: what Gradescope would do with a bundle, and what it costs."""

from __future__ import annotations

import sys
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from autograder.cli import CANNOT_BE_GRADED, GRADED, WRONG_USE
from autograder.release.rehearse import Rehearsal, RehearsalError, Step, rehearse
from autograder.release.rehearse_places import PlaceError, why_no_root


def run_rehearse(bundle: Path, submission: Path, in_root: bool | None, output: Path | None) -> int:
    """Rehearse a bundle on one submission, print what it cost; exit code 1 when something is wrong with the bundle."""
    console = Console(stderr=True)
    reason = why_no_root()
    if in_root is None and reason:
        console.print(f"Rehearsing in a temporary tree: {reason}.", highlight=False)
    try:
        with console.status("Rehearsing") as status:
            rehearsal = rehearse(bundle, submission, in_root, lambda what: status.update(f"Rehearsing: {what}"))
    except (RehearsalError, PlaceError) as problem:
        print(problem, file=sys.stderr)
        return WRONG_USE
    Console().print(_table(rehearsal))
    if output is not None and rehearsal.results is not None:
        import json

        output.write_text(json.dumps(rehearsal.results, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    for fault in rehearsal.faults:
        print(fault, file=sys.stderr)
    return CANNOT_BE_GRADED if rehearsal.faults else GRADED


def _table(rehearsal: Rehearsal) -> Table:
    table = Table("step", "seconds", "megabytes", "what it said", title=f"A rehearsal in {rehearsal.place}")
    table.title_justify = "left"
    _row(table, "setup.sh", rehearsal.setup, rehearsal.image_megabytes, "on disk", rehearsal.setup.last_line)
    if rehearsal.run is not None:
        _row(table, "run_autograder", rehearsal.run, rehearsal.run.megabytes, "of memory at most", "")
    results = rehearsal.results
    if results is not None:
        about = results["extra_data"]
        score = f"{results['score']:g} of {about['max_score']:g} points, {len(results['tests'])} rows"
        score += f"; isolation: {len(about['isolation'])} layers"
        table.add_row("results.json", "", "", score)
        if not results["tests"]:  # why nothing was graded, as the student would read it
            table.add_row("", "", "", Text(results["output"]))
    enforced = ", ".join(rehearsal.limits) or "none: this system lets nobody but root limit a process"
    table.add_row("limits enforced", "", "", enforced)
    return table


def _row(table: Table, name: str, step: Step, megabytes: float | None, kind: str, said: str) -> None:
    size = "" if megabytes is None else f"{megabytes:.0f} {kind}"
    table.add_row(name, f"{step.seconds:.1f}", size, said)
