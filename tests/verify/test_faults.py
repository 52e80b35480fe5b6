"""A fault in an assignment is one line: where, what, and the next thing to do."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from autograder.course import Assignment, Course, open_course
from autograder.grading import with_checks
from autograder.release.new import new_assignment
from autograder.settings import CourseError
from autograder.verify import verify
from autograder.verify.proof import QUICK
from autograder.verify.statics import check_faults, static_faults

pytestmark = pytest.mark.one_python  # slow, and nothing in it depends on the version

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture
def example(tmp_path: Path) -> tuple[Course, Assignment]:
    """A course with one new assignment, to be spoilt."""
    for half in ("assignments", "solutions"):
        (tmp_path / half).mkdir()
        shutil.copy(ROOT / half / "course.toml", tmp_path / half)
    assignment = new_assignment(open_course(tmp_path), "07_example")
    return open_course(tmp_path), assignment


def found(course: Course, assignment: Assignment) -> list[str]:
    """Return the faults that show without running a solution."""
    faults = [str(fault) for fault in static_faults(course, assignment)]
    faults += with_checks(assignment, lambda checks: [str(fault) for fault in check_faults(course, checks)])
    return faults


def edit(path: Path, change: Callable[[str], str]) -> None:
    before = path.read_text(encoding="utf-8")
    after = change(before)
    assert after != before
    path.write_text(after, encoding="utf-8")


def test_a_new_assignment_has_none(example: tuple[Course, Assignment]) -> None:
    assert found(*example) == []


SPOILT: dict[str, tuple[Callable[[Assignment], Path], Callable[[str], str], str]] = {
    "a check without a question": (
        lambda a: a.public_tests,
        lambda text: text + "\n\ndef test_nothing(student):\n    student.weighted_mean\n",
        "without @question",
    ),
    "a check of a question that does not exist": (
        lambda a: a.public_tests,
        lambda text: text.replace('@question("weighted_mean", points=20)', '@question("wieghted_mean", points=20)'),
        "no question 'wieghted_mean'",
    ),
    "points that do not add up": (
        lambda a: a.public_tests,
        lambda text: text.replace("points=20", "points=25"),
        "are worth 105 points, not 100",
    ),
    "a hidden share that is not so": (
        lambda a: a.public / "assignment.toml",
        lambda text: text.replace("hidden = 0.4", "hidden = 0.5"),
        "hidden checks carry 0.40 of weighted_mean, not 0.5",
    ),
    "a check that needs a later one": (
        lambda a: a.public_tests,
        lambda text: text.replace('needs="test_equal_weights"', 'needs="test_other_values"'),
        "needs 'test_other_values', which does not run before it",
    ),
    "a hint missing in one language": (
        lambda a: a.public / "words.es.toml",
        lambda text: "\n".join(line for line in text.splitlines() if not line.startswith("divides_by_count")),
        "no hint for divides_by_count",
    ),
    "a hint that is too short": (
        lambda a: a.public / "words.en.toml",
        lambda text: '[misconceptions]\nignores_weights = "Look again."\ndivides_by_count = "Look again."\n',
        "has 2 words",
    ),
    "a hint that was not translated": (
        lambda a: a.public / "words.es.toml",
        lambda text: text.replace("Tu media trata igual a todos los valores.", "Your mean treats every value alike."),
        "not translated",
    ),
    "a title missing in Spanish": (
        lambda a: a.secret / "words.es.toml",
        lambda text: "[checks]\n",
        "no title for test_other_values",
    ),
    "a title of no check": (
        lambda a: a.public / "words.es.toml",
        lambda text: text.replace("test_equal_weights =", 'test_gone = "Nada"\ntest_equal_weights ='),
        "a title for test_gone, which is no check",
    ),
    "a table of words that nobody reads": (
        lambda a: a.public / "words.en.toml",
        lambda text: text + "\n[hint]\nx = 'y'\n",
        "unknown table [hint]",
    ),
    "a docstring that was not translated": (
        lambda a: a.public / "words.es.toml",
        lambda text: text.partition("weighted_mean = ")[0],
        "[docstrings] and the stub differ in weighted_mean",
    ),
    "a translated docstring with another example": (
        lambda a: a.public / "words.es.toml",
        lambda text: text.partition("weighted_mean = ")[0] + "weighted_mean = '>>> weighted_mean(1)'\n",
        "the examples of weighted_mean are not those of the stub",
    ),
    "a stub edited by hand": (
        lambda a: a.stub,
        lambda text: text + "\n# mine\n",
        "run 'autograder stub 07_example'",
    ),
    "a question that the statement does not ask": (
        lambda a: a.public / "statement.es.md",
        lambda text: text.replace("## `weighted_mean`", "## La media"),
        "no heading names `weighted_mean`",
    ),
    "a solution's line in the statement": (
        lambda a: a.public / "statement.en.md",
        lambda text: text + "\nreturn float(np.sum(w * x) / np.sum(w))\n",
        "holds a line of the solution",
    ),
    "an accepted variant that is the reference renamed": (
        lambda a: a.secret / "accepted" / "loop.py",
        lambda text: (
            "# same\nimport numpy as np\n\n\ndef weighted_mean(a, b):\n    return float(np.sum(b * a) / np.sum(b))\n"
        ),
        "with other names",
    ),
    "a misconception spelt only once": (
        lambda a: a.secret / "rejected" / "again" / "ignores_weights.py",
        lambda text: "",
        "no ignores_weights.py",
    ),
    "a fixture that outlives its check": (
        lambda a: a.public / "inputs.py",
        lambda text: (
            text.replace("@pytest.fixture\n", '@pytest.fixture(scope="session")\n')
            .replace("(rng: np.random.Generator)", "()")
            .replace("rng.", "np.random.default_rng(0).")
        ),
        "has scope session",
    ),
}


@pytest.mark.parametrize("case", SPOILT)
def test_what_is_said_of(case: str, example: tuple[Course, Assignment]) -> None:
    course, assignment = example
    where, change, text = SPOILT[case]
    edit(where(assignment), change)
    if not where(assignment).read_text(encoding="utf-8"):
        where(assignment).unlink()
    course = open_course(course.root)
    faults = found(course, course.assignments[0])
    assert any(text in fault for fault in faults), faults
    assert all("\n" not in fault and fault.endswith(".") for fault in faults)


def test_a_hidden_check_that_imports_from_another_assignment(example: tuple[Course, Assignment]) -> None:
    course, _ = example
    other = new_assignment(course, "08_other")
    edit(other.hidden_tests, lambda text: text.replace("from autograder", "from example import x\nfrom autograder", 1))
    faults = [str(fault) for fault in static_faults(open_course(course.root), other)]
    assert any("imports example, another assignment" in fault for fault in faults)


def test_a_broken_toml_names_the_file_and_the_key(example: tuple[Course, Assignment]) -> None:
    course, assignment = example
    edit(assignment.public / "assignment.toml", lambda text: text.replace("points = 100", 'points = "many"'))
    with pytest.raises(CourseError, match=r"assignment\.toml: at question\[.*\]\.points: Expected `float`"):
        open_course(course.root).assignment("07_example")


def test_a_typo_in_a_toml_is_an_unknown_key(example: tuple[Course, Assignment]) -> None:
    course, assignment = example
    edit(assignment.public / "assignment.toml", lambda text: text.replace("minutes", "minuets"))
    with pytest.raises(CourseError, match=r"assignment\.toml: unknown key `minuets`"):
        open_course(course.root).assignment("07_example")


def test_a_rejected_variant_that_passes_and_an_accepted_one_that_fails(example: tuple[Course, Assignment]) -> None:
    course, assignment = example
    right = assignment.reference.read_text(encoding="utf-8")
    (assignment.secret / "rejected" / "ignores_weights.py").write_text(f"# question: weighted_mean\n{right}")
    edit(assignment.secret / "accepted" / "loop.py", lambda text: text.replace("total / weight", "total"))
    course = open_course(course.root)
    (proof,) = verify(course, [course.assignment("07_example")], QUICK, workers=1)
    faults = [str(fault) for fault in proof.faults]
    assert any("ignores_weights.py: keeps weighted_mean" in fault for fault in faults), faults
    assert any("loop.py: test_a_small_example says 'failed'" in fault for fault in faults), faults
