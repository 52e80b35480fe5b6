"""Similar pairs side by side as one HTML page: jinja2 with autoescape, no script, no request to anywhere."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import resources

import jinja2

from autograder.pages.html import lines, policy_for, stylesheet
from autograder.similar.pairs import Pair, marked
from autograder.words import Words

LINES = 2_000


def similar_html(pairs: Sequence[Pair], assignment: str, threshold: float, words: Words) -> str:
    """Return the page of some pairs: each with its shares, and both texts with what they share marked."""
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("autograder.similar", ""),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    css = stylesheet() + resources.files("autograder.similar").joinpath("similar.css").read_text(encoding="utf-8")
    return environment.get_template("similar.html").render(
        words=words,
        assignment=assignment,
        pairs=pairs,
        threshold=f"{threshold:.0%}",
        marked=lambda text, spans: [(_shown(piece), shared) for piece, shared in marked(text, spans)],
        css=css,
        policy=policy_for(css),
    )


def _shown(piece: str) -> str:
    """Return a piece of code as it may be shown, with the line break that it ends in."""
    return lines(piece, LINES) + ("\n" if piece.endswith("\n") else "")
