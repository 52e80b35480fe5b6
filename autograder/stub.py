"""The stub is the solution with every marked block taken out: one source, so the two can never drift apart."""

from __future__ import annotations

import re

from autograder.course import Assignment
from autograder.docstrings import translated
from autograder.settings import CourseError

BEGIN, END = "# BEGIN SOLUTION", "# END SOLUTION"
_FUNCTION = re.compile(r"(?:async )?def (\w+)")


def stub_of(solution: str, path: str = "the solution") -> str:
    """Return a solution's text with each block from BEGIN to END replaced by a raise that names its function.

    >>> stub_of("def f(x):\\n    # BEGIN SOLUTION\\n    return x\\n    # END SOLUTION\\n")
    'def f(x):\\n    raise NotImplementedError("f")\\n'

    Raises ``CourseError`` for a block that is not closed, not opened or outside a function.
    """
    kept: list[str] = []
    function, inside = "", 0
    for number, line in enumerate(solution.splitlines(keepends=True), start=1):
        mark = line.strip()
        found = _FUNCTION.match(line)
        if found and not inside:
            function = found.group(1)
        if mark == BEGIN:
            if inside or not function:
                raise CourseError(f"{path}, line {number}: {BEGIN} inside another block or outside a function.")
            inside = number
            indent = line[: len(line) - len(line.lstrip())]
            kept.append(f'{indent}raise NotImplementedError("{function}")\n')
        elif mark == END:
            if not inside:
                raise CourseError(f"{path}, line {number}: {END} without {BEGIN}.")
            inside = 0
        elif not inside:
            kept.append(line)
    if inside:
        raise CourseError(f"{path}, line {inside}: {BEGIN} is never closed.")
    return "".join(kept)


def stub_for(assignment: Assignment) -> str:
    """Return the stub that an assignment's reference makes. Raises ``CourseError``."""
    try:
        text = assignment.reference.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise CourseError(f"{assignment.reference}: there is no such file; the stub is made from it.") from None
    return stub_of(text, str(assignment.reference))


def stub_in(assignment: Assignment, lang: str) -> str:
    """Return an assignment's stub as students of a language get it: the same code, the docstrings in their words."""
    return translated(assignment.stub.read_text(encoding="utf-8"), assignment.docstrings(lang))


def write_stub(assignment: Assignment) -> bool:
    """Write an assignment's stub; say whether that changed the file."""
    text = stub_for(assignment)
    if assignment.stub.exists() and assignment.stub.read_text(encoding="utf-8") == text:
        return False
    assignment.stub.write_text(text, encoding="utf-8", newline="\n")
    return True
