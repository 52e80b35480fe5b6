"""A Gradescope export: folders ``submission_NNN/`` and ``submission_metadata.yml``. Needs PyYAML (extra ``ta``)."""

from __future__ import annotations

import re
from typing import Any

from autograder.course import CourseError
from autograder.regrade.handed import Handed, Person, Remark
from autograder.regrade.names import shown_name
from autograder.regrade.tree import FOLDER, Tree
from autograder.submission import SubmissionError, printable

METADATA = "submission_metadata.yml"
MAX_METADATA = 1 << 30
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
    handed = []
    for name in sorted({*about, *folders}, key=_number):
        paths = (folders[name],) if name in folders else (f"{top}/{name}" if top else name,)
        handed.append(_handed(name, paths, about.get(name)))
    aside = [printable(entry.name) for entry in entries if entry.kind != FOLDER and entry.name != METADATA]
    return handed, aside


def _number(name: str) -> tuple[int, str]:
    digits = re.sub(r"\D", "", name)[:18]
    return int(digits or 0), name


def _handed(name: str, paths: tuple[str, ...], about: Any) -> Handed:
    people = tuple(_person(each) for each in _list(_get(about, "submitters")) if isinstance(each, dict))
    remarks = () if people else (Remark("nobody_named"),)
    number, _ = _number(name)
    return Handed(
        people or (Person(name, printable(name)),),
        paths,
        number=number,
        submitted_at=_time(_get(about, "created_at")),
        remarks=remarks,
    )


def _person(about: dict[Any, Any]) -> Person:
    name, email, sid = (_text(_get(about, key)) for key in ("name", "email", "sid"))
    return Person(
        sid or email or name or "unknown", shown_name(_plain(_get(about, "name"))) or email or sid, email, sid
    )


def _get(about: Any, key: str) -> Any:
    """Return what a mapping says under a key; Gradescope writes Ruby's symbols, which begin with a colon."""
    if not isinstance(about, dict):
        return None
    return about.get(f":{key}", about.get(key))


def _text(value: Any) -> str:
    return printable(_plain(value))


def _plain(value: Any) -> str:
    return "" if value is None else str(value).strip()


def _time(value: Any) -> str:
    inner = _get(value, "utc") or _get(value, "time") if isinstance(value, dict) else value
    return inner.isoformat(sep=" ") if hasattr(inner, "isoformat") else _text(inner)


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _metadata(tree: Tree, path: str) -> dict[str, Any]:
    import yaml

    class Plain(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
        """The safe loader, which reads what Ruby marks as an object of its own as the plain values it consists of."""

    def plain(loader: Any, suffix: str, node: Any) -> Any:
        if isinstance(node, yaml.MappingNode):
            return loader.construct_mapping(node, deep=True)
        if isinstance(node, yaml.SequenceNode):
            return loader.construct_sequence(node, deep=True)
        return loader.construct_scalar(node)

    Plain.add_multi_constructor("!ruby/", plain)
    try:
        content = yaml.load(tree.text(path, MAX_METADATA), Plain)
    except (yaml.YAMLError, ValueError, RecursionError, OSError, SubmissionError) as error:
        raise CourseError(
            f"{path}: the export's list of students cannot be read ({type(error).__name__}); download it again."
        ) from None
    if not isinstance(content, dict):
        raise CourseError(f"{path}: this is not the list of students that Gradescope writes; download it again.")
    return {str(name): about for name, about in content.items()}
