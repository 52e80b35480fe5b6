"""Calling an ordinary check without pytest's protocol, which costs more than most checks do.

Ordinary are functions whose fixtures are plain functions of a check's own: what the checks of a course look like.
Anything else (parameters, marks, generators, wider scopes, ``request``) has no recipe, and pytest runs it.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest

from autograder.checks.bench import Bench

_OURS = "autograder.checks.plugin"


@dataclass(frozen=True)
class Recipe:
    """How the arguments of a check are made: its own arguments, and each fixture after those that it needs."""

    arguments: tuple[str, ...]
    steps: tuple[tuple[str, Callable[..., Any] | None, tuple[str, ...]], ...]
    """Name, function and arguments of each fixture; ``None`` for what the bench gives."""

    @property
    def names(self) -> frozenset[str]:
        """Every fixture that is made."""
        return frozenset(name for name, _, _ in self.steps)

    def cook(self, bench: Bench, rng: Callable[[], np.random.Generator]) -> dict[str, Any]:
        """Return the arguments by name. Raises whatever a fixture raises."""
        values: dict[str, Any] = {}
        for name, function, needs in self.steps:
            if function is not None:
                values[name] = function(*(values[each] for each in needs))
            elif name == "rng":
                values[name] = rng()
            else:
                values[name] = bench.student if name == "student" else bench.expected
        return {name: values[name] for name in self.arguments}


def recipes_of(items: Iterable[pytest.Function]) -> dict[str, Recipe]:
    """Return the recipes of the ordinary checks among some, by node id."""
    found = ((item.nodeid, recipe_of(item)) for item in items)
    return {name: recipe for name, recipe in found if recipe is not None}


def recipe_of(item: pytest.Function) -> Recipe | None:
    """Return the recipe of an ordinary check, ``None`` for one that only pytest can run."""
    fixtures = getattr(item, "_fixtureinfo", None)
    if fixtures is None or hasattr(item, "callspec") or inspect.iscoroutinefunction(item.function):
        return None
    if list(item.iter_markers()) or set(fixtures.initialnames) != set(fixtures.argnames):
        return None
    steps: dict[str, tuple[str, Callable[..., Any] | None, tuple[str, ...]]] = {}
    if not all(_add(name, fixtures.name2fixturedefs, steps, ()) for name in fixtures.argnames):
        return None
    return Recipe(tuple(fixtures.argnames), tuple(steps.values()))


def _add(name: str, known: Any, steps: dict[str, Any], above: tuple[str, ...]) -> bool:
    """Add a fixture's step after those of the fixtures that it needs; say whether that is possible."""
    if name in steps:
        return True
    if name in above or len(known.get(name, ())) != 1:
        return False
    (fixture,) = known[name]
    if fixture.func.__module__ == _OURS and name in ("student", "expected", "rng"):
        steps[name] = (name, None, ())
        return True
    if fixture.scope != "function" or fixture.params or inspect.isgeneratorfunction(fixture.func):
        return False
    if inspect.iscoroutinefunction(fixture.func) or "request" in fixture.argnames:
        return False
    if not all(_add(each, known, steps, (*above, name)) for each in fixture.argnames):
        return False
    steps[name] = (name, fixture.func, tuple(fixture.argnames))
    return True
