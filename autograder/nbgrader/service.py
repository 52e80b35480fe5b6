"""The grading process beside nbgrader's: one JSON line in, one out, and checks and sandbox kept open in between.

Run as ``python -m autograder.nbgrader.service LANG COURSE [SOLUTIONS]``. nbgrader itself may never be imported here: a
web server may be what asks, and what the checks need (pytest, a process that cannot be looked into) stays out of it.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import msgspec

from autograder.course import Assignment, Course, open_course
from autograder.feedback.plain import notes_text, question_text
from autograder.grading import Grader, GraderBroken, with_grader
from autograder.nbgrader.messages import Answer, Reply, Request
from autograder.results import Failure, Result
from autograder.sandbox import SandboxError
from autograder.settings import CourseError
from autograder.submission import MAX_BYTES, Submission
from autograder.words import Words

Send = Callable[[Reply], None]


def main(lang: str, course: str, solutions: str | None = None) -> None:
    """Answer requests from stdin on stdout until it ends. Whatever else is printed goes to stderr."""
    with os.fdopen(os.dup(1), "wb") as replies:
        os.dup2(2, 1)

        def send(reply: Reply) -> None:
            replies.write(msgspec.json.encode(reply) + b"\n")
            replies.flush()

        requests = (msgspec.json.decode(line, type=Request) for line in sys.stdin.buffer)
        serve(Path(course), Path(solutions) if solutions else None, lang, requests, send)


def serve(root: Path, solutions: Path | None, lang: str, requests: Iterator[Request], send: Send) -> None:
    """Answer each request. The grader of an assignment is kept until another is asked for or its files change."""
    request = next(requests, None)
    while request is not None:
        try:
            course = open_course(root, solutions)
            assignment = course.assignment(request.assignment)
            _must_have_solutions(course, assignment)
            work = partial(_while_the_same, request, requests, send)
            request = with_grader(course, assignment, lang, work)
        except (CourseError, GraderBroken, SandboxError) as fault:
            send(Reply(fault=str(fault)))
            request = next(requests, None)


def _while_the_same(first: Request, requests: Iterator[Request], send: Send, grader: Grader) -> Request | None:
    """Answer until a request needs another grader; return that one."""
    before = _stamp(grader.course, grader.assignment)
    request: Request | None = first
    while request is not None:
        if request.assignment != first.assignment or _stamp(grader.course, grader.assignment) != before:
            return request
        send(_answer(grader, request))
        request = next(requests, None)
    return None


def _answer(grader: Grader, request: Request) -> Reply:
    notebook = Submission(f"{grader.assignment.module}.ipynb", request.notebook.encode())
    result = _too_big(grader, notebook) or grader.grade(notebook)
    if result.grader_error is not None:
        return Reply(error=result.grader_error)
    words = Words(grader.lang)
    hint = partial(grader.assignment.hint, lang=grader.lang)
    answers = {}
    for question in grader.assignment.questions:
        score = round(sum(check.score for check in result.of_question(question.id)), 3)
        text = question_text(result, question.id, words, grader.course.settings.visibility, hint)
        answers[question.id] = Answer(min(score, question.points), question.points, text)
    return Reply(_with_notes(answers, result, words))


def _too_big(grader: Grader, notebook: Submission) -> Result | None:
    size, limit = len(notebook.data), MAX_BYTES[notebook.suffix]
    if size <= limit:
        return None
    problem = Failure("too_big", detail={"megabytes": round(size / 2**20, 1), "limit": limit >> 20})
    return Result(grader.assignment.name, notebook.name, max_score=grader.assignment.max_score, problem=problem)


def _with_notes(answers: dict[str, Answer], result: Result, words: Words) -> dict[str, Answer]:
    """Put the remarks about the whole notebook above the first question's text."""
    notes = notes_text(result, words)
    if not notes:
        return answers
    first = next(iter(answers))
    return {**answers, first: msgspec.structs.replace(answers[first], text=f"{notes}\n{answers[first].text}")}


def _must_have_solutions(course: Course, assignment: Assignment) -> None:
    if not assignment.reference.is_file():
        raise CourseError(
            f"{assignment.reference}: the solutions are not there, and without them nobody can be graded; say where "
            f"they are with c.ExternalGrade.solutions in nbgrader_config.py."
        )


def _stamp(course: Course, assignment: Assignment) -> tuple[tuple[str, int, int], ...]:
    """Return what changes when a file that grading depends on does."""
    settings = [course.root / "assignments" / "course.toml", course.solutions / "course.toml"]
    halves = [path for half in (assignment.public, assignment.secret) for path in sorted(half.glob("*"))]
    seen = [(path, path.stat()) for path in [*settings, *halves] if path.is_file()]
    return tuple((str(path), status.st_mtime_ns, status.st_size) for path, status in seen)


if __name__ == "__main__":
    main(*sys.argv[1:])
