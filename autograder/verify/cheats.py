"""Trivial cheats: the reference with one function's answer replaced by zeros, by its input, by NaN, ..."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from autograder.wire.student import Transport

Change = Callable[[Any, list[Any]], Any]


def _each(change: Callable[[np.ndarray], Any]) -> Change:
    """Apply a change to every number that comes back; words become empty, caches stay."""

    def apply(value: Any, args: list[Any]) -> Any:
        if isinstance(value, tuple):
            return tuple(apply(item, args) for item in value)
        if isinstance(value, str):
            return ""
        if isinstance(value, bool) or not isinstance(value, (int, float, np.generic, np.ndarray, list)):
            return value
        return change(np.asarray(value, dtype=float))

    return apply


def _identity(value: Any, args: list[Any]) -> Any:
    first = args[0] if args else None
    return (first, *value[1:]) if isinstance(value, tuple) and value else first


def _twice_the_input(value: Any, args: list[Any]) -> Any:
    first = 2 * args[0] if args and isinstance(args[0], (np.ndarray, float)) else None
    return (first, *value[1:]) if isinstance(value, tuple) and value else first


CHEATS: dict[str, Change] = {
    "zeros": _each(np.zeros_like),
    "ones": _each(np.ones_like),
    "doubled": _each(lambda array: 2 * array),
    "negated": _each(lambda array: -array),
    "nan": _each(lambda array: np.full_like(array, np.nan)),
    "infinite": _each(lambda array: np.full_like(array, np.inf)),
    "empty": _each(lambda array: np.zeros(0)),
    "scalar": _each(lambda array: 0.0),
    "none": lambda value, args: None,
    "identity": _identity,
    "twice_the_input": _twice_the_input,
}


@dataclass
class Meddling:
    """A transport that is right in what one function returns, and writes over every array that it was given."""

    inner: Transport
    function: str

    def request(self, message: dict[str, Any]) -> dict[str, Any]:
        """Carry a request to the reference; claim that the one function changed its arguments."""
        reply = self.inner.request(message)
        if message.get("name") != self.function:
            return reply
        arrays = {str(i): arg + 1 for i, arg in enumerate(message["args"]) if isinstance(arg, np.ndarray)}
        return {**reply, "changed": {**arrays, **reply.get("changed", {})}}


@dataclass
class Cheating:
    """A transport that changes what one function returns."""

    inner: Transport
    function: str
    change: Change

    def request(self, message: dict[str, Any]) -> dict[str, Any]:
        """Carry a request to the reference; replace the answer of the one function."""
        reply = self.inner.request(message)
        if message.get("name") == self.function and reply.get("status") == "returned":
            reply = {**reply, "value": self.change(reply["value"], message["args"])}
        return reply
