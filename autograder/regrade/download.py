"""Reading a download: which layout it has, said and never guessed, and one seat for each person in it."""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Callable, Sequence
from pathlib import Path

from autograder.course import Assignment
from autograder.gradebook.rows import Student
from autograder.regrade.handed import Attempt, Download, Handed, Person, Seat
from autograder.regrade.layouts import GENERIC, LAYOUTS, SPECIFIC, Layout, is_attempt
from autograder.regrade.names import unique_ids
from autograder.regrade.tree import FOLDER, Entry, Tree, open_tree
from autograder.submission import printable
from autograder.trouble import Trouble

MAX_WRAPPERS = 3


def read_download(path: Path, assignment: Assignment, layout: str | None = None) -> Download:
    """Read a class's download: a folder, or a zip of one.

    ``layout`` names its shape where the names in it do not say so. Raises ``CourseError``: nothing is there, the
    shape is not clear, or the platform's list of students is damaged.
    """
    tree = open_tree(path)
    chosen, top = (LAYOUTS[layout], _inside(tree, LAYOUTS[layout])) if layout else _recognised(tree, path)
    handed, aside = chosen.read(tree, top, _is_called(assignment))
    if not handed:
        raise Trouble("trouble.no_submission", path=path, layout=chosen.name)
    return Download(chosen.name, tree, tuple(handed), tuple(aside), top)


def seats_of(download: Download, only: str | None = None) -> list[Seat]:
    """Return a seat for each person, by id; ``only`` keeps those whose id, name or path fits a pattern."""
    by_person: dict[str, list[tuple[Person, Handed]]] = {}
    for handed in download.handed:
        for person in handed.people:
            by_person.setdefault(person.key, []).append((person, handed))
    ids = unique_ids(by_person)
    seats = [_seat(ids, key, of_person) for key, of_person in by_person.items()]
    kept = [seat for seat in seats if only is None or _fits(seat, only)]
    return sorted(kept, key=lambda seat: seat.student.id)


def _seat(ids: dict[str, str], key: str, of_person: Sequence[tuple[Person, Handed]]) -> Seat:
    ordered = sorted(of_person, key=lambda pair: (pair[1].submitted_at, pair[1].number))
    person = ordered[-1][0]
    student = Student(ids[key], person.name, person.email, person.platform_id)
    attempts = [Attempt(handed, tuple(ids[each.key] for each in handed.people)) for _, handed in ordered]
    return Seat(student, tuple(attempts))


def _fits(seat: Seat, pattern: str) -> bool:
    texts = [seat.student.id, seat.student.name, *(path for each in seat.attempts for path in each.handed.paths)]
    return any(fnmatch.fnmatchcase(text.casefold(), pattern.casefold()) for text in texts)


def _recognised(tree: Tree, path: Path) -> tuple[Layout, str]:
    top = ""
    for _ in range(MAX_WRAPPERS):
        special = [layout for layout in SPECIFIC if layout.fits(tree, top)]
        if len(special) == 1:
            return special[0], top
        if special:
            raise Trouble("trouble.several_platforms", path=path, layouts=_to_choose(special))
        inner = _only_folder(tree, top) or _submitted(tree, top)
        if inner is None or not _wraps(tree, inner):
            break
        top = inner
    general = [layout for layout in GENERIC if layout.fits(tree, top)]
    if len(general) == 1 and not (_only_folder(tree, top) and _holds_many(tree, top)):
        return general[0], top
    if not tree.children(top):
        raise Trouble("trouble.empty_download", path=path)
    raise _unclear(path, tree.children(top))


def _to_choose(layouts: Sequence[Layout]) -> str:
    return ", ".join(f"--layout {layout.name}" for layout in layouts)


def _unclear(path: Path, entries: Sequence[Entry]) -> Trouble:
    """Say what stands there: folders and what is none, counted, and the first few names of the fewer."""
    folders = [entry for entry in entries if entry.kind == FOLDER]
    others = [entry for entry in entries if entry.kind != FOLDER]
    fewer = min(folders, others or folders, key=len)
    names = ", ".join(printable(entry.name, 60) for entry in fewer[:3]) + (", …" if len(fewer) > 3 else "")
    about = {"folders": len(folders), "others": len(others), "names": names, "layouts": _to_choose(GENERIC)}
    alone = "trouble.unclear_folder" if len(folders) == 1 else "trouble.unclear_folders"
    return Trouble("trouble.unclear_mixture" if others else alone, path=path, **about)


def _inside(tree: Tree, layout: Layout) -> str:
    """Return the folder below the wrapping ones in which a named layout is found; the top when in none."""
    top = ""
    for _ in range(MAX_WRAPPERS):
        inner = _only_folder(tree, top) or _submitted(tree, top)
        if layout.fits(tree, top) and not (layout.name == "folders" and inner and _wraps(tree, inner)):
            return top
        if inner is None:
            break
        top = inner
    return top if layout.fits(tree, top) else ""


def _only_folder(tree: Tree, top: str) -> str | None:
    entries = tree.children(top)
    return entries[0].path if len(entries) == 1 and entries[0].kind == FOLDER else None


def _submitted(tree: Tree, top: str) -> str | None:
    """Return ``submitted/`` of a whole nbgrader course."""
    names = {entry.name: entry for entry in tree.children(top)}
    beside = {"source", "release", "nbgrader_config.py", "gradebook.db"} & set(names)
    return names["submitted"].path if "submitted" in names and beside else None


def _wraps(tree: Tree, inner: str, depth: int = MAX_WRAPPERS) -> bool:
    """Say whether a folder is only a wrapping around the class: a platform's shape, or nothing but folders."""
    if any(layout.fits(tree, inner) for layout in SPECIFIC):
        return True
    only = _only_folder(tree, inner)
    if only is not None and depth:
        return _wraps(tree, only, depth - 1)
    entries = tree.children(inner)
    return len(entries) > 1 and all(entry.kind == FOLDER and not is_attempt(entry) for entry in entries)


def _holds_many(tree: Tree, top: str) -> bool:
    """Say whether the only folder holds several submissions: one student's files, or a flat class in a wrapping?"""
    inner = _only_folder(tree, top)
    return inner is not None and sum(entry.suffix in (".py", ".ipynb") for entry in tree.children(inner)) > 1


def _is_called(assignment: Assignment) -> Callable[[str], bool]:
    """Return a function that says whether a folder is called like the assignment."""

    def plain(text: str) -> str:
        return re.sub(r"[^a-z0-9]+", "", text.lower())

    names = {plain(assignment.name), plain(assignment.module)}
    return lambda name: plain(name) in names
