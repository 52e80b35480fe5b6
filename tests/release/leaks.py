"""Looking for the secret half in what is handed out: every text in every file, however deep it is packed."""

from __future__ import annotations

import gzip
import io
import json
import tarfile
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

PUBLIC = ("assignments", "autograder", "student_template")
TEXTS = (".py", ".toml", ".md", ".txt", ".json", ".html", ".css")
PACKED = (b"PK\x03\x04", b"\x1f\x8b")


def secret_lines(root: Path, folder: Path) -> set[str]:
    """Return the telling lines of a secret folder that stand nowhere in the public parts of a course."""
    public = "\n".join(sorted(set().union(*(_lines_below(root / name) for name in PUBLIC))))
    return {line for line in _lines_below(folder) if _is_telling(line) and line not in public}


def leaks_in(folder: Path, secret: Iterable[str]) -> list[str]:
    """Return where secret lines stand in the files below a folder."""
    wanted = sorted(secret)
    found = []
    for path in sorted(each for each in folder.rglob("*") if each.is_file()):
        for place, text in texts_of(path.relative_to(folder).as_posix(), path.read_bytes()):
            found += [f"{place}: {line}" for line in wanted if line in text]
    return found


def texts_of(place: str, data: bytes) -> Iterator[tuple[str, str]]:
    """Yield a file's text, and those of what is packed in it: archives, compressed files, notebooks, JSON strings."""
    if zipfile.is_zipfile(io.BytesIO(data)):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for name in archive.namelist():
                yield from texts_of(f"{place}/{name}", archive.read(name))
        return
    if data[:2] == PACKED[1]:
        unpacked = gzip.decompress(data)
        if place.endswith((".tar.gz", ".tgz")):
            with tarfile.open(fileobj=io.BytesIO(unpacked)) as archive:
                for member in archive.getmembers():
                    file = archive.extractfile(member)
                    yield from texts_of(f"{place}/{member.name}", file.read() if file else b"")
            return
        yield from texts_of(f"{place}/unpacked", unpacked)
        return
    text = data.decode("utf-8", errors="replace")
    yield place, text
    if place.endswith((".json", ".ipynb")):
        yield place, "\n".join(_strings(json.loads(text)))


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        yield "".join(each for each in value if isinstance(each, str))  # a notebook may keep a cell as a list of lines
        for each in value:
            yield from _strings(each)
    elif isinstance(value, dict):
        for key, each in value.items():
            yield from (*_strings(key), *_strings(each))


def _lines_below(folder: Path) -> set[str]:
    files = [path for path in folder.rglob("*") if path.suffix in TEXTS]
    return {line.strip() for path in files for line in path.read_text(encoding="utf-8").splitlines()}


def _is_telling(line: str) -> bool:
    return len(line) > 24 and not line.startswith(("#", "import ", "from ", "def "))
