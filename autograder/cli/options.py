"""Options that several verbs have."""

from __future__ import annotations

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


of_assignment = click.option("--assignment", help="Which assignment's runs 'latest' and 'previous' mean.")
to_file = click.option(
    "--output", type=click.Path(path_type=Path, allow_dash=True), help="Write here; stdout if not given."
)
