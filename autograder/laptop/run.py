"""Running a kit's public checks on the student's functions, in process."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from autograder.checks.bench import Bench, OracleFailed, load_in_process
from autograder.checks.collect import CannotCollect, with_collected
from autograder.checks.fingerprints import FINGERPRINTS, Fingerprints, explain, read
from autograder.checks.points import to_result
from autograder.checks.recorded import EXPECTED, read_recorded
from autograder.laptop.kit import Kit, KitError
from autograder.laptop.patience import patience
from autograder.results import CheckResult
from autograder.wire.student import Student
from autograder.words import Words


class Knowledge:
    """What the answers are compared with: asked for only when it is needed, because a kit may be damaged."""

    def __init__(self, oracle: Callable[[], Student], fingerprints: Callable[[], Fingerprints]) -> None:
        self.oracle = oracle
        self.fingerprints = fingerprints


def recorded(kit: Kit) -> Knowledge:
    """Return what a kit's own files know."""
    return Knowledge(lambda: read_recorded(kit.folder / EXPECTED, kit.requires), lambda: _fingerprints(kit.folder))


def run_public(
    kit: Kit, student: Student, knowledge: Knowledge, lang: str, questions: tuple[str, ...] = ()
) -> tuple[CheckResult, ...]:
    """Return what each public check says of a student; only those of ``questions`` when there are any.

    Raises ``KitError`` when the kit is damaged.
    """
    try:
        bench = Bench(kit.assignment, student, knowledge.oracle(), kit.salt, "")
        results = with_collected(
            {kit.tests: kit.place},
            lambda collected: tuple(to_result(outcome, kit, lang) for outcome in collected.run(bench).outcomes()),
        )
    except (CannotCollect, OracleFailed) as problem:
        raise KitError("damaged", message=str(problem)) from None
    explained = explain(results, knowledge.fingerprints())
    return tuple(check for check in explained if not questions or check.question in questions)


def run_file(
    kit: Kit, path: Path, knowledge: Knowledge, lang: str, questions: tuple[str, ...] = ()
) -> tuple[CheckResult, ...]:
    """Return what each public check says of a script or a notebook.

    Raises ``Unusable`` when the file cannot be loaded, ``KitError`` when the kit is damaged or a library is missing.
    """
    kit.must_have_libraries()
    with patience(Words(lang)):
        return run_public(kit, load_in_process(path, requires=kit.requires), knowledge, lang, questions)


def known_questions(kit: Kit, names: tuple[str, ...]) -> tuple[str, ...]:
    """Return the names, all of them questions of the kit. Raises ``KitError``."""
    known = [question.id for question in kit.questions]
    for name in names:
        if name not in known:
            raise KitError("no_question", question=name, names=", ".join(known))
    return names


def _fingerprints(folder: Path) -> Fingerprints:
    try:
        return read(folder / FINGERPRINTS)
    except (OSError, ValueError, KeyError, TypeError):
        return Fingerprints()  # no hints; never a refusal to check
