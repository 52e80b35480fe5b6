"""From a submission's bytes to Python source: decoding, parsing, and what it defines. Runs none of it."""

from __future__ import annotations

import ast
import codecs
import io
import tokenize
import warnings
from collections.abc import Iterator
from dataclasses import dataclass


class Unreadable(ValueError):
    """The bytes are no Python source. ``kind`` keys the sentence for people, ``detail`` fills it."""

    def __init__(self, kind: str, **detail: object) -> None:
        super().__init__(kind)
        self.kind = kind
        self.detail = detail


@dataclass(frozen=True)
class Source:
    """Python source that parses: its text and its tree.

    Of a notebook: ``cells`` are the lines (from 0) at which each cell starts, with its number, ``notes`` the cells
    that Python could not read, and ``left_out`` the names that only statements which are not run give a value.
    """

    name: str
    text: str
    tree: ast.Module
    cells: tuple[tuple[int, int], ...] = ()
    notes: tuple[dict[str, object], ...] = ()
    left_out: frozenset[str] = frozenset()

    def place_of(self, line: int) -> tuple[int, int]:
        """Return the cell (0 outside notebooks) and the line within it of a line of the whole text."""
        start, cell = max((each for each in self.cells if each[0] < line), default=(0, 0))
        return cell, line - start


def read_source(data: bytes, name: str) -> Source:
    """Decode and parse a ``.py`` file's bytes.

    A byte order mark and a coding line are honoured. Raises ``Unreadable``: ``empty``, ``encoding``, ``nul``,
    ``syntax`` (with line and message) or ``too_complex``.

    >>> read_source(b"x = 1", "a.py").text
    'x = 1'
    """
    text = _decode(data)
    if not text.strip():
        raise Unreadable("empty")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(text, filename=name)
    except SyntaxError as error:
        raise Unreadable("syntax", line=error.lineno or 0, message=_syntax_message(error, text)) from None
    except (RecursionError, MemoryError, ValueError):
        raise Unreadable("too_complex") from None
    return Source(name, text, tree)


def lines_of(text: str) -> list[str]:
    """Return the lines that Python counts: a form feed or a line separator of Unicode's ends none.

    >>> lines_of("a = 1  # one\\u2028two\\r\\nb = 2")
    ['a = 1  # one\\u2028two', 'b = 2']
    """
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def definitions(tree: ast.Module) -> list[str]:
    """Return the names of the functions and classes defined at the top of a module, in order."""
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    return [node.name for node in tree.body if isinstance(node, kinds)]


def unwritten(tree: ast.Module) -> list[str]:
    """Return the names of the top-level functions that only raise ``NotImplementedError``, as a stub's do.

    The last definition counts: an answer written below its stub is an answer.

    >>> unwritten(ast.parse("def f(x):\\n    'text'\\n    raise NotImplementedError('f')"))
    ['f']
    """
    stubs: dict[str, None] = {}
    for node in tree.body:
        for name in bound(node):
            stubs.pop(name, None)
        if isinstance(node, ast.FunctionDef) and _only_refuses(node.body):
            stubs[node.name] = None
    return list(stubs)


def bound(node: ast.stmt) -> Iterator[str]:
    """Yield the names that a top-level statement gives a value."""
    definition = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    for inner in [node] if isinstance(node, definition) else ast.walk(node):
        if isinstance(inner, definition):
            yield inner.name
        elif isinstance(inner, ast.Name) and isinstance(inner.ctx, ast.Store):
            yield inner.id
        elif isinstance(inner, ast.alias):
            yield inner.asname or inner.name


def _only_refuses(body: list[ast.stmt]) -> bool:
    rest = body[1:] if ast.get_docstring(ast.Module(body, [])) is not None else body
    if len(rest) != 1 or not isinstance(rest[0], ast.Raise):
        return False
    raised = rest[0].exc.func if isinstance(rest[0].exc, ast.Call) else rest[0].exc
    return isinstance(raised, ast.Name) and raised.id == "NotImplementedError"


def is_definition(node: ast.stmt) -> bool:
    """Say whether a top-level statement only defines, and calls nothing.

    An import, a function, a class; an assignment of literals, names, lambdas or arithmetic on them; an ``if`` or
    ``try`` that holds nothing else.
    """
    if isinstance(node, (ast.Import, ast.ImportFrom, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Pass)):
        return True
    if isinstance(node, (ast.Assign, ast.AnnAssign)):
        return node.value is not None and _calls_nothing(node.value)
    if isinstance(node, ast.If):
        return _calls_nothing(node.test) and all(map(is_definition, [*node.body, *node.orelse]))
    if isinstance(node, ast.Try):
        handled = [statement for handler in node.handlers for statement in handler.body]
        return all(map(is_definition, [*node.body, *handled, *node.orelse, *node.finalbody]))
    return False


_QUIET = (ast.Constant, ast.Name, ast.Attribute, ast.BinOp, ast.UnaryOp, ast.BoolOp, ast.Compare, ast.IfExp)
_GROUPS = (ast.Tuple, ast.List, ast.Set, ast.Dict, ast.Subscript, ast.Slice)
_MARKS = (ast.operator, ast.unaryop, ast.boolop, ast.cmpop, ast.expr_context)


def _calls_nothing(node: ast.expr) -> bool:
    if isinstance(node, ast.Lambda):
        return True
    inner = (child for child in ast.iter_child_nodes(node) if not isinstance(child, _MARKS))
    return isinstance(node, (*_QUIET, *_GROUPS)) and all(isinstance(c, ast.expr) and _calls_nothing(c) for c in inner)


def _decode(data: bytes) -> str:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_BE)):
        raise Unreadable("encoding", encoding="UTF-16")
    if b"\0" in data:
        raise Unreadable("nul")
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(data).readline)
        return io.TextIOWrapper(io.BytesIO(data), encoding, newline=None).read()
    except (SyntaxError, UnicodeError, LookupError):
        return _decode_as_old_windows(data)


def _decode_as_old_windows(data: bytes) -> str:
    # Editors on Spanish Windows still save in this encoding: the accents are in comments, the code is ASCII.
    try:
        return data.decode("cp1252").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError:
        raise Unreadable("encoding", encoding="?") from None


def _syntax_message(error: SyntaxError, text: str) -> str:
    lines = lines_of(text)
    line = lines[error.lineno - 1].strip()[:120] if error.lineno and error.lineno <= len(lines) else ""
    return f"{error.msg}: {line}" if line else str(error.msg)
