"""The student's functions behind the process border: limits, losses and replacements of the worker."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Any

from autograder.results import CheckFailed, Failure
from autograder.sandbox import Sandbox, WorkerLost
from autograder.sandbox.handle import Worker
from autograder.settings import Limits
from autograder.submission import Submission
from autograder.wire.frames import MAX_FRAME


class Unloadable(Exception):
    """The submission cannot be loaded; the ``Failure`` says why."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.kind)
        self.failure = failure


class Border:
    """A transport whose servant is a confined worker. One question's end is not the end of the others.

    Limits are wall seconds per question and per submission. A worker that is lost costs the question under way; the
    next question gets a fresh one.
    """

    def __init__(
        self,
        sandbox: Sandbox,
        submission: Submission,
        module: str,
        limits: Limits,
        libraries: Sequence[str] = ("numpy",),
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.sandbox = sandbox
        self.submission = submission
        self.module = module
        self.limits = limits
        self.libraries = libraries
        self.clock = clock
        self.started = clock()
        self.question = ""
        self.spent: dict[str, float] = {}
        self.lost: dict[str, Failure] = {}
        self.notes: list[Failure] = []
        self.names: list[str] = []
        self.unwritten: list[str] = []
        self.worker: Worker | None = None
        self.served = ""
        self.received = 0
        self.definitions = False

    def open(self) -> None:
        """Load the submission: whole, or, when that kills or hangs the worker, its definitions only.

        Raises ``Unloadable``.
        """
        try:
            self._load()
        except WorkerLost as lost:
            first = self._failure(lost, self.limits.load_seconds)
            self.definitions = True
            self.notes.append(Failure("definitions", detail={"cause": first}))
            try:
                self._load()
            except WorkerLost:
                raise Unloadable(first) from None

    def close(self) -> None:
        """End the worker."""
        if self.worker is not None:
            self.worker.close()
            self.worker = None
            self.served = ""

    def enter(self, question: str) -> Failure | None:
        """Say which question the next calls belong to; return why it is over, when it is."""
        self.question = question
        if question in self.lost:
            return self.lost[question] if self.lost[question].kind == "submission_timeout" else Failure("lost")
        if self._left() <= 0:
            return self._out_of_time()
        return None

    def request(self, message: dict[str, Any]) -> dict[str, Any]:
        """Carry one call to the worker. Raises ``CheckFailed`` when the worker is lost or time is up."""
        if self.question in self.lost:
            raise CheckFailed(Failure("lost"))
        if self._left() <= 0:
            raise CheckFailed(self._out_of_time())
        begun = self.clock()
        try:
            return self._asked_again_if_spoilt(message, begun)
        except (WorkerLost, Unloadable) as lost:
            self.close()
            raise CheckFailed(self._lose(lost, message)) from None
        finally:
            self.spent[self.question] = self.spent.get(self.question, 0.0) + self.clock() - begun

    def _asked_again_if_spoilt(self, message: dict[str, Any], begun: float) -> dict[str, Any]:
        """Carry one call; once more, to a fresh worker, when what is left of another question may have ended this one.

        Code may leave a thread, a full memory or unasked bytes behind: its own question pays, not the next one.
        """
        others = self.served not in ("", self.question) and message.get("begin") is not None
        try:
            return self._ask(message, begun)
        except WorkerLost as lost:
            if not others or lost.reason == "timeout":
                raise
            self.close()
            return self._ask(message, begun)

    def _ask(self, message: dict[str, Any], begun: float) -> dict[str, Any]:
        """Carry one call. What a check gets is kept until it ends: all of it together is no more than one frame."""
        worker = self.worker or self._load(min(self.limits.load_seconds, self._left()))
        self.served = self.question
        seconds = max(0.05, self._left() - (self.clock() - begun))
        if message.get("begin") is not None:
            self.received = worker.received
        reply = worker.request(message, seconds)
        if worker.received - self.received > MAX_FRAME:
            raise WorkerLost("too_large", f"more than {MAX_FRAME} bytes in one check")
        return reply

    def _lose(self, lost: WorkerLost | Unloadable, message: dict[str, Any]) -> Failure:
        if isinstance(lost, Unloadable):  # the same bytes were loaded before: this answer is a forged one
            failure = Failure("malformed")
        elif lost.reason == "timeout" and self._submission_left() <= 0:
            failure = self._out_of_time()
        else:
            failure = self._failure(lost, self.limits.question_seconds, message.get("name", ""))
        self.lost[self.question] = failure
        return failure

    def _load(self, seconds: float | None = None) -> Worker:
        self.close()
        self.worker = worker = self.sandbox.worker()
        message = {
            "op": "load",
            "source": self.submission.data,
            "name": f"{self.module}{self.submission.suffix}",
            "module": self.module,
            "definitions": self.definitions,
            "allowed": [*self.libraries, "autograder"],
        }
        try:
            reply = worker.request(message, seconds=seconds or self.limits.load_seconds)
        except WorkerLost:
            self.close()
            raise
        if "problem" in reply:
            self.close()
            raise Unloadable(problem_of(reply))
        if not self.names:
            self.names = strings(reply.get("names"))
            self.unwritten = strings(reply.get("unwritten"))
            self.notes += _notes(reply)
        return worker

    def _left(self) -> float:
        question = self.limits.question_seconds - self.spent.get(self.question, 0.0)
        return min(question, self._submission_left())

    def _submission_left(self) -> float:
        return self.limits.submission_seconds - (self.clock() - self.started)

    def _out_of_time(self) -> Failure:
        kind, seconds = "question_timeout", self.limits.question_seconds
        if self._submission_left() <= 0:
            kind, seconds = "submission_timeout", self.limits.submission_seconds
        failure = Failure(kind, detail={"seconds": f"{seconds:g}"})
        self.lost[self.question] = failure
        return failure

    def _failure(self, lost: WorkerLost, seconds: float, function: str = "") -> Failure:
        detail = {
            "seconds": f"{seconds:g}",
            "code": str(lost.detail),
            "signal": str(lost.detail),
            "megabytes": f"{self.limits.memory_mb:g}",
            "function": function or self.module,
        }
        return Failure(lost.reason, detail=detail)


_PROBLEMS = frozenset(
    {
        *("empty", "encoding", "nul", "syntax", "too_complex"),
        *("not_notebook", "kernel", "no_cells", "cell_syntax"),
        *("bad_archive", "too_many_files", "archive_too_big", "nested_archive"),
    }
)


def problem_of(reply: dict[str, Any]) -> Failure:
    """Return the problem that a worker claims, if it is one that we know, with plain details only."""
    problem = reply.get("problem")
    known = isinstance(problem, str) and problem in _PROBLEMS
    return Failure(str(problem) if known else "too_complex", detail=_plain(reply.get("detail")))


def _plain(detail: Any) -> dict[str, Any]:
    if not isinstance(detail, dict):
        return {}
    plain = {key: value[:400] if isinstance(value, str) else value for key, value in list(detail.items())[:20]}
    return {key: value for key, value in plain.items() if isinstance(key, str) and isinstance(value, (str, int))}


def _notes(reply: dict[str, Any]) -> list[Failure]:
    top_level = reply.get("notes")
    notes = [
        Failure("cell" if "cell" in note and "type" not in note else "top_level", detail=_plain(note))
        for note in (top_level if isinstance(top_level, list) else [])[:5]
        if isinstance(note, dict)
    ]
    return notes + [Failure("absent", detail={"module": name}) for name in strings(reply.get("absent"))[:5]]


def strings(claimed: Any) -> list[str]:
    """Return the texts in what a worker claims to be a list of names; at most a thousand, each cut."""
    return [name[:80] for name in claimed if isinstance(name, str)][:1000] if isinstance(claimed, list) else []
