"""The noun of a Gradescope bundle: what its ``bundle.json`` says. Knows neither how one is made nor how one grades."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

import msgspec

from autograder import __version__
from autograder.settings import Language, Runtime, Strict

BUNDLE = "bundle.json"
GRADERS = "graders"
"""The folder of a bundle that holds a course of one assignment, its secret half included."""

UNFINISHED = "unfinished.json"
"""The ``results.json`` that stands first: it stays when the grader cannot even start."""


class BundleError(Exception):
    """A bundle that this grader cannot use. ``key`` is that of the sentence for people, ``detail`` fills it."""

    def __init__(self, key: str, lang: Language = "es", **detail: Any) -> None:
        super().__init__(key)
        self.key = key
        self.lang: Language = lang
        self.detail = detail


class Bundle(Strict, frozen=True):
    """What a bundle is for: one assignment, in one language, graded by one version of the machine."""

    format_version: Literal[1]
    version: str
    assignment: str
    lang: Language
    runtime: Runtime
    requires: tuple[str, ...]
    max_score: float


class _Origin(msgspec.Struct):
    """What every version of a bundle says."""

    version: str = "?"
    lang: Language = "es"


def read_bundle(folder: Path) -> Bundle:
    """Read the ``bundle.json`` of an unpacked bundle.

    Raises ``BundleError``: it is damaged, or another version of this package built it.
    """
    try:
        text = (folder / BUNDLE).read_bytes()
        origin = msgspec.json.decode(text, type=_Origin)
    except (OSError, msgspec.DecodeError):
        raise BundleError("gradescope.damaged", file=BUNDLE) from None
    if origin.version != __version__:
        raise BundleError("gradescope.other_version", origin.lang, built=origin.version[:40], here=__version__)
    try:
        return msgspec.json.decode(text, type=Bundle)
    except msgspec.DecodeError:
        raise BundleError("gradescope.damaged", origin.lang, file=BUNDLE) from None


def bundle_json(bundle: Bundle) -> bytes:
    """Return the content of a bundle's ``bundle.json``."""
    return msgspec.json.format(msgspec.json.encode(bundle), indent=1) + b"\n"
