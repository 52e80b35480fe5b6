"""Which assignment a file belongs to: by its name, then by the functions it defines. Parsed behind the border."""

from __future__ import annotations

import re

from autograder.course import Assignment, Course
from autograder.grading.border import strings
from autograder.sandbox import Sandbox, WorkerLost
from autograder.submission import Submission, SubmissionError


def recognise(course: Course, submission: Submission, sandbox: Sandbox) -> Assignment:
    """Return the assignment that a file looks like.

    The file's name decides (``NAME.py``, ``NAME (1).py``, ``07_NAME-garcia.py``); otherwise the one whose
    functions it defines most of. Raises ``SubmissionError``: ``not_recognised`` or ``ambiguous``.
    """
    named = [assignment for assignment in course.assignments if _names(submission.name, assignment)]
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


def _names(name: str, assignment: Assignment) -> bool:
    stem = re.sub(r"[^a-z0-9]+", "_", name.lower())
    return re.search(rf"(^|_){re.escape(assignment.module)}(_|$)", stem) is not None


def _scan(submission: Submission, sandbox: Sandbox) -> list[str]:
    with sandbox.worker() as worker:
        try:
            reply = worker.request({"op": "scan", "source": submission.data, "name": "submission.py"}, seconds=10.0)
        except WorkerLost:
            return []
    if "problem" in reply:
        raise SubmissionError(str(reply["problem"]), **reply.get("detail", {}))
    return strings(reply.get("names"))
