"""The notebook to answer in, in a real kernel: from top to bottom, alone with the zip as on Colab, and graded."""

from __future__ import annotations

import os
import random
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import nbformat
import numpy as np
import pytest

from autograder.course import Assignment
from autograder.grading.grade import Grader, with_grader
from autograder.release.folder import write_kit, write_notebook, zip_folder
from autograder.results import VERDICTS, Result
from autograder.submission import read_submission
from autograder.words import Words
from tests.release.handed_out import COURSE, answered, executed, printed

pytestmark = pytest.mark.one_python  # slow, and nothing in it depends on the version

FIRST = COURSE.assignments[0]
HERE = [assignment for assignment in COURSE.assignments if not assignment.missing_libraries]
every_assignment = pytest.mark.parametrize("assignment", HERE, ids=lambda each: each.name)


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for each assignment's things, made when they are first asked for."""
    return tmp_path_factory.mktemp("shelf")


def colab(shelf: Path, assignment: Assignment, target: Path) -> Path:
    """Return a folder that holds the notebook and the zip and nothing else, as after two uploads."""
    made = shelf / assignment.name
    if not made.exists():
        content = write_kit(COURSE, assignment, "en", made / assignment.name)
        zip_folder(made / assignment.name, made / f"{assignment.name}.zip")
        write_notebook(COURSE, assignment, "en", made / f"{assignment.name}.ipynb", content)
    folder = target / "content"
    folder.mkdir()
    for suffix in (".zip", ".ipynb"):
        shutil.copy(made / f"{assignment.name}{suffix}", folder)
    return folder


def run(folder: Path, assignment: Assignment, code: Path) -> str:
    """Answer the notebook with a file's functions, run it where it is, keep it, and return what it says."""
    path = folder / f"{assignment.name}.ipynb"
    notebook = executed(answered(path, assignment, code), folder)
    nbformat.write(notebook, path)
    return printed(notebook)


def grade(assignment: Assignment, path: Path) -> Result:
    def work(grader: Grader) -> Result:
        return grader.grade(read_submission(path))

    return with_grader(COURSE, assignment, "en", work)


@pytest.mark.parametrize("assignment", [HERE[0], HERE[-1]], ids=lambda each: each.name)
def test_untouched_it_runs_and_says_that_nothing_is_attempted(
    shelf: Path, assignment: Assignment, tmp_path: Path
) -> None:
    folder = colab(shelf, assignment, tmp_path)
    said = run(folder, assignment, assignment.stub)
    assert "NOT ATTEMPTED" in said
    assert "FAIL" not in said
    assert "0 of" in said.strip().splitlines()[-1]
    assert (folder / assignment.name / "kit.json").is_file()


@pytest.mark.parametrize("assignment", [HERE[0], HERE[-1]], ids=lambda each: each.name)
def test_answered_it_passes_and_draws(shelf: Path, assignment: Assignment, tmp_path: Path) -> None:
    said = run(colab(shelf, assignment, tmp_path), assignment, assignment.reference)
    assert "FAIL" not in said and "NOT ATTEMPTED" not in said
    assert "Image object" in said or not (assignment.public / "pictures.py").is_file()  # some draw nothing


@every_assignment
def test_answered_it_is_graded_like_the_script(shelf: Path, assignment: Assignment, tmp_path: Path) -> None:
    folder = colab(shelf, assignment, tmp_path)
    path = folder / f"{assignment.name}.ipynb"
    nbformat.write(answered(path, assignment, assignment.reference), path)
    notebook, script = grade(assignment, folder / f"{assignment.name}.ipynb"), grade(assignment, assignment.reference)
    assert notebook.score == script.score == assignment.max_score
    assert notebook.notes == () and notebook.problem is None
    assert [check.verdict for check in notebook.checks] == [check.verdict for check in script.checks]


def test_a_mistake_is_named_in_the_notebook_as_the_grader_names_it(shelf: Path, tmp_path: Path) -> None:
    folder = colab(shelf, FIRST, tmp_path)
    said = run(folder, FIRST, FIRST.variants("rejected")[0])
    public = [check for check in grade(FIRST, folder / f"{FIRST.name}.ipynb").checks if not check.hidden]
    last = said.rpartition(f"{public[0].question}: ")[2]  # the last cell checks all of them
    verdicts = "|".join(Words("en")(f"verdict.{verdict}") for verdict in VERDICTS)
    assert re.findall(rf"^  ({verdicts}) ", last, re.MULTILINE) == [
        Words("en")(f"verdict.{check.verdict}") for check in public
    ]
    assert re.search(r'To read about it: check\("\w+", hint=True\)', said)


def test_the_functions_as_they_were_last_run_count_and_nothing_else_is_touched(shelf: Path, tmp_path: Path) -> None:
    folder = colab(shelf, FIRST, tmp_path)
    notebook = answered(folder / f"{FIRST.name}.ipynb", FIRST, FIRST.stub)
    setup = next(cell for cell in notebook.cells if cell.cell_type == "code")
    name = FIRST.questions[0].id
    right = answered(folder / f"{FIRST.name}.ipynb", FIRST, FIRST.reference)
    answer = next(cell.source for cell in right.cells if cell.metadata.get("tags") == [f"question:{name}"])
    cells = [
        "import numpy as np\nimport random",
        f"def {name}(X):\n    return X",
        f"%%time\n{answer}",
        "np.random.seed(5)\nrandom.seed(5)",
        f'check("{name}")',
        "print(np.random.rand(), random.random())",
        "this is no Python",
        f'check("{name}", "nothing")',
        f'print("again"); check({name})',  # the function itself, as students write it too
    ]
    made = nbformat.v4.new_notebook(cells=[setup, *map(nbformat.v4.new_code_cell, cells)])
    made.cells[7].metadata["tags"] = ["raises-exception"]
    said = printed(executed(made, folder))
    first, _, again = said.partition("again")
    assert "PASS" in first and "FAIL" not in said and "PASS" in again
    rng, other = np.random.RandomState(5), random.Random(5)
    assert f"{rng.rand()} {other.random()}" in said
    assert "There is no question called nothing" in said


def setup_cell(folder: Path, assignment: Assignment) -> str:
    notebook = nbformat.read(folder / f"{assignment.name}.ipynb", as_version=4)
    return str(next(cell.source for cell in notebook.cells if cell.cell_type == "code"))


def python(folder: Path, code: str, executable: str = sys.executable, **environment: str) -> str:
    """Run code as a script in a folder and return all it says: a set-up cell needs no kernel."""
    done = subprocess.run(
        [executable, "-c", code],
        cwd=folder,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    return done.stdout + done.stderr


def test_without_the_zip_the_set_up_cell_says_what_to_do(shelf: Path, tmp_path: Path) -> None:
    folder = colab(shelf, FIRST, tmp_path)
    cell = setup_cell(folder, FIRST)
    (folder / f"{FIRST.name}.zip").unlink()
    said = python(folder, cell)
    assert f"The kit is not here: put {FIRST.name}.zip in the same folder" in said.strip().splitlines()[-1]


def test_a_kit_of_another_edition_is_told(shelf: Path, tmp_path: Path) -> None:
    folder = colab(shelf, FIRST, tmp_path)
    cell = re.sub(r'EDITION = ("[^"]+"), "[^"]+"', r'EDITION = \1, "older"', setup_cell(folder, FIRST))
    assert "a different edition of the kit" in python(folder, cell)
    assert python(folder, setup_cell(folder, FIRST)) == ""


def test_a_folder_that_is_there_already_is_used_as_it_is(shelf: Path, tmp_path: Path) -> None:
    folder = colab(shelf, FIRST, tmp_path)
    python(folder, setup_cell(folder, FIRST))
    mine = folder / FIRST.name / FIRST.stub.name
    mine.write_text("# mine\n", encoding="utf-8")
    python(folder, setup_cell(folder, FIRST))
    assert mine.read_text(encoding="utf-8") == "# mine\n"


def test_what_is_missing_is_installed_and_numpy_never(shelf: Path, tmp_path: Path) -> None:
    folder, wheels = colab(shelf, FIRST, tmp_path), tmp_path / "wheels"
    wheel(wheels, "kitehelper", "1.0")
    wheel(wheels, "greedykite", "1.0", "numpy>=99")
    wheel(wheels, "numpy", "99.0")
    environment = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(wheels), "PIP_TARGET": str(tmp_path / "installed")}
    path = f"import sys; sys.path.append({str(tmp_path / 'installed')!r})\n"
    cell = path + setup_cell(folder, FIRST)
    wanted = folder / FIRST.name / "requirements.txt"
    python(folder, cell)
    wanted.write_text(wanted.read_text(encoding="utf-8") + "kitehelper>=1\n", encoding="utf-8")
    said = python(folder, cell, **environment)
    assert "Installing what is missing: kitehelper>=1" in said and "Traceback" not in said
    assert (tmp_path / "installed/kitehelper.py").exists()
    wanted.write_text("greedykite>=1\n", encoding="utf-8")
    said = python(folder, cell, **environment)
    assert "ImportError: Could not be installed: greedykite>=1. Connect to the network" in said
    assert not (tmp_path / "installed/greedykite.py").exists()
    assert not (tmp_path / "installed/numpy.py").exists()


def test_what_a_student_has_stays_when_the_kit_is_unpacked(shelf: Path, tmp_path: Path) -> None:
    folder = colab(shelf, FIRST, tmp_path)
    mine = folder / FIRST.name / FIRST.stub.name
    mine.parent.mkdir()
    mine.write_text("# mine\n", encoding="utf-8")
    assert python(folder, setup_cell(folder, FIRST)) == ""
    assert mine.read_text(encoding="utf-8") == "# mine\n"


def test_half_a_zip_is_said(shelf: Path, tmp_path: Path) -> None:
    folder = colab(shelf, FIRST, tmp_path)
    archive = folder / f"{FIRST.name}.zip"
    archive.write_bytes(archive.read_bytes()[:1000])
    said = python(folder, setup_cell(folder, FIRST))
    assert f"{archive.name}: this zip file cannot be read" in said
    assert "The kit is not here" in said.strip().splitlines()[-1]


def test_without_the_network_only_what_is_needed_stops_the_work(shelf: Path, tmp_path: Path) -> None:
    folder = colab(shelf, FIRST, tmp_path)
    without = "import importlib.util as u; real = u.find_spec; u.find_spec = lambda n: None if n == {!r} else real(n)\n"
    cell = setup_cell(folder, FIRST)
    offline = {"PIP_NO_INDEX": "1"}
    assert python(folder, without.format("watchfiles") + cell, **offline) == ""
    said = python(folder, without.format("matplotlib") + cell, **offline)
    assert "Traceback" not in said and "pictures come as words" in said
    said = python(folder, without.format("pytest") + cell, **offline)
    assert said.strip().splitlines()[-1].startswith("ImportError: Could not be installed: pytest>=8. Connect")


def wheel(folder: Path, name: str, version: str, *needs: str) -> None:
    """Write a wheel of one empty module."""
    folder.mkdir(exist_ok=True)
    info = f"{name}-{version}.dist-info"
    metadata = f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n" + "".join(
        f"Requires-Dist: {need}\n" for need in needs
    )
    tags = "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    with zipfile.ZipFile(folder / f"{name}-{version}-py3-none-any.whl", "w") as archive:
        archive.writestr(f"{name}.py", "")
        archive.writestr(f"{info}/METADATA", metadata)
        archive.writestr(f"{info}/WHEEL", tags)
        archive.writestr(f"{info}/RECORD", "")
