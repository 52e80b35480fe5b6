"""What a forked worker does to itself before it sees a student's byte, in this order. Loads no submission."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import sys
from dataclasses import dataclass

import numpy as np

from autograder.sandbox import landlock, limits, privileges
from autograder.sandbox.linux import close_descriptors
from autograder.sandbox.seccomp import Filter

HOMES = ("HOME", "TMPDIR", "MPLCONFIGDIR", "TORCHINDUCTOR_CACHE_DIR", "TRITON_CACHE_DIR")
"""Variables that name the own folder. With them libraries do not try to make folders in it, which nothing may."""


@dataclass(frozen=True)
class Plan:
    """What the zygote has prepared for every worker: all that is costly, and all that asks for privileges."""

    layers: tuple[str, ...]
    environment: dict[str, str]
    limits: list[limits.Limit]
    landlock: int
    grants: list[tuple[int, int]]
    filter: Filter | None
    canary: str | None


@dataclass(frozen=True)
class Place:
    """What is one worker's own: its end of the socket, its folder, its uid (``None``: the grader's), its parent."""

    socket: int
    folder: str
    uid: int | None
    parent: int


def confine(plan: Plan, place: Place) -> list[str]:
    """Confine this process for good and return the layers that are now in place. Raises ``OSError`` if one fails."""
    rules = _rules(plan, place)
    os.dup2(0, 1)  # the zygote's standard input is the null device, open both ways
    os.dup2(0, 2)
    close_descriptors({0, 1, 2, place.socket} | ({rules} if rules is not None else set()))
    _start_afresh(plan, place)
    limits.apply(plan.limits, own_uid=place.uid is not None)
    if place.uid is not None:
        privileges.become(place.uid)
    privileges.drop_capabilities()
    privileges.seal(place.parent)
    if rules is not None:
        landlock.restrict(rules)
        os.close(rules)
    _try_own_folder()
    if plan.filter is not None:
        plan.filter.install(os.getpid())
    return _layers(plan, place)


def _rules(plan: Plan, place: Place) -> int | None:
    if not plan.landlock:
        return None
    own = os.open(place.folder, os.O_PATH)
    return landlock.ruleset(plan.landlock, [*plan.grants, (own, landlock.OWN_FOLDER)])


def _start_afresh(plan: Plan, place: Place) -> None:
    """Share nothing with the zygote that another worker shares too: session, signals, environment, randomness."""
    os.setsid()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)
    os.umask(0o077)
    os.chdir(place.folder)
    os.environ.clear()
    os.environ.update(plan.environment, **dict.fromkeys(HOMES, place.folder))
    sys.argv[:] = ["submission"]
    random.seed()
    np.random.seed(int.from_bytes(os.urandom(4), "little"))
    _offer_to_the_oom_killer()


def _try_own_folder() -> None:
    """Write and remove a file; the filter lets nobody remove one, or what takes room could lose its name."""
    os.close(os.open("own", os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    os.unlink("own")


def _offer_to_the_oom_killer() -> None:
    with contextlib.suppress(OSError):
        file = os.open("/proc/self/oom_score_adj", os.O_WRONLY)
        os.write(file, b"1000")
        os.close(file)


def _layers(plan: Plan, place: Place) -> list[str]:
    layers = [*plan.layers, "rlimits", "no_new_privs", "no_capabilities", "own_folder"]
    if place.uid is not None:
        layers.append("uid")
    if plan.landlock:
        layers.append(f"landlock:{plan.landlock}")
    if plan.filter is not None:
        layers.append("seccomp")
    return layers
