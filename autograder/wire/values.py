"""What the wire carries besides plain values, and the limits of what it carries.

A value without a plain form stays where it is and crosses as a ``Handle``; a library's types cross as an ``Extension``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

MAX_DEPTH = 40
MAX_NODES = 400_000
MAX_TEXT = 1_000_000
MAX_SIDE = 2**26
MAX_KEYS = 10_000
MAX_HEADER = 4 * 1024 * 1024
"""The largest header, in bytes: a small one can be made to name much, so each buffer is used once at most."""

MAX_INT_BITS = 4096


class Malformed(ValueError):
    """Bytes that are no packed value, or a value beyond the limits of the wire."""


@dataclass(frozen=True)
class Handle:
    """Stands for a value that stayed on the other side; ``kind`` is the name of its type, as that side claims it."""

    id: int
    kind: str


@dataclass
class Handles:
    """The objects that stayed on this side, by number. One object keeps one number."""

    _objects: dict[int, Any] = field(default_factory=dict)
    _numbers: dict[int, int] = field(default_factory=dict)

    def keep(self, value: Any, kind: str = "") -> Handle:
        """Return the handle of ``value``, a new one if it has none; ``kind`` is said instead of its type's name."""
        number = self._numbers.setdefault(id(value), len(self._objects))
        self._objects[number] = value
        return Handle(number, kind or type_name(value))

    def find(self, number: int) -> Any:
        """Return the object behind a number. Raises ``Malformed`` when there is none."""
        try:
            return self._objects[number]
        except KeyError:
            raise Malformed(f"no object has the number {number}") from None

    def clear(self) -> None:
        """Forget every object."""
        self._objects.clear()
        self._numbers.clear()


@dataclass(frozen=True)
class Extension:
    """A type from a library that not every assignment needs, carried as plain values.

    ``encode(value)`` returns plain values, or ``None`` when the value is not of this kind;
    ``decode(plain)`` rebuilds it and raises ``Malformed`` for anything it does not know;
    ``called(value)`` says what to call a value that ``encode`` refused, ``""`` for any other.
    """

    name: str
    encode: Callable[[Any], Any]
    decode: Callable[[Any], Any]
    called: Callable[[Any], str] = lambda value: ""


def type_name(value: Any) -> str:
    """Return the type's name as a reader would write it: ``ndarray``, ``MaskedArray``, ``list``."""
    return str(getattr(type(value), "__name__", "object"))[:80]
