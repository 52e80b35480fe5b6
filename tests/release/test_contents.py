"""What stands in the things that students get: nothing secret, and nothing that another computer cannot read."""

from __future__ import annotations

import ast
import json
import re
import zipfile
from pathlib import Path

import nbformat
import numpy as np
import pytest

from autograder.course import Assignment
from autograder.release.folder import write_kit, write_notebook, zip_folder
from autograder.release.kit import material
from autograder.stub import stub_in
from tests.release.handed_out import COURSE, ROOT
from tests.release.leaks import leaks_in, secret_lines

pytestmark = pytest.mark.one_python  # slow, and nothing in it depends on the version

HERE = [assignment for assignment in COURSE.assignments if not assignment.missing_libraries]
every_assignment = pytest.mark.parametrize("assignment", HERE, ids=lambda each: each.name)


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for each assignment's things, made when they are first asked for."""
    return tmp_path_factory.mktemp("shelf")


@pytest.fixture
def students(shelf: Path, assignment: Assignment) -> Path:
    """All that students get of an assignment, by language: folder, zip, notebook. For reading only."""
    place = shelf / assignment.name
    if not place.exists():
        made_of = material(COURSE, assignment)
        for lang in ("es", "en"):
            kit = place / lang / assignment.name
            content = write_kit(COURSE, assignment, lang, kit, made_of)
            zip_folder(kit, kit.with_suffix(".zip"))
            write_notebook(COURSE, assignment, lang, kit.with_suffix(".ipynb"), content)
    return place


@every_assignment
def test_no_line_of_the_secret_half_is_in_any_file_however_deep(students: Path, assignment: Assignment) -> None:
    secret = secret_lines(ROOT, assignment.secret)
    assert len(secret) > 50
    assert leaks_in(students, secret) == []


def test_a_leak_is_found_in_a_zip_in_a_zip_in_a_notebook_and_among_numbers(tmp_path: Path) -> None:
    line = 'gradient = X.T @ (predictions - y) / len(y)  # "secret"'
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(f"def f():\n    {line}\n")])
    nbformat.write(notebook, tmp_path / "a.ipynb")
    np.savez_compressed(tmp_path / "b.npz", data=np.frombuffer(line.encode(), np.uint8))
    (tmp_path / "c.json").write_text(json.dumps({"stub": f"x\n{line}"}), encoding="utf-8")
    with zipfile.ZipFile(tmp_path / "inner.whl", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("pkg/d.py", line)
    with zipfile.ZipFile(tmp_path / "outer.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(tmp_path / "inner.whl", "inner.whl")
    (tmp_path / "fine.py").write_text("x = 1\n", encoding="utf-8")
    found = {leak.partition(":")[0] for leak in leaks_in(tmp_path, {line})}
    assert found == {"a.ipynb", "b.npz/data.npy", "c.json", "inner.whl/pkg/d.py", "outer.zip/inner.whl/pkg/d.py"}


@every_assignment
def test_every_system_can_unpack_it(students: Path) -> None:
    for archive in students.rglob("*.zip"):
        with zipfile.ZipFile(archive) as opened:
            names = opened.namelist()
            assert {entry.external_attr >> 16 for entry in opened.infolist()} == {0o100644}  # no links, no programs
        assert max(map(len, names)) <= 100
        assert len({name.lower() for name in names}) == len(names)
        assert not [name for name in names if re.search(r'[<>:"\\|?*]|[ .](/|$)', name) or not name.isascii()]
    assert not [path for path in students.rglob("*") if path.is_symlink()]


@every_assignment
def test_every_text_is_utf8_and_every_file_is_opened_as_such(students: Path, assignment: Assignment) -> None:
    kit = students / "es" / assignment.name
    for path in kit.rglob("*"):
        if path.suffix in (".py", ".md", ".toml", ".json", ".ipynb", ".txt", ".csv", ".css"):
            text = path.read_bytes().decode("utf-8")
            assert "\r" not in text and "\ufeff" not in text
            if path.suffix == ".py":
                assert list(opened_without_encoding(text)) == [], path
    assert all(path.read_bytes().isascii() for path in (kit / "tests").glob("*.py"))


def opened_without_encoding(source: str) -> list[str]:
    found = []
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name = ast.unparse(node.func).rpartition(".")[2]
        binary = any(isinstance(arg, ast.Constant) and "b" in str(arg.value) for arg in node.args[1:2])
        stated = any(keyword.arg == "encoding" for keyword in node.keywords)
        direct = isinstance(node.func, ast.Name) and name == "open"
        if (direct or name in ("read_text", "write_text")) and not (binary or stated):
            found.append(ast.unparse(node))
    return found


@every_assignment
@pytest.mark.parametrize("lang", ["es", "en"])
def test_the_kit_holds_what_a_student_needs(students: Path, assignment: Assignment, lang: str) -> None:
    kit = students / lang / assignment.name
    names = {path.relative_to(kit).as_posix() for path in kit.rglob("*") if path.is_file()}
    due = {"README.md", "statement.ipynb", "check.py", "conftest.py", "requirements.txt", "kit.json", "inputs.py"}
    due |= {"expected.npz", "fingerprints.json", ".vscode/tasks.json", "words.es.toml", "words.en.toml"}
    due |= {assignment.stub.name, assignment.public_tests.name, "autograder/laptop/main.py"}
    due |= {f"tests/{question.id}.py" for question in assignment.questions}
    assert due <= names
    for name in ("autograder/wire/torch_values.py", "autograder/wire/torch_layers.py"):
        assert (name in names) == ("torch" in assignment.settings.requires)
    assert not [name for name in names if "__pycache__" in name or "sandbox" in name or "grading" in name]
    assert (kit / assignment.stub.name).read_bytes() == stub_in(assignment, lang).encode()
    ranges = (kit / "requirements.txt").read_text(encoding="utf-8").splitlines()
    assert set(assignment.settings.requires) <= {re.split("[<>]", line)[0] for line in ranges}
    assert not [line for line in ranges if "==" in line]


@every_assignment
@pytest.mark.parametrize("lang", ["es", "en"])
def test_the_readme_is_the_statement_as_text(students: Path, assignment: Assignment, lang: str) -> None:
    text = (students / lang / assignment.name / "README.md").read_text(encoding="utf-8")
    assert (
        "jupytext" not in text and "kernelspec" not in text and not re.search(r"\$(module|statement|assignment)", text)
    )
    assert f"`{assignment.name}`" in text and "UTF-8" in text and "Linux (Debian 12)" in " ".join(text.split())
    assert "python check.py" in text and "pip install -r requirements.txt" in text
    assert "python -m pip install notebook" in text and "python -m notebook statement.ipynb" in text
    for question in assignment.questions:
        assert re.search(rf"^## `{question.id}`", text, re.MULTILINE)
    assert max((block.count("\n") for block in re.findall(r"```python\n(.*?)```", text, re.DOTALL)), default=0) <= 12


@every_assignment
def test_the_notebook_has_a_cell_and_a_check_for_each_question(students: Path, assignment: Assignment) -> None:
    for lang in ("es", "en"):
        notebook = nbformat.read(students / lang / f"{assignment.name}.ipynb", as_version=4)
        nbformat.validate(notebook)
        code = [cell for cell in notebook.cells if cell.cell_type == "code"]
        assert code[0].metadata.tags == ["setup"]
        assert not any(cell.outputs for cell in code)
        for question in assignment.questions:
            at = next(n for n, cell in enumerate(code) if cell.metadata.get("tags") == [f"question:{question.id}"])
            assert code[at].source.startswith(f"def {question.id}(")
            assert code[at + 1].source == f'check("{question.id}")'


@every_assignment
def test_the_tasks_of_vs_code_name_every_question(students: Path, assignment: Assignment) -> None:
    tasks = json.loads((students / "en" / assignment.name / ".vscode/tasks.json").read_text(encoding="utf-8"))
    assert tasks["inputs"][0]["options"] == [question.id for question in assignment.questions]
    assert all(task["options"]["env"] == {"PYTHONUTF8": "1"} for task in tasks["tasks"])
    assert len({task["label"] for task in tasks["tasks"]}) == len(tasks["tasks"])
