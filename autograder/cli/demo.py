"""``autograder demo``: grade a small class for every assignment and say in a screenful what came of it."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from autograder.cli import GRADED, GRADER_FAILED
from autograder.course import Assignment, Course
from autograder.demo import Pupil, class_of
from autograder.demo.summary import Graded, examples, hostile, is_named, named_wrongly, of_kind, span
from autograder.feedback.gradescope import results_json, write_results
from autograder.feedback.terminal import Terminal, points
from autograder.grading import Grader, with_grader
from autograder.results import FAILED, NOT_ATTEMPTED, NOT_JUDGED, Result
from autograder.words import Words
from autograder.words.sentences import problem_text

IMPATIENT = 2.0
"""Seconds that a question gets in the demonstration: enough to show that a loop costs only itself."""


LINE = 110
"""How much of a hint is shown, in letters: enough to see that it is about this mistake."""


def run_demo(course: Course, out: Path, lang: str | None, whole: bool) -> int:
    """Grade the class of every assignment, print what came of it, leave every ``results.json`` under ``out``.

    With ``whole`` every submission has a row of its own.
    """
    words, console = Words(lang or course.settings.default_language), Terminal()
    for assignment in course.assignments:
        if assignment.missing_libraries:
            libraries = ", ".join(assignment.missing_libraries)
            console.print(words("demo.left_out", assignment=assignment.name, libraries=libraries), highlight=False)
    here = [assignment for assignment in course.assignments if not assignment.missing_libraries]
    classes = [(assignment, class_of(assignment)) for assignment in here]
    with _bar(console) as bar:
        task = bar.add_task(words("demo.grading"), total=sum(len(pupils) for _, pupils in classes))
        graded = [
            (assignment, _grade_class(course, assignment, pupils, words, lambda: bar.advance(task)))
            for assignment, pupils in classes
        ]
    for assignment, rows in graded:
        folder = out / assignment.name
        folder.mkdir(parents=True, exist_ok=True)
        hint = partial(assignment.hint, lang=words.lang)
        for pupil, result in rows:
            write_results(
                results_json(result, words, course.settings.visibility, hint), folder / f"{pupil.name}.results.json"
            )
        console.print(_table(assignment, rows, words) if whole else _class(assignment, rows, words))
        console.print()
    everybody = [one for _, rows in graded for one in rows]
    if everybody:
        for line in (*_attacks(everybody, words), _total(everybody, words)):
            console.print(line, highlight=False, soft_wrap=True)
    broken = [(pupil, result) for _, rows in graded for pupil, result in rows if result.grader_error is not None]
    for pupil, result in broken:
        console.print(Text(f"{result.assignment}, {pupil.name}: {result.grader_error}", style="bold red"))
    console.print(Text(words("demo.next" if whole else "demo.next_all", folder=str(out))), soft_wrap=True)
    return GRADER_FAILED if broken else GRADED


def _bar(console: Console) -> Progress:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    return Progress(*columns, console=console)


def _grade_class(
    course: Course, assignment: Assignment, pupils: list[Pupil], words: Words, advance: object
) -> list[Graded]:
    def work(grader: Grader) -> list[Graded]:
        rows = []
        for pupil in pupils:
            rows.append((pupil, grader.grade(pupil.submission)))
            advance()  # type: ignore[operator]
        return rows

    return with_grader(course, assignment.hurried(IMPATIENT), words.lang, work)


def _title(assignment: Assignment, words: Words) -> str:
    return f"{assignment.name}: {getattr(assignment.settings.title, words.lang)}"


def _class(assignment: Assignment, rows: Sequence[Graded], words: Words) -> Table:
    """Return the class in a few lines: the right one, two mistakes with their hints, and how many more there are."""
    table = Table(title=_title(assignment, words), title_justify="left", box=None, show_header=False, padding=(0, 1))
    table.add_column(justify="right")
    table.add_column(overflow="fold")
    mistaken = of_kind(rows, "misconception")
    shown = [*of_kind(rows, "right"), *examples(mistaken), *of_kind(rows, "stub"), *of_kind(rows, "syntax")]
    for pupil, result in shown:
        table.add_row(Text(points(result.score)), _said(assignment, pupil, result, words))
    if mistaken:
        low, high = map(points, span(mistaken))
        named = sum(map(is_named, mistaken))
        said = words("demo.mistaken", count=len(mistaken), named=named, low=low, high=high)
        table.add_row(Text(f"{low}-{high}"), Text(said))
    return table


def _said(assignment: Assignment, pupil: Pupil, result: Result, words: Words) -> Text:
    hint = assignment.hint(pupil.name, words.lang) if is_named((pupil, result)) else None
    what = f"{words('hint.title')} {textwrap.shorten(hint, LINE, placeholder=' …')}" if hint else ""
    return Text(f"{pupil.name}: {what or words(f'demo.{pupil.kind}')}")


def _attacks(everybody: Sequence[Graded], words: Words) -> Iterator[Text]:
    """Return a line for each kind of attack, with where it got the most."""
    yield Text(words("demo.hostile"))
    for kind in dict.fromkeys(pupil.kind for pupil, _ in hostile(everybody)):
        mine = of_kind(everybody, kind)
        low, high = map(points, span(mine))
        _, best = max(mine, key=lambda one: one[1].score)
        shown = {"what": words(f"demo.{kind}"), "kind": kind, "count": len(mine), "low": low, "high": high}
        yield Text("  " + words("demo.attack", assignment=best.assignment, **shown))


def _total(everybody: Sequence[Graded], words: Words) -> Text:
    mistaken, attackers = of_kind(everybody, "misconception"), hostile(everybody)
    right = of_kind(everybody, "right")
    counts = {
        "count": len(everybody),
        "right": len(right),
        "right_full": _full(right),
        "mistaken": len(mistaken),
        "mistaken_full": _full(mistaken),
        "named": sum(map(is_named, mistaken)),
        "wrongly": named_wrongly(mistaken),
        "hostile": len(attackers),
        "hostile_full": _full(attackers),
    }
    return Text(words("demo.total", **counts), style="bold")


def _full(graded: Sequence[Graded]) -> int:
    return sum(1 for _, result in graded if result.score >= result.max_score)


def _table(assignment: Assignment, rows: Sequence[Graded], words: Words) -> Table:
    table = Table(title=_title(assignment, words), title_justify="left")
    table.add_column(words("demo.student"), overflow="fold")
    table.add_column(words("grade.points"), justify="right")
    table.add_column(words("demo.lost"), overflow="fold")
    table.add_column(words("demo.what"), overflow="fold")
    for pupil, result in rows:
        lost, kind = Text(_lost(result, words)), Text(words(f"demo.{pupil.kind}"))
        table.add_row(Text(pupil.name), Text(points(result.score)), lost, kind)
    return table


def _lost(result: Result, words: Words) -> str:
    if result.problem is not None:
        return problem_text(result.problem, words)
    lost = []
    for question in dict.fromkeys(check.question for check in result.checks):
        verdicts = {check.verdict for check in result.of_question(question)}
        worst = next((v for v in (FAILED, NOT_ATTEMPTED, NOT_JUDGED) if v in verdicts), None)
        if worst is not None:
            lost.append(f"{question}: {words(f'verdict.{worst}')}")
    return "\n".join(lost)
