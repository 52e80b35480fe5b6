"""Reading TOML on every Python we run on: the standard library's from 3.11, pytest's own ``tomli`` on 3.10."""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import Any

try:
    _toml: Any = importlib.import_module("tomllib")
except ModuleNotFoundError:
    _toml = importlib.import_module("tomli")

BadToml: type[ValueError] = _toml.TOMLDecodeError
"""Raised for text that is no TOML."""


def parse_toml(text: str) -> dict[str, Any]:
    """Return the tables of a TOML text. Raises ``BadToml``.

    >>> parse_toml("[limits]\\nseconds = 3")
    {'limits': {'seconds': 3}}
    """
    tables: dict[str, Any] = _toml.loads(text)
    return tables


def read_toml(path: Path) -> dict[str, Any]:
    """Return the tables of a TOML file. Raises ``OSError``, ``UnicodeDecodeError`` or ``BadToml``."""
    return parse_toml(path.read_text(encoding="utf-8-sig"))  # Windows puts a mark before UTF-8
