"""Small mechanical mistakes in a reference: a tool's operators, and ours for what goes wrong in numpy.

A mutant is compared and named by the one line it changes, so that a survivor can be explained in a file.
"""

from __future__ import annotations

import ast
import contextlib
import copy
from collections.abc import Callable, Iterator
from dataclasses import dataclass

TOOL, OURS = "tool", "ours"

_RAISE_ON_FLOATS = ("RShift", "LShift", "BitOr", "BitAnd", "BitXor", "Invert")
"""Operators that raise on every input of a float: mutants of them would be killed for nothing."""


_NEED_SETTINGS = ("VariableInserter", "VariableReplacer")
"""Operators that change what a user of the tool names; ours to name would be ``_ours``."""


@dataclass(frozen=True)
class Mutant:
    """One changed reference: in ``function`` the line ``before`` became ``after``."""

    group: str
    function: str
    before: str
    after: str
    source: str

    @property
    def key(self) -> tuple[str, str, str]:
        """What a mutant is known by in ``equivalent_mutants.toml``."""
        return (self.function, self.before, self.after)


def mutants_of(source: str) -> list[Mutant]:
    """Return the distinct mutants of a solution's functions, the tool's and ours, in a fixed order."""
    tree = ast.parse(source)
    plain = ast.unparse(tree)
    found: dict[str, Mutant] = {}
    candidates = [(OURS, text) for text in _ours(tree)] + [(TOOL, text) for text in _tools(plain)]
    for group, text in candidates:
        if text != plain and text not in found:
            mutant = _named(group, plain, text)
            if mutant is not None:
                found[text] = mutant
    return sorted(found.values(), key=lambda mutant: (mutant.key, mutant.group))


def _named(group: str, plain: str, text: str) -> Mutant | None:
    old, new = plain.splitlines(), text.splitlines()
    start = next((i for i, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)))
    end = next((i for i, (a, b) in enumerate(zip(old[::-1], new[::-1], strict=False)) if a != b), 0)
    before = " / ".join(line.strip() for line in old[start : max(start, len(old) - end)])
    after = " / ".join(line.strip() for line in new[start : max(start, len(new) - end)])
    function = _function_at(ast.parse(plain), start + 1)
    return Mutant(group, function, before, after, text) if function else None


def _function_at(tree: ast.Module, line: int) -> str | None:
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and node.lineno <= line <= (node.end_lineno or 0):
            return node.name
    return None


def _tools(plain: str) -> Iterator[str]:
    from cosmic_ray.mutating import mutate_code
    from cosmic_ray.plugins import get_operator, operator_names

    for name in sorted(operator_names()):
        if any(word in name for word in (*_RAISE_ON_FLOATS, *_NEED_SETTINGS)) or not name.startswith("core/"):
            continue
        for occurrence in range(10_000):
            text = mutate_code(plain, get_operator(name)(), occurrence)
            if text is None:
                break
            with contextlib.suppress(SyntaxError):
                yield ast.unparse(ast.parse(text))


def _ours(tree: ast.Module) -> Iterator[str]:
    for owner, name, number, node in list(_places(tree)):
        for change in _CHANGES if isinstance(node, _CHANGED) else ():
            changed = change(copy.deepcopy(node))
            if changed is not None:
                with _put(owner, name, number, changed), contextlib.suppress(SyntaxError, ValueError):
                    text = ast.unparse(ast.fix_missing_locations(tree))
                    ast.parse(text)
                    yield text
    yield from _without_statements(tree)


def _places(tree: ast.Module) -> Iterator[tuple[ast.AST, str, int | None, ast.AST]]:
    """Yield each node and where it hangs: its owner, the field, and the number in the field's list if it is one."""
    for owner in ast.walk(tree):
        for name, value in ast.iter_fields(owner):
            for number, node in enumerate(value if isinstance(value, list) else [value]):
                if isinstance(node, ast.AST):
                    yield owner, name, number if isinstance(value, list) else None, node


@contextlib.contextmanager
def _put(owner: ast.AST, name: str, number: int | None, node: ast.AST) -> Iterator[None]:
    """Hang another node into a place for a while."""
    before = getattr(owner, name)
    setattr(owner, name, node if number is None else [*before[:number], node, *before[number + 1 :]])
    try:
        yield
    finally:
        setattr(owner, name, before)


_SWAPS = {
    "sum": "mean",
    "mean": "sum",
    "std": "var",
    "var": "std",
    "zeros": "ones",
    "ones": "zeros",
    "maximum": "minimum",
    "minimum": "maximum",
    "max": "min",
    "min": "max",
    "argmin": "argmax",
    "argmax": "argmin",
    "any": "all",
    "all": "any",
    "zeros_like": "ones_like",
    "ones_like": "zeros_like",
}


def _swap_reduction(node: ast.AST) -> ast.AST | None:
    if isinstance(node, ast.Attribute) and node.attr in _SWAPS:
        node.attr = _SWAPS[node.attr]
        return node
    return None


def _other_axis(node: ast.AST) -> ast.AST | None:
    if isinstance(node, ast.keyword) and node.arg == "axis" and isinstance(node.value, ast.Constant):
        node.value = ast.Constant(1 if node.value.value == 0 else 0)
        return node
    return None


def _drop_keyword(node: ast.AST) -> ast.AST | None:
    if isinstance(node, ast.Call) and node.keywords:
        node.keywords = node.keywords[1:]
        return node
    return None


def _other_ddof(node: ast.AST) -> ast.AST | None:
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
        return None
    if node.func.attr not in ("std", "var") or any(keyword.arg == "ddof" for keyword in node.keywords):
        return None
    node.keywords.append(ast.keyword("ddof", ast.Constant(1)))
    return node


def _left_term(node: ast.AST) -> ast.AST | None:
    return node.left if isinstance(node, ast.BinOp) else None


def _right_term(node: ast.AST) -> ast.AST | None:
    return node.right if isinstance(node, ast.BinOp) else None


def _one_minus(node: ast.AST) -> ast.AST | None:
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id == "p":
        return ast.BinOp(ast.Constant(1), ast.Sub(), node)
    return None


def _doubled(node: ast.AST) -> ast.AST | None:
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id in ("m", "N", "n", "D", "eps"):
        return ast.BinOp(ast.Constant(2), ast.Mult(), node)
    return None


def _unsliced(node: ast.AST) -> ast.AST | None:
    if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Slice) and isinstance(node.ctx, ast.Load):
        return node.value
    return None


def _uncopied(node: ast.AST) -> ast.AST | None:
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
        return None
    if node.func.attr == "copy" and not node.args:
        return node.func.value
    return node.args[0] if node.func.attr in ("array", "copy", "abs", "sqrt") and len(node.args) == 1 else None


def _always(node: ast.AST) -> ast.AST | None:
    if isinstance(node, (ast.If, ast.IfExp)):
        node.test = ast.Constant(True)
        return node
    return None


def _never(node: ast.AST) -> ast.AST | None:
    if isinstance(node, (ast.If, ast.IfExp)):
        node.test = ast.Constant(False)
        return node
    return None


def _swapped_arguments(node: ast.AST) -> ast.AST | None:
    if isinstance(node, ast.Call) and len(node.args) == 2:
        node.args.reverse()
        return node
    return None


_CHANGES: tuple[Callable[[ast.AST], ast.AST | None], ...] = (
    _swap_reduction,
    _other_axis,
    _drop_keyword,
    _other_ddof,
    _left_term,
    _right_term,
    _one_minus,
    _doubled,
    _unsliced,
    _uncopied,
    _always,
    _never,
    _swapped_arguments,
)

_CHANGED = (ast.Attribute, ast.keyword, ast.Call, ast.BinOp, ast.Name, ast.Subscript, ast.If, ast.IfExp)
"""The kinds of nodes that some change fits."""


def _without_statements(tree: ast.Module) -> Iterator[str]:
    """Yield the tree with each simple statement of a function left out in turn."""
    for node in list(ast.walk(tree)):
        if isinstance(node, (ast.FunctionDef, ast.For, ast.While, ast.If)):
            for i, statement in enumerate(node.body):
                if isinstance(statement, (ast.Assign, ast.AugAssign, ast.Expr)) and not _is_docstring(node, i):
                    with _put(node, "body", i, ast.copy_location(ast.Pass(), statement)):
                        yield ast.unparse(tree)


def _is_docstring(node: ast.AST, position: int) -> bool:
    return position == 0 and isinstance(node, ast.FunctionDef) and ast.get_docstring(node) is not None
