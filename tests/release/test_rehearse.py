"""A rehearsal runs a bundle's own programs, really installs what they install, and judges what they leave."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from autograder.course import Course, open_course
from autograder.release.bundle import write_bundle
from autograder.release.rehearse import RehearsalError, rehearse
from autograder.release.rehearse_limits import open_limits
from autograder.release.rehearse_places import Root
from autograder.release.zips import Entry, write_zip
from tests.cli.command import run
from tests.release.bundles import bundle_of, contents
from tests.tiny import REFERENCE

pytestmark = pytest.mark.one_python

ROOT = Path(__file__).resolve().parents[2]
FINE = 'mkdir -p "$GRADER_HOME"; echo ready'


@pytest.fixture
def submission(tmp_path: Path) -> Path:
    path = tmp_path / "kites.py"
    path.write_text(REFERENCE, encoding="utf-8")
    return path


def made_of(folder: Path, setup: str = FINE, run_autograder: str = "true") -> Path:
    """A bundle whose programs are these lines."""
    programs = {"setup.sh": setup, "run_autograder": run_autograder}
    entries = {name: Entry(f"#!/bin/bash\n{text}\n".encode(), program=True) for name, text in programs.items()}
    write_zip({**entries, "bundle.json": Entry(b"{}")}, folder / "bundle.zip")
    return folder / "bundle.zip"


def test_a_real_assignment_is_set_up_and_graded_in_a_temporary_tree(tmp_path: Path) -> None:
    course = open_course(ROOT)
    assignment = next(each for each in course.assignments if each.settings.requires == ("numpy",))
    write_bundle(course, assignment, "es", tmp_path / "bundle.zip")
    rehearsal = rehearse(tmp_path / "bundle.zip", assignment.reference, in_root=False)
    assert rehearsal.faults == ()
    assert rehearsal.setup.said.startswith("setup: Python 3.")
    assert "lock requirements.py3" in rehearsal.setup.said
    assert rehearsal.results is not None
    assert (rehearsal.results["score"], rehearsal.results["extra_data"]["grader_error"]) == (100.0, None)
    assert rehearsal.image_megabytes is not None and rehearsal.image_megabytes < 200


def test_a_package_index_that_does_not_answer_is_one_sentence(
    course: Course, submission: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("FIND_LINKS", "EXTRA_INDEX_URL"):
        monkeypatch.setenv(f"PIP_{name}", "")
    monkeypatch.setenv("PIP_INDEX_URL", "http://127.0.0.1:9/simple")
    monkeypatch.setenv("PIP_RETRIES", "0")
    rehearsal = rehearse(bundle_of(course, tmp_path), submission, in_root=False)
    [fault] = rehearsal.faults
    assert fault.startswith("setup.sh failed: setup failed: pip could not install what requirements.py3")
    assert rehearsal.run is None


def test_no_results_json_is_a_fault(submission: Path, tmp_path: Path) -> None:
    rehearsal = rehearse(made_of(tmp_path, run_autograder="echo nothing to say"), submission, in_root=False)
    assert rehearsal.faults == ("run_autograder left no results.json: nothing to say",)


def test_a_results_json_in_another_format_is_a_fault(submission: Path, tmp_path: Path) -> None:
    wrong = 'cd "$(dirname "$0")"; echo \'{"score": "ten"}\' >results/results.json'
    rehearsal = rehearse(made_of(tmp_path, run_autograder=wrong), submission, in_root=False)
    assert [fault.partition(":")[0] for fault in rehearsal.faults] == ["results.json is not in Gradescope's format"]


def test_the_upload_is_laid_out_as_gradescope_does(tmp_path: Path) -> None:
    upload = tmp_path / "upload"
    (upload / "inner").mkdir(parents=True)
    (upload / "inner" / "kites.py").write_text("one")
    write_zip({"inner/kites.py": Entry(b"one")}, tmp_path / "upload.zip")
    bundle = made_of(tmp_path, run_autograder='cd "$(dirname "$0")"; find . -type f | sort; cat submission/inner/*')
    for submission in (upload, tmp_path / "upload.zip"):
        rehearsal = rehearse(bundle, submission, in_root=False)
        assert rehearsal.run is not None
        assert rehearsal.run.said.split() == [
            *("./run_autograder", "./source/bundle.json", "./source/run_autograder", "./source/setup.sh"),
            *("./submission/inner/kites.py", "./submission_metadata.json", "one"),
        ]


def test_limits_that_are_said_to_be_enforced_are_entered() -> None:
    with open_limits() as limits:
        shown = subprocess.run(limits.command(["cat", "/proc/self/cgroup"]), capture_output=True, text=True, check=True)
        assert ("rehearsal-" in shown.stdout) == bool(limits.enforced)
        made = [group.parent for group in limits.groups]
        assert all(folder.is_dir() for folder in made)
    assert not [folder for folder in made if folder.exists()]


def small_image(folder: Path) -> Path:
    """A root with bash and env and the libraries that they load: nothing else."""
    for program in ("/bin/bash", "/usr/bin/env"):
        loaded = subprocess.run(["ldd", program], capture_output=True, text=True, check=True).stdout
        for path in (program, *re.findall(r"(/\S+) \(0x", loaded)):
            target = folder / path.removeprefix("/")
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)
            target.chmod(0o755)
    (folder / "proc").mkdir()
    return folder


@pytest.mark.skipif(
    subprocess.run(["unshare", "--mount", "true"], capture_output=True, check=False).returncode != 0,
    reason="this system lets nobody mount anything",
)
def test_a_command_in_a_root_sees_the_tree_and_writes_nothing_into_the_image(tmp_path: Path) -> None:
    image = small_image(tmp_path / "image")
    (tmp_path / "autograder").mkdir()
    place = Root(image, tmp_path)
    script = 'echo kept >/autograder/kept; echo mine >/file; echo "$(</file) $HOME ${SECRET-unset}"'
    command = [*place.command(["/bin/bash", "-c", script])]
    environment = {**os.environ, "SECRET": "of this machine"}
    ended = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    assert (ended.returncode, ended.stdout) == (0, "mine /root unset\n"), ended.stderr
    assert (tmp_path / "autograder" / "kept").read_text() == "kept\n"
    assert not (image / "file").exists()


def damaged(folder: Path) -> Path:
    """A bundle whose table of contents is whole and whose setup.sh came over the wire with other bytes."""
    bundle = made_of(folder, setup="# " + "".join(map(chr, range(32, 127))) * 9)
    data = bytearray(bundle.read_bytes())
    start = data.index(b"setup.sh") + 40
    data[start : start + 30] = bytes(30)
    bundle.write_bytes(data)
    return bundle


@pytest.mark.parametrize(
    ("bundle", "said"),
    [
        ("nowhere.zip", "there is no such bundle"),
        ("kites.py", "not a zip that can be read; make one with 'autograder build'"),
        ("bundle.zip", "not a zip that can be read; make one with 'autograder build'"),
    ],
)
def test_what_is_no_bundle_is_said_in_one_line(bundle: str, said: str, submission: Path, tmp_path: Path) -> None:
    damaged(tmp_path)
    answer = run(tmp_path, "rehearse", tmp_path / bundle, submission, "--no-root")
    assert (answer.code, answer.err.count("\n")) == (2, 1)
    assert said in answer.err


def test_a_damaged_upload_is_named_before_anything_is_set_up(tmp_path: Path) -> None:
    upload = damaged(tmp_path).rename(tmp_path / "upload.zip")
    with pytest.raises(RehearsalError, match=r"upload\.zip is a damaged zip"):
        rehearse(made_of(tmp_path), upload, in_root=False)


def test_a_bundle_without_the_lock_of_this_python_says_so(course: Course, submission: Path, tmp_path: Path) -> None:
    whole = contents(bundle_of(course, tmp_path))
    entries = {name: Entry(data) for name, data in whole.items() if not name.startswith("requirements.")}
    write_zip(entries, tmp_path / "no_locks.zip")
    [fault] = rehearse(tmp_path / "no_locks.zip", submission, in_root=False).faults
    assert "its lock (requirements.py3*.txt) beside setup.sh" in fault and "upload the whole bundle" in fault


def test_an_upload_in_which_nothing_can_be_graded_says_why(tmp_path: Path) -> None:
    about = '"extra_data": {"assignment": null, "max_score": 9, "isolation": [], "seconds": 0, "grader_error": null}'
    left = f'{{"score": 0, "output": "Nothing was handed in [at all].", "output_format": "md", "tests": [], {about}}}'
    bundle = made_of(tmp_path, run_autograder=f'cd "$(dirname "$0")"; echo \'{left}\' >results/results.json')
    (tmp_path / "nothing").mkdir()
    answer = run(tmp_path, "rehearse", bundle, tmp_path / "nothing", "--no-root")
    assert "Nothing was handed in" in " ".join(answer.out.replace("│", " ").split())


def test_a_zip_of_something_else_is_no_bundle(submission: Path, tmp_path: Path) -> None:
    write_zip({"kites.py": Entry(b"")}, tmp_path / "other.zip")
    with pytest.raises(RehearsalError, match=r"is not a bundle: setup\.sh is missing"):
        rehearse(tmp_path / "other.zip", submission, in_root=False)
    with pytest.raises(RehearsalError, match="no such submission"):
        rehearse(made_of(tmp_path), tmp_path / "nothing.py", in_root=False)


def test_the_table_says_what_it_cost(submission: Path, tmp_path: Path) -> None:
    answer = run(tmp_path, "rehearse", made_of(tmp_path), submission, "--no-root")
    assert answer.code == 1
    assert "A rehearsal in a temporary tree" in answer.out and "limits enforced" in answer.out
    assert answer.err.strip().endswith("run_autograder left no results.json:")
