"""Running a kit's public checks on the student's file, in process."""

from __future__ import annotations

from pathlib import Path

from autograder.checks.bench import Bench, load_in_process
from autograder.checks.collect import with_collected
from autograder.checks.fingerprints import Fingerprints, explain
from autograder.checks.plugin import info
from autograder.checks.points import to_result
from autograder.laptop.kit import Kit
from autograder.results import CheckResult
from autograder.wire.student import Student


def run_public(
    kit: Kit, path: Path, oracle: Student, lang: str, questions: tuple[str, ...], fingerprints: Fingerprints
) -> tuple[CheckResult, ...]:
    """Return what each public check says of a file; only those of ``questions`` when there are any.

    Raises ``Unusable`` when the file cannot be loaded, ``CannotCollect`` when the kit is damaged.
    """
    bench = Bench(kit.assignment, load_in_process(path, requires=kit.requires), oracle, kit.salt, "")
    results = with_collected(
        {kit.tests: kit.place},
        lambda collected: tuple(to_result(outcome, kit, lang) for outcome in collected.run(bench).outcomes()),
    )
    explained = explain(results, fingerprints)
    return tuple(check for check in explained if not questions or check.question in questions)


def question_names(kit: Kit) -> list[str]:
    """Return the questions that the kit's public checks belong to, in order."""
    return with_collected(
        {kit.tests: kit.place},
        lambda collected: list(dict.fromkeys(about.question for item in collected.items if (about := info(item)))),
    )
