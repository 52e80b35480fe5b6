"""One task in, one answer out, in a grader's process: graded behind the border, then drawn for whoever reads it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import partial

from autograder.course import Assignment, Course
from autograder.feedback.gradescope import results_json
from autograder.feedback.html import result_html
from autograder.gradebook.rows import from_json, to_json
from autograder.grading import Grader, pick
from autograder.regrade.work import Answer, Reader, Task
from autograder.results import Failure, Result
from autograder.submission import SubmissionError
from autograder.words import Words
from autograder.words.sentences import problem_text


@dataclass(frozen=True)
class Drawing:
    """Draws Results of one assignment in one language."""

    course: Course
    assignment: Assignment
    words: Words

    def answer(self, key: str, stored: bytes, readers: Iterable[Reader], graded: bool) -> Answer:
        """Return the answer that holds a stored Result, with its files."""
        result = from_json(stored)  # drawn from what is stored, so that an answer known before gives the same files
        return Answer(key, stored, self._results(result), [self._page(result, reader) for reader in readers], graded)

    def _results(self, result: Result) -> bytes:
        hint = partial(self.assignment.hint, lang=self.words.lang)
        same = replace(result, seconds=0.0)  # the one thing that differs between two runs on the same class
        content = results_json(same, self.words, self.course.settings.visibility, hint)
        return (json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode(
            "utf-8", "backslashreplace"
        )

    def _page(self, result: Result, reader: Reader) -> bytes:
        own = replace(result, submission=reader.file, seconds=0.0)  # the stored name may be a classmate's
        title = getattr(self.assignment.settings.title, self.words.lang)
        hint = partial(self.assignment.hint, lang=self.words.lang)
        policy = self.course.settings.visibility
        page = result_html(own, self.words, hint, title=title, student=reader.name, policy=policy)
        return page.encode("utf-8", "backslashreplace")


@dataclass(frozen=True)
class Answerer:
    """Answers tasks with one grader."""

    grader: Grader
    drawing: Drawing

    def answer(self, task: Task) -> Answer:
        """Return the answer to a task. Raises ``SandboxError`` when the fault is the machine's."""
        stored = task.known or to_json(self._graded(task))
        return self.drawing.answer(task.key, stored, task.readers, graded=not task.known)

    def _graded(self, task: Task) -> Result:
        assignment = self.grader.assignment
        name = task.papers[0].name if task.papers else ""
        empty = Result(assignment.name, name, max_score=assignment.max_score)
        if task.problem is not None:
            return replace(empty, problem=Failure(task.problem.kind, detail=dict(task.problem.detail)))
        try:
            chosen = pick(task.papers, self.grader.course, assignment, self.grader.sandbox)
        except SubmissionError as problem:
            return replace(empty, problem=Failure(problem.kind, detail=problem.detail))
        return self.grader.grade(chosen)


def reason_of(result: Result, words: Words) -> str:
    """Return why a submission got no grade, as one sentence; ``""`` when it has one."""
    if result.grader_error is not None:
        return f"{words('grade.grader_error')} ({result.grader_error})"
    return problem_text(result.problem, words) if result.problem is not None else ""
