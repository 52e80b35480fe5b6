"""What stands in the way of a TA's verb, as data; whoever says it draws it in the language of the verb."""

from __future__ import annotations

from typing import Any

from autograder.settings import CourseError
from autograder.words import Words


class Trouble(CourseError):
    """A verb of a TA cannot do its work: a sentence of the catalogue and what fills it. As text it is English."""

    def __init__(self, key: str, /, **details: Any) -> None:
        super().__init__(Words("en")(key, **details), key, **details)


def said(error: Exception, words: Words) -> str:
    """Return the sentence of an error in a language; what has none in the catalogue speaks English alone.

    >>> said(Trouble("trouble.empty_download", path="class"), Words("es"))
    'class: no contiene nada; indica la descarga del grupo.'
    """
    if isinstance(error, CourseError) and error.key:
        return words(error.key, **error.details)
    return str(error)
