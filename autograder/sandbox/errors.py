"""What can go wrong with a sandbox, as exceptions: a worker's end, which is the student's, and a failure of ours."""

from __future__ import annotations


class WorkerLost(Exception):
    """A worker ended before it answered; it is dead and reaped. This is about the student's code, not the grader's.

    ``reason`` is one of ``timeout`` (detail: seconds), ``exited`` (exit status), ``signal`` (its name), ``memory``,
    ``threads``, ``disk``, ``malformed`` and ``too_large`` (what was wrong with the reply).
    """

    def __init__(self, reason: str, detail: object = None) -> None:
        super().__init__(reason if detail is None else f"{reason}: {detail}")
        self.reason = reason
        self.detail = detail


class SandboxError(RuntimeError):
    """The sandbox itself cannot work: what happened and what to do. Never a reason for a student's zero."""
