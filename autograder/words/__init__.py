"""The one catalogue: every sentence a student or a TA reads, in Spanish and in English.

Standard library only (on Python 3.10 pytest's own ``tomli``). May never import anything above this floor.
"""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import Any

from autograder.toml import parse_toml

LANGUAGES = ("es", "en")


class Words:
    """The sentences of one language, by key.

    >>> Words("en")("verdict.not attempted")
    'NOT ATTEMPTED'
    """

    def __init__(self, lang: str) -> None:
        if lang not in LANGUAGES:
            raise KeyError(f"no language {lang!r}; there are {', '.join(LANGUAGES)}")
        self.lang = lang
        self._sentences = catalogue(lang)

    def __call__(self, key: str, /, **values: Any) -> str:
        """Return the sentence of ``key`` with its places filled, a missing value by nothing.

        Raises ``KeyError`` for an unknown key.
        """
        return self._sentences[key].format_map(_Values(values))

    def __contains__(self, key: str) -> bool:
        return key in self._sentences


class _Values(dict[str, Any]):
    """Values that come from behind the border may lack: a sentence with a gap beats a crash."""

    def __missing__(self, key: str) -> str:
        return ""


@cache
def catalogue(lang: str) -> dict[str, str]:
    """Return every sentence of a language as ``{"table.key": "sentence"}``."""
    text = resources.files("autograder.words").joinpath(f"{lang}.toml").read_text(encoding="utf-8")
    return {f"{table}.{key}": sentence for table, rows in parse_toml(text).items() for key, sentence in rows.items()}
