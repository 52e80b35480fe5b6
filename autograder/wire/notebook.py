"""From a notebook's bytes to the definitions in it. Standard library only; runs in the worker, executes nothing.

Imports, functions, classes and literal assignments count; exploration, training and pictures do not. Magics and shell
lines are taken out, metadata that other tools left (points, tags, foreign kernels' names) is ignored.
"""

from __future__ import annotations

import ast
import json
import re
import warnings
from collections.abc import Iterator
from typing import Any

from autograder.wire.source import Source, Unreadable, bound, is_definition, lines_of

MAX_CODE = 2 * 1024 * 1024

_MAGIC = re.compile(r"^(\s*)(?:[%!?]|[A-Za-z_][\w.]*\?{1,2}\s*$|[A-Za-z_][\w, ]*=\s*[%!]).*$")
_KEEPS_CODE = ("%%time", "%%timeit", "%%capture", "%%prun")
"""Cell magics under which the cell is still Python."""


def read_notebook(data: bytes, name: str) -> Source:
    """Return the definitions of a notebook as one source; where a name is defined twice the later one wins.

    Cells that Python cannot read are left out and named in ``notes``. Raises ``Unreadable``: ``empty``, ``encoding``,
    ``not_notebook``, ``too_complex``, ``kernel`` (with the language), ``no_cells``, ``syntax`` when no cell can be
    read.
    """
    content = _parsed(data)
    _must_be_python(content.get("metadata"))
    codes = list(_code_cells(content))
    if not codes:
        raise Unreadable("no_cells")
    if sum(len(code) for _, code in codes) > MAX_CODE:
        raise Unreadable("too_complex")
    return _joined(codes, name)


def _parsed(data: bytes) -> dict[str, Any]:
    if not data.strip():
        raise Unreadable("empty")
    try:
        content = json.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise Unreadable("encoding", encoding="?") from None
    except RecursionError:
        raise Unreadable("too_complex") from None
    except ValueError:
        raise Unreadable("not_notebook") from None
    if not isinstance(content, dict) or not (_list(content.get("cells")) or _list(content.get("worksheets"))):
        raise Unreadable("no_cells" if isinstance(content, dict) and "cells" in content else "not_notebook")
    return content


def _must_be_python(metadata: Any) -> None:
    spec, info = (_dict(_dict(metadata).get(key)) for key in ("kernelspec", "language_info"))
    language = str(info.get("name") or spec.get("language") or "python")
    version = str(info.get("version") or ("2" if spec.get("name") == "python2" else "3"))
    if language.lower() not in ("python", "ipython", "python3"):
        raise Unreadable("kernel", language=language[:40])
    if version.startswith("2"):
        raise Unreadable("kernel", language="Python 2")


def _code_cells(content: dict[str, Any]) -> Iterator[tuple[int, str]]:
    """Yield number (from 1, over all cells, as people count them) and code of each code cell."""
    sheets = [_dict(sheet).get("cells") for sheet in _list(content.get("worksheets"))]
    cells = _list(content.get("cells")) or [cell for sheet in sheets for cell in _list(sheet)]
    for number, cell in enumerate(map(_dict, cells), start=1):
        if cell.get("cell_type") != "code":
            continue
        source = cell.get("source", cell.get("input", ""))
        text = "".join(map(str, source)) if isinstance(source, list) else str(source)
        if text.strip():
            yield number, text.encode("utf-8", "replace").decode()  # half an emoji is no reason to lose the cell


def _joined(codes: list[tuple[int, str]], name: str) -> Source:
    body: list[ast.stmt] = []
    lines: list[str] = []
    cells: list[tuple[int, int]] = []
    bad: list[Unreadable] = []
    left: set[str] = set()
    for number, code in codes:
        text, start = _python_only(code), len(lines)
        cells.append((start, number))
        lines += lines_of(text)
        try:
            tree = _tree(text, number)
        except Unreadable as problem:
            bad.append(problem)
            continue
        ast.increment_lineno(tree, start)
        body += [statement for statement in tree.body if is_definition(statement)]
        left |= {name for statement in tree.body if not is_definition(statement) for name in bound(statement)}
    if not body and bad:
        raise bad[0]
    notes = tuple({"cell": each.detail["cell"], "message": each.detail["message"]} for each in bad)
    left -= {name for statement in body for name in bound(statement)}
    return Source(name, "\n".join(lines), ast.Module(body, type_ignores=[]), tuple(cells), notes, frozenset(left))


def _tree(text: str, number: int) -> ast.Module:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(text)
    except SyntaxError as error:
        raise Unreadable("cell_syntax", cell=number, line=error.lineno or 0, message=str(error.msg)) from None
    except (RecursionError, MemoryError, ValueError):
        raise Unreadable("cell_syntax", cell=number, line=0, message="too complex") from None


def _python_only(code: str) -> str:
    """Take magics and shell lines out, each replaced by ``pass`` so that line numbers stay."""
    first = code.lstrip().partition("\n")[0]
    if first.startswith("%%") and not first.startswith(_KEEPS_CODE):
        return ""
    if _parses(code):
        return code  # a percent sign at the start of a line of a text is no magic
    return "\n".join(_MAGIC.sub(r"\1pass", line) for line in lines_of(code))


def _parses(code: str) -> bool:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            ast.parse(code)
    except (SyntaxError, RecursionError, MemoryError, ValueError):
        return False
    return True


def _dict(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
