"""Names of people and files made safe: as file names on every system, and unique within a class."""

from __future__ import annotations

import hashlib
import itertools
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable

from autograder.submission import printable

_LONGEST = 64
_UNSEEN = dict.fromkeys(
    (0xAD, 0x61C, *range(0x200B, 0x2010), *range(0x202A, 0x202D), 0x2060, *range(0x2066, 0x206A), 0xFEFF)
)
"""Joiners and marks of direction, which keyboards and platforms put into Persian, Arabic and Hebrew names.
Overrides of the direction, which can make a name read as another, are not among them."""

_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)


def safe_id(text: str) -> str:
    """Return a text as a file name for every system: ASCII letters, digits, ``.``, ``_`` and ``-``.

    Accents are dropped; where that loses a letter, or the name is too long or means something to a system, eight
    digits of the text's hash keep it unique and the same in every run, composed (Windows) or decomposed (macOS).

    >>> safe_id("Ana García"), safe_id("../../etc/passwd"), safe_id("con")
    ('Ana-Garcia', 'etc-passwd', 'con-1143da2b')
    >>> safe_id("Иван").startswith("student-")
    True
    """
    letters = [c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c)]
    kept = re.sub(r"[^A-Za-z0-9._-]+", "-", "".join(c for c in letters if c.isascii() or not c.isalnum()))
    kept = kept.strip("-._")
    lost = any((c.isalnum() and not c.isascii()) or c == "\ufffd" or "\ud800" <= c <= "\udfff" for c in letters)
    if kept and not lost and len(kept) <= _LONGEST and not _RESERVED.fullmatch(kept):
        return kept
    return f"{kept[: _LONGEST - 16].rstrip('-._') or 'student'}-{short_hash(unicodedata.normalize('NFC', text))}"


def shown_name(text: str) -> str:
    """Return a name as people write it and safe to show: marks that nobody sees are left out, others spelt out.

    Accents are composed, whatever system the name comes from.

    >>> shown_name("\\u200fعلی\\u200cرضا") == "علیرضا", shown_name("a\\nb\\u202ec")
    (True, 'a\\\\nb\\\\u202ec')
    """
    return printable(unicodedata.normalize("NFC", text).translate(_UNSEEN))


def unique_ids(texts: Iterable[str]) -> dict[str, str]:
    """Return an id for each text; texts whose ids a system could take for one another get their hash behind it.

    >>> unique_ids(["ana", "Ana", "beto"])["beto"]
    'beto'
    >>> sorted(unique_ids(["ana", "Ana"]).values())
    ['Ana-dea210f0', 'ana-24d4b96f']
    """
    ids = {text: safe_id(text) for text in texts}
    counts = Counter(each.casefold() for each in ids.values())
    taken = {each.casefold() for each in ids.values()}
    for text in sorted(text for text, each in ids.items() if counts[each.casefold()] > 1):
        ids[text] = _another_than(taken, ids[text], text)
        taken.add(ids[text].casefold())
    return ids


def _another_than(taken: set[str], known: str, text: str) -> str:
    """Return an id with a hash behind it that nobody has, even where somebody is called like it on purpose."""
    hashes = (short_hash(text + "#" * more) for more in itertools.count())
    made = (f"{known[: _LONGEST - 9]}-{digits}" for digits in hashes)
    return next(each for each in made if each.casefold() not in taken)


def short_hash(text: str) -> str:
    """Return eight hexadecimal digits of a text's SHA-256; any text has some, whatever is in it."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:8]
