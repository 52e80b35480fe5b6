"""Running a kit's public checks on the student's functions, in process."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from autograder.checks.bench import Bench, OracleFailed, load_in_process
from autograder.checks.collect import CannotCollect, Collected, with_collected
from autograder.checks.fingerprints import FINGERPRINTS, Fingerprints, explain, read
from autograder.checks.plugin import check_name, info
from autograder.checks.points import to_result
from autograder.checks.recorded import EXPECTED, read_recorded
from autograder.checks.run import Outcome, Run
from autograder.laptop.kit import Kit, KitError
from autograder.laptop.patience import patience
from autograder.results import CheckResult, Failure
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

    After Ctrl+C in a check the others of its question are not run: they would not end either.

    Raises ``KitError`` when the kit is damaged.
    """
    try:
        bench = Bench(kit.assignment, student, knowledge.oracle(), kit.salt, "")
        results = with_collected(
            {kit.tests: kit.place},
            lambda collected: tuple(
                to_result(outcome, kit, lang) for outcome in _outcomes(_needed(collected, questions).run(bench))
            ),
        )
    except (CannotCollect, OracleFailed) as problem:
        raise KitError("damaged", message=str(problem)) from None
    explained = explain(results, knowledge.fingerprints())
    return tuple(check for check in explained if not questions or check.question in questions)


def _needed(collected: Collected, questions: tuple[str, ...]) -> Collected:
    """Return the checks of some questions, and those that they wait for; all when no question is named."""
    about = {check_name(item): info(item) for item in collected.items}
    waiting = [name for name, one in about.items() if one is None or not questions or one.question in questions]
    needed: set[str] = set()
    while waiting:
        name = waiting.pop()
        needed.add(name)
        one = about.get(name)
        waiting += [each for each in (one.needs if one else ()) if each not in needed]
    return collected.only(lambda item: check_name(item) in needed)


def _outcomes(run: Run) -> Iterator[Outcome]:
    stopped: set[str] = set()
    for outcome in run.outcomes(lambda about: Failure("interrupted") if about.question in stopped else None):
        if any(failure.detail.get("type") == "KeyboardInterrupt" for failure in outcome.failures):
            stopped.add(outcome.about.question)
        yield outcome


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
