"""The shapes of downloads: a function for each that says whether a folder has it, and one that reads it.

A shape is recognised by names alone; what a platform's own metadata say is read in ``gradescope``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from autograder.regrade import gradescope
from autograder.regrade.handed import Handed, Person, Remark
from autograder.regrade.names import shown_name
from autograder.regrade.papers import CANDIDATES
from autograder.regrade.tree import FOLDER, OTHER, Entry, Tree
from autograder.submission import SubmissionError, printable

_CANVAS = re.compile(
    r"(?:(?P<late3>LATE_)?(?P<anonymous>anon_(?!\d+_\d+_)[A-Za-z\d]+)"
    r"|(?P<who>.+?)(?P<late1>_LATE)?_(?P<late2>LATE_)?(?P<user>\d+))"
    r"_(?:(?P<file>\d+)_(?P<rest>.+)|(?:text|link)\.html?)",
    re.DOTALL,  # a name may hold a line break
)
_MOODLE = re.compile(
    r"(?P<who>.+?)_(?P<id>\d+)_assignsubmission_(?P<kind>file|onlinetext)(?:_(?P<rest>.*))?", re.DOTALL
)
_ATTEMPT = re.compile(r"(?:attempt|intento|submission|entrega|try|v)?[ _-]?(\d{1,4}|\d{4}-\d\d-\d\d.*)", re.IGNORECASE)
_COPY = re.compile(r"(?P<base>.+) \((?P<number>\d+)\)", re.DOTALL)
_NOT_WORK = (".csv", ".tsv", ".yml", ".yaml", ".toml", ".json", ".log", ".db", ".html")


@dataclass(frozen=True)
class Layout:
    """One shape. ``fits`` looks at a folder; ``read`` returns what is handed in there, and the names left aside."""

    name: str
    fits: Callable[[Tree, str], bool]
    read: Callable[[Tree, str, Callable[[str], bool]], tuple[list[Handed], list[str]]]


def read_gradescope(tree: Tree, top: str, mine: Callable[[str], bool]) -> tuple[list[Handed], list[str]]:
    """``submission_NNN/`` folders and ``submission_metadata.yml``."""
    return gradescope.read(tree, top)


def is_nbgrader(tree: Tree, top: str) -> bool:
    """``STUDENT/ASSIGNMENT/`` with a ``timestamp.txt``, or a folder that is called ``submitted``."""
    name = top.rpartition("/")[2] or tree.name
    inner = [each for student in _folders(tree, top)[:50] for each in _folders(tree, student.path)]
    stamped = any(entry.name == "timestamp.txt" for each in inner[:200] for entry in tree.children(each.path))
    return bool(inner) and (name == "submitted" or stamped)


def read_nbgrader(tree: Tree, top: str, mine: Callable[[str], bool]) -> tuple[list[Handed], list[str]]:
    """Every student's folder of this assignment; ``mine`` says which folder's name is the assignment's."""
    students = _folders(tree, top)
    names = {each.name for student in students for each in _folders(tree, student.path)}
    wanted = {name for name in names if mine(name)} or (names if len(names) == 1 else set())
    found = []
    for student in students:
        for folder in _folders(tree, student.path):
            if folder.name in wanted:
                person = Person(student.name, shown_name(student.name), platform_id=printable(student.name))
                found.append(Handed((person,), (folder.path,), submitted_at=_stamp(tree, folder.path)))
    return found, sorted(printable(name) for name in names - wanted)


def _stamp(tree: Tree, folder: str) -> str:
    if not any(entry.name == "timestamp.txt" for entry in tree.children(folder)):
        return ""
    try:
        return printable(tree.text(f"{folder}/timestamp.txt", 200).strip(), 60)
    except (OSError, SubmissionError):  # no ordinary file, or not for us: the time is not known
        return ""


def is_moodle(tree: Tree, top: str) -> bool:
    """``Full Name_12345_assignsubmission_file_/``."""
    return any(_MOODLE.fullmatch(entry.name) for entry in tree.children(top))


def read_moodle(tree: Tree, top: str, mine: Callable[[str], bool]) -> tuple[list[Handed], list[str]]:
    """One submission for each participant: their files, whether in folders or beside each other."""
    people: dict[Person, list[str]] = {}
    aside = []
    for entry in tree.children(top):
        match = _MOODLE.fullmatch(entry.name)
        if match is None:
            aside.append(entry)
            continue
        person = Person(f"{match['who']}-{match['id']}", shown_name(match["who"]), platform_id=match["id"])
        people.setdefault(person, []).append(entry.path)
    handed = [Handed((person,), tuple(paths)) for person, paths in people.items()]
    return handed + _strangers(aside), _names(entry for entry in aside if not _is_somebodys(entry))


def is_canvas(tree: Tree, top: str) -> bool:
    """``lastname_userid_fileid_name.py``, ``_LATE_``, ``anon_``: at least half of the files are called so."""
    files = [entry for entry in tree.children(top) if _is_work(entry)]
    return bool(files) and 2 * sum(_CANVAS.fullmatch(entry.name) is not None for entry in files) >= len(files)


def read_canvas(tree: Tree, top: str, mine: Callable[[str], bool]) -> tuple[list[Handed], list[str]]:
    """One submission for each user; ``name-1.py`` is a later attempt than ``name.py``."""
    users: dict[Person, list[tuple[Entry, re.Match[str]]]] = {}
    aside = []
    for entry in tree.children(top):
        match = _CANVAS.fullmatch(entry.name)
        if match is None:
            aside.append(entry)
            continue
        users.setdefault(_canvas_person(match), []).append((entry, match))
    handed = [each for person, files in users.items() for each in _canvas_attempts(person, files)]
    return handed + _strangers(aside), _names(entry for entry in aside if not _is_somebodys(entry))


def _canvas_person(match: re.Match[str]) -> Person:
    """Return whose file it is; of an anonymous class Canvas tells neither names nor its own numbers."""
    if match["anonymous"]:
        return Person(match["anonymous"], match["anonymous"])
    return Person(f"{match['who']}-{match['user']}", shown_name(match["who"]), platform_id=match["user"])


def _canvas_attempts(person: Person, files: list[tuple[Entry, re.Match[str]]]) -> list[Handed]:
    by_base: dict[str, list[tuple[int, int, Entry, bool]]] = {}
    for entry, match in files:
        base, number = _numbered(match["rest"] or "")
        late = bool(match["late1"] or match["late2"] or match["late3"])
        by_base.setdefault(base, []).append((number, int(match["file"] or 0), entry, late))
    if len(by_base) > 1:  # several files of one submission: the latest of each
        latest = [max(versions, key=lambda v: v[:2]) for versions in by_base.values()]
        return [Handed((person,), tuple(v[2].path for v in latest), late=any(v[3] for v in latest))]
    (versions,) = by_base.values()
    ordered = sorted(versions, key=lambda v: v[:2])
    return [Handed((person,), (v[2].path,), number=at, late=v[3]) for at, v in enumerate(ordered, start=1)]


def _numbered(name: str) -> tuple[str, int]:
    match = re.fullmatch(r"(.*)-(\d{1,3})(\.\w+)", name)
    return (match[1] + match[3], int(match[2])) if match else (name, 0)


def is_folders(tree: Tree, top: str) -> bool:
    """A folder for each student, and no submission beside them."""
    entries = tree.children(top)
    return any(entry.kind == FOLDER for entry in entries) and not any(
        _is_work(entry) for entry in entries if entry.kind != FOLDER
    )


def read_folders(tree: Tree, top: str, mine: Callable[[str], bool]) -> tuple[list[Handed], list[str]]:
    """Every folder is a student; folders in it that are called like attempts are attempts.

    What is neither a folder nor a file, such as a link to somebody's folder, is theirs too and cannot be graded.
    """
    handed = []
    for entry in tree.children(top):
        person = Person(entry.name, shown_name(entry.name))
        if entry.kind == FOLDER:
            handed += _attempts(tree, person, entry.path)
        elif _is_odd(entry):
            handed.append(Handed((person,), (entry.path,)))
    return handed, _names(entry for entry in tree.children(top) if entry.kind != FOLDER and not _is_odd(entry))


def _attempts(tree: Tree, person: Person, path: str) -> list[Handed]:
    inside = tree.children(path)
    if len(inside) < 2 or not all(each.kind == FOLDER and is_attempt(each) for each in inside):
        return [Handed((person,), (path,))]
    ordered = sorted(inside, key=lambda each: [int(n) for n in re.findall(r"\d+", each.name)])
    return [Handed((person,), (each.path,), number=at) for at, each in enumerate(ordered, start=1)]


def is_flat(tree: Tree, top: str) -> bool:
    """Files of students, and no folders beside them."""
    entries = [entry for entry in tree.children(top) if _is_work(entry)]
    return any(entry.suffix in CANDIDATES for entry in entries) and not any(
        entry.kind == FOLDER and entry.suffix not in CANDIDATES for entry in tree.children(top)
    )


def read_flat(tree: Tree, top: str, mine: Callable[[str], bool]) -> tuple[list[Handed], list[str]]:
    """Every file is a student; ``ana (1).py`` beside ``ana.py`` is her second attempt."""
    entries = tree.children(top)
    work = [entry for entry in entries if _is_work(entry) and (entry.kind != FOLDER or entry.suffix in CANDIDATES)]
    stems = {entry.stem for entry in work}
    handed = []
    for entry in work:
        match = _COPY.fullmatch(entry.stem)
        stem, number = (
            (match["base"], int(match["number"]) + 1) if match and match["base"] in stems else (entry.stem, 1)
        )
        handed.append(Handed((Person(stem, shown_name(stem)),), (entry.path,), number))
    return handed, _names(entry for entry in entries if entry not in work)


def is_attempt(entry: Entry) -> bool:
    """Say whether a folder is called like one of several attempts: ``attempt_2``, ``3``, a date."""
    return _ATTEMPT.fullmatch(entry.name) is not None


def _folders(tree: Tree, top: str) -> list[Entry]:
    return [entry for entry in tree.children(top) if entry.kind == FOLDER]


def _is_work(entry: Entry) -> bool:
    """Say whether a name could be somebody's submission, good or bad, and not a table or the platform's own file."""
    if entry.kind == FOLDER:
        return entry.suffix in CANDIDATES
    return entry.suffix not in _NOT_WORK


def _is_odd(entry: Entry) -> bool:
    return entry.kind == OTHER and _is_work(entry)


def _strangers(entries: Iterable[Entry]) -> list[Handed]:
    """Return submissions whose names do not have the platform's form: they get their own name and a remark."""
    return [
        Handed((Person(entry.stem, shown_name(entry.stem)),), (entry.path,), remarks=(Remark("other_name"),))
        for entry in entries
        if _is_somebodys(entry)
    ]


def _is_somebodys(entry: Entry) -> bool:
    return _is_work(entry) or entry.kind == FOLDER


def _names(entries: Iterable[Entry]) -> list[str]:
    return [printable(entry.name) for entry in entries]


SPECIFIC = (
    Layout("gradescope", gradescope.fits, read_gradescope),
    Layout("nbgrader", is_nbgrader, read_nbgrader),
    Layout("moodle", is_moodle, read_moodle),
    Layout("canvas", is_canvas, read_canvas),
)
GENERIC = (Layout("folders", is_folders, read_folders), Layout("flat", is_flat, read_flat))
LAYOUTS = {layout.name: layout for layout in (*SPECIFIC, *GENERIC)}
