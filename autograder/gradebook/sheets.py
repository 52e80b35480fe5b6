"""Cells of a spreadsheet that cannot harm who opens it, and the bytes of a CSV file that Excel reads rightly."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

BOM = "\ufeff"
"""The mark without which Excel takes UTF-8 for the machine's old encoding: names with accents would be read wrongly,
and written back so. Canvas, Moodle and Python's ``utf-8-sig`` pass over it. No quote may follow it: Canvas's reader
stops there, so headings are chosen that need none."""

MAX_CELL = 32_000
"""A cell of Excel holds 32,767 characters."""

_FORMULA = ("=", "+", "-", "@")


def safe_cell(value: str | float | None) -> str:
    """Return a cell's text, on one line, that no spreadsheet takes for a formula; numbers as people write them.

    >>> safe_cell("=HYPERLINK(1)"), safe_cell("Ana"), safe_cell(-2.50), safe_cell(None)
    ("'=HYPERLINK(1)", 'Ana', '-2.5', '')
    """
    if value is None:
        return ""
    if not isinstance(value, str):
        return f"{value:.10g}"
    plain = "".join(character if character.isprintable() else " " for character in value[:MAX_CELL])
    return f"'{plain}" if plain.lstrip().startswith(_FORMULA) else plain


def csv_bytes(lines: Iterable[Sequence[str | float | None]]) -> Iterator[bytes]:
    """Yield a CSV file (RFC 4180, UTF-8 with ``BOM``) line by line; every cell made safe."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    text.write(BOM)
    for line in lines:
        writer.writerow([safe_cell(cell) for cell in line])
        yield text.getvalue().encode("utf-8", "backslashreplace")
        text.seek(0)
        text.truncate()
