"""Which file is meant, and which assignment it belongs to: by name, then by the functions it defines.

Whatever has to be parsed for that is parsed behind the border.
"""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from autograder.course import Assignment, Course
from autograder.grading.border import problem_of, strings
from autograder.sandbox import Sandbox, WorkerLost
from autograder.submission import (
    MAX_CANDIDATES,
    Submission,
    SubmissionError,
    file_name,
    looks_binary,
    read_folder,
    read_submission,
)

SCAN_SECONDS = 20.0


def find_submission(path: Path, course: Course, assignment: Assignment | None, sandbox: Sandbox) -> Submission:
    """Return the one script or notebook that a file, a zip or a folder hands in.

    Raises ``SubmissionError``, with ``ambiguous_files`` when several could be meant.
    """
    files = read_folder(path) if os.path.isdir(path) else [read_submission(path)]  # pathlib raises for long names
    return pick(files, course, assignment, sandbox)


def pick(files: Sequence[Submission], course: Course, assignment: Assignment | None, sandbox: Sandbox) -> Submission:
    """Return the one script or notebook that some files hand in; a zip is looked into when it is the only file.

    Raises ``SubmissionError`` as ``find_submission`` does.
    """
    if len(files) == 1 and files[0].suffix == ".zip":
        files = _unpacked(files[0], sandbox)
    return files[0] if len(files) == 1 else _choose(files, course, assignment, sandbox)


def recognise(course: Course, submission: Submission, sandbox: Sandbox) -> Assignment:
    """Return the assignment that a file looks like.

    The file's name decides (``NAME.py``, ``NAME (1).py``, ``07_NAME-garcia.py``); otherwise the one whose
    functions it defines most of. Raises ``SubmissionError``: ``not_recognised`` or ``ambiguous``.
    """
    named = [assignment for assignment in course.assignments if is_named(submission, assignment)]
    if len(named) == 1:
        return named[0]
    defined = set(_scan(submission, sandbox))
    counts = {a: len(defined & {question.id for question in a.questions}) for a in course.assignments}
    most = max(counts.values(), default=0)
    best = [assignment for assignment, count in counts.items() if count == most]
    if most == 0:
        raise SubmissionError("not_recognised")
    if len(best) > 1:
        raise SubmissionError("ambiguous", names=", ".join(assignment.name for assignment in best))
    return best[0]


def is_named(submission: Submission, assignment: Assignment) -> bool:
    """Say whether a file's name holds the assignment's."""
    stem = re.sub(r"[^a-z0-9]+", "_", submission.name.lower())
    return re.search(rf"(^|_){re.escape(assignment.module)}(_|$)", stem) is not None


def _choose(files: Sequence[Submission], course: Course, assignment: Assignment | None, sandbox: Sandbox) -> Submission:
    """Choose among several files: the only one, else the only one of that name, else the only one that fits."""
    wanted = [assignment] if assignment else list(course.assignments)
    named = [file for file in files if any(is_named(file, each) for each in wanted)]
    for several in (files, named, _exactly_named(files, wanted)):
        if len(several) == 1:
            return several[0]
    functions = {question.id for each in wanted for question in each.questions}
    fitting = [file for file in named or files if functions & set(_scan(file, sandbox, strict=False))]
    if len(fitting) == 1:
        return fitting[0]
    names = ", ".join(sorted(file.name for file in fitting or files)[:6])
    raise SubmissionError("ambiguous_files", names=names)


def _exactly_named(files: Sequence[Submission], wanted: Sequence[Assignment]) -> list[Submission]:
    names = {f"{assignment.module}.py" for assignment in wanted}
    return [file for file in files if file.name in names]


def _unpacked(submission: Submission, sandbox: Sandbox) -> list[Submission]:
    reply = _ask({"op": "unpack", "data": submission.data}, sandbox)
    if reply is None:
        raise SubmissionError("bad_archive")
    claimed = reply.get("files")
    files = [
        Submission(file_name(each["name"]), each["data"])
        for each in (claimed if isinstance(claimed, list) else [])[:MAX_CANDIDATES]
        if isinstance(each, dict) and isinstance(each.get("name"), str) and isinstance(each.get("data"), bytes)
    ]
    if not files:
        raise SubmissionError("no_candidate", path=submission.name)
    if len(files) == 1 and files[0].suffix == ".py" and looks_binary(files[0].data):
        raise SubmissionError("binary")
    return files


def _scan(submission: Submission, sandbox: Sandbox, strict: bool = True) -> list[str]:
    try:
        reply = _ask({"op": "scan", "source": submission.data, "name": f"submission{submission.suffix}"}, sandbox)
    except SubmissionError:
        if strict:
            raise
        return []
    return strings(reply.get("names")) if reply else []


def _ask(message: dict[str, Any], sandbox: Sandbox) -> dict[str, Any] | None:
    """Ask a worker that has seen no student's code; ``None`` when it was lost on the way."""
    with sandbox.worker() as worker:
        try:
            reply = worker.request(message, seconds=SCAN_SECONDS)
        except WorkerLost:
            return None
    if "problem" in reply:
        problem = problem_of(reply)
        raise SubmissionError(problem.kind, **{key: value for key, value in problem.detail.items() if key != "kind"})
    return reply
