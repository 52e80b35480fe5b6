"""Putting one question back to its stub, without losing what was written."""

from __future__ import annotations

import ast
from pathlib import Path

from autograder.laptop.kit import Kit, KitError


def reset(kit: Kit, question: str) -> Path:
    """Put one function of the student's file back to the stub's; return the copy of the file as it was.

    Raises ``KitError`` when the file does not parse or has no such function.
    """
    text = kit.file.read_text(encoding="utf-8")
    fresh = _function(kit.stub, question)
    if fresh is None:
        raise KitError("no_question", question=question, names=", ".join(each.id for each in kit.questions))
    try:
        span = _span(text, question)
    except SyntaxError as error:
        raise KitError("cannot_reset", line=error.lineno or 0) from None
    lines = text.splitlines(keepends=True)
    before, after = (lines[: span[0]], lines[span[1] :]) if span else ([*lines, "\n\n"], [])
    kept = _free_name(kit.file)
    kept.write_text(text, encoding="utf-8", newline="\n")
    kit.file.write_text("".join([*before, fresh, *after]), encoding="utf-8", newline="\n")
    return kept


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
