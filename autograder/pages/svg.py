"""A tiny SVG writer: rectangles, circles, lines and text in a drawing with an alternative text.

Attributes only, no style and no script: a page may forbid both. Element trees escape every text.
"""

from __future__ import annotations

from xml.etree.ElementTree import Element, tostring

from autograder.pages.html import tag

WIDTH = 600


class Drawing:
    """Shapes on a white ground, ``WIDTH`` units wide."""

    def __init__(self, alt: str) -> None:
        self.alt = alt
        self.height = 0.0
        self._shapes: list[Element] = []

    def rect(self, x: float, y: float, width: float, height: float, fill: str, stroke: str = "#fff") -> None:
        """Draw a rectangle."""
        place = _numbers(x=x, y=y, width=width, height=height)
        self._add(tag("rect", fill=fill, stroke=stroke, **place), y + height)

    def circle(self, x: float, y: float, radius: float, fill: str) -> None:
        """Draw a circle."""
        self._add(tag("circle", fill=fill, **_numbers(cx=x, cy=y, r=radius)), y + radius)

    def line(self, x: float, y: float, to_x: float, to_y: float, stroke: str = "#666", width: float = 1) -> None:
        """Draw a line."""
        place = _numbers(x1=x, y1=y, x2=to_x, y2=to_y, stroke_width=width)
        self._add(tag("line", stroke=stroke, **place), max(y, to_y))

    def text(
        self, x: float, y: float, text: str, *, size: float = 14, anchor: str = "start", fill: str = "#222"
    ) -> None:
        """Write a line of text; ``y`` is its base line."""
        place = _numbers(x=x, y=y, font_size=size)
        self._add(tag("text", text, text_anchor=anchor, fill=fill, **place), y + 4)

    def element(self) -> Element:
        """Return the drawing as an ``svg`` element, for a page or for a file of its own."""
        size = _numbers(width=WIDTH, height=self.height + 6)
        view = {"viewBox": f"0 0 {size['width']} {size['height']}", "xmlns": "http://www.w3.org/2000/svg"}
        return tag(
            "svg",
            tag("title", self.alt),
            tag("rect", fill="#fff", **size),
            *self._shapes,
            role="img",
            aria_label=self.alt,
            font_family="system-ui, sans-serif",
            **view,
            **size,
        )

    def _add(self, shape: Element, bottom: float) -> None:
        self._shapes.append(shape)
        self.height = max(self.height, bottom)


def as_svg(drawing: Element) -> str:
    """Return an ``svg`` element as the content of a file."""
    return tostring(drawing, encoding="unicode")


def _numbers(**values: float) -> dict[str, str]:
    return {key: f"{value:.5g}" for key, value in values.items()}
