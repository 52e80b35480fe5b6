"""The picture of a failure, drawn as SVG and told as text: heat maps, rows of numbers, masks."""

from __future__ import annotations

import math
from collections.abc import Callable
from xml.etree.ElementTree import Element

from autograder.pages.colours import EXPECTED, GOT, OFF, ON, RGB, ink_on, signed, sized, written
from autograder.pages.svg import WIDTH, Drawing
from autograder.results import Failure, Grid, Picture
from autograder.submission import printable
from autograder.words import Words

GAP, LEFT, RIGHT, TOP = 22.0, 30.0, 10.0, 40.0
PANEL = (WIDTH - LEFT - RIGHT - 2 * GAP) / 3
CELL = 28.0
WRITTEN_COLUMNS = 4
"""Tables of at most so many columns have their numbers written into the cells."""

Paint = Callable[[float], RGB]


def picture_svg(failure: Failure, words: Words) -> Element | None:
    """Return a failure's picture as an ``svg`` element with its alternative text, ``None`` when it has none."""
    picture = failure.picture
    if picture is None:
        return None
    drawing = Drawing(picture_alt(failure, words))
    if picture.kind in ("series", "norms"):
        _series(drawing, picture, words)
    elif picture.kind == "mask":
        _mask(drawing, picture, words)
    elif picture.kind == "finite":
        _finite(drawing, picture, words)
    else:
        _heat_maps(drawing, picture, words)
    return drawing.element()


def picture_alt(failure: Failure, words: Words) -> str:
    """Return what a picture shows, in words: for readers who do not see it, and beside it for all others."""
    picture = failure.picture
    if picture is None:
        return ""
    cells = [(error, i, j) for i, row in enumerate(picture.error) for j, error in enumerate(row)]
    largest, i, j = max(cells, default=(0.0, 0, 0), key=lambda cell: cell[0])
    marks = "".join(picture.wrong)
    return words(
        f"drawn_alt.{picture.kind}",
        name=printable(failure.name, 80) or words("failure.unnamed"),
        shape=_shape(picture),
        wrong=marks.count("x"),
        cells=len(marks),
        largest=_short(largest),
        row=picture.origin[0] + i * picture.step[0],
        column=picture.origin[1] + j * picture.step[1],
    )


def picture_text(failure: Failure, words: Words) -> str:
    """Return a picture as lines of characters, for places that show text alone; ``""`` where that would say nothing.

    A digit is the error in tenths of the largest one, ``.`` what is right; in a mask ``x`` is a wrong unit.
    """
    picture = failure.picture
    if picture is None or len(picture.wrong) < 2:
        return ""
    if not picture.error:
        return "\n".join([words("drawn.legend_marks"), *(" ".join(row) for row in picture.wrong)])
    largest = max(max(row) for row in picture.error)
    rows = [
        " ".join(_tenth(error, largest) if mark == "x" else "." for error, mark in zip(errors, marks, strict=True))
        for errors, marks in zip(picture.error, picture.wrong, strict=True)
    ]
    return "\n".join([words("drawn.legend_tenths", largest=_short(largest)), *rows])


def _tenth(error: float, largest: float) -> str:
    return str(min(9, math.floor(10 * error / largest))) if largest else "0"


# -- tables


def _heat_maps(drawing: Drawing, picture: Picture, words: Words) -> None:
    largest = max(abs(number) for grid in (picture.got, picture.expected) for row in grid for number in row)
    worst = max(max(row) for row in picture.error)
    panels: list[tuple[str, Grid, Paint]] = [
        ("drawn.got", picture.got, lambda number: signed(number, largest)),
        ("drawn.expected", picture.expected, lambda number: signed(number, largest)),
        ("drawn.error", _wrong_alone(picture), lambda number: sized(number, worst)),
    ]
    for place, (title, grid, paint) in enumerate(panels):
        x = LEFT + place * (PANEL + GAP)
        drawing.text(x, 18, words(title), size=15)
        _table(drawing, x, grid, paint)
    _indices(drawing, picture)
    bottom = drawing.height + 12
    _scale(drawing, LEFT, bottom, [-largest, 0.0, largest], lambda number: signed(number, largest), 2 * PANEL + GAP)
    _scale(drawing, LEFT + 2 * (PANEL + GAP), bottom, [0.0, worst], lambda number: sized(number, worst), PANEL)
    _note_on_step(drawing, picture, words)


def _wrong_alone(picture: Picture) -> Grid:
    """Return the errors, with 0 where they are allowed: 1e-13 is no error that anyone should look for."""
    return tuple(
        tuple(error if mark == "x" else 0.0 for error, mark in zip(errors, marks, strict=True))
        for errors, marks in zip(picture.error, picture.wrong, strict=True)
    )


def _side(grid: Grid | tuple[str, ...]) -> tuple[float, float]:
    """Return width and height of a cell."""
    width = min(PANEL / len(grid[0]), PANEL / 2 if len(grid[0]) <= WRITTEN_COLUMNS else CELL)
    return width, min(CELL, max(width, 12.0))


def _table(drawing: Drawing, x: float, grid: Grid, paint: Paint) -> None:
    width, height = _side(grid)
    for i, row in enumerate(grid):
        for j, number in enumerate(row):
            colour = paint(number)
            drawing.rect(x + j * width, TOP + i * height, width, height, written(colour))
            if len(row) <= WRITTEN_COLUMNS:
                middle = (x + (j + 0.5) * width, TOP + (i + 0.5) * height + 4)
                drawing.text(*middle, _fitting(number), size=11, anchor="middle", fill=ink_on(colour))


def _indices(drawing: Drawing, picture: Picture) -> None:
    """Number the first and the last row and column, as Python counts."""
    width, height = _side(picture.wrong)
    for i in {0, len(picture.wrong) - 1}:
        number = str(picture.origin[0] + i * picture.step[0])
        drawing.text(LEFT - 6, TOP + (i + 0.5) * height + 4, number, size=11, anchor="end", fill="#555")
    for j in {0, len(picture.wrong[0]) - 1}:
        number = str(picture.origin[1] + j * picture.step[1])
        drawing.text(LEFT + (j + 0.5) * width, TOP - 5, number, size=11, anchor="middle", fill="#555")


def _scale(drawing: Drawing, x: float, y: float, ends: list[float], paint: Paint, width: float) -> None:
    """Draw a colour scale from the first of some numbers to the last, with all of them written under it."""
    first, last, steps = ends[0], ends[-1], 12 * (len(ends) - 1)
    for step in range(steps):
        colour = written(paint(first + (last - first) * step / (steps - 1)))
        drawing.rect(x + step * width / steps, y, width / steps, 10, colour, colour)
    for place, number in enumerate(ends):
        anchor = "start" if place == 0 else "end" if place == len(ends) - 1 else "middle"
        drawing.text(x + width * place / (len(ends) - 1), y + 24, _short(number), size=12, anchor=anchor)


def _note_on_step(drawing: Drawing, picture: Picture, words: Words) -> None:
    if picture.step != (1, 1):
        rows, columns = picture.step
        note = words("drawn.step", rows=rows, columns=columns, shape=_shape(picture))
        drawing.text(LEFT, drawing.height + 16, note, size=12)


# -- masks


def _mask(drawing: Drawing, picture: Picture, words: Words) -> None:
    side = _side(picture.wrong)
    right = tuple("." * len(row) for row in picture.wrong)
    panels = (("drawn.got", picture.got, picture.wrong), ("drawn.expected", picture.expected, right))
    for place, (title, grid, marks) in enumerate(panels):
        x = LEFT + place * (PANEL + GAP)
        drawing.text(x, 18, words(title), size=15)
        _units(drawing, x, side, grid, marks)
    _indices(drawing, picture)
    x, y = LEFT + 2 * (PANEL + GAP), TOP
    for fill, mark, key in ((ON, "", "drawn.on"), (OFF, "", "drawn.off"), (OFF, "x", "drawn.wrong_unit")):
        drawing.rect(x, y, 18, 18, fill, "#555")
        if mark:
            _cross(drawing, x, y, 18, 18, fill)
        drawing.text(x + 26, y + 14, words(key), size=13)
        y += 26
    drawing.text(LEFT, drawing.height + 18, words("drawn.part", shape=_shape(picture)), size=12)


def _units(drawing: Drawing, x: float, side: tuple[float, float], grid: Grid, wrong: tuple[str, ...]) -> None:
    width, height = side
    for i, (row, marks) in enumerate(zip(grid, wrong, strict=True)):
        for j, (unit, mark) in enumerate(zip(row, marks, strict=True)):
            fill = ON if unit else OFF
            drawing.rect(x + j * width, TOP + i * height, width, height, fill)
            if mark == "x":
                _cross(drawing, x + j * width, TOP + i * height, width, height, fill)


def _cross(drawing: Drawing, x: float, y: float, width: float, height: float, fill: str) -> None:
    """Draw a cross: what is wrong can be seen without any colour."""
    stroke = "#fff" if fill == ON else "#000"
    drawing.line(x + 2, y + 2, x + width - 2, y + height - 2, stroke, 2)
    drawing.line(x + 2, y + height - 2, x + width - 2, y + 2, stroke, 2)


def _finite(drawing: Drawing, picture: Picture, words: Words) -> None:
    drawing.text(LEFT, 18, words("drawn.not_finite"), size=15)
    width, height = _side(picture.wrong)
    for i, marks in enumerate(picture.wrong):
        for j, mark in enumerate(marks):
            drawing.rect(LEFT + j * width, TOP + i * height, width, height, ON if mark == "x" else OFF)
            if mark == "x":
                _cross(drawing, LEFT + j * width, TOP + i * height, width, height, ON)
    _indices(drawing, picture)
    _note_on_step(drawing, picture, words)


# -- rows of numbers


def _series(drawing: Drawing, picture: Picture, words: Words) -> None:
    got, expected = picture.got[0], picture.expected[0]
    left, right, top, bottom = 70.0, WIDTH - 10.0, 40.0, 200.0
    scale, ticks = _axis((*got, *expected), top, bottom)
    for tick in ticks:
        drawing.line(left, scale(tick), right, scale(tick), "#ddd")
        drawing.text(left - 6, scale(tick) + 4, _short(tick), size=12, anchor="end")
    step = (right - left) / len(got)
    for i, (mine, due) in enumerate(zip(got, expected, strict=True)):
        x = left + (i + 0.5) * step
        drawing.line(x, scale(mine), x, scale(due), "#999")
        drawing.rect(x - 5, scale(due) - 5, 10, 10, "none", EXPECTED)
        drawing.circle(x, scale(mine), 4, GOT)
        if len(got) <= 12 or i % 4 == 0:
            drawing.text(x, bottom + 22, str(i * picture.step[1]), size=12, anchor="middle")
    drawing.circle(left + 6, 14, 4, GOT)
    drawing.text(left + 16, 18, words("drawn.got"), size=14)
    drawing.rect(left + 200, 9, 10, 10, "none", EXPECTED)
    drawing.text(left + 216, 18, words("drawn.expected"), size=14)
    axis = "drawn.layer" if picture.kind == "norms" else "drawn.entry"
    drawing.text((left + right) / 2, bottom + 42, words(axis), size=13, anchor="middle")
    _note_on_step(drawing, picture, words)


def _axis(numbers: tuple[float, ...], top: float, bottom: float) -> tuple[Callable[[float], float], list[float]]:
    """Return a scale from numbers to heights, with powers of ten when that alone shows them all, and its ticks."""
    low, high = min(numbers), max(numbers)
    if low > 0 and high / low > 100:
        first, last = math.floor(math.log10(low)), math.ceil(math.log10(high))
        every = max(1, math.ceil((last - first) / 5))
        height = (bottom - top) / (last - first)
        return (lambda n: bottom - (math.log10(n) - first) * height), [
            10.0**power for power in range(first, last + 1, every)
        ]
    low, high = min(low, 0.0), max(high, 0.0)
    size = (high - low) or 1.0
    ticks = [low, high] if 0.0 in (low, high) else [low, 0.0, high]
    return (lambda n: bottom - (n - low) / size * (bottom - top)), ticks


def _shape(picture: Picture) -> str:
    return " × ".join(str(side) for side in picture.shape)


def _fitting(number: float) -> str:
    """Return a number in at most seven characters: the more digits, the more it needs of them to say its size."""
    return next(text for text in (_short(number), f"{number:.2g}", f"{number:.0e}") if len(text) <= 7)


def _short(number: float) -> str:
    return f"{number:.3g}".replace("e-0", "e-").replace("e+0", "e+")
