"""Whether a kit is as it was handed out, and whether a newer one stands beside it. Looks at the disk alone."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from autograder.checks.place import KIT, read_kit
from autograder.checks.stamp import altered
from autograder.laptop.kit import Kit
from autograder.words import Words

MAX_ZIPS = 20


def remarks(kit: Kit, words: Words) -> list[str]:
    """Return what a student should know about the kit itself: a sentence each."""
    said = []
    names = altered(kit.folder, kit.files)
    if names:
        more = f" (+{len(names) - 2})" if len(names) > 2 else ""
        said.append(words("check.altered", names=", ".join(names[:2]) + more))
    newest = max(_others(kit), default=None)
    if newest is not None and newest[0] > kit.age:
        (made, version), path = newest
        said.append(
            words("check.newer", path=path, own=_shown(*kit.age), other=_shown(made, version), file=kit.file.name)
        )
    return said


def _others(kit: Kit) -> Iterator[tuple[tuple[str, str], str]]:
    """Yield age and place of the kits of the same assignment beside this one, as folders or zips."""
    folder = kit.folder.resolve()
    try:
        beside = sorted(folder.parent.glob(f"*{kit.assignment}*"))
    except OSError:
        return
    for path in beside[:MAX_ZIPS]:
        found = _zipped(path) if path.suffix == ".zip" else read_kit(path) if path != folder else None
        if found is not None and found.get("assignment") == kit.assignment and found.get("lang") == kit.lang:
            yield (str(found.get("made", "")), str(found.get("version", ""))), path.name


def _zipped(path: Path) -> dict[str, Any] | None:
    try:
        with zipfile.ZipFile(path) as archive:
            name = next(name for name in archive.namelist() if name.endswith("/" + KIT) and name.count("/") == 1)
            if archive.getinfo(name).file_size > 2**22:
                return None
            content = json.loads(archive.read(name).decode("utf-8"))
    except (OSError, ValueError, StopIteration, zipfile.BadZipFile, RuntimeError):
        return None
    return content if isinstance(content, dict) else None


def _shown(made: str, version: str) -> str:
    return f"{made}, {version}" if made else version
