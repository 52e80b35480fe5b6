"""What a student reads in the terminal: plain lines, words before colours, never "all tests passed"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from autograder.laptop.kit import Kit
from autograder.results import PASSED, CheckResult
from autograder.words import Words
from autograder.words.sentences import describe_failure


def report(kit: Kit, checks: Sequence[CheckResult], words: Words, with_hints: bool) -> str:
    """Return the whole answer as text."""
    lines: list[str] = []
    for question in dict.fromkeys(check.question for check in checks):
        mine = [check for check in checks if check.question == question]
        lines += ["", _head(question, mine, words), *_rows(mine, words), *_hint(kit, mine, words, with_hints)]
    return "\n".join([*lines, "", _total(kit, checks, words)]).lstrip("\n")


def _head(question: str, checks: Sequence[CheckResult], words: Words) -> str:
    won, due = sum(check.score for check in checks), sum(check.max_score for check in checks)
    return words("check.question", question=question, won=f"{won:g}", due=f"{due:g}")


def _rows(checks: Sequence[CheckResult], words: Words) -> Iterator[str]:
    width = max(len(words(f"verdict.{verdict}")) for verdict in ("passed", "failed", "not attempted", "not judged"))
    for check in checks:
        yield f"  {words(f'verdict.{check.verdict}'):<{width}}  {check.title}"
        for failure in check.failures:
            yield from (f"      {line}" for line in describe_failure(failure, words).splitlines())


def _hint(kit: Kit, checks: Sequence[CheckResult], words: Words, shown: bool) -> Iterator[str]:
    key = next((check.misconception for check in checks if check.misconception), None)
    text = kit.hint(key, words.lang) if key else None
    if text and shown:
        yield f"  {words('hint.title')} {text}"
    elif text:
        yield f"  {words('hint.offer', question=checks[0].question)}"


def _total(kit: Kit, checks: Sequence[CheckResult], words: Words) -> str:
    passed = sum(1 for check in checks if check.verdict == PASSED)
    questions = {check.question for check in checks}
    hidden = sum(question.hidden_checks for question in kit.questions if question.id in questions)
    won, due = sum(check.score for check in checks), sum(check.max_score for check in checks)
    return words("check.total", passed=passed, count=len(checks), won=f"{won:g}", due=f"{due:g}", hidden=hidden)
