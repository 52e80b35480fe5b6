"""What can be proved without running a solution: points, titles, hints, the stub, the two halves' separation."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from doctest import DocTestParser
from itertools import chain
from pathlib import Path

import pytest

from autograder.checks.plugin import check_name, info
from autograder.course import Assignment, Course
from autograder.docstrings import docstrings_of
from autograder.grading import Checks
from autograder.grading.fingerprints import question_of
from autograder.settings import CourseError, read_toml
from autograder.stub import stub_for
from autograder.verify.faults import Fault

HINT_WORDS = (25, 160)
SAME_WORDS = 4
LONG_LINE = 24


def static_faults(course: Course, assignment: Assignment) -> Iterator[Fault]:
    """Yield the faults of an assignment's files."""
    yield from _stub(assignment)
    yield from _statements(course, assignment)
    yield from _words(course, assignment)
    yield from _docstrings(course, assignment)
    yield from _hints(assignment)
    yield from _variants(assignment)
    yield from _leaks(assignment)
    yield from _imports(course, assignment)


def check_faults(course: Course, checks: Checks) -> Iterator[Fault]:
    """Yield the faults of collected checks: questions, points, dependencies, titles, fixtures."""
    assignment = checks.assignment
    known = {question.id for question in assignment.questions}
    seen: set[str] = set()
    for item in checks.items:
        about, where = info(item), f"{item.path}::{check_name(item)}"
        if about is None:
            yield Fault(where, "a check without @question", "decorate it or move it to test_oracle.py")
            continue
        if about.question not in known:
            yield Fault(where, f"no question {about.question!r} in assignment.toml", "correct the name")
        if not (item.function.__doc__ or "").strip():
            yield Fault(where, "a check without a title", "write it as the first line of its docstring")
        for name in set(about.needs) - seen:
            yield Fault(where, f"needs {name!r}, which does not run before it", "name an earlier check")
        seen.add(check_name(item))
        yield from _titles(course, assignment, item)
        yield from _fixtures(item)
    yield from _points(course, checks)


def _points(course: Course, checks: Checks) -> Iterator[Fault]:
    assignment = checks.assignment
    where = str(assignment.public / "assignment.toml")
    total = course.settings.points.total
    if abs(assignment.max_score - total) > 1e-9:
        yield Fault(where, f"the questions' points add up to {assignment.max_score:g}, not {total:g}", "correct them")
    for question in assignment.questions:
        mine = [item for item in checks.items if (about := info(item)) and about.question == question.id]
        every, hidden = _sum(mine), _sum([item for item in mine if item.path == assignment.hidden_tests])
        if abs(every - question.points) > 1e-9:
            text = f"the checks of {question.id} are worth {every:g} points, not {question.points:g}"
            yield Fault(where, text, "correct the checks or the question")
        if abs(hidden - question.hidden * question.points) > 0.01 * question.points:
            text = f"hidden checks carry {hidden / question.points:.2f} of {question.id}, not {question.hidden:g}"
            yield Fault(where, text, "correct `hidden` or the checks")


def _sum(items: list[pytest.Function]) -> float:
    return sum(about.points for item in items if (about := info(item)) is not None)


def _titles(course: Course, assignment: Assignment, item: pytest.Function) -> Iterator[Fault]:
    for lang in course.settings.languages:
        if lang != "en" and not assignment.check_title(check_name(item), lang):
            half = assignment.secret if item.path == assignment.hidden_tests else assignment.public
            where = str(half / f"words.{lang}.toml")
            yield Fault(where, f"no title for {check_name(item)}", "add it under [checks]")


def _fixtures(item: pytest.Function) -> Iterator[Fault]:
    definitions = chain.from_iterable(item._fixtureinfo.name2fixturedefs.values())
    for definition in definitions:
        if definition.scope != "function" and definition.argname != "request" and _is_ours(definition.func):
            text = f"the fixture {definition.argname} has scope {definition.scope}"
            yield Fault(str(item.path), text, "give it function scope: inputs are fresh for every check")


def _is_ours(function: object) -> bool:
    return not str(getattr(function, "__module__", "")).startswith("_pytest")


def _stub(assignment: Assignment) -> Iterator[Fault]:
    try:
        wanted = stub_for(assignment)
    except (CourseError, OSError) as error:
        yield Fault(str(assignment.reference), str(error), "mark each solution's block with BEGIN and END")
        return
    if not assignment.stub.is_file() or assignment.stub.read_text(encoding="utf-8") != wanted:
        remedy = f"run 'autograder stub {assignment.name}'"
        yield Fault(str(assignment.stub), "is not the solution with its blocks taken out", remedy)


def _statements(course: Course, assignment: Assignment) -> Iterator[Fault]:
    for lang in course.settings.languages:
        path = assignment.public / f"statement.{lang}.md"
        try:
            text = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            yield Fault(str(path), f"cannot be read ({error})", "write the statement, in UTF-8")
            continue
        for question in assignment.questions:
            if not re.search(rf"^#+ .*`{question.id}`", text, re.MULTILINE):
                yield Fault(str(path), f"no heading names `{question.id}`", "write one, with what it asks for below")


def _words(course: Course, assignment: Assignment) -> Iterator[Fault]:
    for folder, known in (
        (assignment.public, {"checks", "misconceptions", "docstrings"}),
        (assignment.secret, {"checks"}),
    ):
        for lang in course.settings.languages:
            path = folder / f"words.{lang}.toml"
            tables = read_toml(path)
            for table in sorted(set(tables) - known):
                yield Fault(str(path), f"unknown table [{table}]", f"known are {', '.join(sorted(known))}")
            names = _functions(assignment.public_tests) | _functions(assignment.hidden_tests)
            for name in sorted(set(tables.get("checks", {})) - names):
                yield Fault(str(path), f"a title for {name}, which is no check", "take it out or correct the name")


def _docstrings(course: Course, assignment: Assignment) -> Iterator[Fault]:
    """Where a language has docstrings of its own it has them all, with the very examples of the stub."""
    if not assignment.stub.is_file():
        return
    own = docstrings_of(assignment.stub.read_text(encoding="utf-8"))
    for lang in course.settings.languages:
        where, texts = str(assignment.public / f"words.{lang}.toml"), assignment.docstrings(lang)
        for name in sorted(own.keys() ^ texts.keys() if texts else ()):
            yield Fault(where, f"[docstrings] and the stub differ in {name}", "give one for each docstring of the stub")
        for name in sorted(own.keys() & texts.keys()):
            if _examples(own[name]) != _examples(texts[name]):
                yield Fault(where, f"the examples of {name} are not those of the stub", "copy them as they are")


def _examples(docstring: str) -> list[tuple[str, str]]:
    return [(each.source, each.want) for each in DocTestParser().get_examples(docstring)]


def _functions(path: Path) -> set[str]:
    if not path.is_file():
        return set()
    return {node.name for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if _is_function(node)}  # type: ignore[attr-defined]


def _is_function(node: ast.AST) -> bool:
    return isinstance(node, ast.FunctionDef)


def _hints(assignment: Assignment) -> Iterator[Fault]:
    keys = [path.stem for path in assignment.variants("rejected")]
    for lang in ("es", "en"):
        where = str(assignment.public / f"words.{lang}.toml")
        hints = read_toml(Path(where)).get("misconceptions", {})
        for key in sorted(set(keys) - set(hints)):
            yield Fault(where, f"no hint for {key}", "add it under [misconceptions]")
        for key in sorted(set(hints) - set(keys)):
            yield Fault(where, f"a hint for {key}, which no rejected solution shows", "take it out or add the solution")
        for key, text in hints.items():
            count = len(text.split())
            if not HINT_WORDS[0] <= count <= HINT_WORDS[1]:
                yield Fault(where, f"the hint for {key} has {count} words", "write 25 to 160")
    yield from _same_sentences(assignment, keys)


def _same_sentences(assignment: Assignment, keys: list[str]) -> Iterator[Fault]:
    for key in keys:
        spanish, english = (_sentences(assignment.hint(key, lang) or "") for lang in ("es", "en"))
        for sentence in sorted(spanish & english):
            if len(sentence.split()) > SAME_WORDS:
                yield Fault(
                    str(assignment.public / "words.es.toml"), f"{key}: not translated: {sentence!r}", "translate it"
                )


def _sentences(text: str) -> set[str]:
    return {sentence.strip() for sentence in re.split(r"[.:;!?]", text) if sentence.strip()}


def _variants(assignment: Assignment) -> Iterator[Fault]:
    known = {question.id for question in assignment.questions}
    for path in assignment.variants("accepted"):
        if not path.read_text(encoding="utf-8").startswith("#"):
            yield Fault(str(path), "line 1 does not name its idiom", "begin with a comment that does")
    for path in (*assignment.variants("rejected"), *assignment.variants("rejected/again")):
        if question_of(path) not in known:
            yield Fault(str(path), "line 1 does not name its question", "begin with '# question: NAME'")
    first = {path.stem for path in assignment.variants("rejected")}
    again = {path.stem for path in assignment.variants("rejected/again")}
    for name in sorted(first ^ again):
        half = "rejected/again" if name in first else "rejected"
        yield Fault(str(assignment.secret / half), f"no {name}.py", "every misconception is spelt twice")
    yield from _equal_trees(assignment)


def _equal_trees(assignment: Assignment) -> Iterator[Fault]:
    trees: dict[str, Path] = {}
    for path in (assignment.reference, *assignment.variants("accepted")):
        shape = _renamed(path)
        if shape in trees:
            yield Fault(str(path), f"is {trees[shape].name} with other names", "write a really different idiom")
        trees.setdefault(shape, path)


def _renamed(path: Path) -> str:
    """Return a solution's tree with names numbered in order of appearance, without docstrings and annotations."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    functions = [_bare(node) for node in tree.body if isinstance(node, ast.FunctionDef)]
    numbers: dict[str, str] = {}
    for node in (inner for function in functions for inner in ast.walk(function)):
        if isinstance(node, ast.Name):
            node.id = numbers.setdefault(node.id, f"n{len(numbers)}")
        elif isinstance(node, ast.arg):
            node.arg = numbers.setdefault(node.arg, f"n{len(numbers)}")
    return ast.dump(ast.Module(list(functions), []))


def _bare(function: ast.FunctionDef) -> ast.FunctionDef:
    for node in ast.walk(function):
        if isinstance(node, ast.arg):
            node.annotation = None
    function.returns = None
    if ast.get_docstring(function) is not None:
        function.body = function.body[1:]
    return function


def _leaks(assignment: Assignment) -> Iterator[Fault]:
    """Look for a solution's own lines in what students get."""
    secret = {line for line in _solution_lines(assignment) if len(line) > LONG_LINE}
    for path in sorted(assignment.public.rglob("*")):
        if path.suffix in (".py", ".md", ".toml"):
            text = path.read_text(encoding="utf-8")
            shared = {line.strip() for line in text.splitlines()} & secret
            for line in sorted(shared):
                yield Fault(str(path), f"holds a line of the solution: {line!r}", "say it in other words")


def _solution_lines(assignment: Assignment) -> set[str]:
    if not assignment.stub.is_file():
        return set()
    kept = set(assignment.stub.read_text(encoding="utf-8").splitlines())
    lines = set(assignment.reference.read_text(encoding="utf-8").splitlines()) - kept
    return {line.strip() for line in lines if not line.strip().startswith(("#", "import ", "from ", "def "))}


def _imports(course: Course, assignment: Assignment) -> Iterator[Fault]:
    """Each assignment stands alone: none of its files may name another one."""
    others = {other.name for other in course.assignments} | {other.module for other in course.assignments}
    others -= {assignment.name, assignment.module}
    for path in (assignment.public_tests, assignment.hidden_tests, assignment.public / "inputs.py"):
        if not path.is_file():
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            named = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            named += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            for name in named:
                if set(name.split(".")) & others:
                    yield Fault(f"{path}:{node.lineno}", f"imports {name}, another assignment", "each stands alone")  # type: ignore[attr-defined]
