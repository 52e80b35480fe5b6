"""A verb whose libraries are not installed says which extra brings them: one sentence, exit code 2, nothing done."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests import tiny
from tests.cli import command

ROOT = Path(__file__).resolve().parent.parent.parent
pytestmark = pytest.mark.one_python

WITHOUT = """
import sys
from importlib.abc import MetaPathFinder

absent = sys.argv.pop(1)

class NotInstalled(MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] == absent:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

sys.meta_path.insert(0, NotInstalled())
from autograder.cli import main
main()
"""
"""The command line in a Python in which one library is not installed."""

CASES = [
    ("build", "nbformat", "instructor", ()),
    ("build", "jinja2", "instructor", ()),
    ("rehearse", "jsonschema", "instructor", ("bundle.zip", "kites.py")),
    ("regrade", "sqlalchemy", "ta", ("class", "--assignment", "01")),
    ("regrade", "distributed", "cluster", ("class", "--assignment", "01", "--scheduler", "tcp://127.0.0.1:9")),
    ("report", "sqlalchemy", "ta", ("latest",)),
    ("runs", "sqlalchemy", "ta", ()),
    ("diff", "sqlalchemy", "ta", ()),
    ("export", "sqlalchemy", "ta", ("latest",)),
    ("override", "sqlalchemy", "ta", ("latest", "ana", "lift", "3", "--reason", "seen")),
    ("forget", "sqlalchemy", "ta", ("ana", "--yes")),
    ("similar", "copydetect", "ta", ("class", "--assignment", "01")),
]


@pytest.mark.parametrize("verb, library, extra, arguments", CASES, ids=lambda value: str(value))
def test_the_extra_is_named(verb: str, library: str, extra: str, arguments: tuple[str, ...], tmp_path: Path) -> None:
    course = tiny.build(tmp_path / "course")
    tiny.write(tmp_path / "class" / "ana" / "kites.py", tiny.REFERENCE)
    speaking = () if verb in ("build", "rehearse") else ("--lang", "en")  # those two are authors' and speak English
    command = [sys.executable, "-c", WITHOUT, library, "--course", str(course.root), verb, *arguments, *speaking]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    answer = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert answer.returncode == 2, answer.stderr
    said = f"{verb} needs {library}: pip install 'deep-learning-autograder[{extra}]'."
    assert said in answer.stderr.strip().splitlines()[-1]
    assert "Traceback" not in answer.stderr


@pytest.mark.parametrize(
    "verb, arguments, code, said",
    [
        (
            "grade",
            ("kites.py", "--assignment", "01"),
            3,
            "is not installed in this Python: {python} -m pip install zephyr",
        ),
        ("check", ("01",), 2, "Aquí falta instalar zephyr, que esta tarea necesita: python -m pip install zephyr"),
        ("check", ("01", "--lang", "en"), 2, "This assignment needs zephyr, not installed here: python -m pip install"),
        ("verify", ("01",), 2, "01_kites needs zephyr, which is not installed here: pip install zephyr, or name"),
        ("build", ("01",), 2, "01_kites needs zephyr, which is not installed here: pip install zephyr, or name"),
        (
            "replay",
            ("kites.py", "test_flight", "--assignment", "01"),
            2,
            "01_kites necesita zephyr, que aquí no está; instálalo con: pip install zephyr.",
        ),
        (
            "replay",
            ("kites.py", "test_flight", "--assignment", "01", "--lang", "en"),
            2,
            "01_kites needs zephyr, which is not installed here: pip install zephyr.",
        ),
    ],
)
def test_the_library_of_an_assignment_is_named_with_the_command_that_installs_it(
    verb: str, arguments: tuple[str, ...], code: int, said: str, tmp_path: Path
) -> None:
    course = tiny.build(tmp_path)
    needing = tiny.edited(tiny.ASSIGNMENT, ('requires = ["numpy"]', 'requires = ["numpy", "zephyr"]'))
    tiny.write(tmp_path / "assignments/01_kites/assignment.toml", needing)
    tiny.write(tmp_path / "assignments/01_kites/test_kites.py", f"import zephyr\n{tiny.PUBLIC}")
    tiny.write(tmp_path / "kites.py", tiny.REFERENCE)
    answer = command.run(course.root, verb, *arguments)
    assert answer.code == code, answer.err
    assert said.format(python=sys.executable) in answer.err
    assert len(answer.err.strip().splitlines()) == 1
