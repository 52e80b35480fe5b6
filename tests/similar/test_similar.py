"""Similar submissions: copies are found whatever was renamed; honest solutions of their own are not."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from selenium import webdriver

from autograder.course import Assignment, Course, open_course
from autograder.similar.code import own_lines
from autograder.similar.page import similar_html
from autograder.similar.pairs import Written, marked, similar_pairs
from autograder.submission import Submission, read_submission
from autograder.words import Words
from tests import tiny
from tests.cli.command import run
from tests.pages.browser import clean, visit

pytestmark = pytest.mark.one_python

ROOT = Path(__file__).resolve().parents[2]
REAL = open_course(ROOT)
NASTY = '</pre><script>alert("x")</script><img src=x onerror=alert(1)>'

ONE = '''
def smooth(signal, width):
    """A docstring that somebody wrote."""
    total = 0.0
    for position in range(len(signal) - width):
        window = signal[position : position + width]
        total += sum(value * weight for value, weight in zip(window, kernel(width)))
    return total / (len(signal) - width)


def kernel(width):
    shape = [1.0 / (1 + abs(step - width // 2)) for step in range(width)]
    largest = max(shape)
    return [entry / largest for entry in shape]
'''
OTHER = """
import numpy as np


def smooth(x, k):
    w = np.minimum(np.arange(1, k + 1), np.arange(k, 0, -1)).astype(float)
    w /= w.sum()
    return np.convolve(x, w, mode="valid").mean() if len(x) >= k else float("nan")


def kernel(k):
    grid = np.linspace(-1, 1, k)
    out = np.exp(-0.5 * grid**2)
    out[out < 1e-12] = 0
    return out / np.linalg.norm(out)
"""


def renamed(code: str) -> str:
    """The same code with other names, another docstring, comments and blank lines."""
    for old, new in (("signal", "xs"), ("position", "i"), ("window", "part"), ("shape", "heights"), ("total", "acc")):
        code = re.sub(rf"\b{old}\b", new, code)
    code = code.replace("A docstring that somebody wrote.", "My own words!")
    return code.replace("\n    return", "\n\n    # done\n    return")


def written(name: str, code: str) -> Written:
    return Written(name, own_lines(Submission("a.py", code.encode()), ""))


def notebook(code: str) -> bytes:
    cell: dict[str, Any] = {"cell_type": "code", "source": code.splitlines(keepends=True), "metadata": {}}
    words = {"cell_type": "markdown", "source": ["def not_code(): pass"]}
    return json.dumps({"cells": [words, cell], "nbformat": 4, "nbformat_minor": 5, "metadata": {}}).encode()


def test_a_renamed_copy_is_found_and_marked() -> None:
    [pair] = similar_pairs([written("ana", ONE), written("bo", OTHER), written("cy", renamed(ONE))], 0.7)
    assert (pair.one.name, pair.other.name) == ("ana", "cy")
    assert min(pair.shares) > 0.95
    shared = "".join(piece for piece, is_shared in marked(pair.other.text, pair.spans[1]) if is_shared)
    assert "acc" in shared and "heights" in shared


def test_who_copies_a_part_into_a_longer_file_is_found() -> None:
    longer = OTHER + renamed(ONE).replace("smooth", "other").replace("kernel", "weights")
    [pair] = similar_pairs([written("ana", ONE), written("bo", longer)], 0.7)
    assert pair.shares[0] > 0.9 > 0.75 > pair.shares[1]


def test_a_notebook_and_a_script_are_compared() -> None:
    of_notebook = Written("bo", own_lines(Submission("a.ipynb", notebook(ONE)), ""))
    assert "not_code" not in of_notebook.text
    assert len(similar_pairs([written("ana", ONE), of_notebook], 0.9)) == 1


def test_the_lines_of_the_stub_do_not_count() -> None:
    stub = ONE.replace("    return total / (len(signal) - width)\n", "")
    alike = [Written(name, own_lines(Submission("a.py", ONE.encode()), stub)) for name in "ab"]
    assert alike[0].text == "    return total / (len(signal) - width)"
    assert similar_pairs(alike, 0.5) == []


@pytest.mark.parametrize("assignment", REAL.assignments, ids=lambda assignment: assignment.name)
def test_honest_solutions_are_no_pairs(assignment: Assignment) -> None:
    stub = assignment.stub.read_text(encoding="utf-8")
    files = [assignment.reference, *assignment.variants("accepted")]
    class_ = [Written(path.name, own_lines(read_submission(path), stub)) for path in files]
    assert similar_pairs(class_, 0.5) == []


def test_the_answer_does_not_depend_on_pythons_random_hashes() -> None:
    code = (
        "import json, sys\n"
        "from autograder.similar.pairs import Written, similar_pairs\n"
        "pairs = similar_pairs([Written(*each) for each in json.loads(sys.argv[1])], 0)\n"
        "print([(p.one.name, p.other.name, p.shares, p.spans) for p in pairs])\n"
    )
    class_ = [written("a", ONE), written("b", OTHER), written("c", renamed(ONE) + OTHER[:300])]
    command = [sys.executable, "-c", code, json.dumps([(each.name, each.text) for each in class_])]
    answers = {
        subprocess.check_output(command, env={"PYTHONHASHSEED": seed}, cwd=ROOT, text=True) for seed in ("1", "2", "3")
    }
    assert len(answers) == 1 and "'c'" in answers.pop()


@pytest.mark.parametrize(
    "submission",
    [
        Submission("a.py", b"\xff\xfe\x00" * 1000),
        Submission("a.py", b"(" * 300_000),
        Submission("a.py", b"\x00" * 10_000),
        Submission("a.ipynb", b"[" * 300_000),
        Submission("a.ipynb", b'{"cells": [null, 3, {"cell_type": "code", "source": {"a": 1}}]}'),
        Submission("a.ipynb", b'{"cells": 3}'),
    ],
    ids=["bytes", "brackets", "nul", "deep", "odd cells", "no cells"],
)
def test_strange_files_are_compared_like_any_other(submission: Submission) -> None:
    class_ = [written("ana", ONE), Written("odd", own_lines(submission, "")), written("bo", ONE)]
    assert ("ana", "bo") in {(pair.one.name, pair.other.name) for pair in similar_pairs(class_, 0.9)}


@pytest.mark.parametrize("lang", ["es", "en"])
def test_the_page_shows_both_sides_and_a_browser_likes_it(lang: str, browser: webdriver.Chrome, tmp_path: Path) -> None:
    hostile = ONE.replace("    largest", f'    text = """{NASTY}\u202e"""\n    largest')
    pairs = similar_pairs([written(f"Ana {NASTY}", hostile), written("علي", renamed(hostile))], 0.7)
    path = tmp_path / "similar.html"
    path.write_text(similar_html(pairs, "01_kites", 0.7, Words(lang)), encoding="utf-8")
    for width in (600, 1200):
        seen = visit(browser, path, width)
        assert clean(seen) and seen["text"].count(NASTY) == 4
    assert browser.execute_script("return document.querySelectorAll('mark').length") >= 2
    assert similar_html([], "01_kites", 0.7, Words(lang)).count("70%") == 1


# -- the verb


@pytest.fixture
def class_(tmp_path: Path) -> Path:
    root = tmp_path / "class"
    for name, code in (("ana", ONE), ("bo", OTHER), ("cy", renamed(ONE))):
        tiny.write(root / name / "kites.py", code + "\n\ndef lift(area, speed):\n    return 4.5\n")
    tiny.write(root / "di" / "notes.txt", "nothing")
    for name in ("eva", "fer"):
        tiny.write(root / name / "kites.py", "def lift(area, speed):\n    return 4.5\n")
    (root / "zoe").mkdir()
    shutil.make_archive(str(root / "zoe" / "kites"), "zip", root / "ana")
    return root


def test_the_verb_lists_the_pairs_and_what_could_not_be_read(course: Course, class_: Path) -> None:
    page = class_.parent / "similar.html"
    answer = run(course.root, "similar", class_, "--assignment", "kites", "--lang", "en", "--html", page)
    assert answer.code == 0, answer.err
    table = answer.out.split("submissions compared")[0]
    assert re.search(r"ana.*cy", table) and re.search(r"ana.*zoe", table) and not re.search(r"\bbo\b", table)
    assert "4 submissions compared; 2 have too few lines of their own for that; 1 could not be read." in answer.out
    assert "never proof" in answer.out
    assert "<mark>" in page.read_text(encoding="utf-8")


def test_the_verb_says_when_there_are_none(course: Course, class_: Path) -> None:
    for name in ("cy", "zoe"):
        shutil.rmtree(class_ / name)
    answer = run(course.root, "similar", class_, "--assignment", "kites", "--lang", "es")
    assert answer.code == 0 and "No hay dos entregas que compartan 70% de sus propias líneas." in answer.out
