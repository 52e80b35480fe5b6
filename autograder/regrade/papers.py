"""From a place in a download to the bytes that are handed in there. Parses nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence

from autograder.regrade.tree import FILE, FOLDER, Entry, Tree, walk
from autograder.submission import MAX_CANDIDATES, MAX_FILES, Submission, SubmissionError, printable

SCRIPTS = (".py", ".ipynb")
CANDIDATES = (*SCRIPTS, ".zip")
MAX_TOTAL = 32 << 20
"""What one submission's files may add up to, in bytes."""


def papers_at(tree: Tree, paths: Sequence[str]) -> list[Submission]:
    """Return the files that could be meant: scripts and notebooks, or else zips.

    Raises ``SubmissionError``: there is none, it is no ordinary file, there are too many or they are too large.
    """
    entries = _entries(tree, paths)
    chosen = [entry for entry in entries if entry.suffix in SCRIPTS and entry.kind == FILE]
    chosen = chosen or [entry for entry in entries if entry.suffix == ".zip" and entry.kind == FILE]
    if not chosen:
        raise _nothing(tree, paths, entries)
    papers, room = [], MAX_TOTAL
    for entry in chosen[:MAX_CANDIDATES]:
        papers.append(tree.read(entry.path))
        room -= len(papers[-1].data)
        if room < 0:
            raise SubmissionError("archive_too_big", limit=MAX_TOTAL >> 20)
    return papers


def digest(papers: Sequence[Submission]) -> str:
    """Return the SHA-256 of what decides an answer: bytes and kind, of several files their names too."""
    hashed = hashlib.sha256()
    for paper in papers:
        name = paper.name if len(papers) > 1 else ""
        head = f"{name}\0{paper.suffix}\0{len(paper.data)}\0"
        hashed.update(head.encode("utf-8", "surrogatepass") + paper.data)
    return hashed.hexdigest()


def _entries(tree: Tree, paths: Sequence[str]) -> list[Entry]:
    found: list[Entry] = []
    for entry in _below(tree, paths):
        found.append(entry)
        if len(found) > MAX_FILES:
            raise SubmissionError("too_many_files", count=f"> {MAX_FILES}", limit=MAX_FILES)
    return found


def _below(tree: Tree, paths: Sequence[str]) -> Iterator[Entry]:
    for path in paths:
        kind = tree.kind(path)
        if kind == FOLDER:
            yield from walk(tree, path)
        else:
            yield Entry(path, kind)


def _nothing(tree: Tree, paths: Sequence[str], entries: Sequence[Entry]) -> SubmissionError:
    odd = [entry for entry in entries if entry.suffix in CANDIDATES]
    if odd:
        return SubmissionError("not_regular", path=printable(odd[0].name))
    if len(paths) == 1 and len(entries) == 1 and entries[0] == Entry(paths[0], FILE):
        return SubmissionError("suffix", path=printable(entries[0].name))
    return SubmissionError("no_candidate", path=printable(paths[0].rpartition("/")[2] if paths else tree.name))
