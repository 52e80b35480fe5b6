"""The verbs of the gradebook and their options; what they do is imported when they run."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from autograder.cli.options import Numbers, gradebook, language, of_assignment, to_file

if TYPE_CHECKING:
    from autograder.cli.place import Place


@click.command()
@click.option("--assignment", help="Only the runs of this assignment.")
@click.option("--overrides", is_flag=True, help="Instead, list every override ever given or taken back.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@gradebook
@language
@click.pass_obj
def runs(
    place: Place, /, assignment: str | None, overrides: bool, as_json: bool, url: str | None, lang: str | None
) -> int:
    """List the runs in the gradebook."""
    from autograder.cli.runs import desk, list_overrides, list_runs

    with desk(place, url, lang) as at:
        return list_overrides(at, assignment) if overrides else list_runs(at, assignment, as_json)


@click.command()
@click.argument("before", default="previous")
@click.argument("after", default="latest")
@of_assignment
@click.option("--format", "form", type=click.Choice(["text", "csv", "html"]), default="text", show_default=True)
@to_file
@gradebook
@language
@click.pass_obj
def diff(place: Place, /, before: str, after: str, form: str, url: str | None, lang: str | None, **where: Any) -> int:
    """Say whose grade changed between two runs, from what to what, which checks moved and why.

    A run is its number, its folder, 'latest' or 'previous'.
    """
    from autograder.cli.diff import run_diff
    from autograder.cli.runs import desk

    with desk(place, url, lang) as at:
        return run_diff(at, (before, after), where["assignment"], form, where["output"])


@click.command()
@click.argument("run")
@click.option(
    "--format", "form", type=click.Choice(["csv", "canvas", "moodle", "nbgrader"]), default="csv", show_default=True
)
@click.option(
    "--column", metavar="HEADING", help="Canvas's own heading of the assignment, such as 'Homework 1 (12345)'."
)
@click.option(
    "--nbgrader", metavar="URL", default="sqlite:///gradebook.db", show_default=True, help="nbgrader's gradebook."
)
@of_assignment
@to_file
@gradebook
@language
@click.pass_obj
def export(place: Place, /, run: str, form: str, url: str | None, lang: str | None, **options: Any) -> int:
    """Write the grades of RUN (its number, its folder, 'latest' or 'previous') in a platform's import format."""
    from autograder.cli.export import export_to_nbgrader, run_export
    from autograder.cli.runs import desk

    with desk(place, url, lang) as at:
        if form == "nbgrader":
            return export_to_nbgrader(at, run, options["assignment"], options["nbgrader"])
        return run_export(at, run, options["assignment"], form, options["output"], options["column"])


@click.command(cls=Numbers)
@click.argument("run")
@click.argument("student")
@click.argument("question")
@click.argument("points", type=float, required=False)
@click.option("--withdraw", is_flag=True, help="Take the points back instead of giving some.")
@click.option("--reason", required=True, help="Why; kept with the points and shown to whoever exports them.")
@click.option("--author", help="Who gives them (default: the user of this machine).")
@of_assignment
@gradebook
@language
@click.pass_obj
def override(
    place: Place, /, run: str, student: str, question: str, points: float | None, withdraw: bool, **options: Any
) -> int:
    """Give STUDENT POINTS for QUESTION by hand, from RUN on; later runs keep them and flag them."""
    from autograder.cli.override import run_override
    from autograder.cli.runs import desk

    if withdraw == (points is not None):
        raise click.UsageError("Give POINTS, or --withdraw to take back those given before.")
    with desk(place, options["url"], options["lang"]) as at:
        of, author, reason = options["assignment"], options["author"], options["reason"]
        return run_override(at, run, of, student, question, points, author, reason)


@click.command()
@click.argument("student")
@click.option(
    "--folder",
    "folders",
    type=click.Path(path_type=Path),
    multiple=True,
    help="Another run's folder, besides those in the gradebook.",
)
@click.option("--yes", "sure", is_flag=True, help="Do not ask for confirmation.")
@gradebook
@language
@click.pass_obj
def forget(place: Place, /, student: str, folders: tuple[Path, ...], sure: bool, **where: Any) -> int:
    """Delete STUDENT from every run and every file a run wrote. First says what that is, and asks."""
    from autograder.cli.forget import run_forget
    from autograder.cli.runs import desk

    with desk(place, where["url"], where["lang"]) as at:
        return run_forget(at, student, folders, sure)


@click.command()
@click.argument("run", default="latest")
@click.option("--anonymous", is_flag=True, help="Leave out names and anything else that identifies a student.")
@of_assignment
@click.option(
    "--output",
    type=click.Path(path_type=Path, allow_dash=True),
    help="Write here, - for stdout (default: report.html in the run's folder).",
)
@gradebook
@language
@click.pass_obj
def report(place: Place, /, run: str, anonymous: bool, url: str | None, lang: str | None, **where: Any) -> int:
    """Make a page about RUN (its number, its folder, 'latest' or 'previous'): what the class knows and does not know.

    It shows the scores, how hard each question is and how well it separates strong work from weak, which mistakes to
    discuss in the next lecture, what needs attention, and a section for every student.
    """
    from autograder.cli.report import run_report
    from autograder.cli.runs import desk

    with desk(place, url, lang) as at:
        return run_report(at, run, where["assignment"], anonymous, where["output"])


VERBS = (runs, diff, export, override, forget, report)
