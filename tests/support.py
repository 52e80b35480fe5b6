"""What tests of several folders share: students in process, values compared exactly, texts of failures.

Grading a course is in tests/tiny.py.
"""

from __future__ import annotations

import itertools
import math
from typing import Any

import numpy as np

from autograder.results import CheckFailed, Failure
from autograder.wire.servant import Servant
from autograder.wire.student import InProcess, Student
from autograder.words import Words
from autograder.words.sentences import describe_failure

_numbers = itertools.count()


def load(source: str | bytes, *, quiet: bool = True, definitions: bool = False) -> tuple[Student, dict[str, Any]]:
    """Load a submission into this process, as the worker does; return its proxy and the servant's reply."""
    data = source if isinstance(source, bytes) else source.encode()
    transport = InProcess(Servant(quiet=quiet))
    name = f"submission_{next(_numbers)}"
    message = {"op": "load", "source": data, "name": f"{name}.py", "module": name, "definitions": definitions}
    reply = transport.request(message)
    return Student(transport, reply.get("unwritten", ())), reply


def student_of(source: str | bytes) -> Student:
    """Load a submission that has no problem."""
    student, reply = load(source)
    assert "problem" not in reply, reply
    return student


def failure_of(work: Any, *args: Any, **keywords: Any) -> Failure:
    """Call something that must raise ``CheckFailed``; return its failure."""
    try:
        value = work(*args, **keywords)
    except CheckFailed as failed:
        return failed.failure
    raise AssertionError(f"nothing failed; {value!r} came back")


def told(failure: Failure, lang: str = "en") -> str:
    """What a person reads of a failure."""
    return describe_failure(failure, Words(lang))


def same(one: Any, other: Any) -> bool:
    """Say whether two plain values are the same in type, structure and every bit that can be seen."""
    if type(one) is not type(other):
        return False
    if isinstance(one, np.ndarray):
        return one.dtype == other.dtype and one.shape == other.shape and one.tobytes() == other.tobytes()
    if isinstance(one, np.generic):
        return one.dtype == other.dtype and one.tobytes() == other.tobytes()
    if isinstance(one, (list, tuple)):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, dict):
        return len(one) == len(other) and same(list(one.items()), list(other.items()))
    if isinstance(one, complex):
        return same(one.real, other.real) and same(one.imag, other.imag)
    if isinstance(one, float):
        return (math.isnan(one) and math.isnan(other)) or (
            one == other and math.copysign(1, one) == math.copysign(1, other)
        )
    if isinstance(one, np.random.Generator):
        return bool(one.bit_generator.state == other.bit_generator.state)
    return bool(one == other)
