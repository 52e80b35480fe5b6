"""The docstrings of a Python file: which there are, and the same file with other ones. Text in, text out.

Standard library only. May never import anything of this package.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping
from textwrap import indent

Documented = ast.Module | ast.FunctionDef


def docstrings_of(source: str) -> dict[str, str]:
    """Return a file's docstrings by the function's name, the file's own as ``module``.

    >>> docstrings_of("def f(x):\\n    'Twice x.'\\n    return 2 * x\\n")
    {'f': 'Twice x.'}
    """
    found = {name: ast.get_docstring(node) for name, node in _nodes(source)}
    return {name: text for name, text in found.items() if text is not None}


def translated(source: str, docstrings: Mapping[str, str]) -> str:
    """Return a file with other docstrings, by the same names; all the rest stays as it was, byte for byte.

    >>> docstrings_of(translated("def f(x):\\n    'Twice x.'\\n    return 2 * x\\n", {"f": "El doble de x."}))
    {'f': 'El doble de x.'}
    """
    if not docstrings:
        return source
    lines = source.splitlines(keepends=True)
    for name, node in reversed(_nodes(source)):  # from below, so that the lines above keep their numbers
        if name in docstrings and ast.get_docstring(node) is not None:
            old, text = node.body[0], docstrings[name].strip("\n")
            quoted = f'"""{text}\n"""\n' if "\n" in text else f'"""{text}"""\n'
            lines[old.lineno - 1 : old.end_lineno] = [indent(quoted, " " * old.col_offset)]
    return "".join(lines)


def _nodes(source: str) -> list[tuple[str, Documented]]:
    tree = ast.parse(source)
    functions = [each for each in tree.body if isinstance(each, ast.FunctionDef)]
    return [("module", tree), *((each.name, each) for each in functions)]
