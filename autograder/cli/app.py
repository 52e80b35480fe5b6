"""The verbs and their options. What a verb does is imported when it runs, so that ``--help`` is quick."""

from __future__ import annotations

import os
from pathlib import Path

import click

from autograder.cli.book import VERBS
from autograder.cli.options import HANDED_IN, Verbs, a_time, an_address, gradebook, language, layout
from autograder.cli.place import Place


@click.group(cls=Verbs, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--course", type=click.Path(path_type=Path), help="The course folder (default: this one or the nearest above)."
)
@click.option("--solutions", type=click.Path(path_type=Path), help="The solutions folder, if it is elsewhere.")
@click.version_option(package_name="deep-learning-autograder", prog_name="autograder")
@click.pass_context
def app(context: click.Context, course: Path | None, solutions: Path | None) -> None:
    """Grade deep-learning assignments: proved checks, behind a process border."""
    place = context.ensure_object(Place)
    place.course, place.solutions = course, solutions


@app.command()
@click.argument("submission", type=HANDED_IN)
@click.option("--assignment", help="The assignment (default: recognised from the file).")
@click.option(
    "--output", type=click.Path(path_type=Path, allow_dash=True), help="Write results.json here; - for stdout."
)
@language
@click.pass_obj
def grade(place: Place, submission: Path, assignment: str | None, output: Path | None, lang: str | None) -> int:
    """Grade one submission (a script, a notebook, a zip or a folder) and say what is right, what is not, and why.

    Exit code: 0 graded, 1 the submission cannot be graded, 2 wrong use, 3 the grader failed.
    """
    from autograder.cli.grade import grade_file

    return grade_file(place.open, submission, assignment, output, lang)


@app.command(hidden=True)
@click.argument("tree", type=click.Path(path_type=Path))
@click.option("--submission", type=click.Path(path_type=Path), help="The upload; TREE/submission by default.")
@click.option("--output", type=click.Path(path_type=Path), help="TREE/results/results.json by default.")
@click.option("--runtime", type=click.Choice(["own", "otter"]), help="The bundle's own by default.")
def gradescope(tree: Path, submission: Path | None, output: Path | None, runtime: str | None) -> int:
    """Grade the submission of a Gradescope TREE: what a bundle's run_autograder calls."""
    from autograder.cli.gradescope import run_gradescope

    return run_gradescope(tree, submission, output, runtime)  # type: ignore[arg-type]


@app.command()
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=Path("demo-results"),
    show_default=True,
    help="Folder for the results.",
)
@click.option("--all", "whole", is_flag=True, help="Show a table with every submission.")
@language
@click.pass_obj
def demo(place: Place, out: Path, whole: bool, lang: str | None) -> int:
    """Grade a small class with honest, mistaken and hostile students, and say what came of it."""
    from autograder.cli.demo import run_demo

    return run_demo(place.open(), out, lang, whole)


@app.command()
@click.argument("names", nargs=-1)
@click.pass_obj
def stub(place: Place, names: tuple[str, ...]) -> int:
    """Write what is generated: the stubs of assignments NAMES (default: all) and the tables of the course pages."""
    from autograder.release.course_pages import write_course_pages
    from autograder.stub import write_stub

    course = place.open()
    course.must_have_solutions()
    for assignment in [course.assignment(name) for name in names] or course.assignments:
        click.echo(f"{assignment.stub}: {'written' if write_stub(assignment) else 'unchanged'}")
    for page in write_course_pages(course):
        click.echo(f"{page}: written")
    return 0


@app.command()
@click.argument("names", nargs=-1)
@click.option("--full/--quick", default=False, help="Everything, or (by default) what takes about a minute.")
@click.option("--report", type=click.Path(path_type=Path), help="Write the proof as Markdown.")
@click.option("--jobs", default=2, show_default=True, help="Processes to run at once.")
@click.pass_obj
def verify(place: Place, names: tuple[str, ...], full: bool, report: Path | None, jobs: int) -> int:
    """Prove the graders of assignments NAMES (default: all). Prints one line per fault; exit code 1 if there is any."""
    from autograder.cli.verify import run_verify

    return run_verify(place.open(), names, full, report, jobs)


@app.command(context_settings={"ignore_unknown_options": True, "help_option_names": []})
@click.argument("assignment")
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
@click.pass_context
def check(context: click.Context, assignment: str, arguments: tuple[str, ...]) -> int:
    """Run the public checks of ASSIGNMENT, as a student's check.py does.

    `autograder check ASSIGNMENT --help` lists the ARGUMENTS, which are those of check.py.
    """
    from autograder.cli.check import run_check

    if assignment in ("-h", "--help"):
        click.echo(context.get_help())
        return 0
    place: Place = context.obj
    return run_check(place.open(), assignment, arguments)


@app.command()
@click.argument("name")
@click.pass_obj
def new(place: Place, name: str) -> int:
    """Make a new assignment NAME (such as 07_topic) with a small working example."""
    from autograder.release.new import new_assignment

    assignment = new_assignment(place.open(), name)
    click.echo(f"{assignment.public}\n{assignment.secret}\nNext: autograder verify {name}")
    return 0


@app.command()
@click.argument("names", nargs=-1)
@click.option(
    "--lang", type=click.Choice(["es", "en", "all"]), default="all", show_default=True, help="Language to build in."
)
@click.option(
    "--out", type=click.Path(path_type=Path), default=Path("dist"), show_default=True, help="Folder for what is built."
)
@click.pass_obj
def build(place: Place, names: tuple[str, ...], lang: str, out: Path) -> int:
    """Build everything to hand out for assignments NAMES (default: all): kits, notebooks, Gradescope bundles.

    What students get is in OUT/students, what only the staff may have in OUT/staff.
    """
    from autograder.cli.build import run_build

    return run_build(place.open(), names, lang, out)


@app.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.argument("names", nargs=-1)
@click.option("--force", is_flag=True, help="Overwrite notebooks and settings even if somebody changed them.")
@language
@click.pass_obj
def nbgrader(place: Place, folder: Path, names: tuple[str, ...], force: bool, lang: str | None) -> int:
    """Write an nbgrader course into FOLDER for assignments NAMES (default: all), graded by this grader."""
    from autograder.cli.nbgrader import run_nbgrader

    return run_nbgrader(place.open(), folder, names, lang, force)


@app.command()
@click.argument("path", type=HANDED_IN)
@click.option("--assignment", required=True, help="The assignment's name or number.")
@click.option("--out", type=click.Path(path_type=Path), help="Folder of the run (default: runs/ASSIGNMENT).")
@click.option(
    "--jobs", type=click.IntRange(1), default=None, help="Graders to run at once (default: one per processor)."
)
@click.option(
    "--scheduler", metavar="tcp://HOST:PORT", callback=an_address, help="Grade on a Dask cluster (extra: cluster)."
)
@click.option("--only", metavar="GLOB", help="Only students whose id, name or file matches this pattern.")
@click.option("--fresh", is_flag=True, help="Grade everything again, even if nothing changed.")
@layout
@click.option("--best", is_flag=True, help="Count the best of several attempts, not the latest.")
@click.option(
    "--due",
    default="",
    metavar="TIME",
    callback=a_time,
    help="Mark work handed in after TIME, such as '2026-11-20 23:59', as late.",
)
@gradebook
@language
@click.pass_obj
def regrade(
    place: Place,
    path: Path,
    assignment: str,
    out: Path | None,
    jobs: int | None,
    scheduler: str | None,
    only: str | None,
    fresh: bool,
    layout: str | None,
    best: bool,
    due: str,
    url: str | None,
    lang: str | None,
) -> int:
    """Regrade a class: a Gradescope export, a Canvas or Moodle download, nbgrader's submitted/, plain folders, a zip.

    Writes results/, feedback/, grades.csv and report.html into the run's folder and records the run in the gradebook.
    Stopped with Ctrl-C, the same command goes on. Exit code 3 when the grader failed on some submission.
    """
    from autograder.cli.regrade import Options, run_regrade
    from autograder.regrade.run import BEST, LATEST, Rules

    rules = Rules(BEST if best else LATEST, fresh, due, some=only is not None)
    options = Options(out, jobs or os.cpu_count() or 1, scheduler, only, layout, url, rules)
    return run_regrade(place.open(), path, assignment, lang, options)


@app.command()
@click.argument("submission", type=HANDED_IN)
@click.argument("check")
@click.option("--assignment", help="The assignment (default: recognised from the file).")
@language
@click.pass_obj
def replay(place: Place, submission: Path, check: str, assignment: str | None, lang: str | None) -> int:
    """Open the debugger at a CHECK of a SUBMISSION, with the salts and values used for grading.

    The student's code runs in this process, outside the sandbox: read it first.
    """
    from autograder.cli.replay import run_replay

    return run_replay(place.open(), submission, check, assignment, lang)


@app.command()
@click.argument("bundle", type=click.Path(path_type=Path))
@click.argument("submission", type=HANDED_IN)
@click.option("--root/--no-root", "in_root", default=None, help="Use a Debian root, or a temporary tree.")
@click.option("--output", type=click.Path(path_type=Path), help="Keep the results.json here.")
def rehearse(bundle: Path, submission: Path, in_root: bool | None, output: Path | None) -> int:
    """Do with BUNDLE what Gradescope does: set up, grade SUBMISSION, check results.json. Report seconds and megabytes.

    As root with debootstrap: in a Debian root with Gradescope's limits; otherwise in a temporary tree.
    """
    from autograder.cli.rehearse import run_rehearse

    return run_rehearse(bundle, submission, in_root, output)


@app.command()
@click.argument("path", type=HANDED_IN)
@click.option("--assignment", required=True, help="The assignment's name or number.")
@click.option(
    "--threshold",
    type=click.FloatRange(0, 1),
    default=0.7,
    show_default=True,
    help="Share of a submission's own lines that another one must contain.",
)
@click.option("--html", type=click.Path(path_type=Path), help="Also write the pairs side by side as a page.")
@layout
@language
@click.pass_obj
def similar(
    place: Place,
    path: Path,
    assignment: str,
    threshold: float,
    html: Path | None,
    layout: str | None,
    lang: str | None,
) -> int:
    """List pairs of submissions that look alike, ignoring the stub's lines, for people to look at.

    PATH is what `autograder regrade` takes. Nothing is kept, and no grade or report knows of it.
    """
    from autograder.cli.similar import run_similar

    return run_similar(place.open(), path, assignment, threshold, html, layout, lang)


for verb in VERBS:
    app.add_command(verb)
