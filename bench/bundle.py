"""What a Gradescope bundle costs: setting up the image, and one submission beside stock Otter: ``make rehearsal``.

Nothing here is a test. The stock bundle only looks whether each function is there: less than anyone would check.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from dataclasses import replace
from pathlib import Path

import msgspec
from rich.console import Console
from rich.table import Table

from autograder.course import Assignment, Course, open_course
from autograder.release.bundle import write_bundle
from autograder.release.rehearse import rehearse
from autograder.release.rehearse_places import Folder
from autograder.settings import GradescopeSettings, Runtime
from bench.measure import ROOT, median, timed

RUNS = 5
STOCK = 'OK_FORMAT = False\nfrom otter.test_files import test_case\nname = "{0}"\npoints = {1}\n\n\n'
STOCK += '@test_case(points=None, hidden=False)\ndef test_{0}(env):\n    assert callable(env["{0}"])\n'


def main(names: list[str]) -> None:
    """Rehearse the named assignments (the first by default) in both runtimes, then race the first against Otter."""
    course = open_course(ROOT)
    assignments = [course.assignment(name) for name in names] or [course.assignments[0]]
    console = Console()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        console.print(_images(course, assignments, folder), _race(course, assignments[0], folder), sep="\n")


def _images(course: Course, assignments: list[Assignment], folder: Path) -> Table:
    title = "Images, as autograder rehearse sees them"
    heads = ("assignment", "runtime", "set-up s", "image MB", "one submission s", "memory MB", "place", "limits")
    table = Table(*heads, title=title, title_justify="left")
    runtimes: tuple[Runtime, ...] = ("own", "otter")
    for assignment, runtime in ((each, runtime) for each in assignments for runtime in runtimes):
        seen = rehearse(_bundle(course, assignment, runtime, folder), assignment.reference)
        assert seen.run is not None and not seen.faults, seen.faults
        memory = f"{seen.run.megabytes:.0f}" if seen.run.megabytes else "not counted"
        numbers = (f"{seen.setup.seconds:.0f}", str(seen.image_megabytes), f"{seen.run.seconds:.1f}", memory)
        table.add_row(assignment.name, runtime, *numbers, seen.place, ", ".join(seen.limits) or "none")
    return table


def _race(course: Course, assignment: Assignment, folder: Path) -> Table:
    """Return whole processes on this machine without limits, in turns, so that what else it does hits all alike."""
    runners = {
        "python -c 'import numpy'": [sys.executable, "-I", "-c", "import numpy"],
        "run_autograder, own runtime": _run_autograder(course, assignment, "own", folder),
        "run_autograder, Otter's runtime": _run_autograder(course, assignment, "otter", folder),
        "otter run, stock bundle": _stock(assignment, folder),  # in the same image as Otter's runtime
    }
    times: dict[str, list[float]] = {label: [] for label in runners}
    for _ in range(RUNS):
        for label, command in runners.items():
            times[label].append(timed(lambda command=command: _run(command, folder)))  # type: ignore[misc]
    title = f"A right submission to {assignment.name} as a whole process, median of {RUNS}"
    table = Table("command", "seconds", "stock Otter takes", title=title, title_justify="left")
    seconds = {label: median([lambda value=value: value for value in values]) for label, values in times.items()}
    for label, value in seconds.items():
        table.add_row(label, f"{value:.2f}", f"{seconds['otter run, stock bundle'] / value:.1f} times that")
    return table


def _run_autograder(course: Course, assignment: Assignment, runtime: Runtime, folder: Path) -> list[str]:
    """Set a bundle up in a temporary tree, really installing, and return the command that grades with it."""
    place = Folder(folder / runtime)
    for name in ("source", "submission", "results"):
        (place.tree / name).mkdir(parents=True)
    with zipfile.ZipFile(_bundle(course, assignment, runtime, folder)) as archive:
        archive.extractall(place.tree / "source")
    shutil.copy(assignment.reference, place.tree / "submission")
    shutil.copyfile(place.tree / "source" / "run_autograder", place.tree / "run_autograder")
    subprocess.run(place.command(["bash", place.inside("source/setup.sh")]), check=True, capture_output=True)
    command = place.command(["bash", place.inside("run_autograder")])
    subprocess.run(command, check=True, capture_output=True)
    results = json.loads((place.tree / "results" / "results.json").read_bytes())
    assert results["score"] == assignment.max_score, results
    return command


def _stock(assignment: Assignment, folder: Path) -> list[str]:
    from otter.generate import main as generate

    tests = folder / "tests"
    tests.mkdir()
    for question in assignment.questions:
        (tests / f"{question.id}.py").write_text(STOCK.format(question.id, question.points), encoding="utf-8")
    (folder / "stock.json").write_text("{}", encoding="utf-8")
    generate(
        tests_dir=str(tests),
        output_path=str(folder / "stock.zip"),
        config=str(folder / "stock.json"),
        no_requirements=True,
        no_environment=True,
    )
    script = shutil.copy(assignment.reference, folder)
    python = Folder(folder / "otter").home + "/bin/python"
    start = "import sys; from otter.run import main; main(sys.argv[1], autograder=sys.argv[2], no_logo=True)"
    return [python, "-I", "-c", start, str(script), str(folder / "stock.zip")]


def _bundle(course: Course, assignment: Assignment, runtime: Runtime, folder: Path) -> Path:
    settings = msgspec.structs.replace(course.settings, gradescope=GradescopeSettings(runtime))
    target = folder / f"{assignment.name}-{runtime}.zip"
    if not target.exists():
        write_bundle(replace(course, settings=settings), assignment, course.settings.default_language, target)
    return target


def _run(command: list[str], folder: Path) -> None:
    environment = {**os.environ, "PYTHONWARNINGS": "ignore"}
    subprocess.run(command, cwd=folder, env=environment, check=True, capture_output=True)


if __name__ == "__main__":
    main(sys.argv[1:])
