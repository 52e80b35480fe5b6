"""The catalogue of sentences: both languages say the same things, everything said exists, nothing is left over."""

from __future__ import annotations

import ast
import builtins
import re
import string
from collections.abc import Iterator
from pathlib import Path

import pytest

from autograder.results import Failure
from autograder.words import LANGUAGES, Words, catalogue
from autograder.words.sentences import describe_failure

pytestmark = pytest.mark.one_python

ROOT = Path(__file__).resolve().parents[2]
FAMILIES = {
    "failure",
    "error",
    "problem",
    "note",
    "verdict",
    "label",
    "demo",
    "check",
    "drawn_alt",
    "report",
    "regrade",
    "diff",
    "moodle",
    "book",
    "cause",
}  # their keys are put together at run time
RAISES = (
    "Failure",
    "SubmissionError",
    "Unreadable",
    "Unusable",
    "WorkerLost",
    "BadArchive",
    "_fail",
    "KitError",
    "_refuse_archive",
)


def trees() -> Iterator[ast.Module]:
    for folder in ("autograder", "student_template"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            yield ast.parse(path.read_bytes())


def texts() -> set[str]:
    """Every text that stands in the code by itself, or in quotes in a template."""
    templates = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "autograder").rglob("*.html"))]
    quoted = {found for text in templates for found in re.findall(r"""["']([\w. ]+)["']""", text)}
    return quoted | {
        node.value
        for tree in trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def kinds() -> set[str]:
    """Every kind of failure, problem or loss that the code makes by name."""
    calls = [node for tree in trees() for node in ast.walk(tree) if isinstance(node, ast.Call) and node.args]
    first = [call.args[0] for call in calls if ast.unparse(call.func).split(".")[-1] in RAISES]
    either = [part for node in first for part in ([node.body, node.orelse] if isinstance(node, ast.IfExp) else [node])]
    return {node.value for node in either if isinstance(node, ast.Constant) and isinstance(node.value, str)}


def places(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


def test_both_languages_have_the_same_sentences() -> None:
    assert set(catalogue("es")) == set(catalogue("en"))


def test_both_languages_fill_the_same_places() -> None:
    spanish, english = catalogue("es"), catalogue("en")
    assert {key: places(spanish[key]) for key in spanish} == {key: places(english[key]) for key in english}


def test_no_sentence_is_empty_or_the_same_in_both() -> None:
    spanish, english = catalogue("es"), catalogue("en")
    same = {
        key
        for key in english
        if spanish[key] == english[key] and re.search(r"[a-z]{3}", re.sub(r"{\w+}", "", english[key]))
    }
    assert all(text.strip() for text in (*spanish.values(), *english.values()))
    assert same == set()


def test_every_sentence_that_the_code_asks_for_exists() -> None:
    tables = {key.partition(".")[0] for key in catalogue("en")}
    files = "py$|md$|css$|html$|json$"
    asked = {text for text in texts() if re.fullmatch(rf"({'|'.join(tables)})\.(?!{files})[a-z_ ]+", text)}
    assert len(asked) > 20
    assert asked - set(catalogue("en")) == set()


def test_every_kind_of_failure_has_its_sentence() -> None:
    known = {key.partition(".")[2] for key in catalogue("en")}
    assert {"value", "timeout", "syntax", "top_level"} <= kinds()
    assert kinds() - known == set()


def test_no_sentence_is_left_over() -> None:
    said = texts() | kinds()

    def used(key: str) -> bool:
        table, _, name = key.partition(".")
        of_python = table == "error" and hasattr(builtins, name)  # an exception that Python raises
        return key in said or of_python or (table in FAMILIES and name in said)

    assert {key for key in catalogue("en") if not used(key)} == set()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_failure_is_a_sentence_even_when_its_details_are_lost(lang: str) -> None:
    for key in catalogue(lang):
        table, _, kind = key.partition(".")
        if table == "failure":
            text = describe_failure(Failure(kind), Words(lang))
            assert text[:1] and "{" not in text


@pytest.mark.parametrize("lang", LANGUAGES)
def test_sentences_end_with_a_full_stop_and_speak_to_one_person(lang: str) -> None:
    for key, text in catalogue(lang).items():
        if key.partition(".")[0] in ("problem", "note"):
            assert text.endswith((".", "{message}")), key
            assert "usted" not in text.lower() and "vosotros" not in text.lower()


def test_an_unknown_language_or_key_is_said() -> None:
    with pytest.raises(KeyError, match="no language 'fr'"):
        Words("fr")
    with pytest.raises(KeyError):
        Words("en")("failure.no_such_sentence")
    assert "failure.value" in Words("en") and "failure.no_such_sentence" not in Words("en")


def test_a_value_may_have_any_name() -> None:
    assert (
        Words("en")("failure.missing_callable", function="f", key="k", self="s")
        == "f is not a function in your file: something else has that name."
    )
