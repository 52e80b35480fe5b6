"""Putting one question back to its stub, without losing what was written."""

from __future__ import annotations

import ast
from pathlib import Path

from autograder.checks.bench import Unusable
from autograder.laptop.kit import Kit, KitError
from autograder.wire.source import Unreadable, read_source


def reset(kit: Kit, question: str) -> Path:
    """Put one function of the student's file back to the stub's; return the copy of the file as it was.

    Raises ``KitError`` when the file does not parse or there is no such question, ``Unusable`` when it cannot be read.
    """
    fresh = _function(kit.stub, question)
    if fresh is None:
        raise KitError("no_question", question=question, names=", ".join(each.id for each in kit.questions))
    data, text = _read(kit.file)
    span = _span(text, question)
    lines = text.splitlines(keepends=True)
    before, after = (lines[: span[0]], lines[span[1] :]) if span else ([*lines, "\n\n"], [])
    kept = _free_name(kit.file)
    kept.write_bytes(data)
    kit.file.write_text("".join([*before, fresh, *after]), encoding="utf-8", newline="\n")
    return kept


def _read(path: Path) -> tuple[bytes, str]:
    """Return the file's bytes and its text, read as the grader reads it: editors save in several encodings."""
    try:
        data = path.read_bytes()
        return data, read_source(data, path.name).text if data.strip() else ""
    except OSError as error:
        raise Unusable("missing_file", {"path": path.name, "message": error.strerror or ""}) from None
    except Unreadable as problem:
        if problem.kind != "syntax":
            raise Unusable(problem.kind, problem.detail) from None
        raise KitError("cannot_reset", line=problem.detail["line"]) from None


def _function(text: str, name: str) -> str | None:
    span = _span(text, name)
    return "".join(text.splitlines(keepends=True)[span[0] : span[1]]) if span else None


def _span(text: str, name: str) -> tuple[int, int] | None:
    for node in ast.parse(text).body:
        if isinstance(node, ast.FunctionDef) and node.name == name:
            first = min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])
            return first - 1, node.end_lineno or node.lineno
    return None


def _free_name(path: Path) -> Path:
    number = 1
    while (candidate := path.with_name(f"{path.stem}.before-reset-{number}{path.suffix}")).exists():
        number += 1
    return candidate
