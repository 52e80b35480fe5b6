"""From a class's download to what each author wrote: the file that would be graded, a group's once."""

from __future__ import annotations

from collections.abc import Iterator

from autograder.course import Assignment, Course
from autograder.grading import pick
from autograder.regrade.download import seats_of
from autograder.regrade.handed import Download
from autograder.regrade.papers import papers_at
from autograder.sandbox import Sandbox
from autograder.similar.code import own_lines
from autograder.similar.pairs import Written
from autograder.stub import stub_in
from autograder.submission import SubmissionError, printable


def written_by(
    download: Download, course: Course, assignment: Assignment, sandbox: Sandbox
) -> Iterator[Written | None]:
    """Yield the latest submission of everyone, a group's once; ``None`` for one that cannot be read.

    Zips are unpacked behind the border.
    """
    stub = "\n".join(stub_in(assignment, lang) for lang in course.settings.languages)
    names: dict[tuple[str, ...], list[str]] = {}
    for seat in seats_of(download):
        names.setdefault(seat.attempts[-1].handed.paths, []).append(seat.student.name or seat.student.id)
    for paths, who in names.items():
        try:
            submission = pick(papers_at(download.tree, paths), course, assignment, sandbox)
        except SubmissionError:
            yield None
        else:
            yield Written(printable(", ".join(who)), own_lines(submission, stub))
