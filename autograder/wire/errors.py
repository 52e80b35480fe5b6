"""An exception as plain data: its class, its message and the student's own frames, all cut to size."""

from __future__ import annotations

import traceback
from typing import Any

from autograder.wire.source import Source, lines_of

MAX_MESSAGE = 400
MAX_FRAMES = 6


def describe(error: BaseException, source: Source) -> dict[str, Any]:
    """Return ``{"type", "message", "frames"}``; a frame is ``{"line", "cell", "function", "source"}``, outermost first.

    Only frames of the submission itself are kept: neither the grader's nor a library's. ``"left_out"`` is the name
    that is missing because the statement which gives it a value was not run; empty otherwise.
    """
    lines = lines_of(source.text)
    frames = [
        _frame(frame.f_code.co_name, number, lines, source)
        for frame, number in traceback.walk_tb(error.__traceback__)
        if frame.f_code.co_filename == source.name
    ]
    kept = frames[: MAX_FRAMES // 2] + frames[-MAX_FRAMES // 2 :] if len(frames) > MAX_FRAMES else frames
    missing = error.name if isinstance(error, NameError) else None
    left_out = missing if missing in source.left_out else ""
    return {"type": type(error).__name__[:80], "message": _message(error), "frames": kept, "left_out": left_out}


def _frame(function: str, number: int | None, lines: list[str], source: Source) -> dict[str, Any]:
    cell, line = source.place_of(number or 0)
    return {"line": line, "cell": cell, "function": function[:80], "source": _line(lines, number)}


def _message(error: BaseException) -> str:
    try:
        return str(error)[:MAX_MESSAGE]
    except BaseException:  # an exception class of the student's may fail to print itself
        return ""


def _line(lines: list[str], number: int | None) -> str:
    return lines[number - 1].strip()[:160] if number and 0 < number <= len(lines) else ""
