"""What a student reads in the terminal: plain lines, words before colours, never "all tests passed"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from autograder.laptop.kit import Kit
from autograder.results import NOT_ATTEMPTED, PASSED, CheckResult
from autograder.words import Words
from autograder.words.sentences import describe_failure


def report(
    kit: Kit,
    checks: Sequence[CheckResult],
    words: Words,
    with_hints: bool,
    ask: str = "python check.py {question} --hint",
) -> str:
    """Return the whole answer as text. ``ask`` is what a student writes to read a question's hint."""
    lines: list[str] = []
    for question in dict.fromkeys(check.question for check in checks):
        mine = [check for check in checks if check.question == question]
        lines += ["", _head(question, mine, words), *_rows(mine, words), *_hint(kit, mine, words, with_hints, ask)]
    return "\n".join([*lines, "", total(kit, checks, words)]).lstrip("\n")


def _head(question: str, checks: Sequence[CheckResult], words: Words) -> str:
    won, due = sum(check.score for check in checks), sum(check.max_score for check in checks)
    return words("check.question", question=question, won=f"{won:g}", due=f"{due:g}")


def _rows(checks: Sequence[CheckResult], words: Words) -> Iterator[str]:
    width = max(len(words(f"verdict.{verdict}")) for verdict in ("passed", "failed", "not attempted", "not judged"))
    for check in checks:
        yield f"  {words(f'verdict.{check.verdict}'):<{width}}  {check.title}"
        for failure in check.failures if check.verdict != NOT_ATTEMPTED else ():  # the verdict says it
            yield from (f"      {line}" for line in describe_failure(failure, words).splitlines())


def hint_of(kit: Kit, checks: Sequence[CheckResult], lang: str) -> str | None:
    """Return the hint of one question's checks, ``None`` when their mistake is no known one."""
    key = next((check.misconception for check in checks if check.misconception), None)
    return kit.hint(key, lang) if key else None


def _hint(kit: Kit, checks: Sequence[CheckResult], words: Words, shown: bool, ask: str) -> Iterator[str]:
    text = hint_of(kit, checks, words.lang)
    if text and shown:
        yield f"  {words('hint.title')} {text}"
    elif text:
        yield f"  {words('hint.offer', ask=ask.format(question=checks[0].question))}"


def total(kit: Kit, checks: Sequence[CheckResult], words: Words) -> str:
    """Return the last sentence: how many checks pass, and that there are others."""
    passed = sum(1 for check in checks if check.verdict == PASSED)
    questions = {check.question for check in checks}
    hidden = sum(question.hidden_checks for question in kit.questions if question.id in questions)
    won, due = sum(check.score for check in checks), sum(check.max_score for check in checks)
    more = words("check.hidden_one" if hidden == 1 else "check.hidden_many", count=hidden)
    return words("check.total", passed=passed, count=len(checks), won=f"{won:g}", due=f"{due:g}", hidden=more)
