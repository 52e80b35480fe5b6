"""From a finished build to the folder that people see: only what a build wrote is ever replaced or taken away."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from autograder import __version__
from autograder.settings import CourseError

MANIFEST = "manifest.json"
Entries = dict[str, dict[str, Any]]


def publish(staged: Path, out: Path, owners: Iterable[str], made: str) -> Entries:
    """Move every file of ``staged`` to ``out`` and write the manifest; return the entries of what was moved.

    ``owners`` are what was built, such as ``es/05_name``: of those, files that an earlier build wrote and this one did
    not are taken away, if nobody has changed them. Files of anybody else stay. Raises ``CourseError`` before anything
    is changed when one of them is in the way.
    """
    known = read_manifest(out)
    new = {path.relative_to(staged).as_posix(): path for path in sorted(staged.rglob("*")) if path.is_file()}
    entries = {name: entry_of(path, owner_of(name)) for name, path in new.items()}
    _refuse_foreign(out, entries, known)
    for name, path in new.items():
        (out / name).parent.mkdir(parents=True, exist_ok=True)
        os.replace(path, out / name)
    wanted = set(owners)
    old = [name for name, entry in known.items() if entry.get("of") in wanted and name not in new]
    for name in old:
        _take_away(out, name, known[name])
    kept = {name: entry for name, entry in known.items() if name not in old}
    content = {"format_version": 1, "version": __version__, "made": made, "files": {**kept, **entries}}
    text = json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True)
    (out / MANIFEST).write_text(text + "\n", encoding="utf-8", newline="\n")
    return entries


def owner_of(name: str) -> str:
    """Return what a file was built for.

    >>> owner_of("students/es/05_name.zip"), owner_of("students/es/05_name/data/a.csv")
    ('es/05_name', 'es/05_name')
    """
    _, lang, file = name.split("/")[:3]
    return f"{lang}/{file.partition('.')[0]}"


def entry_of(path: Path, owner: str = "") -> dict[str, Any]:
    """Return a file's line in the manifest: its size in bytes and its SHA-256."""
    data = path.read_bytes()
    entry = {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
    return {**entry, "of": owner} if owner else entry


def read_manifest(out: Path) -> Entries:
    """Return what earlier builds wrote into a folder; nothing when it has no manifest that can be read."""
    try:
        files = json.loads((out / MANIFEST).read_text(encoding="utf-8"))["files"]
        return {str(name): dict(entry) for name, entry in files.items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def _refuse_foreign(out: Path, entries: Entries, known: Entries) -> None:
    foreign = [name for name, entry in entries.items() if _is_foreign(out / name, entry, known.get(name, {}))]
    if foreign:
        more = f" (and {len(foreign) - 1} more)" if len(foreign) > 1 else ""
        raise CourseError(
            f"{out / foreign[0]}{more} was not written by a build, or was changed since; "
            "nothing was replaced: move it away or choose another folder with --out."
        )


def _is_foreign(path: Path, new: dict[str, Any], old: dict[str, Any]) -> bool:
    if any(parent.is_file() for parent in path.parents):
        return True
    if not os.path.lexists(path):
        return False
    if path.is_symlink() or not path.is_file():
        return True
    return entry_of(path)["sha256"] not in (new["sha256"], old.get("sha256"))


def _take_away(out: Path, name: str, entry: dict[str, Any]) -> None:
    path = out / name
    if path.is_symlink() or not path.is_file() or entry_of(path)["sha256"] != entry.get("sha256"):
        return
    path.unlink()
    for folder in path.parents:
        if folder == out or any(folder.iterdir()):
            break
        folder.rmdir()
