"""Which nbgrader this was written and tested for. May not import it: it says what is wrong when it is not there."""

from __future__ import annotations

import importlib.util

TESTED = "0.9"
INSTALL = "python -m pip install 'deep-learning-autograder[nbgrader]'"


def version_fault(version: str) -> str:
    """Return the sentence about a version that was never tested, or ``""``.

    >>> version_fault("0.9.6"), version_fault("0.10.0")[:26]
    ('', 'This is nbgrader 0.10.0, a')
    """
    if version.startswith(f"{TESTED}."):
        return ""
    return f"This is nbgrader {version}, and our grader was tested with {TESTED} only; install that: {INSTALL}."


def absent() -> str:
    """Return the sentence about an installation without nbgrader, or ``""``."""
    if importlib.util.find_spec("nbgrader") is not None:
        return ""
    return f"nbgrader is not installed in this Python; install it, on Python 3.11 or newer: {INSTALL}."
