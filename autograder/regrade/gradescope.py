"""A Gradescope export: folders ``submission_NNN/`` and ``submission_metadata.yml``. Needs PyYAML (extra ``ta``)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

from autograder.regrade.handed import Handed, Person, Remark
from autograder.regrade.names import shown_name
from autograder.regrade.tree import FOLDER, Tree
from autograder.submission import SubmissionError, printable
from autograder.trouble import Trouble

METADATA = "submission_metadata.yml"
MAX_METADATA = 1 << 30
MAX_NESTING = 100
_FOLDER = re.compile(r"submission_\d+")


def fits(tree: Tree, top: str) -> bool:
    """Say whether a folder is such an export: the metadata, or nothing but numbered folders."""
    entries = tree.children(top)
    folders = [entry for entry in entries if entry.kind == FOLDER]
    numbered = [entry for entry in folders if _FOLDER.fullmatch(entry.name)]
    return any(entry.name == METADATA for entry in entries) or bool(numbered and len(numbered) == len(folders))


def read(tree: Tree, top: str) -> tuple[list[Handed], list[str]]:
    """Return every submission that has a folder or stands in the metadata.

    Raises ``CourseError`` when there are metadata and they cannot be read.
    """
    entries = tree.children(top)
    folders = {entry.name: entry.path for entry in entries if entry.kind == FOLDER}
    has_metadata = any(entry.name == METADATA for entry in entries)
    about = _metadata(tree, f"{top}/{METADATA}" if top else METADATA) if has_metadata else {}
    shared = _shared_ids(about.values())
    handed = []
    for name in sorted({*about, *folders}, key=_number):
        path = folders[name] if name in folders else _nowhere(top, name)
        handed.append(_handed(name, (path,), about.get(name), shared))
    aside = [printable(entry.name) for entry in entries if entry.kind != FOLDER and entry.name != METADATA]
    return handed, aside


def _number(name: str) -> tuple[int, str]:
    digits = re.sub(r"\D", "", name)[:18]
    return int(digits or 0), name


def _nowhere(top: str, name: str) -> str:
    """Return the path of a submission without a folder: in the export, whatever its name in the metadata says."""
    inside = name if _FOLDER.fullmatch(name) else re.sub(r"[./\\]", "_", name)
    return f"{top}/{inside}" if top else inside


def _submitters(about: Any) -> list[dict[str, Any]]:
    return [each for each in _list(_get(about, "submitters")) if isinstance(each, dict)]


def _shared_ids(every: Iterable[Any]) -> set[str]:
    """Return the ids that several accounts say are theirs: Gradescope lets people write their own."""
    accounts: dict[str, set[str]] = {}
    for each in (person for about in every for person in _submitters(about)):
        accounts.setdefault(_text(_get(each, "sid")), set()).add(_text(_get(each, "email")))
    return {sid for sid, emails in accounts.items() if len(emails) > 1}


def _handed(name: str, paths: tuple[str, ...], about: Any, shared: set[str]) -> Handed:
    people = tuple(_person(each, shared) for each in _submitters(about))
    remarks = () if people else (Remark("nobody_named"),)
    number, _ = _number(name)
    return Handed(
        people or (Person(name, printable(name)),),
        paths,
        number=number,
        submitted_at=_time(_get(about, "created_at")),
        remarks=remarks,
    )


def _person(about: dict[str, Any], shared: set[str]) -> Person:
    name, email, sid = (_text(_get(about, key)) for key in ("name", "email", "sid"))
    key = f"{sid} {email}" if sid in shared else sid
    return Person(
        key.strip() or email or name or "unknown", shown_name(_plain(_get(about, "name"))) or email or sid, email, sid
    )


def _get(about: Any, key: str) -> Any:
    """Return what a mapping says under a key; Gradescope writes Ruby's symbols, which begin with a colon."""
    if not isinstance(about, dict):
        return None
    return about.get(f":{key}", about.get(key))


def _text(value: Any) -> str:
    return printable(_plain(value))


def _plain(value: Any) -> str:
    return value.strip() if isinstance(value, str) else ""


def _time(value: Any) -> str:
    return _text(_get(value, "utc") or _get(value, "time") if isinstance(value, dict) else value)


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _metadata(tree: Tree, path: str) -> dict[str, Any]:
    import yaml

    try:
        content = _plain_values(
            yaml.parse(tree.text(path, MAX_METADATA), getattr(yaml, "CSafeLoader", yaml.SafeLoader))
        )
    except (yaml.YAMLError, ValueError, OSError, SubmissionError) as error:
        why = getattr(error, "kind", type(error).__name__)
        raise Trouble("trouble.unreadable_students", path=path, why=why) from None
    if not isinstance(content, dict):
        raise Trouble("trouble.strange_students", path=path)
    return content


def _plain_values(events: Iterable[Any]) -> Any:
    """Return a YAML document as tables, lists and texts as they are written; nothing that its tags ask for is made.

    Depth costs no stack, and what is named again and again is there once. Raises ``ValueError`` when it is too deep.
    """
    top: list[Any] = []
    inside: list[Any] = [top]
    named: dict[str, Any] = {}
    for event in events:
        kind = type(event).__name__.removesuffix("Event")
        if kind in ("SequenceEnd", "MappingEnd"):
            inside.pop()
        if kind not in _MAKES and kind != "Alias":
            continue
        value = named.get(event.anchor) if kind == "Alias" else _MAKES[kind](event)
        inside[-1].append(value)
        if kind != "Alias" and event.anchor:
            named[event.anchor] = value
        if kind.endswith("Start"):
            inside.append(value)
        if len(inside) > MAX_NESTING:
            raise ValueError("too deep")
    return top[0] if top else None


class _Table(dict[str, Any]):
    """A mapping that is filled one event at a time, a key and then its value; keys that are no texts are left out."""

    key: Any = None
    waits = False

    def append(self, value: Any) -> None:
        """Take a key, or the value of the last one."""
        if self.waits and isinstance(self.key, str):
            self[self.key] = value
        self.key, self.waits = value, not self.waits


def _scalar(event: Any) -> str:
    plain_null = event.implicit[0] and event.value in ("~", "null", "Null", "NULL")
    return "" if plain_null else str(event.value)


_MAKES: dict[str, Callable[[Any], Any]] = {
    "Scalar": _scalar,
    "SequenceStart": lambda event: [],
    "MappingStart": lambda event: _Table(),
}
