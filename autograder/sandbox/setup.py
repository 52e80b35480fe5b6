"""What a grader tells its zygote at the start. Data only; holds paths and numbers, never a secret."""

from __future__ import annotations

from dataclasses import dataclass, field

EXIT_MEMORY = 86
"""The exit status of a worker that ran out of memory between two of a student's calls."""


@dataclass(frozen=True)
class Setup:
    """The first message on the control socket, as JSON.

    ``sites`` are the folders from which the grader itself would import ``preload``; ``extensions`` are names such as
    ``"package.module:ATTRIBUTE"``; ``hidden`` are folders that no worker may see, ``canary`` a file in one of them;
    ``memory`` is a worker's budget in bytes; ``uid`` one that workers may have, ``None`` when the grader is not root.
    """

    grader: int
    base: str
    memory: int
    preload: list[str]
    sites: list[str] = field(default_factory=list)
    extensions: list[str] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    canary: str | None = None
    uid: int | None = None
