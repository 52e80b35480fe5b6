"""Submissions that do not play fair: each is graded, costs itself the question it spoils, and is told what happened."""

from __future__ import annotations

import gc
import sys
import time
from typing import NamedTuple

import numpy as np
import pytest

from autograder.course import Course
from autograder.feedback.gradescope import results_json
from autograder.results import Result
from autograder.sandbox import Sandbox
from autograder.settings import VisibilityPolicy
from autograder.words import Words
from tests import tiny
from tests.grading.variants import BACK, FLY, LIFT, changed
from tests.support import told
from tests.tiny import REFERENCE, by_check, points

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="limits and confinement are Linux's")

SECONDS = 1.0
SPILL = """import os
    for i in range(3, 60):
        try: os.write(i, FRAME)
        except OSError: pass"""


class Deed(NamedTuple):
    """What lift does instead of its work, and the sentence for it."""

    statement: str
    said: str
    spanish: str


DEEDS = {
    "an endless loop": Deed(
        "while True: pass",
        "The call did not finish within 1 s: look for a loop that never stops.",
        "La llamada no terminó en 1 s: busca un ciclo que nunca se detiene.",
    ),
    "a loop in C": Deed("sum(iter(int, 1))", "The call did not finish within 1 s", "La llamada no terminó en 1 s"),
    "a long sleep": Deed(
        "import time; time.sleep(99)", "The call did not finish within 1 s", "La llamada no terminó en 1 s"
    ),
    "os._exit": Deed(
        "import os; os._exit(0)",
        "Your code ended the Python process (exit code 0) instead of returning.",
        "Tu código terminó el proceso de Python (código de salida 0) en vez de devolver un resultado.",
    ),
    "a segfault": Deed(
        "import ctypes; ctypes.string_at(0)",
        "Your code made the Python process crash (SIGSEGV).",
        "Tu código hizo que Python se cerrara de golpe (SIGSEGV).",
    ),
    "an abort": Deed("import os; os.abort()", "Your code made the Python process crash (SIGABRT).", "(SIGABRT)"),
    "four gigabytes at once": Deed(
        "np.ones(2**29)", "lift raised MemoryError: Unable to allocate 4.00 GiB", "lift lanzó MemoryError"
    ),
    "four gigabytes bit by bit": Deed(
        "kept = []\n    while True: kept.append(np.empty(2**24))",
        "lift raised MemoryError",
        "lift lanzó MemoryError",
    ),
    "a full disk": Deed(
        "for i in range(99_999):\n        with open(f'{i}', 'w') as file: file.write('x' * 10**6)", "", ""
    ),
    "a recursion without end": Deed(
        "return lift(area, speed)", "lift raised RecursionError", "lift lanzó RecursionError"
    ),
    "a closed connection": Deed(
        "import os; os.closerange(3, 99)\n    while True: pass",
        "Your code disrupted the connection to the grader, so its process was stopped.",
        "Tu código alteró la conexión con el calificador; el proceso se detuvo.",
    ),
    "noise on the connection": Deed(
        SPILL.replace("FRAME", "bytes([2, 0, 0, 0, 0, 0, 0, 0]) + b'{}'"),
        "Your code disrupted",
        "Tu código alteró",
    ),
    "a giant announced": Deed(
        SPILL.replace("FRAME", "b'x' * 64"),
        "lift returned too much data to check.",
        "lift devolvió más datos de los que se pueden revisar.",
    ),
    "a value too large": Deed(
        "return np.zeros(9_000_000)",
        "lift returned something too large or too deeply nested to check.",
        "lift devolvió algo demasiado",
    ),
    "signals": Deed("import os, signal; os.kill(os.getppid(), signal.SIGKILL); os.kill(-1, 9)", "", ""),
    "forks": Deed("import os\n    while True: os.fork()", "", ""),
    "threads": Deed(
        "import threading, time\n    while True: threading.Thread(target=time.sleep, args=(9,)).start()", "", ""
    ),
    "a program": Deed("import subprocess; subprocess.run(['sh', '-c', 'echo 9'])", "lift raised", "lift lanzó"),
    "a socket": Deed("import socket; socket.create_connection(('127.0.0.1', 9), 1)", "lift raised", "lift lanzó"),
}


@pytest.fixture(scope="module")
def results(course: Course, sandbox: Sandbox) -> dict[str, Result]:
    sources = {name: changed((LIFT, deed.statement)) for name, deed in DEEDS.items()}
    return tiny.grade_each(course, sources, sandbox, question_seconds=SECONDS)


@pytest.mark.parametrize("name", DEEDS)
def test_it_costs_its_question_only_and_soon(name: str, results: dict[str, Result]) -> None:
    result = results[name]
    assert (result.problem, result.grader_error) == (None, None)
    assert points(result) == {"lift": 0.0, "fly": 40.0, "fly_back": 40.0}
    assert result.seconds < SECONDS + 1.0


@pytest.mark.parametrize("name", [name for name, deed in DEEDS.items() if deed.said])
def test_it_is_told_in_a_sentence(name: str, results: dict[str, Result]) -> None:
    first = results[name].checks[0].failures[0]
    assert told(first).startswith(DEEDS[name].said)
    assert DEEDS[name].spanish in told(first, "es")


def test_the_rest_of_a_lost_question_is_not_run(results: dict[str, Result]) -> None:
    rest = by_check(results["os._exit"].checks)["the_lift_of_any_kite"]
    assert (rest.verdict, told(rest.failures[0])) == (
        "not judged",
        "Your code's process ended during an earlier check of this question, so this one did not run.",
    )


SPOILERS = {
    "a process that ends later": "import os; os._exit(1)",
    "words that nobody asked for": SPILL.replace("FRAME", "b'x' * 64").replace("    ", "        "),
}


@pytest.mark.parametrize("name", SPOILERS)
def test_what_a_question_leaves_behind_costs_no_other(name: str, course: Course, sandbox: Sandbox) -> None:
    source = changed(
        (LIFT, f"globals()['spoilt'] = True; {LIFT}"),
        (FLY, f"if 'spoilt' in globals():\n        {SPOILERS[name]}\n    {FLY}"),
    )
    (result,) = tiny.grade_all(course, [source], sandbox)
    assert points(result) == {"lift": 20.0, "fly": 40.0, "fly_back": 40.0}


@pytest.fixture(scope="module")
def flood(course: Course, sandbox: Sandbox) -> Result:
    source = changed((LIFT, "print('flood ' * 17_000_000)\n    " + LIFT), (FLY, "print('y')\n    " + FLY))
    return tiny.grade_all(course, [source], sandbox)[0]


def test_a_hundred_megabytes_of_prints_cost_nothing_but_their_tail(flood: Result) -> None:
    assert flood.score == 100.0
    assert flood.seconds < 5
    assert flood.checks[0].output.startswith("flood flood ")
    assert len(flood.checks[0].output) == 4_000


AT_THE_TOP = {
    "an endless loop": ("while True: pass", "did not finish within 1 s"),
    "os._exit": ("import os; os._exit(3)", "exit code 3"),
    "a segfault": ("import ctypes; ctypes.string_at(0)", "SIGSEGV"),
}


@pytest.mark.parametrize(("statement", "said"), AT_THE_TOP.values(), ids=AT_THE_TOP)
@pytest.mark.parametrize("where", ["first line", "last line"])
def test_at_the_top_it_costs_nothing_but_a_note(
    statement: str, said: str, where: str, course: Course, sandbox: Sandbox
) -> None:
    source = f"{statement}\n{REFERENCE}" if where == "first line" else f"{REFERENCE}\n{statement}\n"
    [result] = tiny.grade_all(course, [source], sandbox, load_seconds=SECONDS)
    assert result.score == 100.0
    assert [note.kind for note in result.notes] == ["definitions"]
    assert said in told(result.notes[0].detail["cause"])


def test_a_file_that_cannot_be_loaded_in_any_way_says_so(course: Course, sandbox: Sandbox) -> None:
    source = f"{REFERENCE}\nclass Trap:\n    import os; os._exit(5)\n"
    [result] = tiny.grade_all(course, [source], sandbox)
    assert (result.score, result.checks, result.grader_error) == (0.0, (), None)
    assert result.problem is not None and result.problem.kind == "exited"


def test_each_question_has_its_own_time(course: Course, sandbox: Sandbox) -> None:
    source = changed((LIFT, "while True: pass"), (BACK, "while True: pass"))
    [result] = tiny.grade_all(course, [source], sandbox, question_seconds=SECONDS)
    assert points(result) == {"lift": 0.0, "fly": 40.0, "fly_back": 0.0}
    assert result.seconds < 2 * SECONDS + 1.0


def test_a_question_that_used_its_time_up_is_over(course: Course, sandbox: Sandbox) -> None:
    [result] = tiny.grade_all(
        course, [changed((FLY, "import time; time.sleep(0.4)\n    " + FLY))], sandbox, question_seconds=SECONDS
    )
    checks = by_check(result.checks)
    assert [checks[name].verdict for name in ("the_flight", "fly_leaves_x_alone", "three_kites_fly")] == [
        "passed",
        "passed",
        "failed",
    ]
    assert result.seconds < 2 * SECONDS + 1.0


def test_when_the_submission_has_used_its_time_up_the_rest_is_not_run(course: Course, sandbox: Sandbox) -> None:
    source = changed((LIFT, "while True: pass"))
    [result] = tiny.grade_all(course, [source], sandbox, submission_seconds=SECONDS)
    assert result.score == 0.0
    assert {told(check.failures[0]).splitlines()[0] for check in result.checks} == {
        "The time limit for the whole submission (1 s) ran out."
    }
    assert result.seconds < SECONDS + 1.0


# -- a worker's replies are only claims

FORGE = """
def forge(claim):
    'Answer in the place of the servant, with its own socket and number.'
    import sys
    frame = sys._getframe()
    while "sock" not in frame.f_locals:
        frame = frame.f_back
    codec, frames = sys.modules["autograder.wire.codec"], sys.modules["autograder.wire.frames"]
    seq = codec.unpack(frame.f_locals["data"])["seq"]
    frames.write_frame(frame.f_locals["sock"], claim(lambda **parts: codec.pack(parts), seq))
"""

CLAIMS = {
    "full marks": "pack(seq=seq, score=100, status='passed', verdict='passed')",
    "another number": "pack(seq=seq + 1, status='returned', value=9.0)",
    "no number": "pack(status='returned', value=9.0)",
    "no status": "pack(seq=seq)",
    "changes that never were": "pack(seq=seq, status='returned', value=1.0, changed={'0': 1, '7': 2, 'x': 3})",
    "odd parts of an exception": "pack(seq=seq, status='raised', type=3, message=[], frames=[{'line': 'x'}, 7])",
    "a problem": "pack(seq=seq, problem='syntax', detail={'key': 1, 'self': 2})",
    "letters that are none": "pack(seq=seq, status='returned', value=np.array('a')).replace(b'a\\0\\0\\0', b'axxx')",
    "noise": "b'noise'",
}


def readable(result: Result) -> bool:
    """Every failure, note and problem of a result has its sentence in both languages."""
    both = [Words(lang) for lang in ("es", "en")]
    assert all(results_json(result, words, VisibilityPolicy(), lambda key: None)["extra_data"] for words in both)
    return all(told(failure, words.lang) for check in result.checks for failure in check.failures for words in both)


LOADED = {
    "a problem of its own": "pack(seq=seq, problem='you won', detail={'key': 1, 'self': 2})",
    "odd details of a problem": "pack(seq=seq, problem='syntax', detail={'key': 1, 'self': 2, 'kind': 3})",
    "names that are none": "pack(seq=seq, names=[1, None, 'lift'], unwritten=7, notes=[3, {}], absent={})",
    "odd parts of notes": "pack(seq=seq, names=['lift'], notes=[{'line': [], 'type': 3, 'key': 1, 'self': 2}])",
    "nothing": "pack(seq=seq)",
}


@pytest.fixture(scope="module")
def forged(course: Course, sandbox: Sandbox) -> dict[str, Result]:
    calls = {name: changed((LIFT, f"forge(lambda pack, seq: {claim})")) + FORGE for name, claim in CLAIMS.items()}
    loads = {name: f"{FORGE}\nforge(lambda pack, seq: {claim})\n{REFERENCE}" for name, claim in LOADED.items()}
    return tiny.grade_each(course, {**calls, **loads}, sandbox, question_seconds=SECONDS, load_seconds=SECONDS)


@pytest.mark.parametrize("name", CLAIMS)
def test_a_forged_reply_wins_nothing_and_breaks_nothing(name: str, forged: dict[str, Result]) -> None:
    assert forged[name].grader_error is None
    assert points(forged[name])["lift"] == 0.0
    assert readable(forged[name])


@pytest.mark.parametrize("name", LOADED)
def test_a_forged_loading_wins_nothing_and_breaks_nothing(name: str, forged: dict[str, Result]) -> None:
    assert (forged[name].score, forged[name].grader_error) == (0.0, None)
    assert readable(forged[name])


def test_a_problem_forged_when_the_worker_is_replaced_breaks_nothing(course: Course, sandbox: Sandbox) -> None:
    begins = time.time() + 0.5
    source = (
        f"import time\n{FORGE}\n"
        f"if time.time() > {begins}:\n    forge(lambda pack, seq: pack(seq=seq, problem='syntax', detail={{}}))\n"
        + changed((LIFT, f"time.sleep(max(0, {begins} - time.time()))\n    import os; os._exit(0)"))
    )
    [result] = tiny.grade_all(course, [source], sandbox)
    assert (result.score, result.grader_error) == (0.0, None)
    assert readable(result)


def test_what_a_check_keeps_is_bounded_and_forgotten_when_it_ends(course: Course, sandbox: Sandbox) -> None:
    """Forty megabytes may come in one answer, not in every answer of a check, and are not kept when it ends."""
    large = "LARGE = np.zeros(5_000_000)\n"
    source = changed((LIFT, "return LARGE"), (FLY, FLY.split(", (")[0] + ", LARGE"), (BACK, "return LARGE")) + large
    [result] = tiny.grade_all(course, [source], sandbox)
    kinds = {check.check: check.failures[0].kind for check in result.checks if check.failures}
    assert (points(result)["fly_back"], result.grader_error) == (0.0, None)
    assert kinds["test_the_way_back"] == "too_large"
    kept = [each for each in gc.get_objects() if issubclass(type(each), np.ndarray) and each.nbytes > 1 << 20]
    assert kept == []
