"""Why a mutant that survives is equivalent: an identity, evaluated with random numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from autograder.checks.plugin import import_file
from autograder.course import Assignment
from autograder.verify.faults import Fault
from autograder.verify.judge import Equivalent

TRIALS = 50


def identity_faults(assignment: Assignment, listed: Sequence[Equivalent]) -> Iterator[Fault]:
    """Yield a fault for every explanation whose identity is not true.

    An identity is a Python expression over ``np``, ``rng`` (a generator), ``reference`` (the solution's module). It
    is written by an instructor and evaluated ``TRIALS`` times.
    """
    path = assignment.secret / "equivalent_mutants.toml"
    reference = import_file(assignment.reference)
    for each in listed:
        names = {"np": np, "rng": np.random.default_rng(0), "reference": reference}
        try:
            holds = all(bool(eval(each.identity, names)) for _ in range(TRIALS))
        except Exception as error:
            yield Fault(
                str(path), f"the identity {each.identity!r} raises {type(error).__name__}: {error}", "correct it"
            )
            continue
        if not holds:
            yield Fault(str(path), f"the identity {each.identity!r} is not true", "then the mutant is not equivalent")
