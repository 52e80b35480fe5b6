"""Calling a student's function: what goes in, what comes back, and every way in which it can end."""

from __future__ import annotations

import time
from typing import Any

import numpy as np
import pytest

from autograder.checks.bench import Oracle, load_in_process
from autograder.results import Failure
from autograder.wire.servant import MAX_OUTPUT
from autograder.wire.student import Call
from autograder.wire.values import MAX_NODES, Handle
from tests.support import failure_of, student_of, told


def last_call(student: Any) -> Call:
    return student._calls[-1]


def test_arguments_go_by_position_and_the_value_comes_back() -> None:
    assert student_of("def f(a, b):\n    return a - b, [a]\n").f(3, 1) == (2, [3])


def test_arrays_are_copies_on_both_sides() -> None:
    student = student_of("def f(x):\n    global kept\n    kept = x\n    return x\ndef g():\n    return kept\n")
    x = np.arange(3.0)
    back = student.f(x)
    back[0] = x[1] = 99.0
    assert student.g().tolist() == [0.0, 1.0, 2.0]


def test_a_changed_array_is_reported_and_never_written_back() -> None:
    student = student_of("def f(x, y):\n    x[0] = 7\n    return y\n")
    x, y = np.zeros(2), np.zeros(2)
    student.f(x, y)
    assert x.tolist() == [0.0, 0.0]
    assert {position: value.tolist() for position, value in last_call(student).changed.items()} == {0: [7.0, 0.0]}


def test_a_dictionary_is_written_back() -> None:
    student = student_of("def f(param):\n    param['mean'] = param.pop('eps') + 1\n")
    param = {"eps": 1.0, "mode": "train"}
    student.f(param)
    assert param == {"mode": "train", "mean": 2.0}


def test_a_dictionary_is_written_back_although_the_function_raised_nothing_of_it() -> None:
    student = student_of("def f(param):\n    return dict(param)\n")
    param = {"eps": 1.0}
    student.f(param)
    assert last_call(student).changed == {}


def test_a_cache_of_the_students_own_class_stays_theirs() -> None:
    student = student_of(
        "class Cache:\n    def __init__(self, x):\n        self.x = x\n"
        "def forward(x):\n    return 2 * x, Cache(x)\n"
        "def backward(cache):\n    return type(cache).__name__, cache.x\n"
    )
    out, cache = student.forward(4)
    assert (out, type(cache), cache.kind) == (8, Handle, "Cache")
    assert student.backward(cache) == ("Cache", 4)


def test_two_caches_are_not_mixed_up() -> None:
    student = student_of("def forward(x):\n    return lambda: x\ndef backward(cache):\n    return cache()\n")
    one, other = student.forward(1), student.forward(2)
    assert (student.backward(other), student.backward(one)) == (2, 1)


def test_the_global_generators_start_every_check_at_its_own_seed() -> None:
    student = student_of("import random\nimport numpy as np\ndef f():\n    return random.random(), np.random.rand()\n")

    def draws(seed: int) -> list[Any]:
        student._begin(seed)
        return [student.f(), student.f()]

    first = draws(5)
    assert first[0] != first[1]
    assert draws(5) == first != draws(6)


def test_a_missing_function() -> None:
    failure = failure_of(student_of("def g(x):\n    return x\n").f, 1)
    assert failure == Failure("missing", detail={"function": "f", "defined": False})
    assert told(failure).startswith("There is no function called f in your file: ")
    assert told(failure, "es").startswith("En tu archivo no hay ninguna función llamada f: ")


def test_a_name_that_is_no_function() -> None:
    failure = failure_of(student_of("f = 3\n").f, 1)
    assert told(failure) == "f is not a function in your file: something else has that name."


def test_a_stub_is_not_attempted() -> None:
    failure = failure_of(student_of("def f(x):\n    raise NotImplementedError('f')\n").f, 1)
    assert (failure.kind, failure.call) == ("not_attempted", "f(1)")
    assert told(failure).splitlines()[0] == "f has not been attempted yet."


def test_an_answer_that_calls_a_stub_needs_it() -> None:
    failure = failure_of(student_of("def g(x):\n    raise NotImplementedError\ndef f(x):\n    return g(x) + 1\n").f, 1)
    assert failure.kind == "needs"
    assert told(failure).splitlines()[0] == "f calls g, which has not been attempted yet."
    assert told(failure, "es").splitlines()[0] == "f llama a g, que está sin intentar todavía."


def test_a_function_that_calls_itself_for_ever_shows_its_line_once() -> None:
    lines = told(failure_of(student_of("def f(x):\n    return f(x)\n").f, 1)).splitlines()
    assert [line for line in lines if "where" in line] == ["  where  line 2, in f: return f(x)"]


def test_what_a_library_has_not_implemented_is_an_exception_like_others() -> None:
    failure = failure_of(
        student_of("import codecs\ndef f(x):\n    return codecs.IncrementalEncoder().encode(x)\n").f, "a"
    )
    assert (failure.kind, failure.detail["type"]) == ("raised", "NotImplementedError")


def test_an_exception_comes_with_the_students_own_lines_only() -> None:
    failure = failure_of(
        student_of("import numpy as np\ndef area(x):\n    return np.linalg.inv(x)\ndef f(x):\n    return area(x)\n").f,
        np.zeros((2, 2)),
    )
    said, *rest = told(failure).splitlines()
    assert said.startswith("f raised LinAlgError: Singular matrix (")
    assert rest == [
        "  call   f(array([[0, 0], [0, 0]]))",
        "  where  line 5, in f: return area(x)",
        "  where  line 3, in area: return np.linalg.inv(x)",
    ]


def test_an_exception_without_a_message() -> None:
    assert told(failure_of(student_of("def f():\n    raise ValueError\n").f)).splitlines()[0] == "f raised ValueError."


ENDS = {
    "sys.exit": ("import sys; sys.exit('bye')", "SystemExit"),
    "an interrupt": ("raise KeyboardInterrupt", "KeyboardInterrupt"),
    "a recursion without end": ("return f()", "RecursionError"),
    "a group": ("raise BaseException('all')", "BaseException"),
    "an exception that cannot be printed": ("raise type('Mute', (Exception,), {'__str__': lambda s: 1 / 0})", "Mute"),
    "no memory": ("raise MemoryError", "MemoryError"),
    "one argument too many": ("return (lambda: 0)(1)", "TypeError"),
}


@pytest.mark.parametrize(("statement", "kind"), ENDS.values(), ids=ENDS)
def test_every_end_of_a_call_is_data(statement: str, kind: str) -> None:
    failure = failure_of(student_of(f"def f():\n    {statement}\n").f)
    assert (failure.kind, failure.detail["type"]) == ("raised", kind)
    assert 0 < len(failure.detail["frames"]) <= 6


def test_a_giant_message_is_cut() -> None:
    failure = failure_of(student_of("def f():\n    raise ValueError('x' * 10**7)\n").f)
    assert len(failure.detail["message"]) == 400


UNSENDABLE = {"too many parts": f"[0] * {MAX_NODES}", "too many bytes": "np.zeros(9_000_000)"}


@pytest.mark.parametrize("value", UNSENDABLE.values(), ids=UNSENDABLE)
def test_a_value_too_large_to_look_at(value: str) -> None:
    student = student_of(f"import numpy as np\ndef f():\n    return {value}\ndef g():\n    return 1\n")
    assert (
        told(failure_of(student.f)).splitlines()[0] == "f returned something too large or too deeply nested to check."
    )
    assert student.g() == 1


# -- what is printed


def test_what_is_printed_comes_with_the_call() -> None:
    student = student_of("import sys\ndef f():\n    print('one')\n    print('two', file=sys.stderr)\n    return 1\n")
    student.f()
    assert last_call(student).output == "one\ntwo\n"


def test_what_is_printed_before_an_exception_comes_too() -> None:
    student = student_of("def f():\n    print('here')\n    raise ValueError\n")
    failure_of(student.f)
    assert last_call(student).output == "here\n"


def test_a_warning_is_no_error_whatever_pytest_makes_of_warnings() -> None:
    student = student_of("import numpy as np\ndef f(x):\n    return 1 / x\n")
    with pytest.warns(RuntimeWarning, match="divide by zero"):
        assert np.isinf(student.f(np.zeros(1))).all()


FLOODS = {
    "one giant print": "print('x' * 100_000_000)",
    "many prints": "for i in range(20_000): print('x' * 5_000)",
    "a giant list of lines": "sys.stdout.writelines(['x' * 1_000_000] * 100)",
}


@pytest.mark.parametrize("flood", FLOODS.values(), ids=FLOODS)
def test_a_hundred_megabytes_of_prints_are_cut_quickly(flood: str) -> None:
    student, begun = student_of(f"import sys\ndef f():\n    {flood}\n    return 1\n"), time.monotonic()
    assert student.f() == 1
    assert set(last_call(student).output) <= {"x", "\n"}
    assert 0 < len(last_call(student).output) <= MAX_OUTPUT
    assert time.monotonic() - begun < 5


STREAMS = {
    "closed": "sys.stdout.close()",
    "closed by with": "with sys.stdout: pass",
    "taken away": "sys.stdout = None",
    "replaced": "import io; sys.stdout = io.StringIO()",
    "the first one": "sys.stdout = sys.__stdout__",
}


@pytest.mark.parametrize("deed", STREAMS.values(), ids=STREAMS)
def test_what_a_student_does_to_stdout_ends_with_the_call(deed: str) -> None:
    student = student_of(f"import sys\ndef f():\n    {deed}\n    return 1\ndef g():\n    print('still here')\n")
    assert student.f() == 1
    student.g()
    assert last_call(student).output == "still here\n"


def test_text_that_no_encoding_knows_is_kept() -> None:
    student = student_of("def f():\n    print('\\ud800', '\\u202e')\n")
    student.f()
    assert last_call(student).output == "\ud800 \u202e\n"


def test_on_a_laptop_prints_are_left_where_they_are(capsys: pytest.CaptureFixture[str], tmp_path: Any) -> None:
    path = tmp_path / "kites.py"
    path.write_text("def f():\n    print('seen')\n")
    load_in_process(path).f()
    assert capsys.readouterr().out == "seen\n"


def test_a_trusted_solution_does_not_take_stdout_with_it(capsys: pytest.CaptureFixture[str], tmp_path: Any) -> None:
    path = tmp_path / "kites.py"
    path.write_text("print('loaded')\ndef f():\n    print('called')\n    return 1\n")
    load_in_process(path, kind=Oracle, quiet=True).f()
    print("after it")
    assert capsys.readouterr().out == "after it\n"
