"""The solutions that the graders are proved on: stub, reference, honest variants, misconceptions, cheats, mutants."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from autograder.course import Assignment
from autograder.grading.fingerprints import question_of

STUB, REFERENCE, ACCEPTED, REJECTED, AGAIN, CHEAT, MEDDLER, MUTANT = (
    "stub",
    "reference",
    "accepted",
    "rejected",
    "rejected/again",
    "cheat",
    "meddler",
    "mutant",
)


@dataclass(frozen=True)
class Specimen:
    """One solution whose verdict is known before it is graded.

    ``question`` is the one that a rejected solution loses; ``excuse`` is what its first line says after a semicolon.
    """

    kind: str
    name: str
    source: str
    path: Path | None = None
    question: str = ""
    excuse: str = ""
    mutation: tuple[str, str, str] = ("", "", "")
    """For a mutant: the function, the line before, the line after."""

    @property
    def where(self) -> str:
        """The file, or the specimen's name when it has none."""
        return str(self.path) if self.path else self.name


def specimens(assignment: Assignment) -> list[Specimen]:
    """Return every solution that stands in a file of an assignment."""
    found = [_read(STUB, assignment.stub), _read(REFERENCE, assignment.reference)]
    found += [_read(ACCEPTED, path) for path in assignment.variants("accepted")]
    for kind in (REJECTED, AGAIN):
        found += [_read(kind, path, question_of(path)) for path in assignment.variants(kind)]
    return found


def _read(kind: str, path: Path, question: str = "") -> Specimen:
    source = path.read_text(encoding="utf-8")
    _, _, excuse = source.partition("\n")[0].partition(";")
    return Specimen(kind, path.stem, source, path, question, excuse.strip())
