"""Plain pytest in an assignment's folder, on a laptop that has numpy and pytest and nothing else."""

from __future__ import annotations

import os
import subprocess
import sys
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from autograder.course import Course
from tests import tiny

ROOT = Path(__file__).resolve().parents[2]

LAPTOP = """
import sys
root, lacks = sys.argv[1], set(sys.argv[2].split(","))
before = set(sys.modules)

class Laptop:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in lacks:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

sys.meta_path.insert(0, Laptop())
sys.path.insert(0, root)
import pytest
code = pytest.main(sys.argv[3:])
assert not lacks & set(sys.modules) - before
sys.exit(code)
"""
OF_PYTEST = {"pytest", "_pytest", "py", "pluggy", "iniconfig", "packaging", "pygments", "tomli", "exceptiongroup"}
HAS = OF_PYTEST | {"numpy", "typing_extensions", "colorama", "autograder"}


@cache
def lacks() -> str:
    """Everything that this machine has and a student's laptop has not."""
    installed = {"msgspec", "click", "rich", "hypothesis", "jsonschema", "torch", *packages_distributions()}
    return ",".join(sorted(installed - HAS - set(sys.stdlib_module_names)))


def run(course: Course, *options: object, folders: tuple[str, ...] = ("assignments/01_kites",)) -> tuple[int, str]:
    """Run pytest as a student does; return its exit code and what it says."""
    command = [
        sys.executable,
        "-I",
        "-B",
        "-c",
        LAPTOP,
        str(ROOT),
        lacks(),
        *folders,
        "-p",
        "no:cacheprovider",
        *map(str, options),
    ]
    environment = {"PATH": os.environ["PATH"], "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    done = subprocess.run(command, cwd=course.root, env=environment, capture_output=True, text=True, timeout=120)
    assert done.stderr == ""
    return done.returncode, done.stdout


def submission(tmp_path: Path, *changes: tuple[str, str]) -> Path:
    return tiny.write(tmp_path / "mine.py", tiny.edited(tiny.REFERENCE, *changes))


def test_an_untouched_stub_says_what_is_not_attempted(course: Course) -> None:
    code, said = run(course, "-rfs")
    assert code == 1
    assert "2 failed, 2 skipped" in said
    assert "lift has not been attempted yet." in said and "fly has not been attempted yet." in said
    assert "not judged: first make test_the_flight pass" in said
    assert "Traceback" not in said and "NotImplementedError" not in said


def test_a_right_file_passes_and_public_checks_come_first_whatever_the_order(course: Course, tmp_path: Path) -> None:
    both = ("solutions/01_kites", "assignments/01_kites")
    code, said = run(course, "-v", f"--submission={submission(tmp_path)}", folders=both)
    assert (code, "7 passed" in said) == (0, True)
    order = [line.partition("::test_")[2].partition(" ")[0] for line in said.splitlines() if " PASSED" in line]
    assert order.index("the_way_back") < order.index("the_lift_of_any_kite")


@pytest.mark.parametrize(
    ("lang", "lines"),
    [
        (
            "en",
            [
                "The value of the result is not the expected one.",
                "  call      lift(2, 3)",
                "  got       18",
                "  expected  9",
            ],
        ),
        (
            "es",
            [
                "Valor distinto del esperado en el resultado.",
                "  llamada   lift(2, 3)",
                "  obtenido  18",
                "  esperado  9",
            ],
        ),
    ],
)
def test_a_wrong_value_is_told_in_a_sentence_and_three_facts(
    lang: str, lines: list[str], course: Course, tmp_path: Path
) -> None:
    code, said = run(course, "--lang", lang, "--submission", submission(tmp_path, ("0.5 * area", "area")))
    assert code == 1
    assert "\n".join(lines) in said
    assert "1 failed, 3 passed" in said
    assert "compare.py" not in said and "Traceback" not in said


def test_the_words_chosen_are_those_of_a_file_that_cannot_be_read_too(course: Course, tmp_path: Path) -> None:
    broken = tiny.write(tmp_path / "mine.py", "def lift(:\n")
    code, said = run(course, "--lang", "es", "--submission", broken)
    assert code == 4
    assert "Python no puede leer la línea 1 del archivo" in said
    code, said = run(course, "--submission", tmp_path / "no_such_file.py")
    assert code == 4
    assert "There is no file" in said and "Traceback" not in said


def test_what_the_student_prints_stands_under_the_check(own_course: Course, tmp_path: Path) -> None:
    checks = own_course.root / "assignments/01_kites/test_kites.py"
    call = "    out, _ = values(student.fly(x, wind)"
    tiny.write(checks, tiny.edited(tiny.PUBLIC, (call, "    expected.fly(x, dict(wind))\n" + call)))
    change = ('return wind["gain"] * x**2', 'print("gusty", len(x))\n    return 2 * x**2')
    _, said = run(own_course, "--submission", submission(tmp_path, change))
    shown = said.partition("test_the_flight")[2].partition("short test summary")[0]
    assert "Captured stdout call" in shown and "gusty 6" in shown


def test_a_warning_of_the_students_code_is_no_error(course: Course, tmp_path: Path) -> None:
    change = ("    return 0.5 * area", "    np.float64(1) / 0\n    return 0.5 * area")
    code, said = run(course, "-W", "error", "--submission", submission(tmp_path, change))
    assert (code, "4 passed" in said) == (0, True)


def test_a_debugger_finds_the_students_own_file(course: Course, tmp_path: Path) -> None:
    change = (
        "    return 0.5 * area",
        "    import sys; print('frame', sys._getframe().f_code.co_filename)\n    return 0.5 * area",
    )
    path = submission(tmp_path, change)
    assert f"frame {path}" in run(course, "-s", "--submission", path)[1]


def test_without_the_secret_half_checks_that_need_it_are_skipped(own_course: Course, tmp_path: Path) -> None:
    (own_course.root / "solutions").rename(tmp_path / "elsewhere")
    code, said = run(own_course, "-rs", "--submission", submission(tmp_path))
    assert code == 0
    assert "the expected values are not here" in said
    assert "passed" in said


def test_a_misspelt_folder_or_option_is_pytests_own_affair(course: Course) -> None:
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "assignments/01_kites", "--lang", "fr"]
    done = subprocess.run(
        command, cwd=course.root, capture_output=True, text=True, env={**os.environ, "PYTHONPATH": str(ROOT)}
    )
    assert done.returncode == 4
    assert "--lang" in done.stderr
