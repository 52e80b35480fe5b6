"""Resource limits of a worker: computed once in the zygote, set in every worker. Knows no other layer."""

from __future__ import annotations

import resource

MEGABYTE = 1 << 20
FILE_BYTES = 16 * MEGABYTE
STACK_BYTES = 8 * MEGABYTE  # what nearly every system gives, so that a deep recursion ends alike everywhere
DESCRIPTORS = 64
THREADS = 64
CPU_SECONDS = 900
"""A backstop: the grader's own clock ends a worker long before."""

_MAPPED_ONLY = 256 * MEGABYTE  # address space that libraries map without using it

Limit = tuple[int, int, int]


def plan(memory: int) -> list[Limit]:
    """Return ``(resource, soft, hard)`` for a budget in bytes beyond what this process, the zygote, already has."""
    mapped, data = _sizes()
    return [
        (resource.RLIMIT_DATA, data + memory, data + memory),
        (resource.RLIMIT_AS, mapped + memory + _MAPPED_ONLY, mapped + memory + _MAPPED_ONLY),
        (resource.RLIMIT_FSIZE, FILE_BYTES, FILE_BYTES),
        (resource.RLIMIT_NOFILE, DESCRIPTORS, DESCRIPTORS),
        (resource.RLIMIT_CPU, CPU_SECONDS, CPU_SECONDS + 5),
        (resource.RLIMIT_STACK, STACK_BYTES, STACK_BYTES),
        (resource.RLIMIT_CORE, 0, 0),
    ]


def apply(limits: list[Limit], own_uid: bool) -> None:
    """Set the limits; that of threads only where no other process is counted with them. Raises ``OSError``."""
    for kind, soft, hard in limits:
        _, ceiling = resource.getrlimit(kind)
        if ceiling != resource.RLIM_INFINITY:
            soft, hard = min(soft, ceiling), min(hard, ceiling)
        resource.setrlimit(kind, (soft, hard))
    if own_uid:
        resource.setrlimit(resource.RLIMIT_NPROC, (THREADS, THREADS))


def _sizes() -> tuple[int, int]:
    """Return the mapped and the private bytes of this process; a generous guess where /proc is not mounted."""
    try:
        with open("/proc/self/statm", "rb") as file:
            fields = file.read().split()
    except OSError:
        return 4096 * MEGABYTE, 1024 * MEGABYTE
    page = resource.getpagesize()
    return int(fields[0]) * page, int(fields[5]) * page
