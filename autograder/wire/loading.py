"""Executing a submission's source into a module, statement by statement.

A statement at the top that fails (a data file that is not there, a plot, an ``input()``) is noted and does not cost
the functions below it. Used in the worker and, on a laptop, in process.
"""

from __future__ import annotations
import __future__

import ast
import sys
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any

from autograder.wire.errors import describe
from autograder.wire.source import Source, is_definition

MAX_NOTES = 5


@dataclass
class Loaded:
    """A submission's module, its source, and what went wrong at its top level."""

    module: ModuleType
    source: Source
    notes: list[dict[str, Any]] = field(default_factory=list)


def load(source: Source, module_name: str, definitions_only: bool = False) -> Loaded:
    """Execute ``source`` as a new module called ``module_name`` and return it.

    With ``definitions_only`` only imports, functions, classes and literal assignments run.
    """
    module = ModuleType(module_name)
    module.__file__ = source.name
    sys.modules[module_name] = module  # dataclasses and typing look their module up by name
    loaded = Loaded(module, source)
    flags = _future_flags(source.tree)
    for statement in source.tree.body:
        if not definitions_only or is_definition(statement):
            _execute(statement, loaded, flags)
    return loaded


def _execute(statement: ast.stmt, loaded: Loaded, flags: int) -> None:
    try:
        tree = ast.Module([statement], type_ignores=[])
        code = compile(tree, loaded.source.name, "exec", flags=flags, dont_inherit=True)
        exec(code, loaded.module.__dict__)
    except BaseException as error:
        told = describe(error, loaded.source)
        if len(loaded.notes) < MAX_NOTES and not told["left_out"]:  # leaving that out was our doing, no fault
            loaded.notes.append({**told, "line": statement.lineno})


def _future_flags(tree: ast.Module) -> int:
    flags = 0
    for node in tree.body:
        if isinstance(node, ast.ImportFrom) and node.module == "__future__":
            for alias in node.names:
                flags |= getattr(getattr(__future__, alias.name, None), "compiler_flag", 0)
    return flags
