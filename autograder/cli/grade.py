"""``autograder grade``: one submission, one answer, one exit code."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from autograder.cli import CANNOT_BE_GRADED, GRADED, GRADER_FAILED
from autograder.course import Assignment, Course
from autograder.feedback.gradescope import (
    problem_json,
    results_json,
    unfinished_json,
    with_leaderboard,
    write_results,
)
from autograder.results import Result
from autograder.sandbox import Sandbox, SandboxError
from autograder.sandbox.container import budget_megabytes
from autograder.sandbox.opening import open_sandbox
from autograder.settings import CourseError
from autograder.submission import SubmissionError
from autograder.trouble import Trouble, said
from autograder.words import Words
from autograder.words.sentences import describe_problem, problem_text


@dataclass(frozen=True)
class Output:
    """Where ``results.json`` goes: a file, stdout, or nowhere; ``quiet`` when nobody reads the terminal."""

    path: Path | None
    quiet: bool = False

    def start(self, words: Words, assignment: Assignment | None) -> None:
        """Put the zero-score "did not finish" file in place first."""
        if self.path is not None and not self.to_stdout:
            self._write(unfinished_json(words, *_about(assignment)))

    def finish(self, content: dict[str, Any]) -> None:
        """Put the real content in place."""
        if self.to_stdout:
            print(json.dumps(content, ensure_ascii=True, indent=1))
        elif self.path is not None:
            self._write(content)

    @property
    def to_stdout(self) -> bool:
        """Whether stdout belongs to the JSON alone."""
        return self.path == Path("-")

    def _write(self, content: dict[str, Any]) -> None:
        assert self.path is not None
        try:
            write_results(content, self.path)
        except OSError as error:
            raise Trouble("trouble.unwritable", path=self.path, why=error.strerror) from None


def grade_file(
    open_course: Callable[[], Course],
    path: Path,
    name: str | None,
    output: Path | None,
    lang: str | None,
    *,
    quiet: bool = False,
) -> int:
    """Grade one file and return the exit code; ``quiet`` prints no answer, which saves importing what draws it.

    The sandbox starts first: its zygote imports numpy while this process imports pytest.
    """
    out = Output(output, quiet)
    course, assignment = _opened(open_course, name, out, lang)
    words = Words(lang or course.settings.default_language)
    likely = assignment or course.assignments[0]
    try:
        out.start(words, assignment)
        with open_sandbox(likely) as sandbox:
            return _with_sandbox(sandbox, likely, course, assignment, path, out, words)
    except SandboxError as broken:
        return _broken(broken, out, assignment, words)


def _with_sandbox(
    sandbox: Sandbox,
    likely: Assignment,
    course: Course,
    assignment: Assignment | None,
    path: Path,
    out: Output,
    words: Words,
) -> int:
    from autograder.grading import GraderBroken, find_submission, recognise, with_grader

    try:
        submission = find_submission(path, course, assignment, sandbox)
        assignment = assignment or recognise(course, submission, sandbox)
        fitting = sandbox if _same_sandbox(assignment, likely) else None
        result = with_grader(course, assignment, words.lang, lambda grader: grader.grade(submission), sandbox=fitting)
    except SubmissionError as problem:
        return _refuse(describe_problem(problem.kind, problem.detail, words), out, assignment)
    except GraderBroken as broken:
        return _broken(broken, out, assignment, words)
    return _answer(result, course, assignment, out, words)


def _same_sandbox(one: Assignment, other: Assignment) -> bool:
    """Say whether a sandbox opened for one assignment is what the other asks for."""
    return (one.settings.requires, one.settings.limits.memory_mb) == (
        other.settings.requires,
        other.settings.limits.memory_mb,
    )


def _broken(fault: Exception, out: Output, assignment: Assignment | None, words: Words) -> int:
    out.finish(_fault(unfinished_json(words, *_about(assignment)), fault))
    print(fault, file=sys.stderr)
    return GRADER_FAILED


def _opened(
    open_course: Callable[[], Course], name: str | None, out: Output, lang: str | None
) -> tuple[Course, Assignment | None]:
    """Open the course and the assignment that is named. What is wrong with them goes into ``results.json`` too."""
    try:
        course = open_course()
        lang = lang or course.settings.default_language
        if not (course.assignments and course.secret_salt):  # reading both now says now what is wrong with them
            raise Trouble("trouble.no_assignments", course=course.root)
        return course, _fitted(course.assignment(name)) if name else None
    except CourseError as problem:
        out.finish(_fault(problem_json(said(problem, Words(lang or "en")), None), problem))
        raise


def _fitted(assignment: Assignment) -> Assignment:
    """Return the assignment with no more memory than this container can give a worker."""
    return assignment.with_memory(budget_megabytes(assignment.settings.limits.memory_mb))


def _fault(content: dict[str, Any], fault: Exception) -> dict[str, Any]:
    """Return the content with a fault that is not the student's."""
    return {**content, "extra_data": {**content["extra_data"], "grader_error": str(fault)}}


def _answer(result: Result, course: Course, assignment: Assignment, out: Output, words: Words) -> int:
    hint = partial(assignment.hint, lang=words.lang)
    content = results_json(result, words, course.settings.visibility, hint)
    out.finish(with_leaderboard(content, words) if course.settings.gradescope.leaderboard else content)
    if not (out.to_stdout or out.quiet):
        from autograder.feedback.terminal import Terminal, print_result

        print_result(result, Terminal(), words, hint)
    if result.grader_error is not None:
        print(words("grade.grader_error"), file=sys.stderr)
        return GRADER_FAILED
    if result.problem is not None:
        print(problem_text(result.problem, words), file=sys.stderr)
        return CANNOT_BE_GRADED
    return GRADED


def _refuse(text: str, out: Output, assignment: Assignment | None) -> int:
    print(text, file=sys.stderr)
    out.finish(problem_json(text, *_about(assignment)))
    return CANNOT_BE_GRADED


def _about(assignment: Assignment | None) -> tuple[str | None, float]:
    return (assignment.name, assignment.max_score) if assignment else (None, 0.0)
