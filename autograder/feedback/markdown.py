"""Foreign text inside Markdown: escaped in prose, fenced in code. Knows nothing of results."""

from __future__ import annotations

import re

from autograder.submission import printable

_SPECIAL = re.compile(r"[\\`*_{}\[\]()#+!|<>~&$-]")
_ENTITIES = {"<": "&lt;", ">": "&gt;", "&": "&amp;"}  # a backslash before these is itself shown by some renderers


def escape(text: str) -> str:
    """Return text that Markdown and HTML show as it is, on one line.

    >>> escape("a*b <script>")
    'a\\\\*b &lt;script&gt;'
    """
    return _SPECIAL.sub(lambda found: _ENTITIES.get(found[0], f"\\{found[0]}"), printable(text, 2_000))


def code_block(text: str) -> str:
    """Return a fenced block that no text inside can close."""
    longest = max((len(run) for run in re.findall(r"`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    lines = [printable(line, 600) for line in text.splitlines()[:60]]
    return "\n".join([f"{fence}text", *lines, fence])
