"""Drawing in a notebook with the student's own functions, or saying which question a picture waits for.

matplotlib and IPython are imported inside functions only: a laptop without them gets a sentence instead of a picture.
"""

from __future__ import annotations

import io
import sys
import traceback
from collections.abc import Callable, Mapping
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

from autograder.words import Words

if TYPE_CHECKING:
    from matplotlib.figure import Figure

Say = Callable[[str, str], str]
"""Chooses between a text in Spanish and the same text in English."""

BLUE, ORANGE, GREEN, PINK, SKY, GREY = "#0072b2", "#d55e00", "#009e73", "#cc79a7", "#56b4e9", "#767676"
"""Colours that colour-blind readers can tell apart (Okabe and Ito, 2008). Say it with markers or dashes besides."""

WIDTH = 7.2
"""Inches of a picture; shown 100 points to the inch, so that nothing is too small at 600 points."""

STYLE: Any = {
    "font.size": 11.5,
    "axes.titlesize": 12,
    "legend.fontsize": 10.5,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "legend.frameon": False,
    "lines.linewidth": 2.0,
    "image.cmap": "cividis",
}


class Own:
    """The student's functions by name: the notebook's, or else those of the file as it stands on the disk now.

    >>> def double(x):
    ...     return 2 * x
    >>> Own("no_such_file", Path("."), {"double": double}).double(21)
    42

    A function that is in neither place raises ``NotImplementedError``, as a stub's does.
    """

    def __init__(self, module: str, folder: Path, notebook: Mapping[str, Any]) -> None:
        self._path = folder / f"{module}.py"
        self._notebook = notebook
        self._source: bytes | None = None
        self._module = ModuleType(module)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        return _function(name, self._notebook, vars(self._latest()))

    def _latest(self) -> ModuleType:
        source = self._path.read_bytes() if self._path.is_file() else b""
        if self._source != source:
            module = ModuleType(self._path.stem)
            module.__file__ = str(self._path)
            sys.modules[self._path.stem] = module  # dataclasses look their module up
            exec(compile(source, str(self._path), "exec"), vars(module))
            self._source, self._module = source, module
        return self._module

    def _frame_of(self, error: BaseException) -> str:
        """Return where an error arose in the student's own code: ``hypothesis, 12``; empty when it did not."""
        places = {id(self._notebook), id(vars(self._module))}
        frames = [
            (frame.f_code.co_name, line)
            for frame, line in traceback.walk_tb(error.__traceback__)
            if id(frame.f_globals) in places and frame.f_code.co_name != "<module>"
        ]
        return f"{frames[-1][0]}, {frames[-1][1]}" if frames else ""


class Now:
    """The student's functions as they were when this was made: what loops over thousands of calls should use."""

    def __init__(self, own: Own) -> None:
        self._places = own._notebook, vars(own._latest())

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        return _function(name, *self._places)


def _function(name: str, *places: Mapping[str, Any]) -> Any:
    for place in places:
        if callable(place.get(name)):
            return place[name]
    raise NotImplementedError(name)


class Drawing:
    """Draws an assignment's pictures by name.

    The module ``pictures`` has for each a function ``name(own, **settings)`` that makes plain data with the student's
    functions, ``tell_name(data, say)`` that says in words what they show, and mostly ``draw_name(figure, data, say)``.
    """

    def __init__(self, pictures: ModuleType, own: Own, lang: str) -> None:
        self.own = own
        self._pictures = pictures
        self._words = Words(lang)

    def __call__(self, name: str, **settings: Any) -> None:
        """Show a picture in the notebook with its sentence below, or print the sentence that says what it waits for."""
        if not hasattr(self._pictures, f"tell_{name}"):
            told = [each.removeprefix("tell_") for each in vars(self._pictures) if each.startswith("tell_")]
            print(self._words("picture.unknown", name=name, names=", ".join(told)))
            return
        try:
            text, png = self.made(name, **settings)
        except NotImplementedError as question:
            print(self._words("picture.waits", question=f"`{question}`"))
        except Exception as error:
            print(self._stopped(error))
        else:
            _show(text, png)

    def made(self, name: str, **settings: Any) -> tuple[str, bytes | None]:
        """Return a picture's sentence and its PNG, ``None`` for a picture in words. Raises what the functions raise."""
        data = getattr(self._pictures, name)(Now(self.own), **settings)
        draw = getattr(self._pictures, f"draw_{name}", None)
        text = getattr(self._pictures, f"tell_{name}")(data, self.say)
        if draw is None:
            return text, None
        try:
            return text, png_of(lambda figure: draw(figure, data, self.say))
        except ModuleNotFoundError as missing:
            if (missing.name or "").partition(".")[0] != "matplotlib":
                raise
            return f"{text}\n{self._words('picture.no_matplotlib')}", None

    def say(self, spanish: str, english: str) -> str:
        """Return the text of the notebook's language."""
        return spanish if self._words.lang == "es" else english

    def _stopped(self, error: Exception) -> str:
        where = self.own._frame_of(error) or self._words("picture.elsewhere")
        message = str(error).partition("\n")[0]
        return self._words("picture.stopped", type=type(error).__name__, message=message, where=where)


def png_of(draw: Callable[[Figure], None]) -> bytes:
    """Return what a function draws on a new figure, as a PNG. Raises ``ModuleNotFoundError`` without matplotlib."""
    from matplotlib import rc_context
    from matplotlib.figure import Figure

    with rc_context(STYLE):
        figure = Figure(figsize=(WIDTH, 4.2), layout="constrained")
        draw(figure)
        buffer = io.BytesIO()
        figure.savefig(buffer, format="png", dpi=150)
    return buffer.getvalue()


def _show(text: str, png: bytes | None) -> None:
    if png is not None:
        try:
            from IPython.display import Image, display
        except ModuleNotFoundError:
            pass
        else:
            display(Image(data=png, format="png", width=int(100 * WIDTH), alt=text))  # type: ignore[no-untyped-call]
    print(text)
