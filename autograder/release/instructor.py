"""The page for an instructor: points, what students see when, and what to choose on Gradescope. Never for students."""

from __future__ import annotations

import math
from collections.abc import Iterable
from importlib import resources
from typing import Any

import jinja2

from autograder import __version__
from autograder.course import Assignment, Course
from autograder.release.dates import day_of, seconds_of
from autograder.release.kit import CheckRow, Material
from autograder.words import Words

CONTAINERS = ((0.5, 0.75), (1, 1.5), (2, 3), (4, 6))
"""What Gradescope offers, by its documentation: processors and gigabytes; the first is its default."""

MINUTES = (10, 20, 30, 40)
"""The time limits to choose from; the first is Gradescope's default."""

WHEN = {
    "visible": "instructor.when_visible",
    "hidden": "instructor.when_hidden",
    "after_due_date": "instructor.when_after_due_date",
    "after_published": "instructor.when_after_published",
}

NEEDS_MB = {"torch": 1_100}
"""Megabytes to have for grader and worker together: twice what was measured (510); with numpy alone it was 60."""


def instructor_page(course: Course, assignment: Assignment, lang: str, made_of: Material) -> str:
    """Return the page as one self-contained HTML file."""
    words = Words(lang)
    source = resources.files("autograder.release").joinpath("instructor.html").read_text(encoding="utf-8")
    environment = jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True)
    environment.filters["points"] = lambda value: f"{value:g}"
    return environment.from_string(source).render(
        words=words,
        assignment=assignment.name,
        module=assignment.module,
        title=getattr(assignment.settings.title, lang),
        course=getattr(course.settings.title, lang),
        version=__version__,
        made=day_of(seconds_of(course.root)),
        minutes=assignment.settings.minutes,
        total=assignment.max_score,
        public=_sum(made_of.checks, False),
        hidden=_sum(made_of.checks, True),
        questions=[_question(assignment, question.id, made_of, words) for question in assignment.questions],
        rules=_rules(course, words),
        choices=_choices(assignment, words),
        limits=assignment.settings.limits,
    )


def _question(assignment: Assignment, question: str, made_of: Material, words: Words) -> dict[str, Any]:
    mine = [check for check in made_of.checks if check.question == question]
    rows = [
        {
            "title": assignment.check_title(check.check, words.lang) or check.title,
            "points": check.points,
            "hidden": check.hidden,
        }
        for check in mine
    ]
    return {"id": question, "rows": rows, "public": _sum(mine, False), "hidden": _sum(mine, True)}


def _sum(checks: Iterable[CheckRow], hidden: bool) -> dict[str, Any]:
    chosen = [check.points for check in checks if check.hidden == hidden]
    return {"points": sum(chosen), "count": len(chosen)}


def _rules(course: Course, words: Words) -> list[tuple[str, str]]:
    """Return who sees which rows when, in words."""
    policy = course.settings.visibility
    public, hidden = words(WHEN[policy.public]), words(WHEN[policy.hidden])
    return [
        (words("instructor.public"), f"{public} {words('instructor.public_row')}"),
        (words("instructor.hidden"), f"{hidden} {words('instructor.hidden_row')}"),
    ]


def _choices(assignment: Assignment, words: Words) -> list[tuple[str, str]]:
    """Return what to choose on Gradescope's settings page, and why."""
    settings = assignment.settings
    cpus, gigabytes = container_for(settings.requires)
    minutes = minutes_for(settings.limits.submission_seconds)
    default = words("instructor.default")
    return [
        (
            words("instructor.container"),
            words("instructor.container_is", cpus=f"{cpus:g}", gigabytes=f"{gigabytes:g}")
            + (f" ({default})" if (cpus, gigabytes) == CONTAINERS[0] else ""),
        ),
        (
            words("instructor.timeout"),
            words("instructor.timeout_is", minutes=minutes, seconds=f"{settings.limits.submission_seconds:g}")
            + (f" ({default})" if minutes == MINUTES[0] else ""),
        ),
        (words("instructor.system"), words("instructor.system_is")),
        (words("instructor.score"), words("instructor.score_is", total=f"{assignment.max_score:g}")),
    ]


def container_for(requires: tuple[str, ...]) -> tuple[float, float]:
    """Return processors and gigabytes of the smallest container that an assignment's libraries fit into.

    >>> container_for(("numpy",)), container_for(("numpy", "torch"))
    ((0.5, 0.75), (1, 1.5))
    """
    megabytes = max([NEEDS_MB.get(library, 300) for library in requires], default=300)
    return next((each for each in CONTAINERS if each[1] * 1024 >= megabytes), CONTAINERS[-1])


def minutes_for(seconds: float) -> int:
    """Return the shortest of Gradescope's limits that leaves the grader a minute to spare.

    >>> minutes_for(300), minutes_for(900)
    (10, 20)
    """
    needed = math.ceil(seconds / 60) + 1
    return next((each for each in MINUTES if each >= needed), MINUTES[-1])
