"""Colours that every reader can tell apart: light to dark for sizes, blue to orange for signs."""

from __future__ import annotations

RGB = tuple[int, int, int]

BLUE, PALE, ORANGE = (33, 102, 172), (247, 247, 247), (179, 88, 6)
LIGHT, MIDDLE, DARK = (252, 253, 225), (183, 55, 121), (20, 11, 52)

GOT, EXPECTED = "#b35806", "#2166ac"
ON, OFF = "#2166ac", "#e8eef5"


def signed(value: float, largest: float) -> RGB:
    """Return blue for ``-largest``, nearly white for 0, orange for ``largest``."""
    share = max(-1.0, min(1.0, value / largest)) if largest else 0.0
    return _between(PALE, ORANGE, share) if share >= 0 else _between(PALE, BLUE, -share)


def sized(value: float, largest: float) -> RGB:
    """Return a light colour for 0 and a dark one for ``largest``; the lightness alone tells the size."""
    share = max(0.0, min(1.0, value / largest)) if largest else 0.0
    return _between(LIGHT, MIDDLE, 2 * share) if share < 0.5 else _between(MIDDLE, DARK, 2 * share - 1)


def written(colour: RGB) -> str:
    """Return a colour as SVG writes it.

    >>> written(signed(0.0, 1.0))
    '#f7f7f7'
    """
    return "#{:02x}{:02x}{:02x}".format(*colour)


def ink_on(colour: RGB) -> str:
    """Return black or white, whichever reads better on a colour."""
    red, green, blue = colour
    return "#000" if 0.299 * red + 0.587 * green + 0.114 * blue > 140 else "#fff"


def _between(one: RGB, other: RGB, share: float) -> RGB:
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue
