"""The command line of ``check.py`` and ``autograder check``: argparse, so that a laptop needs nothing more."""

from __future__ import annotations

import argparse
import itertools
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from autograder.checks.bench import OracleFailed, Unusable
from autograder.checks.collect import CannotCollect
from autograder.checks.fingerprints import FINGERPRINTS, Fingerprints, read
from autograder.checks.recorded import EXPECTED, read_recorded
from autograder.laptop.kit import Kit, KitError, open_kit
from autograder.laptop.reset import reset
from autograder.laptop.run import run_public
from autograder.laptop.text import report
from autograder.wire.student import Student
from autograder.words import LANGUAGES, Words
from autograder.words.sentences import describe_problem


def main(folder: Path, arguments: Sequence[str]) -> int:
    """Run ``check.py`` in a kit's folder and return the exit code."""
    lang = _language(arguments)
    try:
        kit = open_kit(folder)
        return check(
            kit, arguments, lambda: read_recorded(folder / EXPECTED, kit.requires), lambda: _fingerprints(folder)
        )
    except KitError as problem:
        print(Words(lang or "en")(f"check.{problem.kind}", **problem.detail), file=sys.stderr)
        return 2


def check(
    kit: Kit,
    arguments: Sequence[str],
    oracle: Callable[[], Student],
    fingerprints: Callable[[], Fingerprints],
) -> int:
    """Check a kit's file: exit code 0 when it was checked, 1 when it cannot be, 2 for wrong use.

    ``oracle`` and ``fingerprints`` are asked for only when they are needed. Raises ``KitError``.
    """
    options = _parser(kit).parse_args(arguments)
    words = Words(options.lang or kit.lang)
    unknown = [name for name in options.question if name not in {question.id for question in kit.questions}]
    if unknown:
        names = ", ".join(question.id for question in kit.questions)
        raise KitError("no_question", question=unknown[0], names=names)
    if options.reset:
        print(words("check.was_reset", question=options.reset, path=reset(kit, options.reset).name))
        return 0
    path = options.file or kit.file
    try:
        checks = run_public(kit, path, oracle(), words.lang, tuple(options.question), fingerprints())
    except Unusable as problem:
        print(describe_problem(problem.kind, problem.detail, words), file=sys.stderr)
        return 1
    except (CannotCollect, OracleFailed) as problem:
        print(words("check.damaged", message=str(problem)), file=sys.stderr)
        return 2
    print(report(kit, checks, words, options.hint))
    return 0


def _parser(kit: Kit) -> argparse.ArgumentParser:
    words = Words(kit.lang)
    parser = argparse.ArgumentParser(prog="check.py", description=words("check.about", assignment=kit.assignment))
    parser.add_argument("question", nargs="*", help=words("check.help_question"))
    parser.add_argument("--hint", action="store_true", help=words("check.help_hint"))
    parser.add_argument("--lang", choices=LANGUAGES, help=words("check.help_lang"))
    parser.add_argument("--reset", metavar="QUESTION", help=words("check.help_reset"))
    parser.add_argument("--file", type=Path, help=words("check.help_file"))
    return parser


def _language(arguments: Sequence[str]) -> str | None:
    """Find the language before there is a kit to ask."""
    for name, value in itertools.pairwise(arguments):
        if name == "--lang" and value in LANGUAGES:
            return value
    return None


def _fingerprints(folder: Path) -> Fingerprints:
    try:
        return read(folder / FINGERPRINTS)
    except (OSError, ValueError, KeyError, TypeError):
        return Fingerprints()  # no hints; never a refusal to check
