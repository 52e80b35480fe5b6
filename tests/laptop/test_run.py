"""Running public checks on a laptop: what is run, and what Ctrl+C ends."""

from __future__ import annotations

from pathlib import Path

from autograder.checks.bench import load_in_process
from autograder.checks.fingerprints import Fingerprints
from autograder.course import open_course
from autograder.grading.grade import load_reference
from autograder.laptop.kit import kit_from
from autograder.laptop.run import Knowledge, run_public
from autograder.release.kit import kit_content
from tests.support import told

COURSE = open_course(Path(__file__).resolve().parent.parent.parent)


def test_after_ctrl_c_the_other_checks_of_the_question_are_not_run_and_those_of_others_are(tmp_path: Path) -> None:
    assignment = COURSE.assignments[0]
    first, second = (question.id for question in assignment.questions[:2])
    file = tmp_path / "stopped.py"
    file.write_text(f"def {first}(*_):\n    raise KeyboardInterrupt\ndef {second}(*_):\n    return 1.0\n")
    kit = kit_from(assignment.public, kit_content(COURSE, assignment, "en"))
    knowledge = Knowledge(lambda: load_reference(assignment), Fingerprints)
    checks = run_public(kit, load_in_process(file, quiet=True), knowledge, "en", (first, second))
    kinds = {name: [c.failures[0].kind for c in checks if c.question == name] for name in (first, second)}
    assert kinds[first][:2] == ["raised", "interrupted"] and "raised" not in kinds[first][1:]
    assert kinds[second][:2] == ["type", "type"]
    assert told(checks[1].failures[0]).startswith("You stopped an earlier check of this question with Ctrl+C")
