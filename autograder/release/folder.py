"""A student's kit as a folder and as a zip: what stands in it, byte for byte the same each time."""

from __future__ import annotations

import json
import os
import shutil
from importlib import resources
from pathlib import Path
from string import Template
from typing import Any

from autograder import __version__
from autograder.cells import CODE, MARKDOWN, cells_of
from autograder.checks.fingerprints import FINGERPRINTS, write
from autograder.checks.place import KIT
from autograder.checks.recorded import EXPECTED
from autograder.checks.stamp import digests, edition_of
from autograder.course import Assignment, Course
from autograder.release.dates import OLDEST, day_of, seconds_of, zip_date
from autograder.release.kit import Material, material
from autograder.release.shims import shim
from autograder.release.statement import as_answer_notebook, as_notebook, as_text
from autograder.release.zips import Entry, write_zip
from autograder.settings import CourseError
from autograder.stub import stub_in
from autograder.words import Words

LAPTOP = ("__init__.py", "toml.py", "results.py", "submission.py", "words", "wire", "pages", "checks", "laptop")
"""The part of the machine that a laptop needs."""

LEAST = {"torch": ">=2.6"}
"""The oldest versions of libraries that only some assignments require."""

STATEMENT = "statement.ipynb"
"""The statement as a notebook, which draws with the functions of the student's file."""


def write_kit(
    course: Course, assignment: Assignment, lang: str, folder: Path, made_of: Material | None = None
) -> dict[str, Any]:
    """Write an assignment's kit into ``folder``, which must not exist yet; return what its ``kit.json`` says."""
    made_of = made_of or material(course, assignment)
    folder.mkdir(parents=True)
    _copy_public(course, assignment, folder)
    _write(folder / assignment.stub.name, stub_in(assignment, lang))
    _write_machine(assignment, folder / "autograder")
    (folder / EXPECTED).write_bytes(made_of.answers)
    write(made_of.fingerprints, folder / FINGERPRINTS)
    os.chmod(folder / FINGERPRINTS, 0o644)
    for question in assignment.questions:
        _write(folder / "tests" / f"{question.id}.py", shim(question.id, made_of.checks))
    stamped = [path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()]
    own = {assignment.stub.name, "pictures.py"}  # what a student may change
    files = digests(folder, set(stamped) - own)
    made = {"made": day_of(seconds_of(course.root)), "files": files}
    content = {**made_of.content, "lang": lang, "stub": stub_in(assignment, lang), **made}
    _write(folder / KIT, json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True) + "\n")
    _write_texts(course, assignment, lang, folder, content)
    return content


def write_notebook(course: Course, assignment: Assignment, lang: str, target: Path, content: dict[str, Any]) -> None:
    """Write the notebook form of the kit that ``content`` describes: a cell and a check for each question."""
    _write(target, answer_notebook(course, assignment, lang, content))


def answer_notebook(
    course: Course, assignment: Assignment, lang: str, content: dict[str, Any], code: Path | None = None
) -> str:
    """Return the JSON of the notebook form of a kit; ``code`` is the file that is cut into cells, the stub by default.

    The set-up cell has the tag ``setup``, a question's cell ``question:NAME``, and the one below it ``check``.
    """
    words = Words(lang)
    template = _template(course, "notebook_setup.txt")
    setup = Template(template).substitute(
        assignment=assignment.name,
        edition=edition_of(content["files"]),
        first=words("kit.setup_first"),
        no_kit=words("kit.setup_no_kit", assignment=assignment.name),
        installs=words("kit.setup_installs"),
        bad_zip=words("kit.setup_bad_zip"),
        not_installed=words("kit.setup_not_installed"),
        network=words("kit.setup_network"),
        go_on=words("kit.setup_go_on"),
    )
    return as_answer_notebook(cells_of(assignment, lang, code), setup.rstrip(), _about(assignment, content))


def zip_folder(folder: Path, target: Path, seconds: int = OLDEST) -> None:
    """Pack a folder, sorted, with one date and fixed modes: equal folders give equal bytes."""
    files = sorted(each for each in folder.rglob("*") if each.is_file())
    entries = {f"{folder.name}/{path.relative_to(folder).as_posix()}": Entry(path.read_bytes()) for path in files}
    write_zip(entries, target, date=zip_date(seconds))


def _copy_public(course: Course, assignment: Assignment, folder: Path) -> None:
    """Copy what is the same in every language: checks, inputs, words, data."""
    for name in ("check.py", "conftest.py"):
        _write(folder / name, _template(course, name))
    _write(folder / "requirements.txt", _requirements(course, assignment))
    names = ("inputs.py", "pictures.py", "assignment.toml", "words.es.toml", "words.en.toml")
    for path in (assignment.public_tests, *(assignment.public / name for name in names)):
        if path.is_file():
            shutil.copyfile(path, folder / path.name)
    if (assignment.public / "data").is_dir():
        shutil.copytree(assignment.public / "data", folder / "data", ignore=_caches)


def _write_texts(course: Course, assignment: Assignment, lang: str, folder: Path, content: dict[str, Any]) -> None:
    words = Words(lang)
    cells = [cell for cell in cells_of(assignment, lang) if cell.kind in (CODE, MARKDOWN)]
    readme = Template(_template(course, f"README.{lang}.md")).safe_substitute(
        assignment=assignment.name,
        module=assignment.module,
        question=assignment.questions[0].id,
        course=getattr(course.settings.title, lang),
        version=__version__,
        made=content["made"] or "-",
        edition=edition_of(content["files"]),
        statement=as_text(cells, words("kit.cell_in_notebook", notebook=STATEMENT)),
    )
    _write(folder / "README.md", readme)
    _write(folder / STATEMENT, as_notebook(cells, _about(assignment, content)))
    _write(folder / ".vscode" / "tasks.json", _tasks(assignment, words))


def _about(assignment: Assignment, content: dict[str, Any]) -> dict[str, Any]:
    return {"assignment": assignment.name, "edition": edition_of(content["files"]), "version": __version__}


def _tasks(assignment: Assignment, words: Words) -> str:
    """Return VS Code's list of tasks: the things one does with a kit, each a click."""
    runs = {
        "kit.task_all": ["check.py"],
        "kit.task_question": ["check.py", "${input:question}", "--hint"],
        "kit.task_watch": ["check.py", "--watch"],
        "kit.task_report": ["check.py", "--report", "report.html"],
        "kit.task_pytest": ["-m", "pytest"],
    }
    tasks = [
        {
            "label": words(key),
            "type": "process",
            "command": "${command:python.interpreterPath}",
            "args": arguments,
            "options": {"cwd": "${workspaceFolder}", "env": {"PYTHONUTF8": "1"}},
            "problemMatcher": [],
            **({"group": {"kind": "test", "isDefault": True}} if key == "kit.task_all" else {}),
        }
        for key, arguments in runs.items()
    ]
    names = [question.id for question in assignment.questions]
    question = {"id": "question", "type": "pickString", "description": words("kit.task_which"), "options": names}
    content = {"version": "2.0.0", "tasks": tasks, "inputs": [question]}
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def _requirements(course: Course, assignment: Assignment) -> str:
    """Return what a kit asks for: ranges, so that nobody has to install numpy again."""
    given = _template(course, "requirements.txt")
    named = {line.partition(">")[0] for line in given.splitlines()}
    more = [library for library in assignment.settings.requires if library not in named]
    return given + "".join(f"{library}{LEAST.get(library, '')}\n" for library in more)


def _write_machine(assignment: Assignment, target: Path) -> None:
    source = Path(str(resources.files("autograder")))
    target.mkdir()
    for name in LAPTOP:
        if (source / name).is_dir():
            shutil.copytree(source / name, target / name, ignore=_caches)
        else:
            shutil.copyfile(source / name, target / name)
    if "torch" in assignment.settings.requires:
        shutil.copyfile(source / "nets.py", target / "nets.py")
    else:
        for path in (target / "wire").glob("torch_*.py"):
            path.unlink()


def _template(course: Course, name: str) -> str:
    path = course.root / "student_template" / name
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise CourseError(f"{path}: every kit needs this file, and it cannot be read ({error.strerror}).") from None


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


def _caches(folder: str, names: list[str]) -> set[str]:
    return {name for name in names if name == "__pycache__" or name.startswith(".")}
