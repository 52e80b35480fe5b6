"""The tables of assignments in a course's pages: written from the assignments that there are, never by hand.

A page holds them between two comments; a page without these, or that is not there, is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from pathlib import Path

from autograder.course import Assignment, Course

_TABLE = re.compile(r"(?<=<!-- assignments -->\n)(\|.*\n\|[-|]+\n)(?:\|.*\n)*(?=<!-- end of assignments -->)")


def write_course_pages(course: Course) -> list[Path]:
    """Bring the tables up to date; return the pages that this changed."""
    return [path for path, text in course_pages(course).items() if _replaced(path, text)]


def course_pages(course: Course) -> dict[Path, str]:
    """Return what every page with a table should say."""
    kinds: dict[Path, Callable[[Assignment], str]] = {course.root / "README.md": _questions}
    for lang in course.settings.languages:
        kinds[course.root / "assignments" / f"README.{lang}.md"] = _row_in(lang)
    return {
        path: _with_rows(path.read_text(encoding="utf-8"), map(row, course.assignments))
        for path, row in kinds.items()
        if path.is_file()
    }


def _with_rows(page: str, rows: Iterable[str]) -> str:
    r"""Put rows under the head of a page's table.

    >>> print(_with_rows("<!-- assignments -->\n| name |\n|---|\n<!-- end of assignments -->\n", ["| kites |"]))
    <!-- assignments -->
    | name |
    |---|
    | kites |
    <!-- end of assignments -->
    <BLANKLINE>
    """
    body = "".join(f"{row}\n" for row in rows)
    return _TABLE.sub(lambda head: head.group(1) + body, page)


def _questions(assignment: Assignment) -> str:
    questions = " ".join(f"`{question.id}`" for question in assignment.questions)
    return f"| `{assignment.name}` | {questions} |"


def _row_in(lang: str) -> Callable[[Assignment], str]:
    def row(assignment: Assignment) -> str:
        settings = assignment.settings
        title = f"[{getattr(settings.title, lang)}]({assignment.name}/statement.{lang}.md)"
        takeaway = getattr(settings.takeaway, lang) if settings.takeaway else ""
        number = assignment.number.lstrip("0") or "0"
        return f"| {number} | {title} | {takeaway} | {settings.minutes:g} |"

    return row


def _replaced(path: Path, text: str) -> bool:
    if path.read_text(encoding="utf-8") == text:
        return False
    path.write_text(text, encoding="utf-8", newline="\n")
    return True
