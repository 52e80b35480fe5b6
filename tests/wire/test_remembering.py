"""A trusted servant that remembers answers as one that works everything out, in whatever order it is asked."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from autograder.wire.servant import Servant
from autograder.wire.student import InProcess, Remembering, Student
from tests.support import same

SOURCE = b"""
import numpy as np
calls = []

def draw(n):
    calls.append("draw")
    return np.random.normal(size=n)

def keep(x):
    calls.append("keep")
    return {"held": object(), "x": x}

class Box:
    def __init__(self, x):
        self.x = x

def box(x):
    calls.append("box")
    return Box(x)

def unbox(held, y):
    calls.append("unbox")
    return held.x + y

def count():
    return len(calls)

def fails(x):
    raise ValueError(str(x))
"""


def proxy(kind: type[InProcess], limit: int | None = None) -> Student:
    servant = Servant()
    transport = Remembering(servant, limit) if limit is not None else kind(servant)
    transport.request({"op": "load", "source": SOURCE, "name": "trusted.py", "module": "trusted"})
    return Student(transport)


def play(student: Student, script: list[tuple[int, list[int]]]) -> list[object]:
    """A check for each entry: a seed, and what is asked in order."""
    answers: list[object] = []
    for seed, steps in script:
        student._begin(seed)
        held = None
        for step in steps:
            if step == 0:
                answers.append(student.draw(3))
            elif step == 1:
                held = student.box(np.arange(3.0) + seed)
            elif held is not None:
                answers.append(student.unbox(held, float(step)))
    return answers


SCRIPTS = st.lists(st.tuples(st.integers(0, 2), st.lists(st.integers(0, 3), max_size=5)), max_size=12)


@given(SCRIPTS, st.sampled_from([0, 2_000, 1 << 20]))
def test_it_answers_as_one_that_forgets(script: list[tuple[int, list[int]]], limit: int) -> None:
    assert same(play(proxy(InProcess), script), play(proxy(Remembering, limit), script))


def test_it_works_nothing_out_twice() -> None:
    student = proxy(Remembering)
    for _ in range(5):
        student._begin(7)
        student.draw(3)
        student.unbox(student.box(1.0), 2.0)
    student._begin(8)
    assert student.count() == 3
