"""The filter's programs for both architectures, run by a small interpreter: what they answer to every system call."""

from __future__ import annotations

import errno
import struct

import pytest

from autograder.sandbox import seccomp
from autograder.sandbox.syscalls import NEWEST, number_on

pytestmark = pytest.mark.one_python

PID = 4242
EPERM, ENOSYS, THROUGH, PRETENDED = "EPERM", "ENOSYS", "through", "pretended"
THREAD = 0x003D0F00  # what pthread_create passes
HARMLESS = {"x86_64": {"read": 0, "mmap": 9, "exit_group": 231, "futex": 202, "getrandom": 318, "openat": 257}}
HARMLESS["aarch64"] = {"read": 63, "mmap": 222, "exit_group": 94, "futex": 98, "getrandom": 278, "openat": 56}


def answer(architecture: str, number: int, *arguments: int, audit_arch: int | None = None) -> str:
    """Run the program on one call as the kernel would, after the BPF manual."""
    built = seccomp.build(architecture)
    code = bytearray(built.code)
    for offset in built.own:
        struct.pack_into("<I", code, offset, PID)
    padded = [*arguments, 0, 0, 0, 0, 0, 0][:6]
    mask = (1 << 64) - 1
    arch = seccomp.AUDIT_ARCH[architecture] if audit_arch is None else audit_arch
    data = struct.pack("<IIQ6Q", number & 0xFFFFFFFF, arch, 0, *(argument & mask for argument in padded))
    position = accumulator = 0
    while True:
        op, yes, no, k = struct.unpack_from("<HBBI", code, 8 * position)
        position += 1
        if op == 0x20:  # load a word
            (accumulator,) = struct.unpack_from("<I", data, k)
        elif op == 0x54:  # and
            accumulator &= k
        elif op == 0x15:  # jump if equal
            position += yes if accumulator == k else no
        elif op == 0x35:  # jump if at least
            position += yes if accumulator >= k else no
        elif op == 0x06:  # return
            errors = {0: PRETENDED, errno.EPERM: EPERM, errno.ENOSYS: ENOSYS}
            return THROUGH if k == 0x7FFF0000 else errors[k ^ 0x50000]
        else:
            raise AssertionError(f"an instruction that nobody wrote: {op:#x}")


BOTH = pytest.mark.parametrize("architecture", ["x86_64", "aarch64"])


@BOTH
def test_what_a_submission_needs_goes_through(architecture: str) -> None:
    assert {name: answer(architecture, number) for name, number in HARMLESS[architecture].items()} == dict.fromkeys(
        HARMLESS[architecture], THROUGH
    )


@BOTH
def test_every_denied_call_is_refused(architecture: str) -> None:
    numbers = {name: number_on(name, architecture) for name in seccomp.DENIED}
    let_through = [name for name, number in numbers.items() if number and answer(architecture, number) != EPERM]
    assert let_through == []


@BOTH
def test_another_architectures_numbering_is_refused(architecture: str) -> None:
    i386, arm = 0x40000003, 0x40000028
    assert {answer(architecture, number, audit_arch=foreign) for number in (0, 20, 63) for foreign in (i386, arm)} == {
        EPERM
    }


@BOTH
def test_x32_and_negative_numbers_are_refused_and_newer_ones_unknown(architecture: str) -> None:
    assert answer(architecture, 0x40000000 + 39) == EPERM
    assert answer(architecture, -1) == EPERM
    assert answer(architecture, NEWEST + 1) == ENOSYS


@BOTH
@pytest.mark.parametrize(
    ("flags", "expected"),
    [(THREAD, THROUGH), (17, EPERM), (0, EPERM), (THREAD | 0x10000000, EPERM), (THREAD | 0x40000000, EPERM)],
)
def test_clone_makes_threads_only(architecture: str, flags: int, expected: str) -> None:
    assert answer(architecture, number_on("clone", architecture) or -1, flags) == expected
    assert answer(architecture, 435) == ENOSYS  # clone3, whose flags a filter cannot read


@BOTH
@pytest.mark.parametrize("name", seccomp.ON_ITSELF)
def test_signals_and_limits_reach_the_own_process_only(architecture: str, name: str) -> None:
    number = number_on(name, architecture) or -1
    others = [answer(architecture, number, pid, 9) for pid in (1, PID + 1, -1, -PID)]
    assert (answer(architecture, number, PID, 9), set(others)) == (THROUGH, {EPERM})
    zero = THROUGH if name in ("prlimit64", "sched_setaffinity") else EPERM
    assert answer(architecture, number, 0, 9) == zero
    assert answer(architecture, number, PID | 1 << 32) == THROUGH  # the kernel looks at the low word, and so do we


@BOTH
def test_a_file_is_removed_in_words_only_and_a_folder_in_deed(architecture: str) -> None:
    number = number_on("unlinkat", architecture) or -1
    assert (answer(architecture, number, 3, 7, 0), answer(architecture, number, 3, 7, 0x200)) == (PRETENDED, THROUGH)
    assert architecture == "aarch64" or answer(architecture, number_on("unlink", architecture) or -1) == PRETENDED


@BOTH
@pytest.mark.parametrize(("name", "position", "flag"), seccomp.WITHOUT_FLAG)
def test_a_flag_of_an_argument_is_refused(architecture: str, name: str, position: int, flag: int) -> None:
    number = number_on(name, architecture)
    if number is None:
        assert (name, architecture) == ("open", "aarch64")
        return
    answers = [answer(architecture, number, *([7] * position), flags) for flags in (0, 0o102, flag, flag | 0o200002)]
    assert answers == [THROUGH, THROUGH, EPERM, EPERM]
    assert answer(architecture, 437) == ENOSYS  # openat2, whose flags a filter cannot read


@BOTH
@pytest.mark.parametrize(("name", "position", "unwanted"), seccomp.NOT_WITH)
def test_some_values_of_an_argument_are_refused(
    architecture: str, name: str, position: int, unwanted: tuple[int, ...]
) -> None:
    number = number_on(name, architecture) or -1
    answers = {value: answer(architecture, number, *([7] * position), value) for value in (*unwanted, 3, 0x5401)}
    assert answers == {**dict.fromkeys(unwanted, EPERM), 3: THROUGH, 0x5401: THROUGH}
