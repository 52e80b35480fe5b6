"""Foreign text in Markdown shows as it is, whatever it tries: held against a real Markdown renderer with HTML on."""

from __future__ import annotations

import re
from html import unescape

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from autograder.feedback.markdown import code_block, escape
from autograder.submission import printable

RENDERER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])

ATTACKS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "&lt;b&gt; &#60;script&#62;",
    "[click](javascript:alert(1)) ![x](http://example.org/x.png)",
    "<http://example.org>",
    "*bold* _it_ **b** ~~gone~~ `code`",
    "# heading",
    "> quote",
    "- item",
    "1. item",
    "a | b\n--|--\n1 | 2",
    "```\nout\n```",
    "\\<b> \\\\<b>",
    "$x^2$ $$y$$",
    "---",
    "===",
    "[x]: http://example.org",
    "\u202egnp.exe \u2066x\u2069 \x1b[31mred \x07 \r\n \ud800",
]

texts = st.text(st.characters(), max_size=60) | st.text(
    st.sampled_from("<>&*_`~#[]()!|\\-+=.: \n\t1ab$\"'"), max_size=40
)


def seen(html: str) -> str:
    """What a reader sees of HTML."""
    return unescape(re.sub(r"<[^>]*>", "", html))


@given(texts)
@example("a\\")
def test_prose_shows_the_text_itself_in_one_paragraph(text: str) -> None:
    shown = printable(text, 2_000)
    html = RENDERER.render("x " + escape(text) + " y")
    assert re.findall(r"<(/?\w+)", html) == ["p", "/p"]
    assert seen(html).split() == f"x {shown} y".split()


@pytest.mark.parametrize("attack", ATTACKS)
def test_an_attack_at_the_beginning_of_a_line_opens_nothing(attack: str) -> None:
    html = RENDERER.render(escape(attack))
    assert set(re.findall(r"<(\w+)", html)) <= {"p", "ol", "li"}  # "1." may count, and harms nobody
    assert "href" not in html and "src" not in html.replace("src=x", "")


@given(texts)
def test_a_code_block_holds_all_of_it_and_closes(text: str) -> None:
    html = RENDERER.render(code_block(text) + "\n\nafter")
    assert re.findall(r"<(/?\w+)", html) == ["pre", "code", "/code", "/pre", "p", "/p"]
    inside = unescape(html.partition(">")[2].partition(">")[2].partition("</code>")[0])
    assert inside.splitlines() == [printable(line, 600) for line in text.splitlines()[:60]]


@pytest.mark.parametrize("attack", [*ATTACKS, "````\n</code></pre><b>x</b>", "`" * 40])
def test_an_attack_stays_inside_its_code_block(attack: str) -> None:
    assert re.findall(r"<(/?\w+)", RENDERER.render(code_block(attack))) == ["pre", "code", "/code", "/pre"]


@given(texts)
def test_everything_that_is_shown_is_printable(text: str) -> None:
    assert escape(text).isprintable()
    assert code_block(text).replace("\n", "").isprintable()


def test_giant_texts_are_cut() -> None:
    assert len(escape("x" * 10**6)) == 2_000
    assert len(code_block("x" * 10**6)) < 700
    assert code_block("x\n" * 10**6).count("\n") < 70
