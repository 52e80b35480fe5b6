"""Which wire extension a required library brings. Imports none of them until one is asked for."""

from __future__ import annotations

import importlib
from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from autograder.wire.values import Extension

BY_LIBRARY = {"torch": "autograder.wire.torch_values:TORCH"}


def extension_names(requires: Iterable[str]) -> tuple[str, ...]:
    """Return the extensions of the libraries that an assignment requires, as ``"module:ATTRIBUTE"``."""
    return tuple(BY_LIBRARY[library] for library in requires if library in BY_LIBRARY)


def extensions_for(requires: Iterable[str]) -> tuple[Extension, ...]:
    """Return those extensions themselves. Raises ``ImportError`` when a library is not installed."""
    return find_extensions(extension_names(requires))


def find_extensions(names: Iterable[str]) -> tuple[Extension, ...]:
    """Return the extensions called ``"module:ATTRIBUTE"``. Raises ``ImportError`` or ``AttributeError``."""
    parts = [name.partition(":") for name in names]
    return tuple(getattr(importlib.import_module(module), attribute) for module, _, attribute in parts)
