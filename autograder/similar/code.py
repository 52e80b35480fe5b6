"""From what was handed in to the lines that its author wrote: text only, nothing is parsed as Python or run."""

from __future__ import annotations

import json
from typing import Any

from autograder.submission import Submission

MOST = 200_000
"""Characters of one submission that are looked at: a hundred times what an assignment asks for."""


def own_lines(submission: Submission, stub: str) -> str:
    """Return the code of a script or notebook without the lines that the stub gives everybody, and without blank ones.

    >>> own_lines(Submission("a.py", b"import numpy\\n\\nx = 1\\n"), "import numpy\\n")
    'x = 1'
    """
    given = {line.strip() for line in stub.splitlines()}
    lines = _text(submission)[:MOST].splitlines()
    return "\n".join(line.rstrip() for line in lines if line.strip() and line.strip() not in given)


def _text(submission: Submission) -> str:
    text = submission.data.decode("utf-8-sig", "replace")
    if submission.suffix != ".ipynb":
        return text
    try:
        content = json.loads(text)
    except (ValueError, RecursionError):
        return ""
    cells = content.get("cells") if isinstance(content, dict) else None
    return "\n".join(_code(cell) for cell in (cells if isinstance(cells, list) else []))


def _code(cell: Any) -> str:
    if not isinstance(cell, dict) or cell.get("cell_type") != "code":
        return ""
    source = cell.get("source")
    return "".join(map(str, source)) if isinstance(source, list) else str(source or "")
