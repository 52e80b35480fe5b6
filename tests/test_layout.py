"""The decisions about the tree that a reader relies on: what may see what, what may import what, how long things are.

Each rule is a function from a root folder to sentences about what breaks it. It is asked about this repository, and
about a small tree that breaks it, so that no rule can fall asleep.
"""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

pytestmark = pytest.mark.one_python

ROOT = Path(__file__).resolve().parent.parent
Rule = Callable[[Path], list[str]]

# From the ground up. A module imports from lower floors only, never from beside itself.
FLOORS = (
    {"toml", "nets", "docstrings"},
    {"settings"},
    {"course", "submission", "results"},
    {
        "words",
        "stub",
        "cells",
        "bundle",
    },  # made from the other nouns: a sentence from a Failure, a stub from an Assignment
    {"wire", "pages", "trouble"},
    {"checks", "sandbox"},
    {"grading"},
    {"feedback"},
    {"gradebook"},
    {"release", "regrade", "report", "otter", "verify", "demo", "laptop"},
    {"nbgrader", "similar"},  # a course for nbgrader is made of kits
    {"cli"},
    {"__main__"},
)
LIGHT = ("toml", "results", "submission", "settings", "course", "words", "wire", "pages", "checks", "laptop")
LIGHT_IMPORTS = {"numpy", "pytest", "tomli", "tomllib", "autograder"}  # pytest brings tomli where tomllib is not
FOLDERS = {".ci", "assignments", "solutions", "autograder", "student_template", "tests", "docs", "bench"}
TOP = FOLDERS | {"pyproject.toml", "README.md", "Makefile", "constraints.txt", "LICENSE", ".gitignore"}
MAX_FILE, MAX_FUNCTION = 350, 60
PICKLES = {"pickle", "_pickle", "dill", "cloudpickle", "joblib", "shelve", "marshal"}


def texts(root: Path, *folders: str) -> Iterator[tuple[str, str]]:
    """Every readable file under the folders: its path from the root, and its text."""
    for folder in folders:
        for path in sorted((root / folder).rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                yield path.relative_to(root).as_posix(), path.read_bytes().decode("utf-8", "replace")


def trees(root: Path, *folders: str) -> Iterator[tuple[str, ast.Module]]:
    """Every Python file under the folders: its path from the root, and its syntax tree."""
    return ((name, ast.parse(text, name)) for name, text in texts(root, *folders) if name.endswith(".py"))


def imported(name: str, tree: ast.Module) -> Iterator[str]:
    """Full dotted names of all that a file imports, wherever in it; `from . import x` is resolved."""
    package = name.split("/")[:-1]
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            module = ".".join([*base, *filter(None, [node.module])])
            yield from (f"{module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Call) and ast.unparse(node.func).endswith(("import_module", "__import__")):
            yield from (arg.value for arg in node.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str))


def assignments_in(root: Path, half: str) -> set[str]:
    return {path.name for path in (root / half).glob("*/") if path.is_dir() and path.name != "__pycache__"}


def leaks(root: Path) -> list[str]:
    """Rule 1: what students see neither imports nor points into the half that they must not see."""
    seen = ("assignments", "student_template")
    pointing = re.compile(r"\bsolutions[/\\]|\btest_hidden\b|\b(accepted|rejected)/")
    return [
        f"{name} imports {module}"
        for name, tree in trees(root, *seen, "autograder")
        for module in imported(name, tree)
        if module.split(".")[0] == "solutions"
    ] + [f"{name} points at {found[0]}" for name, text in texts(root, *seen) if (found := pointing.search(text))]


def unmirrored(root: Path) -> list[str]:
    """Rule 1: the same folder names in both halves, each NN_name."""
    shown, hidden = assignments_in(root, "assignments"), assignments_in(root, "solutions")
    return [f"{name} is in one half only" for name in sorted(shown ^ hidden)] + [
        f"{name} is not named NN_name"
        for name in sorted(shown | hidden)
        if not re.fullmatch(r"\d{2,3}_[a-z0-9_]+", name)
    ]


def salted(root: Path) -> list[str]:
    """Rule 1: the secret salt is written in one place."""
    course = (root / "solutions" / "course.toml").read_text(encoding="utf-8")
    secrets = re.findall(r"""^\w*salt\w*\s*=\s*["']([^"']+)""", course, re.MULTILINE)
    if not secrets:
        return ["solutions/course.toml has no salt"]
    return [
        f"{name} repeats a value of solutions/course.toml"
        for name, text in texts(root, *FOLDERS - {"solutions"})
        if any(secret in text for secret in secrets)
    ]


def named(root: Path) -> list[str]:
    """Rule 2: the machine knows no assignment, neither as NN_name nor as name."""
    names = assignments_in(root, "assignments") | assignments_in(root, "solutions")
    modules = {re.sub(r"^\d+_", "", name) for name in names}
    ordinary = {module for module in modules if "_" not in module}  # a word that anyone may use, but not as a name
    patterns = {word: rf"(?<!\w){word}(?!\w)" for word in names | modules - ordinary}
    patterns |= {word: rf"[\"']{word}[\"']|\b{word}\.py\b|(?:import|from) {word}\b" for word in ordinary}
    return [
        f"{name} names {word}"
        for name, text in texts(root, "autograder")
        for word, pattern in sorted(patterns.items())
        if (name.endswith(".py") or word not in ordinary) and re.search(pattern, text)
    ]


def part_of(module: str) -> str:
    """`wire` of `autograder.wire.codec`; the package itself is `__init__`."""
    return [*module.split("."), "__init__"][1]


def floor_of(part: str) -> int | None:
    """The bare package is the ground that anyone may stand on; None is a part that the design does not know."""
    if part in ("__init__", "__version__"):
        return -1
    return next((number for number, parts in enumerate(FLOORS) if part in parts), None)


def may_import(own: str, other: str) -> bool:
    above, below = floor_of(own), floor_of(other)
    return own == other or (above is not None and below is not None and below < above)


def climbing(root: Path) -> list[str]:
    """The floors of autograder/: every import runs downwards or stays inside its own part."""
    found = []
    for name, tree in trees(root, "autograder"):
        own = part_of(name.removesuffix(".py").replace("/", "."))
        if floor_of(own) is None:
            found.append(f"{name} stands on no floor")
        ours = [module for module in imported(name, tree) if module.split(".")[0] == "autograder"]
        found += [f"{name} imports {module}" for module in ours if not may_import(own, part_of(module))]
    return found


def oversized(root: Path) -> list[str]:
    """No file over 350 lines, no function over 60."""
    folders = ("autograder", "assignments", "solutions", "student_template")
    return [
        f"{name} has {lines} lines"
        for name, text in texts(root, *folders)
        if name.endswith(".py") and (lines := len(text.splitlines())) > MAX_FILE
    ] + [
        f"{name}:{node.lineno} {node.name} has {lines} lines"
        for name, tree in trees(root, *folders)
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (lines := (node.end_lineno or node.lineno) - node.lineno + 1) > MAX_FUNCTION
    ]


def pickling(root: Path) -> list[str]:
    """Nothing in the machine reads a format that can run code."""
    return [
        f"{name} imports {module}"
        for name, tree in trees(root, "autograder")
        for module in imported(name, tree)
        if module.split(".")[0] in PICKLES
    ] + [
        f"{name}:{node.value.lineno} allows pickles"
        for name, tree in trees(root, "autograder")
        for node in ast.walk(tree)
        if isinstance(node, ast.keyword)
        and node.arg == "allow_pickle"
        and not (isinstance(node.value, ast.Constant) and node.value.value is False)
    ]


READS_STRICTLY = ("autograder/settings.py", "autograder/course.py")


def allowed_in(name: str) -> set[str]:
    """numpy and pytest; msgspec to read a course strictly; torch where the file's name says so; drawing."""
    extra = {"msgspec"} if name in READS_STRICTLY else {"torch"} if "/torch_" in name else set()
    drawing = {"matplotlib", "IPython"} if name == "autograder/laptop/pictures.py" else set()
    watching = {"watchfiles"} if name == "autograder/laptop/watch.py" else set()
    return LIGHT_IMPORTS | set(sys.stdlib_module_names) | extra | drawing | watching


def heavy(root: Path) -> list[str]:
    """What runs on a student's laptop takes numpy and pytest."""
    return [
        f"{name} imports {module}"
        for name, tree in trees(root, "autograder")
        if name.split("/")[1].removesuffix(".py") in LIGHT
        for module in imported(name, tree)
        if module.split(".")[0] not in allowed_in(name)
    ]


def top_level(root: Path) -> set[str]:
    """What git has, or would take, at the top."""
    listed = ["git", "-c", "safe.directory=*", "-C", str(root), "ls-files", "-z", "-co", "--exclude-standard"]
    files = subprocess.run(listed, check=True, capture_output=True, text=True).stdout.split("\0")
    return {name.split("/")[0] for name in files if name and (root / name).exists()}


def strays(root: Path) -> list[str]:
    """The top of the tree is a list that one person can know by heart."""
    found = top_level(root)
    return [f"{name} is missing" for name in sorted(TOP - found)] + [
        f"{name} is not expected" for name in sorted(found - TOP)
    ]


RULES: tuple[Rule, ...] = (leaks, unmirrored, salted, named, climbing, oversized, pickling, heavy, strays)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_this_repository_keeps(rule: Rule) -> None:
    assert rule(ROOT) == []


def test_the_design_draws_these_floors() -> None:
    """Top to bottom as docs/design.md has them; it may draw what stands on one floor in several lines."""
    drawing = re.search(r"```text\n(.*?)```", (ROOT / "docs" / "design.md").read_text(encoding="utf-8"), re.DOTALL)
    assert drawing is not None
    lines = [re.split(r" {3,}", line)[0].split() for line in drawing[1].splitlines()]
    drawn = [floor_of(part) for line in lines for part in line]
    assert drawn == sorted(drawn, reverse=True)
    assert {part for line in lines for part in line} == set().union(*FLOORS) - {"__main__"}


def plant(root: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root


@pytest.fixture
def tidy(tmp_path: Path) -> Path:
    """A small tree that keeps every rule, with the constructions that a rule must not take for a breach."""
    subprocess.run(["git", "init", "--quiet", str(tmp_path)], check=True)
    plant(tmp_path, {f"{name}/keep" if name in FOLDERS else name: "" for name in TOP})
    return plant(
        tmp_path,
        {
            ".gitignore": "build/\n",
            "build/left_behind.txt": "",
            "assignments/01_kite/kite.py": "import numpy as np\n",
            "assignments/01_kite/statement.en.md": "Compare accepted answers; good solutions are short.\n",
            "solutions/01_kite/test_hidden.py": "from assignments import inputs\n",
            "solutions/course.toml": 'salt = "a secret salt"\n',
            "autograder/__init__.py": '__version__ = "0"\n',
            "autograder/course.py": "import msgspec\n",
            "autograder/wire/codec.py": "import numpy\nfrom .frames import x\nfrom autograder import course\n",
            "autograder/wire/torch_values.py": "import torch\n",
            "autograder/checks/plugin.py": "import pytest\nfrom ..wire.codec import y\nkitesurfing = Kite = 1\n",
            "autograder/cli.py": "from autograder import __version__, checks\nload(f, allow_pickle=False)\n",
        },
    )


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_a_tidy_tree_keeps(rule: Rule, tidy: Path) -> None:
    assert rule(tidy) == []


LONG_FUNCTION = "def long():\n" + "    pass\n" * MAX_FUNCTION
BREACHES = [
    (leaks, "assignments/01_kite/a.py", "def f():\n    from solutions import kite\n", "a.py imports solutions.kite"),
    (leaks, "autograder/cli/a.py", "import solutions.kite\n", "a.py imports solutions.kite"),
    (leaks, "student_template/a.md", "See solutions/01_kite.\n", "a.md points at solutions/"),
    (leaks, "assignments/01_kite/a.md", "See rejected/again.\n", "a.md points at rejected/"),
    (leaks, "student_template/a.toml", 'more = "test_hidden.py"\n', "a.toml points at test_hidden"),
    (unmirrored, "assignments/02_bow/a.py", "", "02_bow is in one half only"),
    (unmirrored, "solutions/02_bow/a.py", "", "02_bow is in one half only"),
    (salted, "docs/a.md", "It is a secret salt.\n", "docs/a.md repeats a value of solutions/course.toml"),
    (named, "autograder/cli/a.py", "# as in kite.py\n", "autograder/cli/a.py names kite"),
    (named, "autograder/a.py", "from kite import f\n", "autograder/a.py names kite"),
    (named, "autograder/a.toml", 'first = "01_kite"\n', "autograder/a.toml names 01_kite"),
    (
        climbing,
        "autograder/results.py",
        "def f():\n    import autograder.wire.codec\n",
        "imports autograder.wire.codec",
    ),
    (climbing, "autograder/results.py", "from autograder import course\n", "imports autograder.course"),
    (climbing, "autograder/sandbox/a.py", "from ..checks import plugin\n", "imports autograder.checks.plugin"),
    (climbing, "autograder/cellar/a.py", "", "autograder/cellar/a.py stands on no floor"),
    (oversized, "solutions/01_kite/a.py", "\n" * (MAX_FILE + 1), "a.py has 351 lines"),
    (oversized, "assignments/01_kite/a.py", LONG_FUNCTION, "a.py:1 long has 61 lines"),
    (pickling, "autograder/sandbox/a.py", "from pickle import loads\n", "imports pickle.loads"),
    (pickling, "autograder/sandbox/a.py", "import numpy\nnumpy.load(f, allow_pickle=sure)\n", "a.py:2 allows pickles"),
    (pickling, "autograder/wire/a.py", 'importlib.import_module("dill")\n', "imports dill"),
    (heavy, "autograder/wire/a.py", "import msgspec\n", "imports msgspec"),
    (heavy, "autograder/words/a.py", "import rich.table\n", "imports rich.table"),
    (heavy, "autograder/checks/a.py", "def f():\n    import torch\n", "imports torch"),
    (strays, "notes.txt", "", "notes.txt is not expected"),
    (strays, "tools/a.py", "", "tools is not expected"),
]


@pytest.mark.parametrize(
    ("rule", "name", "text", "said"), BREACHES, ids=[f"{rule.__name__}-{said}" for rule, *_, said in BREACHES]
)
def test_one_file_breaks(rule: Rule, name: str, text: str, said: str, tidy: Path) -> None:
    [breach] = rule(plant(tidy, {name: text}))
    assert breach.endswith(said)


def test_one_missing_file_is_named(tidy: Path) -> None:
    (tidy / "LICENSE").unlink()
    assert strays(tidy) == ["LICENSE is missing"]


def test_a_course_without_a_secret_salt_is_named(tidy: Path) -> None:
    (tidy / "solutions" / "course.toml").write_text("# later\n")
    assert salted(tidy) == ["solutions/course.toml has no salt"]


def test_a_folder_that_is_not_numbered_is_named(tidy: Path) -> None:
    plant(tidy, {"assignments/bow/a.py": "", "solutions/bow/a.py": ""})
    assert unmirrored(tidy) == ["bow is not named NN_name"]
