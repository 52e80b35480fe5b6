"""Run as a program: one grader with a sandbox of its own, which answers tasks on its standard input one by one."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import IO

from autograder.course import open_course
from autograder.grading import Grader, GraderBroken, with_grader
from autograder.regrade.answer import Answerer, Drawing
from autograder.regrade.origin import grounds_of
from autograder.regrade.pipes import receive, send
from autograder.regrade.work import Hello, Order, Task, pack, unpack
from autograder.sandbox import SandboxError
from autograder.settings import CourseError
from autograder.trouble import Trouble, said
from autograder.words import Words


def main() -> int:
    """Read the order, say whether it can be done, answer until the input ends."""
    ours, theirs = _own_pipes()
    first = receive(ours)
    if first is None:
        return 0
    order = unpack(first, Order)
    try:
        course = open_course(Path(order.course), Path(order.solutions))
        assignment = course.assignment(order.assignment)
        grounds = grounds_of(course, assignment, order.lang)
        if order.grounds != (grounds.checks, grounds.reference, grounds.salts, grounds.engine):
            raise Trouble("trouble.other_grounds", course=course.root)
        with_grader(course, assignment, order.lang, lambda grader: _serve(grader, order, ours, theirs))
    except (CourseError, GraderBroken, SandboxError) as problem:
        send(theirs, pack(Hello(said(problem, Words(order.lang)))))
        return 3
    return 0


def _own_pipes() -> tuple[IO[bytes], IO[bytes]]:
    """Return the pipes to whoever hands out the work; nothing else may read or write there."""
    ours = os.fdopen(os.dup(0), "rb")
    theirs = os.fdopen(os.dup(1), "wb")
    null = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1):
        os.dup2(null, standard)
    os.close(null)
    return ours, theirs


def _serve(grader: Grader, order: Order, ours: IO[bytes], theirs: IO[bytes]) -> None:
    answerer = Answerer(grader, Drawing(grader.course, grader.assignment, Words(order.lang)))
    grader.sandbox.worker().close()  # what cannot work says so now, before the first submission
    send(theirs, pack(Hello()))
    while (data := receive(ours)) is not None:
        send(theirs, pack(answerer.answer(unpack(data, Task))))


if __name__ == "__main__":
    sys.exit(main())
