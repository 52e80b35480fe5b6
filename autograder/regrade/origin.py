"""What an answer depends on besides the submission, as hashes: when they are equal, nothing is graded again."""

from __future__ import annotations

import hashlib
import platform
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import autograder
from autograder.course import Assignment, Course
from autograder.gradebook.rows import Origin

_ENGINE = (
    *("wire", "checks", "sandbox", "grading", "words"),
    *("results.py", "submission.py", "settings.py", "course.py", "nets.py"),
)


@dataclass(frozen=True)
class Grounds:
    """Hashes of the checks (with inputs, data, limits, hints, language), the reference, the salts and the engine."""

    checks: str
    reference: str
    salts: str
    engine: str

    def with_submission(self, digest: str) -> Origin:
        """Return the origin of one submission's answer."""
        return Origin(digest, self.checks, self.reference, self.salts, self.engine)


def grounds_of(course: Course, assignment: Assignment, lang: str) -> Grounds:
    """Return the grounds on which an assignment is graded here and now."""
    return Grounds(
        checks=_hash([*_check_files(assignment), course.root / "assignments" / "course.toml"], lang, assignment.name),
        reference=_hash([assignment.reference]),
        salts=_hash([], course.settings.salt, course.secret_salt),
        engine=_hash(
            _engine_files(), platform.python_version(), *map(_version, ("numpy", *assignment.settings.requires))
        ),
    )


def _check_files(assignment: Assignment) -> list[Path]:
    public = [path for path in assignment.public.rglob("*") if path.suffix != ".md"]
    secret = [assignment.hidden_tests, *assignment.secret.glob("words.*.toml"), *assignment.variants("rejected")]
    return [*public, *secret]


def _engine_files() -> list[Path]:
    package = Path(autograder.__file__).parent
    return [path for name in _ENGINE for path in ((package / name).rglob("*") if "." not in name else [package / name])]


def _hash(files: Iterable[Path], *texts: str) -> str:
    digest = hashlib.sha256("\0".join(texts).encode())
    for path in sorted(path for path in files if path.suffix != ".pyc" and path.is_file()):
        digest.update(f"\0{path.parent.name}/{path.name}\0".encode("utf-8", "surrogatepass") + path.read_bytes())
    return digest.hexdigest()


def _version(library: str) -> str:
    try:
        return f"{library} {version(library)}"
    except PackageNotFoundError:  # a module that is called otherwise than its distribution
        return library
