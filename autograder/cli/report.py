"""``autograder report``: a run as one page for its teachers."""

from __future__ import annotations

from pathlib import Path

from autograder.cli import GRADED
from autograder.cli.diff import write
from autograder.cli.runs import Desk, from_here
from autograder.gradebook.store import RunInfo
from autograder.report import report_parts
from autograder.submission import printable
from autograder.trouble import Trouble


def run_report(at: Desk, word: str, assignment: str | None, anonymous: bool, output: Path | None) -> int:
    """Write the page of a run, by default into the run's own folder, and say where it is."""
    if at.course is None:
        raise Trouble("trouble.report_without_course")
    run = at.run(word, assignment)
    path = output or _place(run, anonymous)
    about = at.words("report.run", number=run.number, started=run.started_at[:16].replace("T", " "))
    pages = "feedback" if (path.parent / "feedback").is_dir() else ""
    rows = at.gradebook.rows(run.number)
    parts = report_parts(rows, at.course.assignment(run.assignment), at.words, anonymous, run=about, pages=pages)
    write(parts, path)
    if str(path) != "-":
        print(printable(from_here(str(path)), 4_000))
    return GRADED


def _place(run: RunInfo, anonymous: bool) -> Path:
    folder = Path(run.about.get("folder") or ".")
    name = "report-anonymous.html" if anonymous else "report.html"
    return (folder if folder.is_dir() else Path()) / name
