"""What checks said of the very same functions before: a solution is run only against what can differ.

A check is known by what it called: each called function's source, with all top-level code of its file that it can
reach. Two solutions that agree in it cannot differ in that check. For our own solutions: no student is graded so.
"""

from __future__ import annotations

import ast
import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from autograder.checks.run import Outcome

_SAID = frozenset(
    {
        *("type", "shape", "dtype", "length", "finite", "value", "gradient", "fact", "changed", "values"),
        *("listed", "missing", "raised", "not_attempted", "needs", "unsendable"),
    }
)
"""The failures that are the code's own. Time, memory and lost workers are not remembered."""


class Reach:
    """What each function of a file can reach in it.

    >>> one, other = Reach("def f(): return g()\\ndef g(): return 1\\ndef h(): return 0"), Reach("def h(): return 0")
    >>> one.of("h") == other.of("h"), one.of("f") == one.of("g")
    (True, False)
    """

    def __init__(self, source: str) -> None:
        self._texts: list[str] = []
        self._binds: dict[str, list[int]] = {}
        self._names: list[frozenset[str]] = []
        self._always: list[int] = []
        self._found: dict[str, str] = {}
        for number, statement in enumerate(_without_docstrings(ast.parse(source)).body):
            self._texts.append(ast.dump(statement))
            self._names.append(frozenset(_used(statement)))
            for name in _bound(statement):
                self._binds.setdefault(name, []).append(number)
            if not isinstance(statement, (ast.FunctionDef, ast.ClassDef, ast.Import, ast.ImportFrom)):
                self._always.append(number)  # it runs when the file is loaded, whoever is called later

    def of(self, function: str) -> str:
        """Return a digest of all that a call of a function can reach, in the order of the file."""
        if function not in self._found:
            text = "\n".join(self._texts[number] for number in sorted(self._reached(function)))
            self._found[function] = hashlib.sha256(text.encode()).hexdigest()
        return self._found[function]

    def _reached(self, function: str) -> set[int]:
        reached: set[int] = set()
        waiting = [*self._always, *self._binds.get(function, [])]
        while waiting:
            number = waiting.pop()
            if number not in reached:
                reached.add(number)
                waiting += [other for name in self._names[number] for other in self._binds.get(name, [])]
        return reached


def _without_docstrings(tree: ast.Module) -> ast.Module:
    for node in ast.walk(tree):
        if isinstance(node, (ast.Module, ast.FunctionDef, ast.ClassDef)) and ast.get_docstring(node) is not None:
            node.body = node.body[1:]
    return tree


def _bound(statement: ast.stmt) -> Iterator[str]:
    """Yield the names that a statement gives a meaning at the top of the file."""
    if isinstance(statement, (ast.FunctionDef, ast.ClassDef)):
        yield statement.name
        yield from (name for node in ast.walk(statement) if isinstance(node, ast.Global) for name in node.names)
        return
    for node in ast.walk(statement):
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            yield node.name
        elif isinstance(node, (ast.Import, ast.ImportFrom)):
            yield from ((alias.asname or alias.name).partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id


def _used(statement: ast.stmt) -> Iterator[str]:
    """Yield every word that could name something at the top of the file, whatever it means where it stands."""
    for node in ast.walk(statement):
        if isinstance(node, ast.Name):
            yield node.id
        elif isinstance(node, ast.Attribute):
            yield node.attr
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value  # globals()["f"]
        elif isinstance(node, (ast.Global, ast.Nonlocal)):
            yield from node.names


@dataclass
class Known:
    """What checks said of solutions, by salt and check: for each, what was called and what it reached."""

    outcomes: dict[tuple[int, str], list[tuple[dict[str, str], Outcome]]] = field(default_factory=dict)

    def about(self, source: str, salt: int, changed: Mapping[str, str] | None = None) -> Recollection:
        """Return what is known of one solution under one salt; ``changed`` functions are not what their source says."""
        return Recollection(self, Reach(source), salt, dict(changed or {}))


@dataclass
class Recollection:
    """A ``Memory`` for one solution."""

    known: Known
    reach: Reach
    salt: int
    changed: dict[str, str]

    def recall(self, check: str) -> Outcome | None:
        """Return what a check said of a solution that is the same in all that the check called."""
        for reached, outcome in self.known.outcomes.get((self.salt, check), []):
            if all(self._of(function) == digest for function, digest in reached.items()):
                return outcome
        return None

    def keep(self, outcome: Outcome) -> None:
        """Remember what a check said, if it was the code's own doing."""
        if {failure.kind for failure in outcome.failures} <= _SAID:
            reached = {function: self._of(function) for function in outcome.called}
            self.known.outcomes.setdefault((self.salt, outcome.check), []).append((reached, outcome))

    def _of(self, function: str) -> str:
        return self.changed.get(function, "") + self.reach.of(function)
