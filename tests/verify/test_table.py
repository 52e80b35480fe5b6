"""What a proof says of itself, for a reader who compares it with what the README claims."""

from __future__ import annotations

import io
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from rich.console import Console

from autograder.course import open_course
from autograder.release.new import new_assignment
from autograder.verify import Proof, verify
from autograder.verify.proof import QUICK
from autograder.verify.table import markdown_of, table_of, total_of

pytestmark = pytest.mark.one_python  # slow, and nothing in it depends on the version

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture(scope="module")
def proof(tmp_path_factory: pytest.TempPathFactory) -> Proof:
    """The proof of a new assignment: two misconceptions and one honest solution."""
    folder = tmp_path_factory.mktemp("course")
    for half in ("assignments", "solutions"):
        (folder / half).mkdir()
        shutil.copy(ROOT / half / "course.toml", folder / half)
    assignment = new_assignment(open_course(folder), "07_example")
    [proof] = verify(open_course(folder), [assignment], QUICK)
    return proof


def test_the_counts_of_all_assignments_are_one_sentence(proof: Proof) -> None:
    assert total_of([proof]) == (
        "1 honest solutions beside the reference, 2 misconceptions in 4 versions: 4 get their own hint, "
        "0 a wrong one. Faults: 0."
    )
    assert "4 misconceptions in 8 versions: 8 get" in total_of([proof, proof])
    assert total_of([proof]) in markdown_of([proof])


def test_a_wrong_hint_is_counted_as_one(proof: Proof) -> None:
    renamed = replace(proof, records=[replace(each, name=f"not_{each.name}") for each in proof.records])
    assert "0 get their own hint, 4 a wrong one." in total_of([renamed])


def test_several_assignments_stand_under_their_numbers_and_fit_a_terminal(proof: Proof) -> None:
    drawn = io.StringIO()
    Console(file=drawn, width=80).print(table_of([replace(proof, assignment=f"0{n}_long_name") for n in range(1, 7)]))
    lines = drawn.getvalue().splitlines()
    assert lines[2].replace("┃", " ").split() == ["01", "02", "03", "04", "05", "06"]
    assert any(line.startswith("│ misconceptions, both spellings │") for line in lines)
