"""What a worker says is only a claim: any reply becomes a value or a failure that people can read."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from autograder.results import CheckFailed
from autograder.wire.student import Student
from autograder.words import Words
from autograder.words.sentences import describe_failure

junk = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.binary(max_size=4),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
statuses = st.sampled_from(["returned", "missing", "not_attempted", "raised", "unsendable", "timeout", ""])
frames = st.lists(
    st.fixed_dictionaries(
        {}, optional={"line": st.integers() | junk, "function": st.text() | junk, "source": st.text() | junk}
    )
    | junk,
    max_size=9,
)
replies = st.fixed_dictionaries(
    {},
    optional={
        "status": statuses | junk,
        "value": junk,
        "type": st.text(max_size=9) | junk,
        "message": st.text(max_size=9) | junk,
        "frames": frames | junk,
        "changed": st.dictionaries(st.sampled_from(["0", "1", "2", "-1", "x"]), junk, max_size=3) | junk,
        "output": st.text(max_size=9) | junk,
        "defined": junk,
    },
)


class Liar:
    """A transport whose other end says what it likes."""

    def __init__(self, reply: dict[str, Any]) -> None:
        self.reply = reply

    def request(self, message: dict[str, Any]) -> dict[str, Any]:
        return self.reply


@given(replies)
def test_any_reply_is_a_value_or_a_failure_in_both_languages(reply: dict[str, Any]) -> None:
    student = Student(Liar(reply))
    try:
        student.f({"eps": 1}, [2])
    except CheckFailed as failed:
        for lang in ("es", "en"):
            text = describe_failure(failed.failure, Words(lang))
            assert text.replace("\n", "").isprintable()
    [call] = student._calls
    assert set(call.changed) <= {0, 1}
    assert isinstance(call.output, str) and len(call.output) <= 4_000


@given(st.text(max_size=20), st.text(max_size=20))
def test_an_exception_named_like_anything_is_shown_as_text(name: str, message: str) -> None:
    reply = {"status": "raised", "type": name, "message": message, "frames": [], "key": "x", "self": "y"}
    try:
        Student(Liar(reply)).f(1)
    except CheckFailed as failed:
        assert describe_failure(failed.failure, Words("en")).startswith("f raised ")
