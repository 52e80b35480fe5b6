"""The command line: verbs only, no logic. Every error is one sentence with the next thing to do."""

from __future__ import annotations

import gc
import os
import sys

import click

GRADED, CANNOT_BE_GRADED, WRONG_USE, GRADER_FAILED = 0, 1, 2, 3
"""The exit codes: what they mean is the same for every verb."""


def main() -> None:
    """Run the command line and exit with one of the documented codes; never show a traceback of ours."""
    gc.set_threshold(100_000, 20, 20)  # imports make many objects and no garbage: looking at them costs a sixth
    from autograder.cli.app import app
    from autograder.cli.place import Place
    from autograder.settings import CourseError
    from autograder.trouble import said

    place = Place()
    try:
        sys.exit(app.main(standalone_mode=False, prog_name="autograder", obj=place) or GRADED)
    except click.exceptions.Abort:
        _say(place.words()("trouble.stopped"))
        sys.exit(130)
    except click.ClickException as error:
        _say(f"{error.format_message()} Try '{_verb(error)} --help'.")
        sys.exit(WRONG_USE)
    except CourseError as error:
        _say(said(error, place.words()))
        sys.exit(WRONG_USE)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(GRADED)
    except Exception as error:
        if os.environ.get("AUTOGRADER_DEBUG"):
            raise
        _say(place.words()("trouble.broken", type=type(error).__name__, message=error))
        sys.exit(GRADER_FAILED)


def _say(text: str) -> None:
    from autograder.submission import printable

    for line in text.splitlines():  # it may quote a name that somebody chose
        print(printable(line, 4_000), file=sys.stderr)


def _verb(error: click.ClickException) -> str:
    context = getattr(error, "ctx", None)
    return context.command_path if context else "autograder"
