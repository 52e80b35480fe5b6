"""The report's pictures: matplotlib figures as SVG, the same bytes for the same numbers. No window, no global state."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Literal

import matplotlib
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from autograder.report.summary import QuestionCount
from autograder.words import Words

BLUE, ORANGE = "#2166ac", "#b35806"
BARS = 20

_SETTINGS: Any = {
    "svg.hashsalt": "autograder",  # or every id in the file is another one each time
    "svg.fonttype": "path",  # the same letters on every machine
    "font.family": "DejaVu Sans",  # matplotlib brings it along
    "font.size": 12,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
}


def bars(scores: Sequence[float], max_score: float) -> list[tuple[float, float, int]]:
    """Return twenty bars of equal width: from, to, how many. A score on a border belongs to the bar above it, and
    full marks to the last one.

    >>> [bar for bar in bars([0.0, 5.0, 7.5, 100.0], 100.0) if bar[2]]
    [(0.0, 5.0, 1), (5.0, 10.0, 2), (95.0, 100.0, 1)]
    """
    step = (max_score or 1.0) / BARS
    places = [min(BARS - 1, max(0, int(score / step + 1e-9))) for score in scores]
    return [(round(place * step, 6), round((place + 1) * step, 6), places.count(place)) for place in range(BARS)]


def histogram(scores: Sequence[float], max_score: float, words: Words) -> str:
    """Return the scores as a histogram with their mean: an image as a data URI."""
    with _plain_settings():
        figure = Figure(figsize=(7.2, 3.2), layout="constrained")
        axes = figure.add_subplot()
        drawn = bars(scores, max_score)
        heights = [count for _, _, count in drawn]
        middles, width = [(low + high) / 2 for low, high, _ in drawn], (max_score or 1.0) / BARS
        axes.bar(middles, heights, width=width * 0.92, color=BLUE)
        if scores:
            middle = sum(scores) / len(scores)
            axes.axvline(middle, color=ORANGE, linewidth=2, linestyle="--")
            text = f" {words('report.mean')} {middle:.1f} "
            axes.text(middle, max(heights) * 1.06, text, color=ORANGE, ha=_side(middle, max_score))
        axes.set(xlim=(0, max_score or 1.0), ylim=(0, max([*heights, 1]) * 1.18))
        axes.set_xlabel(words("report.score_axis", max_score=f"{max_score:g}"))
        axes.set_ylabel(words("report.count_axis"))
        axes.yaxis.set_major_locator(MaxNLocator(integer=True))
        axes.grid(axis="y", color="#d0d7de")
        return _data_uri(figure)


def questions_chart(questions: Sequence[QuestionCount], words: Words) -> str:
    """Return the mean share of each question's points as bars from the first question down: an image as a data URI."""
    with _plain_settings():
        figure = Figure(figsize=(7.2, 0.9 + 0.42 * len(questions)), layout="constrained")
        axes = figure.add_subplot()
        places = list(range(len(questions)))
        shares = [100 * question.share for question in questions]
        axes.barh(places, shares, color=BLUE, height=0.62)
        for place, share in zip(places, shares, strict=True):
            axes.text(share + 1, place, f"{share:.0f} %", va="center", color="#1a1a1a")
        axes.set_yticks(places, [question.question for question in questions], family="DejaVu Sans Mono", fontsize=11)
        axes.invert_yaxis()
        axes.set(xlim=(0, 110), xticks=range(0, 101, 20))
        axes.set_xlabel(words("report.share_axis"))
        axes.grid(axis="x", color="#d0d7de")
        return _data_uri(figure)


def _side(middle: float, max_score: float) -> Literal["left", "right"]:
    return "right" if middle > max_score * 0.75 else "left"


@contextmanager
def _plain_settings() -> Iterator[None]:
    """Draw with matplotlib's own defaults: a person's matplotlibrc must not change a report."""
    with matplotlib.rc_context():
        matplotlib.rcdefaults()
        matplotlib.rcParams.update(_SETTINGS)
        yield


def _data_uri(figure: Figure) -> str:
    content = io.BytesIO()
    figure.savefig(content, format="svg", metadata={"Date": None, "Creator": None})
    return "data:image/svg+xml;base64," + base64.b64encode(content.getvalue()).decode()
