"""A rehearsal of Gradescope: a bundle's own setup.sh and run_autograder, in a place and under limits like Gradescope's.

Where that place is stands in rehearse_places, the limits in rehearse_limits. Nothing is uploaded.
"""

from __future__ import annotations

import contextlib
import json
import shutil
import subprocess
import tempfile
import time
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path
from typing import Any

from autograder.bundle import BUNDLE
from autograder.release.rehearse_limits import MEGABYTES, SECONDS, open_limits
from autograder.release.rehearse_places import Folder, Place, PlaceError, Root, root_image, why_no_root

SETUP_SECONDS = 1800


class RehearsalError(Exception):
    """There is nothing to rehearse. The text is one sentence with the next thing to do."""


@dataclass(frozen=True)
class Step:
    """One program's run: seconds, the most megabytes it used where they were counted, its exit code, what it said."""

    seconds: float
    megabytes: float | None
    code: int | None
    said: str

    @property
    def last_line(self) -> str:
        """The last thing it said."""
        return next((line for line in reversed(self.said.splitlines()) if line.strip()), "")


@dataclass(frozen=True)
class Rehearsal:
    """What a rehearsal measured. ``faults`` are sentences; without one the bundle does what Gradescope needs."""

    place: str
    limits: tuple[str, ...]
    setup: Step
    run: Step | None = None
    image_megabytes: int | None = None
    results: dict[str, Any] | None = None
    faults: tuple[str, ...] = field(default=())


def rehearse(
    bundle: Path,
    submission: Path,
    in_root: bool | None = None,
    doing: Callable[[str], object] = lambda what: None,
) -> Rehearsal:
    """Set up and run a bundle on one submission: a file, a zip or a folder.

    ``in_root``: in a Debian root (``None``: when that can be made). ``doing`` is told each step. Raises
    ``RehearsalError`` or ``PlaceError``.
    """
    import jsonschema  # noqa: F401  # before minutes are spent, not after

    _check(bundle, submission)
    with tempfile.TemporaryDirectory(prefix="rehearsal-") as folder:
        place = _place(Path(folder), in_root, doing)
        _lay_out(place.tree, bundle, submission)
        doing("setup.sh")
        setup, limits = _run(place, ["bash", place.inside("source/setup.sh")], SETUP_SECONDS)
        if setup.code != 0:
            return Rehearsal(place.name, limits, setup, faults=(f"setup.sh failed: {setup.last_line}",))
        shutil.copyfile(place.tree / "source" / "run_autograder", place.tree / "run_autograder")
        doing("run_autograder")
        run, limits = _run(place, ["bash", place.inside("run_autograder")], SECONDS)
        results, faults = _results(place.tree / "results" / "results.json", run)
        return Rehearsal(place.name, limits, setup, run, _image_size(place), results, faults)


def _check(bundle: Path, submission: Path) -> None:
    for path, what in ((bundle, "bundle"), (submission, "submission")):
        if not path.exists():
            raise RehearsalError(f"{path}: there is no such {what}.")
    names = _names(bundle)
    if names is None:
        raise RehearsalError(f"{bundle} is not a zip that can be read; make one with 'autograder build'.")
    if submission.is_file() and zipfile.is_zipfile(submission) and _names(submission) is None:
        raise RehearsalError(f"{submission} is a damaged zip; give one that can be unpacked.")
    missing = [name for name in ("setup.sh", "run_autograder", BUNDLE) if name not in names]
    if missing:
        raise RehearsalError(f"{bundle} is not a bundle: {missing[0]} is missing; make one with 'autograder build'.")


def _names(path: Path) -> set[str] | None:
    """Return what a zip holds, or nothing if any of it cannot be unpacked."""
    try:
        with zipfile.ZipFile(path) as archive:
            return None if archive.testzip() else set(archive.namelist())
    except (OSError, zipfile.BadZipFile, zlib.error, RuntimeError):  # the last: a password, an unknown method
        return None


def _place(folder: Path, in_root: bool | None, doing: Callable[[str], object]) -> Place:
    reason = why_no_root()
    if in_root and reason:
        raise PlaceError(f"{reason}: rehearse without --root, in a temporary tree.")
    if in_root is False or reason:
        return Folder(folder)
    doing("debootstrap")
    return Root(root_image(), folder)


def _lay_out(tree: Path, bundle: Path, submission: Path) -> None:
    """Make the tree that Gradescope makes: the bundle unpacked, the upload unpacked, metadata, no results."""
    for name in ("source", "submission", "results"):
        (tree / name).mkdir(parents=True)
    with zipfile.ZipFile(bundle) as archive:
        archive.extractall(tree / "source")
    (tree / "submission_metadata.json").write_text('{"id": 1, "users": [], "previous_submissions": []}')
    if submission.is_dir():
        shutil.copytree(submission, tree / "submission", dirs_exist_ok=True, symlinks=True)
    elif zipfile.is_zipfile(submission):
        with zipfile.ZipFile(submission) as archive:
            archive.extractall(tree / "submission")
    else:
        shutil.copy(submission, tree / "submission")


def _run(place: Place, arguments: list[str], seconds: float) -> tuple[Step, tuple[str, ...]]:
    with open_limits() as limits, _log() as (log, read):
        begun = time.monotonic()
        code: int | None = None
        with subprocess.Popen(
            limits.command(place.command(arguments)), stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd="/"
        ) as process:
            try:
                code = process.wait(seconds)
            except BaseException as stopped:
                process.kill()
                if not isinstance(stopped, subprocess.TimeoutExpired):
                    raise
        return Step(time.monotonic() - begun, limits.peak_megabytes, code, read()), limits.enforced


@contextlib.contextmanager
def _log() -> Iterator[tuple[int, Callable[[], str]]]:
    with tempfile.TemporaryFile() as file:

        def read() -> str:
            file.seek(0)
            return file.read().decode("utf-8", "replace")

        yield file.fileno(), read


def _image_size(place: Place) -> int | None:
    ended = subprocess.run(place.command(["du", "-sm", place.home]), capture_output=True, text=True, check=False)
    return int(ended.stdout.split()[0]) if ended.returncode == 0 else None


def _results(path: Path, run: Step) -> tuple[dict[str, Any] | None, tuple[str, ...]]:
    """Read and judge the ``results.json`` that a run left."""
    import jsonschema

    faults = [] if run.code is not None else [f"run_autograder did not end within {SECONDS} s and was stopped."]
    try:
        content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None, (*faults, f"run_autograder left no results.json: {run.last_line}")
    schema = resources.files("autograder.feedback").joinpath("results.schema.json").read_text(encoding="utf-8")
    try:
        jsonschema.validate(content, json.loads(schema))
    except jsonschema.ValidationError as error:
        faults.append(f"results.json is not in Gradescope's format: {error.json_path}: {error.message[:200]}")
    reason = content.get("extra_data", {}).get("grader_error")
    if reason:
        faults.append(f"The grader failed: {reason}")
    if run.megabytes is not None and run.megabytes > MEGABYTES * 0.95:
        faults.append(f"It used {run.megabytes:.0f} MB: choose more memory than {MEGABYTES} MB on Gradescope.")
    return content, tuple(faults)
