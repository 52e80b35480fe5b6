"""The reference's answers to the public checks, recorded: a kit needs no reference.

Values only, in one ``.npz`` file that is read without pickle. A check asks the same questions in the same order
every time, because its inputs come from the course's salt.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import numpy as np

from autograder.checks.bench import Oracle, OracleFailed
from autograder.checks.running import check_under_way
from autograder.wire.codec import pack, unpack
from autograder.wire.extensions import extensions_for
from autograder.wire.student import InProcess, Student, write_back
from autograder.wire.values import Extension, Malformed

EXPECTED = "expected.npz"


class Recording(Oracle):
    """An oracle that keeps every answer it gives, by check and number."""

    def __init__(self, transport: InProcess, check: Callable[[], str]) -> None:
        super().__init__(transport)
        self._extensions = transport.servant.extensions
        self._check = check
        self._answers: dict[str, bytes] = {}
        self._counts: dict[str, int] = {}

    def _begin(self, seed: int) -> None:
        super()._begin(seed)
        check = self._check()
        self._counts[check] = 0
        for key in [key for key in self._answers if key.rpartition("/")[0] == check]:
            del self._answers[key]

    def _call(self, name: str, args: tuple[Any, ...]) -> Any:
        value = super()._call(name, args)
        check = self._check()
        number = self._counts[check]
        self._counts[check] = number + 1
        written = {str(at): new for at, new in self._calls[-1].changed.items() if isinstance(args[at], dict)}
        self._answers[f"{check}/{number}"] = pack([name, value, written], extensions=self._extensions)
        return value

    def _bytes(self) -> bytes:
        """Return the ``.npz`` file's content; equal recordings give equal bytes."""
        buffer = io.BytesIO()
        names = sorted(self._answers)
        whole = b"".join(self._answers[name] for name in names)
        ends = np.cumsum([len(self._answers[name]) for name in names], dtype=np.int64)
        np.savez_compressed(buffer, names=np.array(names), ends=ends, data=np.frombuffer(whole, np.uint8))
        return buffer.getvalue()


class Recorded(Student):
    """Answers from a recording, in the order in which it was made."""

    def __init__(
        self, answers: dict[str, bytes], check: Callable[[], str], extensions: tuple[Extension, ...] = ()
    ) -> None:
        super().__init__(_Silent())
        self._extensions = extensions
        self._answers = answers
        self._check = check
        self._number = 0

    def _begin(self, seed: int) -> None:
        super()._begin(seed)
        self._number = 0

    def _call(self, name: str, args: tuple[Any, ...]) -> Any:
        key = f"{self._check()}/{self._number}"
        self._number += 1
        try:
            asked, value, written = unpack(self._answers[key], extensions=self._extensions)
        except (KeyError, Malformed):
            raise OracleFailed(f"the recorded answers hold no {key}: the kit's files do not fit together") from None
        if asked != name:
            raise OracleFailed(f"the recorded answer {key} is {asked}'s, not {name}'s")
        for at, new in written.items():
            write_back(args[int(at)], new)
        return value


class _Silent:
    def request(self, message: dict[str, Any]) -> dict[str, Any]:
        """Recorded answers ask nobody."""
        raise OracleFailed("a recording cannot be asked anything new")


def read_recorded(path: Path, requires: Iterable[str] = ()) -> Student:
    """Return the oracle that answers from a recording. Raises ``OracleFailed`` when it cannot be read."""
    try:
        with np.load(path, allow_pickle=False) as file:
            names, ends, data = file["names"].tolist(), file["ends"].tolist(), file["data"].tobytes()
    except (OSError, ValueError, KeyError) as error:
        raise OracleFailed(f"{path}: the recorded answers cannot be read ({type(error).__name__})") from None
    starts = [0, *ends[:-1]]
    answers = {name: data[start:end] for name, start, end in zip(names, starts, ends, strict=True)}
    return Recorded(answers, check_under_way, extensions_for(requires))


def recording_of(reference: Student) -> Recording:
    """Return an oracle that records what it is asked, over an already loaded reference."""
    assert isinstance(reference._transport, InProcess)
    return Recording(reference._transport, check_under_way)
