"""Pairs of submissions that share more code than chance: copydetect's fingerprints, every one of them kept."""

from __future__ import annotations

import io
import itertools
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from copydetect import CodeFingerprint, compare_files

LENGTH = 25
"""Characters, names counting as one, that two pieces must share to count: copydetect's own default."""

FEWEST = 100
"""Submissions with fewer such pieces say too little to be compared."""

EVERY = 1  # every piece counts: with a wider window the choice would follow Python's random hashes

Spans = tuple[tuple[int, int], ...]
"""Where shared code starts and ends in a text."""


@dataclass(frozen=True)
class Written:
    """One submission's own lines, with the names of everyone who handed it in."""

    name: str
    text: str


@dataclass(frozen=True)
class Pair:
    """Two submissions, the share of each that stands in the other too (0 to 1), and where."""

    one: Written
    other: Written
    shares: tuple[float, float]
    spans: tuple[Spans, Spans]

    @property
    def share(self) -> float:
        """The larger share: who copies a part of a longer file is found as well."""
        return max(self.shares)


def similar_pairs(class_: Sequence[Written], threshold: float, tick: Callable[[], None] = lambda: None) -> list[Pair]:
    """Return the pairs that share at least ``threshold``, the most alike first.

    ``tick`` is called once for each submission that says enough to be compared.
    Names of variables and functions, comments, strings and blank space do not count.
    """
    prints = [(written, fingerprint) for written in class_ if (fingerprint := _fingerprint(written.text)) is not None]
    found = []
    for number, (one, mine) in enumerate(prints):
        tick()
        for other, theirs in itertools.islice(prints, number + 1, None):
            fewest = min(len(mine.hashes), len(theirs.hashes))
            if len(mine.hashes & theirs.hashes) < 0.5 * threshold * fewest:  # cheap, and far below what is asked for
                continue
            pair = _compare(one, mine, other, theirs)
            if pair.share >= threshold:
                found.append(pair)
    return sorted(found, key=lambda pair: (-pair.share, pair.one.name, pair.other.name))


def _fingerprint(text: str) -> CodeFingerprint | None:
    if len(text) < LENGTH:
        return None
    fingerprint = CodeFingerprint("own.py", LENGTH, EVERY, language="python", fp=io.StringIO(text))
    return fingerprint if len(fingerprint.hashes) >= FEWEST else None


def _compare(one: Written, mine: CodeFingerprint, other: Written, theirs: CodeFingerprint) -> Pair:
    _, shares, slices = compare_files(mine, theirs)
    first, second = (min(1.0, round(float(share), 3)) for share in shares)
    return Pair(one, other, (first, second), (_spans(slices[0], one.text), _spans(slices[1], other.text)))


def _spans(slices: np.ndarray, text: str) -> Spans:
    """Return where shared code stands, in order, without overlaps."""
    if slices.size == 0:
        return ()
    spans, end = [], 0
    for start, stop in sorted(zip(*slices.astype(int).tolist(), strict=True)):
        start, stop = max(start, end), min(stop, len(text))
        if stop > start:
            spans.append((start, stop))
            end = stop
    return tuple(spans)


def marked(text: str, spans: Spans) -> Iterable[tuple[str, bool]]:
    """Yield a text's pieces in order, each with whether it is shared."""
    end = 0
    for start, stop in spans:
        yield text[end:start], False
        yield text[start:stop], True
        end = stop
    yield text[end:], False
