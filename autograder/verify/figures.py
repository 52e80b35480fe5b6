"""The figures of a proof: what stands in its table."""

from __future__ import annotations

from dataclasses import dataclass

from autograder.verify.judge import hintless, only_by
from autograder.verify.proof import Proof
from autograder.verify.specimens import ACCEPTED, AGAIN, CHEAT, REFERENCE, REJECTED


@dataclass(frozen=True)
class Figures:
    """One assignment's row: counts of solutions, hints, mutants, margins and faults."""

    assignment: str
    checks: int
    accepted: str
    rejected: str
    hints: str
    cheats: str
    mutants: str
    right_margin: str
    alarms: str
    faults: int


def figures_of(proof: Proof) -> Figures:
    """Return the figures of one proof."""
    right = [record for record in proof.records if record.kind in (REFERENCE, ACCEPTED)]
    wrong = {(r.kind, r.name) for r in proof.records if r.kind in (REJECTED, AGAIN)}
    margins = [row.margin for record in right for row in record.rows if row.margin is not None]
    mutants = ", ".join(f"{group} {total - left}/{total}" for group, (total, left) in proof.groups.items())
    return Figures(
        assignment=proof.assignment,
        checks=max((len(record.rows) for record in proof.records), default=0),
        accepted=f"{len({r.where for r in right})} x {len({r.salt for r in right})} salts",
        rejected=str(len(wrong)),
        hints=f"{len(wrong) - len(hintless(proof.records))}/{len(wrong)}",
        cheats=str(sum(1 for record in proof.records if record.kind == CHEAT)),
        mutants=mutants or "not run",
        right_margin=f"{max(margins, default=0.0):.1e}",
        alarms=proof.alarms,
        faults=len(proof.faults),
    )


def worth_of(proof: Proof) -> dict[str, int]:
    """Return how many wrong solutions each check alone finds."""
    return only_by(proof.records)
