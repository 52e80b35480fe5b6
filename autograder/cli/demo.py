"""``autograder demo``: grade a small class for every assignment and show its table."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from autograder.cli import GRADED, GRADER_FAILED
from autograder.course import Assignment, Course
from autograder.demo import Pupil, class_of
from autograder.feedback.gradescope import results_json, write_results
from autograder.feedback.terminal import Terminal, points
from autograder.grading import Grader, with_grader
from autograder.results import FAILED, NOT_ATTEMPTED, NOT_JUDGED, Result
from autograder.words import Words
from autograder.words.sentences import problem_text

IMPATIENT = 2.0
"""Seconds that a question gets in the demonstration: enough to show that a loop costs only itself."""


def run_demo(course: Course, out: Path, lang: str | None) -> int:
    """Grade the class of every assignment, print the tables, leave every ``results.json`` under ``out``."""
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
        console.print(_table(course, assignment, rows, words))
    broken = [(pupil, result) for _, rows in graded for pupil, result in rows if result.grader_error is not None]
    for pupil, result in broken:
        console.print(Text(f"{result.assignment}, {pupil.name}: {result.grader_error}", style="bold red"))
    console.print(Text(words("demo.next", folder=str(out))), soft_wrap=True)
    return GRADER_FAILED if broken else GRADED


def _bar(console: Console) -> Progress:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    return Progress(*columns, console=console)


def _grade_class(
    course: Course, assignment: Assignment, pupils: list[Pupil], words: Words, advance: object
) -> list[tuple[Pupil, Result]]:
    def work(grader: Grader) -> list[tuple[Pupil, Result]]:
        rows = []
        for pupil in pupils:
            rows.append((pupil, grader.grade(pupil.submission)))
            advance()  # type: ignore[operator]
        return rows

    return with_grader(course, assignment.hurried(IMPATIENT), words.lang, work)


def _table(course: Course, assignment: Assignment, rows: list[tuple[Pupil, Result]], words: Words) -> Table:
    title = getattr(assignment.settings.title, words.lang)
    table = Table(title=f"{assignment.name}: {title}", title_justify="left")
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
