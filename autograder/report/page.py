"""The report as one HTML page: jinja2 with autoescape, pictures inside, nothing that asks anybody for anything."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator
from importlib import resources

import jinja2

from autograder.course import Assignment
from autograder.gradebook.rows import Row
from autograder.pages.html import policy_for, stylesheet
from autograder.report.figures import bars, histogram, questions_chart
from autograder.report.statistics import deviation, mean, quartiles
from autograder.report.summary import VERDICTS, CheckCount, ClassSummary, Pupil, summarise
from autograder.results import NOT_JUDGED, PASSED
from autograder.submission import printable
from autograder.words import Words

SLOWEST = 10

FRAGMENTS = 1_000
"""How many of the template's short pieces are written at once: a large class's page is never in memory whole."""


def report_parts(
    rows: Iterable[Row],
    assignment: Assignment,
    words: Words,
    anonymous: bool = False,
    *,
    run: str = "",
    pages: str = "",
) -> Iterator[bytes]:
    """Yield the page of a run, piece by piece: self-contained, without a script, the same bytes for the same rows.

    ``run`` says which run it is, in a few words. ``pages`` is the folder of the students' own pages, as seen from
    this one (``"feedback"``): then every student's part leads to theirs. An ``anonymous`` page holds no name, no
    file's name, no order and no text that could tell who somebody is.
    """
    points = {question.id: question.points for question in assignment.questions}
    naming = (lambda number: words("report.nobody", number=number)) if anonymous else None
    summary = summarise(rows, points, naming)
    css = stylesheet() + resources.files("autograder.report").joinpath("report.css").read_text(encoding="utf-8")
    stream = (
        _environment()
        .get_template("report.html")
        .stream(
            words=words,
            title=getattr(assignment.settings.title, words.lang),
            assignment=assignment,
            run=printable(run),
            anonymous=anonymous,
            pages="" if anonymous else pages.rstrip("/"),
            summary=summary,
            figures=_figures(summary, words),
            overview=_overview(summary, words),
            telling=_telling(summary.checks.values()),
            slowest=sorted(summary.pupils, key=lambda pupil: -pupil.seconds)[:SLOWEST],
            verdicts=VERDICTS,
            groups=_groups(summary, list(points)),
            check_title=_titles(assignment, words.lang),
            hint=lambda key: assignment.hint(key, words.lang),
            remarks=lambda pupil: _remarks(pupil, words),
            css=css,
            policy=policy_for(css),
        )
    )
    stream.enable_buffering(FRAGMENTS)
    for part in stream:
        yield part.encode("utf-8", "backslashreplace")


def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("autograder.report", ""),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    environment.filters |= {
        "safe_text": lambda text: printable(str(text), 1_000),
        "number": lambda value: f"{round(value, 3):g}",
        "percent": lambda share: f"{100 * share:.0f} %",
        "correlation": lambda value: "–" if value is None else f"{value:.2f}".replace("-", "−"),
    }
    return environment


def _figures(summary: ClassSummary, words: Words) -> dict[str, str]:
    if not summary.scores:
        return {}
    drawn = bars(summary.scores, summary.max_score)
    return {
        "counts": ", ".join(f"{low:g}–{high:g}: {count}" for low, high, count in drawn if count),
        "histogram": histogram(summary.scores, summary.max_score, words),
        "questions": questions_chart(summary.questions, words),
    }


def _groups(summary: ClassSummary, questions: list[str]) -> list[tuple[str, list[CheckCount]]]:
    """Return the checks by question, in the assignment's order; those of a question that is no more come last."""
    names = dict.fromkeys([*questions, *(check.question for check in summary.checks.values())])
    groups = [(name, [check for check in summary.checks.values() if check.question == name]) for name in names]
    return [(name, checks) for name, checks in groups if checks]


def _titles(assignment: Assignment, lang: str) -> Callable[[CheckCount], str]:
    """Return what finds a check's title in a language; a run may have been graded in the other one.

    English titles stand in the checks' docstrings, which are read, not run.
    """
    docstrings = _docstrings(assignment) if lang == "en" else {}

    def title(check: CheckCount) -> str:
        name = check.check.partition("[")[0]
        return assignment.check_title(check.check, lang) or docstrings.get(name) or check.title

    return title


def _docstrings(assignment: Assignment) -> dict[str, str]:
    found = {}
    for path in (assignment.public_tests, assignment.hidden_tests):
        try:
            body = ast.parse(path.read_bytes()).body
        except (OSError, SyntaxError, ValueError):
            continue  # then the titles stay in the run's own language
        for node in body:
            text = ast.get_docstring(node) if isinstance(node, ast.FunctionDef) else None
            if isinstance(node, ast.FunctionDef) and text:
                found[node.name] = text.splitlines()[0].rstrip(".")
    return found


def _overview(summary: ClassSummary, words: Words) -> list[tuple[str, str]]:
    """Return the class in a few labelled numbers."""
    scores = summary.scores
    rows = [
        ("report.rows", str(len(summary.pupils))),
        ("report.graded", str(len(scores))),
        ("report.ungradable", str(len(summary.of("ungradable")))),
        ("report.grader_errors", str(len(summary.of("grader_error")))),
        ("report.late", str(summary.late)),
    ]
    if scores:
        low, middle, high = quartiles(scores)
        rows += [
            ("report.mean", f"{mean(scores):.1f}"),
            ("report.deviation", f"{deviation(scores):.1f}"),
            ("report.quartiles", f"{low:.1f} · {middle:.1f} · {high:.1f}"),
            ("report.full_marks", str(sum(score >= summary.max_score - 1e-6 for score in scores))),
        ]
    return [(words(key), value) for key, value in rows]


def _telling(checks: Iterable[CheckCount]) -> dict[str, list[CheckCount]]:
    """Return the checks that need a look: nobody fails them, nobody passes them, strong work fails them more often."""
    found: dict[str, list[CheckCount]] = {"nobody_fails": [], "nobody_passes": [], "negative": []}
    for check in checks:
        judged = check.count - check.verdicts[NOT_JUDGED]
        if check.count and check.verdicts[PASSED] == check.count:
            found["nobody_fails"].append(check)
        elif judged and check.verdicts[PASSED] == 0:
            found["nobody_passes"].append(check)
        elif check.discrimination is not None and check.discrimination < 0:
            found["negative"].append(check)
    return found


def _remarks(pupil: Pupil, words: Words) -> list[str]:
    """Return what a teacher should know of a row besides its points."""
    remarks = [words("report.is_late")] if pupil.late else []
    remarks += [words("report.attempt", number=pupil.attempt)] if pupil.attempt > 1 else []
    remarks += [words("report.group", names=", ".join(pupil.group))] if len(pupil.group) > 1 else []
    remarks += [
        words("report.by_hand", question=question, points=f"{points:g}", author=author, reason=reason)
        for question, points, author, reason in pupil.by_hand
    ]
    return [*remarks, *pupil.notes]
