"""The student's functions as the checks see them, wherever they run.

``student.f(a, b)`` sends copies of the arguments, returns plain values rebuilt from bytes, and raises ``CheckFailed``
with a ``Failure`` when the function is missing, not attempted or raises.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, Protocol

from autograder.results import CheckFailed, Failure
from autograder.wire.brief import brief
from autograder.wire.codec import pack, unpack
from autograder.wire.servant import Servant, answer


class Transport(Protocol):
    """Carries one request to a servant and its reply back."""

    def request(self, message: dict[str, Any]) -> dict[str, Any]:
        """Return the servant's reply. Raises ``CheckFailed`` when the servant is lost."""


class InProcess:
    """A servant in this very process, reached through the same bytes as one behind a border."""

    def __init__(self, servant: Servant) -> None:
        self.servant = servant

    def request(self, message: dict[str, Any]) -> dict[str, Any]:
        """Pack, answer, unpack."""
        data = answer(self.servant, pack(message, extensions=self.servant.extensions))
        reply = unpack(data, extensions=self.servant.extensions)
        assert isinstance(reply, dict)
        return reply


class Remembering(InProcess):
    """A trusted servant that is never asked the same twice: it answers from memory what it has answered before.

    An answer depends on everything asked since a check began: generators go on, objects stay behind their handles.
    So it is kept under the hash of all that, and on the first new question what was skipped is made up for.
    """

    def __init__(self, servant: Servant, limit: int = 32 << 20) -> None:
        super().__init__(servant)
        self._room = limit
        self._answers: dict[bytes, bytes] = {}
        self._asked = b""
        self._skipped: list[bytes] = []

    def request(self, message: dict[str, Any]) -> dict[str, Any]:
        """Pack, remember or answer, unpack."""
        data = pack(message, extensions=self.servant.extensions)
        if message.get("begin") is not None or message["op"] != "call":
            self._asked = b""
            self._skipped.clear()
        self._asked = hashlib.sha256(self._asked + data).digest()
        reply = unpack(self._answer(data), extensions=self.servant.extensions)
        assert isinstance(reply, dict)
        return reply

    def _answer(self, data: bytes) -> bytes:
        known = self._answers.get(self._asked)
        if known is not None:
            self._skipped.append(data)
            return known
        for each in self._skipped:
            answer(self.servant, each)
        self._skipped.clear()
        new = answer(self.servant, data)
        if len(new) <= self._room:  # what does not fit any more is worked out again each time
            self._room -= len(new)
            self._answers[self._asked] = new
        return new


@dataclass
class Call:
    """One call of a student's function: what went in, what came back, what was changed and printed."""

    name: str
    args: tuple[Any, ...]
    shown: tuple[Any, ...] = ()
    """The arguments as they went in: a dictionary among ``args`` is written back."""
    value: Any = None
    changed: dict[int, Any] = field(default_factory=dict)
    output: str = ""

    def __str__(self) -> str:
        return f"{self.name}({', '.join(brief(arg) for arg in self.shown)})"


class Student:
    """Proxy of a submission. Every public attribute is one of its functions.

    A dictionary among the arguments is written back after the call (``bn_param`` is meant to change); an array never
    is: ``changed(array)`` tells whether the student changed it. ``unwritten`` names functions that are still stubs.
    """

    def __init__(self, transport: Transport, unwritten: Iterable[str] = ()) -> None:
        self._transport = transport
        self._unwritten = frozenset(unwritten)
        self._calls: list[Call] = []
        self._seed: int | None = None

    def __getattr__(self, name: str) -> Callable[..., Any]:
        if name.startswith("_"):
            raise AttributeError(name)
        return lambda *args: self._call(name, args)

    def _begin(self, seed: int) -> None:
        """Start a check: before its first call the global random generators get ``seed`` and old objects go."""
        self._calls.clear()
        self._seed = seed

    def _call(self, name: str, args: tuple[Any, ...]) -> Any:
        call = Call(name, args, tuple(dict(arg) if isinstance(arg, dict) else arg for arg in args))
        self._calls.append(call)
        reply = self._transport.request({"op": "call", "name": name, "args": list(args), "begin": self._seed})
        self._seed = None
        call.output = _text(reply.get("output"))
        if reply.get("status") != "returned" or "value" not in reply:
            raise CheckFailed(_failure(call, reply))
        call.value = reply["value"]
        call.changed = _changed(reply.get("changed"), len(args))
        for position, new in call.changed.items():
            write_back(args[position], new)
        return call.value


def call_that_returned(calls: list[Call], value: Any) -> Call | None:
    """Return the last call whose value is ``value`` or holds it; the last call of all when none does."""
    for call in reversed(calls):
        if call.value is value or (isinstance(call.value, (tuple, list)) and any(v is value for v in call.value)):
            return call
    return calls[-1] if calls else None


def _failure(call: Call, reply: dict[str, Any]) -> Failure:
    status = _text(reply.get("status"))
    if status == "missing":
        return Failure("missing", detail={"function": call.name, "defined": reply.get("defined") is True})
    if status not in ("raised", "not_attempted"):
        return Failure("unsendable", call=str(call), detail={"function": call.name})
    error: dict[str, Any] = {
        "type": _text(reply.get("type")),
        "message": _text(reply.get("message")),
        "frames": _frames(reply),
        "left_out": _text(reply.get("left_out")),
    }
    inner = error["frames"][-1]["function"] if error["frames"] else call.name
    if status == "not_attempted" and inner != call.name:
        return Failure("needs", call=str(call), detail={"function": call.name, "needed": inner})
    return Failure(status, call=str(call), detail={"function": call.name, **error})


def _frames(reply: dict[str, Any]) -> list[dict[str, Any]]:
    frames = reply.get("frames")
    if not isinstance(frames, list):
        return []
    return [
        {
            "line": frame.get("line"),
            "cell": frame.get("cell"),
            "function": _text(frame.get("function")),
            "source": _text(frame.get("source")),
        }
        for frame in frames[:6]
        if isinstance(frame, dict) and type(frame.get("line")) is int and type(frame.get("cell")) is int
    ]


def _text(value: Any) -> str:
    return value[:4_000] if isinstance(value, str) else ""


def _changed(claimed: Any, count: int) -> dict[int, Any]:
    if not isinstance(claimed, dict):
        return {}
    return {position: claimed[str(position)] for position in range(count) if str(position) in claimed}


def write_back(old: Any, new: Any) -> None:
    """Give a dictionary the content that a call left in it; anything else stays as it is."""
    if isinstance(old, dict) and isinstance(new, dict):
        old.clear()
        old.update(new)
