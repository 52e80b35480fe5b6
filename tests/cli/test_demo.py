"""`autograder demo`: a small class, honest and hostile, graded in front of everybody."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from autograder.course import Course
from autograder.demo import class_of
from tests import tiny
from tests.cli.command import SCHEMA, Answer, run
from tests.tiny import edited

HOSTILE = ("endless_loop", "process_killer", "results_forger", "solution_reader")


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> tuple[Course, Answer]:
    course = tiny.build(tmp_path_factory.mktemp("demo"))
    settings = course.root / "assignments/02_boats/assignment.toml"
    needs = 'format_version = 1\nrequires = ["numpy", "oars_that_nobody_has"]\n'
    settings.write_text(edited(settings.read_text(encoding="utf-8"), ("format_version = 1\n", needs)), encoding="utf-8")
    return course, run(course.root, "demo", "--lang", "en", "--out", "out")


def results(course: Course) -> dict[str, dict[str, object]]:
    files = sorted((course.root / "out/01_kites").glob("*.results.json"))
    return {file.name.partition(".")[0]: json.loads(file.read_text(encoding="utf-8")) for file in files}


def test_every_pupil_is_graded_and_leaves_a_file(demo: tuple[Course, Answer]) -> None:
    course, answer = demo
    assert (answer.code, answer.err) == (0, "")
    expected = {"right", *tiny.REJECTED, "untouched_stub", "syntax_error", *HOSTILE}
    assert set(results(course)) == expected == {pupil.name for pupil in class_of(tiny.kites(course))}
    for content in results(course).values():
        jsonschema.validate(content, SCHEMA)
        assert content["extra_data"]["grader_error"] is None


def test_everybody_gets_what_is_due(demo: tuple[Course, Answer]) -> None:
    scores = {name: content["score"] for name, content in results(demo[0]).items()}
    assert (scores["right"], scores["untouched_stub"], scores["syntax_error"]) == (100.0, 0, 0)
    assert {name: scores[name] for name in tiny.REJECTED} == {
        "no_half": 80.0,
        "speed_not_squared": 80.0,
        "gain_forgotten": 20.0,
        "factor_two_forgotten": 60.0,
    }
    assert all(scores[name] < 100.0 for name in HOSTILE)


def test_the_hostile_find_no_solution_and_forge_nothing(demo: tuple[Course, Answer]) -> None:
    course, _ = demo
    assert "SOLUTION" not in json.dumps(results(course)["solution_reader"]["tests"])
    assert list(course.root.rglob("results.json")) == []
    assert not Path("/tmp/results.json").exists()


def test_a_class_is_told_in_a_few_lines_with_two_mistakes_their_hints_and_one_line_per_attack(
    demo: tuple[Course, Answer],
) -> None:
    _, answer = demo
    lines = [" ".join(line.split()) for line in answer.out.splitlines()]
    assert len(lines) < 20
    assert "01_kites: Kites" in lines and "100 right: the reference solution" in lines
    assert "60 factor_two_forgotten: Hint: The derivative of x squared is two x." in lines
    assert "80 speed_not_squared: Hint: The speed is squared." in lines
    assert "20-80 4 submissions with one typical misconception each; in 4 the answer names it" in lines
    for kind in HOSTILE:
        (line,) = (line for line in lines if f"({kind})" in line)
        assert line.endswith("graded: 1; points: 20 to 20, the highest in 01_kites")
    assert "Every results.json is in out. Next: `autograder demo --all`" in lines[-1]


def test_the_numbers_of_all_classes_are_added_up(demo: tuple[Course, Answer]) -> None:
    _, answer = demo
    assert answer.out.splitlines()[-2] == (
        "11 submissions graded. Right: 1, 1 with full marks. Mistaken: 4, 0 with full marks; 4 mistakes named, "
        "0 confused with another. Hostile: 4, 0 with full marks."
    )


def test_the_whole_table_names_everybody_when_it_is_asked_for(demo: tuple[Course, Answer]) -> None:
    answer = run(demo[0].root, "demo", "--all", "--lang", "en", "--out", "whole")
    lines = answer.out.splitlines()
    for name in ("right", *tiny.REJECTED, "untouched_stub", "syntax_error", *HOSTILE):
        assert any(name in line for line in lines), name
    assert "01_kites: Kites" in answer.out and "fly: FAIL" in answer.out
    assert "Every results.json is in whole." in lines[-1] and "--all" not in lines[-1]


def test_an_assignment_whose_library_is_not_installed_is_left_out_in_a_sentence(demo: tuple[Course, Answer]) -> None:
    course, answer = demo
    assert "02_boats" in answer.out.splitlines()[0] and "oars_that_nobody_has" in answer.out.splitlines()[0]
    assert not (course.root / "out/02_boats").exists()
