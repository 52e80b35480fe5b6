"""A Result as lines for a person at a terminal: words first, colour only on top. Uses rich."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from autograder.pages import hints_by_check
from autograder.results import FAILED, NOT_ATTEMPTED, NOT_JUDGED, PASSED, CheckResult, Failure, Result
from autograder.submission import printable
from autograder.words import Words
from autograder.words.sentences import describe_note, facts, problem_text, sentence

STYLES = {PASSED: "green", FAILED: "red", NOT_ATTEMPTED: "yellow", NOT_JUDGED: "cyan"}


class Terminal(Console):
    """A console whose reader may leave before the end, as ``| head`` does: what was to be done is done all the same."""

    def on_broken_pipe(self) -> None:
        """Say no more; rich's own way would end the process with an exit code that means something else here."""
        self.quiet = True
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def print_result(result: Result, console: Console, words: Words, hint: Callable[[str], str | None]) -> None:
    """Print the answer to one submission: per question points and checks, then the sum.

    ``hint`` returns the text for a misconception.
    """
    hints = hints_by_check(result.checks, hint)
    for part in _parts(result, words, hints):
        console.print(part, highlight=False)


def points(value: float) -> str:
    """Return points as people write them: ``3``, ``2.5``."""
    return f"{value:g}"


def _parts(result: Result, words: Words, hints: dict[str, str]) -> list[RenderableType]:
    parts: list[RenderableType] = [Text(f"{result.assignment}: {result.submission}", style="bold")]
    parts += [Text(describe_note(note, words), style="yellow") for note in result.notes]
    if result.grader_error is not None:
        return [*parts, Text(words("grade.grader_error"), style="bold red"), Text(printable(result.grader_error, 1000))]
    if result.problem is not None:
        parts += [Text(words("grade.cannot"), style="bold red"), Text(problem_text(result.problem, words))]
    for question in dict.fromkeys(check.question for check in result.checks):
        parts.append(_question(question, result.of_question(question), words, hints))
    total = words("grade.score", score=points(result.score), max_score=points(result.max_score))
    parts += [Text(), Text(total, style="bold"), Text(_isolation(result, words), style="dim")]
    return parts


def _isolation(result: Result, words: Words) -> str:
    if result.isolation in ((), ("process",)) and result.checks:
        return words("grade.no_isolation")
    return words("grade.isolation", layers=", ".join(result.isolation))


def _question(question: str, checks: tuple[CheckResult, ...], words: Words, hints: dict[str, str]) -> RenderableType:
    won, due = sum(check.score for check in checks), sum(check.max_score for check in checks)
    head = Text(f"\n{question}  {points(round(won, 3))}/{points(due)}", style="bold")
    return Group(head, *(Padding(_check(check, words, hints.get(check.check)), (0, 0, 0, 2)) for check in checks))


def _check(check: CheckResult, words: Words, hint: str | None) -> RenderableType:
    word = Text(f"{words(f'verdict.{check.verdict}'):<{_width(words)}}  ", style=STYLES[check.verdict])
    hidden = f" ({words('grade.hidden')})" if check.hidden else ""
    line = word + Text(f"{points(check.score)}/{points(check.max_score)}  {check.title}{hidden}", style="default")
    rows = [_failure(failure, words) for failure in check.failures]
    if check.output and check.verdict != PASSED:
        rows.append(Text(f"{words('grade.printed')}: {printable(check.output, 400)}", style="dim"))
    if hint:
        rows.append(Text.assemble((words("hint.title"), "bold"), " ", hint))
    return Group(line, *(Padding(row, (0, 0, 0, 4)) for row in rows))


def _failure(failure: Failure, words: Words) -> RenderableType:
    table = Table.grid(padding=(0, 2))
    for label, text in facts(failure, words):
        table.add_row(Text(label, style="dim"), Text(text))
    return Group(Text(sentence(failure, words)), table) if table.row_count else Text(sentence(failure, words))


def _width(words: Words) -> int:
    return max(len(words(f"verdict.{verdict}")) for verdict in STYLES)
