"""The proof drawn as a table for the terminal and as a Markdown report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple, fields

from rich.table import Table

from autograder.verify.figures import Figures, figures_of, worth_of
from autograder.verify.judge import hintless
from autograder.verify.proof import Proof
from autograder.verify.specimens import ACCEPTED, AGAIN, REJECTED

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
    table.add_column("", no_wrap=True)
    columns = [[str(value) for value in astuple(figures_of(proof))] for proof in proofs]
    for proof in proofs:
        name = proof.assignment if len(proofs) == 1 else proof.assignment.partition("_")[0]  # six names are too wide
        table.add_column(name, overflow="fold")
    for number, field in enumerate(fields(Figures)[1:], start=1):
        table.add_row(_HEADS[field.name], *(column[number] for column in columns))
    return table


def total_of(proofs: Sequence[Proof]) -> str:
    """Return what the proofs say together, in a few words."""
    first = [record for proof in proofs for record in proof.records if not record.salt and record.way == "in process"]
    wrong = [record for record in first if record.kind in (REJECTED, AGAIN)]
    named = sum(any(row.misconception for row in record.rows) for record in wrong)
    own = sum(any(row.misconception == record.name for row in record.rows) for record in wrong)
    kinds = [record.kind for record in first]
    return (
        f"{kinds.count(ACCEPTED)} honest solutions beside the reference, {kinds.count(REJECTED)} misconceptions "
        f"in {len(wrong)} versions: {own} get their own hint, {named - own} a wrong one. "
        f"Faults: {sum(len(proof.faults) for proof in proofs)}."
    )


def markdown_of(proofs: Sequence[Proof]) -> str:
    """Return the report: the table, what each check alone finds, who gets no hint, and every fault."""
    heads = [_HEADS[field.name] for field in fields(Figures)]
    lines = ["# The proof of the graders", "", _row(heads), _row(["---"] * len(heads))]
    lines += [_row([str(value) for value in astuple(figures_of(proof))]) for proof in proofs]
    lines += ["", total_of(proofs)]
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
