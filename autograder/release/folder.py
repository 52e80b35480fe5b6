"""A student's kit as a folder and as a zip: what stands in it, byte for byte the same each time."""

from __future__ import annotations

import json
import os
import shutil
import zipfile
from importlib import resources
from pathlib import Path

from autograder.checks.fingerprints import FINGERPRINTS, write
from autograder.checks.place import KIT
from autograder.checks.recorded import EXPECTED
from autograder.course import Assignment, Course
from autograder.release.kit import kit_content, public_fingerprints, recorded_answers

LAPTOP = ("__init__.py", "toml.py", "results.py", "submission.py", "words", "wire", "pages", "checks", "laptop")
"""The part of the machine that a laptop needs."""

_OLDEST = (1980, 1, 1, 0, 0, 0)


def write_kit(course: Course, assignment: Assignment, lang: str, folder: Path) -> None:
    """Write an assignment's kit into ``folder``, which must not exist yet."""
    folder.mkdir(parents=True)
    for name in ("check.py", "conftest.py"):
        shutil.copyfile(course.root / "student_template" / name, folder / name)
    (folder / "requirements.txt").write_text(_requirements(course, assignment), encoding="utf-8", newline="\n")
    for path in (assignment.stub, assignment.public_tests, assignment.public / "inputs.py"):
        shutil.copyfile(path, folder / path.name)
    if (assignment.public / "pictures.py").exists():
        shutil.copyfile(assignment.public / "pictures.py", folder / "pictures.py")
    for name in ("assignment.toml", "words.es.toml", "words.en.toml"):
        shutil.copyfile(assignment.public / name, folder / name)
    shutil.copyfile(assignment.public / f"statement.{lang}.md", folder / "README.md")
    if (assignment.public / "data").is_dir():
        shutil.copytree(assignment.public / "data", folder / "data", ignore=_caches)
    _write_machine(assignment, folder / "autograder")
    content = json.dumps(kit_content(course, assignment, lang), ensure_ascii=False, indent=1, sort_keys=True)
    (folder / KIT).write_text(content + "\n", encoding="utf-8", newline="\n")
    (folder / EXPECTED).write_bytes(recorded_answers(course, assignment))
    write(public_fingerprints(course, assignment), folder / FINGERPRINTS)
    os.chmod(folder / FINGERPRINTS, 0o644)


def zip_folder(folder: Path, target: Path) -> None:
    """Pack a folder, sorted, with fixed dates and modes: equal folders give equal bytes."""
    with zipfile.ZipFile(target, "w") as archive:
        for path in sorted(each for each in folder.rglob("*") if each.is_file()):
            entry = zipfile.ZipInfo(f"{folder.name}/{path.relative_to(folder).as_posix()}", _OLDEST)
            entry.external_attr = 0o100644 << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, path.read_bytes())


def _requirements(course: Course, assignment: Assignment) -> str:
    """Return what a kit asks for: ranges, so that nobody has to install numpy again."""
    given = (course.root / "student_template" / "requirements.txt").read_text(encoding="utf-8")
    named = {line.partition(">")[0] for line in given.splitlines()}
    return given + "".join(f"{library}\n" for library in assignment.settings.requires if library not in named)


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
        (target / "wire" / "torch_values.py").unlink()


def _caches(folder: str, names: list[str]) -> set[str]:
    return {name for name in names if name == "__pycache__" or name.startswith(".")}
