"""The proof drawn as a table for the terminal and as a Markdown report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple, fields

from rich.table import Table

from autograder.verify.figures import Figures, figures_of, worth_of
from autograder.verify.judge import hintless
from autograder.verify.proof import Proof

_HEADS = {
    "assignment": "assignment",
    "checks": "checks",
    "accepted": "right solutions",
    "rejected": "misconceptions, both spellings",
    "hints": "own hint",
    "cheats": "cheats",
    "mutants": "mutants killed",
    "right_margin": "worst right, in tolerances",
    "alarms": "runs without false alarm",
    "faults": "faults",
}


def table_of(proofs: Sequence[Proof]) -> Table:
    """Return the table: a column per assignment."""
    table = Table(title="The proof of the graders", title_justify="left")
    table.add_column("")
    columns = [[str(value) for value in astuple(figures_of(proof))] for proof in proofs]
    for proof in proofs:
        table.add_column(proof.assignment, overflow="fold")
    for number, field in enumerate(fields(Figures)[1:], start=1):
        table.add_row(_HEADS[field.name], *(column[number] for column in columns))
    return table


def markdown_of(proofs: Sequence[Proof]) -> str:
    """Return the report: the table, what each check alone finds, who gets no hint, and every fault."""
    heads = [_HEADS[field.name] for field in fields(Figures)]
    lines = ["# The proof of the graders", "", _row(heads), _row(["---"] * len(heads))]
    lines += [_row([str(value) for value in astuple(figures_of(proof))]) for proof in proofs]
    for proof in proofs:
        lines += ["", f"## {proof.assignment}", "", "Wrong solutions that one check alone finds:", ""]
        lines += [f"- {check}: {count}" for check, count in sorted(worth_of(proof).items())] or ["- none"]
        lines += ["", "Misconceptions without a hint:", ""]
        lines += [f"- {where}" for where in hintless(proof.records)] or ["- none"]
        lines += ["", "Faults:", ""]
        lines += [f"- {fault}" for fault in proof.faults] or ["- none"]
    return "\n".join(lines) + "\n"


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
