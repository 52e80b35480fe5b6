"""The answer as one self-contained HTML page, with the standard library alone: nothing is fetched, nothing runs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from importlib import resources
from pathlib import Path
from string import Template

from autograder.laptop.kit import Kit, KitError
from autograder.laptop.text import hint_of, total
from autograder.results import NOT_ATTEMPTED, PASSED, CheckResult, Failure
from autograder.words import Words
from autograder.words.sentences import facts, sentence

MARK = '<meta name="generator" content="autograder">'
"""Says that a file is ours: only then is it replaced."""


def write_page(path: Path, kit: Kit, file: str, checks: Sequence[CheckResult], words: Words) -> None:
    """Write the page. Raises ``KitError`` when the file cannot be written or is somebody else's."""
    try:
        if path.exists() and MARK not in path.read_text(encoding="utf-8", errors="replace")[:2_000]:
            raise KitError("report_exists", path=path)
        path.write_text(page(kit, file, checks, words), encoding="utf-8", newline="\n")
    except OSError as error:
        raise KitError("report_unwritable", path=path, message=error.strerror or "") from None


def page(kit: Kit, file: str, checks: Sequence[CheckResult], words: Words) -> str:
    """Return the page as text."""
    source = resources.files("autograder.laptop").joinpath("page.html").read_text(encoding="utf-8")
    questions = dict.fromkeys(check.question for check in checks)
    body = [_question(kit, name, [c for c in checks if c.question == name], words) for name in questions]
    return Template(source).substitute(
        lang=words.lang,
        mark=MARK,
        title=escape(words("report.title", assignment=kit.assignment)),
        about=escape(words("report.about", file=file, version=" ".join(filter(None, reversed(kit.age))))),
        total=escape(total(kit, checks, words)),
        body="\n".join(body),
    )


def _question(kit: Kit, name: str, checks: Sequence[CheckResult], words: Words) -> str:
    won, due = sum(check.score for check in checks), sum(check.max_score for check in checks)
    head = escape(words("check.question", question=name, won=f"{won:g}", due=f"{due:g}"))
    hint = hint_of(kit, checks, words.lang)
    told = f'<p class="hint"><b>{escape(words("hint.title"))}</b> {escape(hint)}</p>' if hint else ""
    return "\n".join([f"<section><h2>{head}</h2>", *(_check(check, words) for check in checks), told, "</section>"])


def _check(check: CheckResult, words: Words) -> str:
    verdict = escape(words(f"verdict.{check.verdict}"))
    kind = check.verdict.replace(" ", "-")
    points = f"{check.score:g} / {check.max_score:g}"
    parts = [
        f'<article class="{kind}"><h3><span class="verdict">{verdict}</span> {escape(check.title)}'
        f' <span class="points">{points}</span></h3>'
    ]
    for failure in check.failures if check.verdict != NOT_ATTEMPTED else ():
        parts += _failure(failure, words)
    if check.output and check.verdict != PASSED:
        parts.append(f"<p>{escape(words('grade.printed'))}:</p><pre>{escape(check.output)}</pre>")
    return "\n".join([*parts, "</article>"])


def _failure(failure: Failure, words: Words) -> Iterator[str]:
    yield f"<p>{escape(sentence(failure, words))}</p>"
    rows = facts(failure, words)
    if rows:
        cells = (f"<tr><th>{escape(label)}</th><td><code>{escape(text)}</code></td></tr>" for label, text in rows)
        yield "<table>" + "".join(cells) + "</table>"
