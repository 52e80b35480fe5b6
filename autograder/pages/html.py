"""A tiny HTML writer over the standard library's element trees: text goes in as text, so nothing in it is markup."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib import resources
from xml.etree.ElementTree import Element, tostring

from autograder.submission import printable

LONGEST = 4_000


def tag(name: str, /, *children: str | Element | None, **attributes: str) -> Element:
    """Return an element with its children, texts among them; ``class_`` and ``aria_label`` are written as HTML does.

    >>> tostring(tag("p", "1 < 2 ", tag("b", "so"), class_="note")).decode()
    '<p class="note">1 &lt; 2 <b>so</b></p>'
    """
    element = Element(name, {_spelt(key): printable(value, LONGEST) for key, value in attributes.items()})
    for child in children:
        _append(element, child)
    return element


def lines(text: str, most: int = 60) -> str:
    """Return a text of several lines in which each line is safe to show."""
    return "\n".join(printable(line, 600) for line in text.splitlines()[:most])


def page(title: str, lang: str, *body: Element | None) -> str:
    """Return a whole page that needs nothing else and, by its own policy, may ask nobody for anything."""
    css = stylesheet()
    head = tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", name="generator", content="autograder"),
        tag("meta", http_equiv="Content-Security-Policy", content=policy_for(css)),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", name="referrer", content="no-referrer"),
        tag("title", title),
    )
    style = Element("style")
    style.text = css
    head.append(style)
    document = tag("html", head, tag("body", tag("main", *body)), lang=lang)
    return "<!DOCTYPE html>\n" + tostring(document, encoding="unicode", method="html") + "\n"


@cache
def stylesheet() -> str:
    """Return the style of every page."""
    return resources.files("autograder.pages").joinpath("page.css").read_text(encoding="utf-8")


def policy_for(css: str) -> str:
    """Return the content policy of a page with one stylesheet: no script, and no request to anywhere."""
    digest = base64.b64encode(hashlib.sha256(css.encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; base-uri 'none'; form-action 'none'"


def _spelt(key: str) -> str:
    return key.rstrip("_").replace("_", "-")


def _append(element: Element, child: str | Element | None) -> None:
    if isinstance(child, Element):
        element.append(child)
    elif child:
        safe = "\n".join(printable(line, LONGEST) for line in child.split("\n"))
        if len(element):
            element[-1].tail = (element[-1].tail or "") + safe
        else:
            element.text = (element.text or "") + safe
