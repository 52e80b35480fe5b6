"""The hashed locks of a bundle: which packages, of which Python, an assignment's image takes. Installs nothing.

The files under locks/ are made by ``make locks``; the index they came from stands in none of them.
"""

from __future__ import annotations

import re
from importlib import resources
from pathlib import Path

from autograder.course import Assignment
from autograder.settings import CourseError, Runtime

MINORS = ("3.10", "3.11", "3.12", "3.13")
_BLOCK = re.compile(r"^(?P<name>[A-Za-z0-9][\w.-]*)==(?P<rest>.*(?:\n[ \t].*)*)", re.MULTILINE)


def lock_files(assignment: Assignment, runtime: Runtime) -> dict[str, str]:
    """Return the locks of an assignment's bundle by their names, one for each minor version of Python.

    Raises ``CourseError`` for a required library that no lock knows.
    """
    parts = ["own", *(["otter"] if runtime == "otter" else []), *_more(assignment)]
    return {
        f"requirements.py{minor.replace('.', '')}.txt": merged([_read(f"{part}-{minor}.txt") for part in parts])
        for minor in MINORS
    }


def torch_version(assignment: Assignment) -> str | None:
    """Return the version of PyTorch's CPU build that the image takes, if the assignment requires it.

    Its wheel stands outside the hashed lock: it comes from PyTorch's own index.
    """
    return _read("torch.wheel.txt").strip() if "torch" in assignment.settings.requires else None


def merged(locks: list[str]) -> str:
    r"""Return several locks as one, each package once, sorted.

    >>> print(merged(["b==1 \\\n    --hash=x\n", "a==2\nb==1 \\\n    --hash=x\n"]))
    a==2
    b==1 \
        --hash=x
    <BLANKLINE>

    Raises ``ValueError`` when two ask for different versions: they were not made together.
    """
    found: dict[str, str] = {}
    for lock in locks:
        for block in _BLOCK.finditer(lock):
            name, text = block["name"], block[0].rstrip()
            if found.setdefault(name, text) != text:
                raise ValueError(f"the locks disagree about {name}: make them again with 'make locks'")
    return "".join(f"{found[name]}\n" for name in sorted(found))


def _more(assignment: Assignment) -> list[str]:
    libraries = [name for name in assignment.settings.requires if name != "numpy"]
    for name in libraries:
        if not (_locks() / f"{name}-{MINORS[0]}.txt").is_file():
            raise CourseError(
                f"{assignment.name} requires {name}, for which there is no lock: "
                f"add {name}.in.txt to autograder/release/locks and run 'make locks'."
            )
    return libraries


def _read(name: str) -> str:
    return (_locks() / name).read_text(encoding="utf-8")


def _locks() -> Path:
    return Path(str(resources.files("autograder.release").joinpath("locks")))
