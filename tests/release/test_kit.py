"""A kit works with numpy and pytest alone and says what the grader would say."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from autograder.course import Assignment, open_course
from autograder.release.folder import write_kit
from tests.release.handed_out import autograder

pytestmark = pytest.mark.one_python  # slow, and nothing in it depends on the version

ROOT = Path(__file__).resolve().parent.parent.parent
COURSE = open_course(ROOT)
every_assignment = pytest.mark.parametrize("assignment", COURSE.assignments, ids=lambda each: each.name)

# What a laptop lacks is taken away before check.py starts, and the kit's own folder is the only way to the machine.
ON_A_LAPTOP = """
import runpy, sys
absent = "msgspec click rich jupytext nbformat matplotlib jinja2 watchfiles sklearn scipy IPython"
for name in [*absent.split(), {torch!r}]:
    sys.modules[name] = None
sys.path[:] = [path for path in sys.path if not path.endswith("site-packages/..")]
sys.argv = ["check.py", *{arguments!r}]
runpy.run_path("check.py", run_name="__main__")
"""


@pytest.fixture(scope="module")
def kits(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the Spanish kits."""
    folder = tmp_path_factory.mktemp("kits")
    return folder


def kit_of(kits: Path, assignment: Assignment) -> Path:
    """Return an assignment's kit, made when it is first asked for. For reading only."""
    if not (kits / assignment.name).exists():
        write_kit(COURSE, assignment, "es", kits / assignment.name)
    return kits / assignment.name


def own(kits: Path, assignment: Assignment, target: Path) -> Path:
    return Path(shutil.copytree(kit_of(kits, assignment), target / "carpeta con espacios"))


def check(kit: Path, assignment: Assignment, *arguments: str) -> subprocess.CompletedProcess[str]:
    torch = "torch" if "torch" not in assignment.settings.requires else "tensorflow"
    code = ON_A_LAPTOP.format(torch=torch, arguments=arguments)
    command = [sys.executable, "-I", "-c", code]
    return subprocess.run(command, cwd=kit, capture_output=True, text=True, encoding="utf-8", check=False)


@every_assignment
def test_the_untouched_stub_is_checked_and_nothing_is_attempted(
    kits: Path, assignment: Assignment, tmp_path: Path
) -> None:
    answer = check(own(kits, assignment, tmp_path), assignment)
    assert answer.returncode == 0, answer.stderr
    assert "FALLA" not in answer.stdout
    assert "SIN INTENTAR" in answer.stdout
    assert "Pasan 0 de " in answer.stdout
    assert "Traceback" not in answer.stdout + answer.stderr


@every_assignment
def test_the_solution_passes_every_public_check_and_is_told_of_the_hidden_ones(
    kits: Path, assignment: Assignment, tmp_path: Path
) -> None:
    kit = own(kits, assignment, tmp_path)
    shutil.copy(assignment.reference, kit)
    answer = check(kit, assignment, "--lang", "en")
    assert answer.returncode == 0, answer.stderr
    assert "FAIL" not in answer.stdout
    assert "hidden checks run when your work is graded." in answer.stdout.splitlines()[-1]


@every_assignment
def test_a_misconception_gets_its_hint_when_the_student_asks(
    kits: Path, assignment: Assignment, tmp_path: Path
) -> None:
    kit = own(kits, assignment, tmp_path)

    def hinted(path: Path) -> bool:
        shutil.copy(path, kit / assignment.stub.name)
        return (assignment.hint(path.stem, "es") or "?") in check(kit, assignment, "--hint").stdout

    assert any(hinted(path) for path in assignment.variants("rejected")[:4])
    assert "Pista:" not in check(kit, assignment).stdout


def test_reset_puts_one_question_back_and_keeps_the_rest_and_a_copy(kits: Path, tmp_path: Path) -> None:
    assignment = COURSE.assignments[0]
    kit = own(kits, assignment, tmp_path)
    mine = assignment.reference.read_text(encoding="utf-8") + "\n# mine: áé\n"
    (kit / assignment.stub.name).write_text(mine, encoding="utf-8")
    first, second = assignment.questions[:2]
    answer = check(kit, assignment, "--reset", first.id)
    assert answer.returncode == 0, answer.stderr
    after = (kit / assignment.stub.name).read_text(encoding="utf-8")
    assert f'raise NotImplementedError("{first.id}")' in after
    assert f'raise NotImplementedError("{second.id}")' not in after
    assert "# mine: áé" in after
    copies = list(kit.glob("*.before-reset-1.py"))
    assert [path.read_text(encoding="utf-8") for path in copies] == [mine]


@pytest.mark.parametrize(
    ("spoil", "code", "text"),
    [
        (lambda kit: (kit / "kit.json").unlink(), 2, "kit.json"),
        (lambda kit: (kit / "expected.npz").write_bytes(b"no"), 2, "descomprime"),
        (lambda kit: (kit / "cost_function.py").unlink(), 1, "cost_function.py"),
        (lambda kit: (kit / "cost_function.py").write_text("def f(:"), 1, "línea 1"),
        (lambda kit: (kit / "fingerprints.json").write_text("{"), 0, "Pasan"),
    ],
    ids=["no kit.json", "damaged answers", "no file", "syntax error", "damaged fingerprints"],
)
def test_what_is_damaged_is_said_in_one_sentence(
    spoil: object, code: int, text: str, kits: Path, tmp_path: Path
) -> None:
    assignment = COURSE.assignment("01_cost_function")
    kit = own(kits, assignment, tmp_path)
    spoil(kit)  # type: ignore[operator]
    answer = check(kit, assignment, "--lang", "es")
    assert (answer.returncode, "Traceback" in answer.stderr) == (code, False), answer.stderr
    assert text in answer.stdout + answer.stderr


def test_the_whole_kit_in_one_zip_is_graded_by_the_student_s_file(kits: Path, tmp_path: Path) -> None:
    assignment = COURSE.assignments[0]
    kit = own(kits, assignment, tmp_path)
    shutil.copy(assignment.reference, kit)
    check(kit, assignment, "--reset", assignment.questions[0].id)  # leaves a copy of the file beside it
    shutil.copy(assignment.reference, kit)
    shutil.make_archive(str(tmp_path / "handed in"), "zip", tmp_path, kit.name)
    for path in (tmp_path / "handed in.zip", kit):
        answer = autograder(ROOT, "grade", str(path), "--lang", "en")
        assert "100 of 100 points" in answer.stdout, answer.stderr
