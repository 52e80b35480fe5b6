"""Options that several verbs have."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from autograder.cli.place import Place
from autograder.trouble import Trouble

HANDED_IN = click.Path(path_type=Path, readable=False)
"""What somebody handed in. Whether it can be read is said by whoever reads it, in results.json too."""

_TIME = re.compile(r"\d{4}-\d\d-\d\d([ T]\d\d:\d\d(:\d\d)?)?")


def language(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add ``--lang`` to a verb, whose errors then speak that language too."""
    return click.option(
        "--lang",
        type=click.Choice(["es", "en"]),
        callback=_remembered,
        help="Language (default: the course's own).",
    )(function)


def _remembered(context: click.Context, parameter: click.Parameter, value: str | None) -> str | None:
    context.find_object(Place).lang = value  # type: ignore[union-attr]  # the group has made one
    return value


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
        help="The download's layout, if its names do not show it.",
    )(function)


def a_time(context: click.Context, parameter: click.Parameter, value: str) -> str:
    """Refuse what is neither a day nor a day's time."""
    with contextlib.suppress(ValueError):
        if not value or (_TIME.fullmatch(value) and datetime.fromisoformat(value)):
            return value
    raise click.BadParameter("give a day or a time, such as '2026-11-20' or '2026-11-20 23:59'.")


def an_address(context: click.Context, parameter: click.Parameter, value: str | None) -> str | None:
    """Refuse what is no scheduler's address."""
    if value is None or re.fullmatch(r"[a-z]+://.+:\d+", value):
        return value
    raise click.BadParameter("give the scheduler's address, such as tcp://10.0.0.5:8786.")


EXTRAS = {
    **dict.fromkeys(("otter", "nbformat", "jupytext", "jsonschema", "cosmic_ray"), "instructor"),
    **dict.fromkeys(("sqlalchemy", "platformdirs", "yaml", "copydetect", "jinja2", "matplotlib"), "ta"),
    **dict.fromkeys(("dask", "distributed"), "cluster"),
    **{"nbgrader": "nbgrader", "torch": "torch", "watchfiles": "watch"},
}
"""The extra of this package that brings a library."""


class Verbs(click.Group):
    """Verbs that say in a sentence which extra is missing, whichever of them finds that out."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the verb that was asked for."""
        try:
            return super().invoke(ctx)
        except ModuleNotFoundError as missing:
            library = (missing.name or "").partition(".")[0]
            if library not in EXTRAS:
                raise
            verb = ctx.invoked_subcommand
            extra = "instructor" if verb == "build" and EXTRAS[library] == "ta" else EXTRAS[library]
            raise Trouble("trouble.no_extra", verb=verb, library=library, extra=extra) from None


class Numbers(click.Command):
    """A verb with a number among its arguments: -1 is no option, and the verb says what is wrong with it."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Let what looks like a number below zero through."""
        ctx.ignore_unknown_options = any(re.fullmatch(r"-[\d.]+", each) for each in args)
        return super().parse_args(ctx, args)


of_assignment = click.option("--assignment", help="The assignment whose runs 'latest' and 'previous' mean.")
to_file = click.option(
    "--output", type=click.Path(path_type=Path, allow_dash=True), help="Write here (default: stdout)."
)
