"""The command line of ``check.py`` and ``autograder check``: argparse, so that a laptop needs nothing more."""

from __future__ import annotations

import argparse
import itertools
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn

from autograder.checks.bench import Unusable
from autograder.laptop.age import remarks
from autograder.laptop.kit import Kit, KitError, open_kit
from autograder.laptop.page import write_page
from autograder.laptop.reset import reset
from autograder.laptop.run import Knowledge, known_questions, recorded, run_file
from autograder.laptop.text import report
from autograder.laptop.watch import command_of, watch
from autograder.words import LANGUAGES, Words
from autograder.words.sentences import describe_problem


def main(folder: Path, arguments: Sequence[str]) -> int:
    """Run ``check.py`` in a kit's folder and return the exit code."""
    lang = language_in(arguments)
    try:
        kit = open_kit(folder)
        code = check(kit, arguments, recorded(kit), [str(folder / "check.py")])
        sys.stdout.flush()
        return code
    except BrokenPipeError:  # `python check.py | head`: whoever reads has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KitError as problem:
        known = lang or _language_of(folder)
        said = [Words(each)(f"check.{problem.kind}", **problem.detail) for each in ([known] if known else LANGUAGES)]
        print(" / ".join(said), file=sys.stderr)
        return 2


def check(kit: Kit, arguments: Sequence[str], knowledge: Knowledge, command: Sequence[str]) -> int:
    """Check a kit's file: exit code 0 when it was checked, 1 when it cannot be, 2 for wrong use, 130 after Ctrl+C.

    ``command`` is what was called, for ``--watch`` to call again. Raises ``KitError``.
    """
    options = _parsed(kit, arguments)
    words = Words(options.lang or kit.lang)
    path = options.file or kit.file
    wanted = known_questions(kit, tuple(options.question))
    if options.watch and not options.reset:
        return watch(path, command_of(command, arguments), words)
    try:
        if options.reset:
            print(words("check.was_reset", question=options.reset, path=reset(kit, options.reset).name))
            return 0
        checks = run_file(kit, path, knowledge, words.lang, wanted)
    except Unusable as problem:
        print(describe_problem(problem.kind, problem.detail, words), file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print(words("check.stopped"), file=sys.stderr)
        return 130
    print(report(kit, checks, words, options.hint))
    if options.report:
        write_page(options.report, kit, path.name, checks, words)
        print(words("check.report_written", path=options.report))
    for remark in remarks(kit, words):
        print(remark)
    return 0


class _Parser(argparse.ArgumentParser):
    """Leaves what is wrong to be said in the kit's language, in one sentence."""

    def error(self, message: str) -> NoReturn:
        """Raise instead of ending the process."""
        raise argparse.ArgumentError(None, message)


class _Help(argparse.HelpFormatter):
    """Without the English word before the usage."""

    def add_usage(self, usage: str | None, actions: Any, groups: Any, prefix: str | None = None) -> None:
        """Add the usage as it is."""
        super().add_usage(usage, actions, groups, "")


def _parsed(kit: Kit, arguments: Sequence[str]) -> argparse.Namespace:
    try:
        return _parser(kit).parse_args(arguments)
    except argparse.ArgumentError:
        raise KitError("wrong_use", arguments=" ".join(arguments)) from None


def _parser(kit: Kit) -> argparse.ArgumentParser:
    words = Words(kit.lang)
    parser = _Parser(
        prog="check.py",
        usage=words("check.usage"),
        description=words("check.about", assignment=kit.assignment),
        formatter_class=_Help,
        add_help=False,
        allow_abbrev=False,
    )
    group = parser.add_argument_group(words("check.options"))
    question, file = words("check.word_question"), words("check.word_file")
    group.add_argument("question", nargs="*", metavar=question, help=words("check.help_question"))
    group.add_argument("--hint", action="store_true", help=words("check.help_hint"))
    group.add_argument("--watch", action="store_true", help=words("check.help_watch"))
    group.add_argument("--report", metavar=f"{file}.html", type=Path, help=words("check.help_report"))
    group.add_argument("--reset", metavar=question, help=words("check.help_reset"))
    group.add_argument("--file", metavar=file, type=Path, help=words("check.help_file"))
    group.add_argument("--lang", choices=LANGUAGES, help=words("check.help_lang"))
    group.add_argument("-h", "--help", action="help", help=words("check.help_help"))
    return parser


def language_in(arguments: Sequence[str]) -> str | None:
    """Return the language that ``--lang`` gives, before there is a kit to ask."""
    for name, value in itertools.pairwise(arguments):
        if name == "--lang" and value in LANGUAGES:
            return value
    return None


def _language_of(folder: Path) -> str | None:
    """Return the kit's language, ``None`` when the kit is too damaged to say."""
    try:
        return open_kit(folder).lang
    except KitError:
        return None
