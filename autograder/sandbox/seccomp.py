"""The system call filter: its policy, its BPF program by hand, and its installation. Never imported by a check.

The filter lets through what it does not name; Landlock, the uid and the limits confine that. It answers EPERM, so
that an honest library takes its own way round, and ENOSYS where the C library has one: clone3, openat2 and calls
newer than the tables. Source of the format: Documentation/userspace-api/seccomp_filter.rst in the kernel.
"""

from __future__ import annotations

import ctypes
import errno
import struct
from collections.abc import Iterator
from dataclasses import dataclass

from autograder.sandbox.linux import system_call
from autograder.sandbox.syscalls import NEWEST, machine, number_on

AUDIT_ARCH = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
ALLOW = 0x7FFF0000
ERRNO = 0x00050000
X32_BIT = 0x40000000
CLONE_THREAD = 0x00010000
CLONE_NEW = 0x7E020080  # every flag that asks for a namespace

_GROUPS = (
    # the network, and other processes' sockets
    "socket socketpair connect bind listen accept accept4",
    # other processes: their memory, their descriptors, what the kernel lets one ask of them
    (
        "ptrace process_vm_readv process_vm_writev kcmp pidfd_open pidfd_getfd pidfd_send_signal process_madvise "
        "process_mrelease tkill setpriority sched_setscheduler sched_setparam sched_setattr ioprio_set "
        "migrate_pages move_pages fork vfork execve execveat"
    ),
    # large and odd parts of the kernel that no function of an assignment needs
    (
        "io_uring_setup io_uring_enter io_uring_register userfaultfd bpf perf_event_open keyctl add_key request_key "
        "personality inotify_init inotify_init1 fanotify_init fanotify_mark memfd_create memfd_secret "
        "open_by_handle_at name_to_handle_at modify_ldt iopl ioperm lsm_set_self_attr lookup_dcookie"
    ),
    # memory and queues that outlive a process
    "shmget shmat shmctl msgget msgsnd msgrcv msgctl semget semop semtimedop semctl mq_open mq_unlink",
    # namespaces and mounts
    (
        "unshare setns mount umount2 pivot_root chroot mount_setattr open_tree open_tree_attr move_mount fsopen "
        "fsconfig fsmount fspick statmount listmount"
    ),
    # what Landlock does not cover: owner, mode, times and attributes of files that the same user owns
    (
        "chmod fchmod fchmodat fchmodat2 chown fchown lchown fchownat setxattr lsetxattr fsetxattr setxattrat "
        "removexattr lremovexattr fremovexattr removexattrat file_setattr utime utimes utimensat futimesat truncate "
        "mknod mknodat"
    ),
    # what takes a file's name away, and room without writing: only files with names are counted
    "rename renameat renameat2 fallocate",
    # the machine itself
    (
        "kexec_load kexec_file_load init_module finit_module delete_module create_module query_module "
        "get_kernel_syms nfsservctl reboot swapon swapoff acct syslog quotactl quotactl_fd sysfs ustat uselib "
        "_sysctl vhangup settimeofday clock_settime clock_adjtime adjtimex sethostname setdomainname sync syncfs"
    ),
)

DENIED = tuple(name for group in _GROUPS for name in group.split())
"""Calls that are refused whatever their arguments."""

ON_ITSELF = ("kill", "tgkill", "rt_sigqueueinfo", "rt_tgsigqueueinfo", "prlimit64", "sched_setaffinity")
"""Calls whose first argument must be the own process; the last two also take 0 for it."""

NOT_WITH: tuple[tuple[str, int, tuple[int, ...]], ...] = (
    ("fcntl", 1, (8, 10, 15, 1024)),  # F_SETOWN, F_SETSIG, F_SETOWN_EX send signals to others; F_SETLEASE stalls them
    ("ioctl", 1, (0x8901, 0x8902, 0x5412, 0x541C)),  # FIOSETOWN, SIOCSPGRP, TIOCSTI, TIOCLINUX
    ("prctl", 0, (1, 4, 62)),  # PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_SCHED_CORE
)
"""Calls refused for these values of an argument (name, position, values)."""

O_TMPFILE = 0x400000
WITHOUT_FLAG = (("open", 1, O_TMPFILE), ("openat", 2, O_TMPFILE))
"""Calls refused when an argument has a flag (name, position, flag)."""

_LOAD, _EQUAL, _AT_LEAST, _AND, _RETURN = 0x20, 0x15, 0x35, 0x54, 0x06
_NUMBER, _ARCH, _ARGS = 0, 4, 16  # offsets in struct seccomp_data
_INSTRUCTION = struct.Struct("<HBBI")
_DENY = ERRNO | errno.EPERM
_PRETEND = ERRNO  # the call is not made and says that it went well
_OWN = -1  # stands for the worker's pid until the program is installed

Instruction = tuple[int, int, int, int]


@dataclass(frozen=True)
class Filter:
    """An assembled program; ``own`` are the offsets at which the worker's own pid belongs."""

    code: bytes
    own: tuple[int, ...]

    def install(self, pid: int) -> None:
        """Confine the calling process, whose pid is ``pid``, for good. Needs no_new_privs. Raises ``OSError``."""
        code = bytearray(self.code)
        for offset in self.own:
            struct.pack_into("<I", code, offset, pid)
        program = ctypes.create_string_buffer(bytes(code), len(code))
        header = struct.pack("@HP", len(code) // _INSTRUCTION.size, ctypes.addressof(program))
        system_call("seccomp", 1, 0, header)  # SECCOMP_SET_MODE_FILTER


def available() -> bool:
    """Say whether this kernel and machine can hold the filter."""
    try:
        return machine() is not None and system_call("seccomp", 2, 0, struct.pack("<I", ERRNO)) == 0
    except OSError:
        return False


def build(architecture: str) -> Filter:
    """Return the filter for ``"x86_64"`` or ``"aarch64"``."""
    program = list(_program(architecture))
    code = b"".join(_INSTRUCTION.pack(op, yes, no, 0 if k == _OWN else k) for op, yes, no, k in program)
    own = tuple(i * _INSTRUCTION.size + 4 for i, (_, _, _, k) in enumerate(program) if k == _OWN)
    return Filter(code, own)


def _program(architecture: str) -> Iterator[Instruction]:
    yield from _head(AUDIT_ARCH[architecture])
    for name in ON_ITSELF:
        values = (_OWN, 0) if name in ("prlimit64", "sched_setaffinity") else (_OWN,)
        yield from _switch(number_on(name, architecture), 0, values, hit=ALLOW, miss=_DENY)
    for name, position, unwanted in NOT_WITH:
        yield from _switch(number_on(name, architecture), position, unwanted, hit=_DENY, miss=ALLOW)
    yield from _clone(number_on("clone", architecture))
    # A file that was removed could be held open: it stays, and stays counted. Libraries do remove their own.
    yield from _answer(number_on("unlink", architecture), _PRETEND)
    yield from _switch(number_on("unlinkat", architecture), 2, (0,), hit=_PRETEND, miss=ALLOW)  # else it is rmdir
    for name, position, flag in WITHOUT_FLAG:
        yield from _flag(number_on(name, architecture), position, flag)
    for name in ("clone3", "openat2"):  # their flags are behind a pointer
        yield from _answer(number_on(name, architecture), ERRNO | errno.ENOSYS)
    for name in DENIED:
        yield from _answer(number_on(name, architecture), _DENY)
    yield (_RETURN, 0, 0, ALLOW)


def _head(audit_arch: int) -> Iterator[Instruction]:
    """Refuse every call made in another architecture's or the x32 numbering, and numbers nobody has looked at."""
    yield (_LOAD, 0, 0, _ARCH)
    yield (_EQUAL, 1, 0, audit_arch)
    yield (_RETURN, 0, 0, _DENY)
    yield (_LOAD, 0, 0, _NUMBER)
    yield (_AT_LEAST, 0, 1, X32_BIT)
    yield (_RETURN, 0, 0, _DENY)
    yield (_AT_LEAST, 0, 1, NEWEST + 1)
    yield (_RETURN, 0, 0, ERRNO | errno.ENOSYS)


def _answer(call: int | None, answer: int) -> list[Instruction]:
    return [] if call is None else [(_EQUAL, 0, 1, call), (_RETURN, 0, 0, answer)]


def _switch(call: int | None, position: int, values: tuple[int, ...], hit: int, miss: int) -> list[Instruction]:
    """Answer ``hit`` when an argument's low word, all that these calls look at, is one of ``values``."""
    if call is None:
        return []
    tests = [(_EQUAL, len(values) - i, 0, value) for i, value in enumerate(values)]
    load = (_LOAD, 0, 0, _ARGS + 8 * position)
    body: list[Instruction] = [load, *tests, (_RETURN, 0, 0, miss), (_RETURN, 0, 0, hit)]
    return [(_EQUAL, 0, len(body), call), *body]


def _flag(call: int | None, position: int, flag: int) -> list[Instruction]:
    """Refuse a call when an argument has a flag."""
    if call is None:
        return []
    load = (_LOAD, 0, 0, _ARGS + 8 * position)
    body: list[Instruction] = [load, (_AND, 0, 0, flag), (_EQUAL, 0, 1, flag), (_RETURN, 0, 0, _DENY)]
    return [(_EQUAL, 0, len(body) + 1, call), *body, (_RETURN, 0, 0, ALLOW)]


def _clone(call: int | None) -> list[Instruction]:
    """Allow threads, and nothing else that clone can make."""
    return [
        (_EQUAL, 0, 5, call or 0),
        (_LOAD, 0, 0, _ARGS),
        (_AND, 0, 0, CLONE_THREAD | CLONE_NEW),
        (_EQUAL, 1, 0, CLONE_THREAD),
        (_RETURN, 0, 0, _DENY),
        (_RETURN, 0, 0, ALLOW),
    ]
