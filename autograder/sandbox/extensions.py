"""Wire extensions by name, found alike on both sides of the border."""

from __future__ import annotations

import importlib
from collections.abc import Sequence

from autograder.wire.codec import Extension


def find(names: Sequence[str]) -> tuple[Extension, ...]:
    """Return the extensions called ``"package.module:ATTRIBUTE"``. Raises ``ImportError`` or ``AttributeError``."""
    parts = [name.partition(":") for name in names]
    return tuple(getattr(importlib.import_module(module), attribute) for module, _, attribute in parts)
