"""Options that several verbs have."""

from __future__ import annotations

import functools
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click


def language(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add ``--lang`` to a verb."""
    return click.option("--lang", type=click.Choice(["es", "en"]), help="Language; the course's own by default.")(
        function
    )


def gradebook(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add ``--gradebook`` to a verb."""
    return click.option(
        "--gradebook",
        "url",
        metavar="URL",
        envvar="AUTOGRADER_GRADEBOOK",
        help="The gradebook: a file or a SQLAlchemy URL (default: grades.db in the course's folder).",
    )(function)


def layout(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add ``--layout`` to a verb."""
    return click.option(
        "--layout",
        type=click.Choice(["gradescope", "canvas", "moodle", "nbgrader", "folders", "flat"]),
        help="How the download is laid out, where its names do not say so.",
    )(function)


def needs(extra: str) -> Callable[[Callable[..., int]], Callable[..., int]]:
    """Say in a sentence which extra is missing when a verb's libraries are not installed."""

    def wrap(verb: Callable[..., int]) -> Callable[..., int]:
        @functools.wraps(verb)
        def run(*arguments: Any, **options: Any) -> int:
            try:
                return verb(*arguments, **options)
            except ModuleNotFoundError as missing:
                name = f"{verb.__name__} needs {missing.name}"
                raise click.ClickException(f"{name}: pip install 'deep-learning-autograder[{extra}]'.") from None

        return run

    return wrap


of_assignment = click.option("--assignment", help="Which assignment's runs 'latest' and 'previous' mean.")
to_file = click.option(
    "--output", type=click.Path(path_type=Path, allow_dash=True), help="Write here; stdout if not given."
)
