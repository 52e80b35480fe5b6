"""Run this folder's tests as somebody else: `python -I -B run_as.py ROLE PYTEST-ARGUMENTS`, started as root.

Only the process that runs this changes: its view of the files is private, its uid and capabilities are its own.
"""

import os
import sys
from pathlib import Path

REPOSITORY = str(Path(__file__).resolve().parents[2])
SOMEBODY = 54_321
CAP_SYS_ADMIN = 21
DOCKER_CAPABILITIES = {0, 1, 3, 4, 5, 6, 7, 8, 10, 13, 18, 27, 29, 31}
START = "import sys; sys.path.insert(0, sys.argv.pop(1)); import pytest; sys.exit(pytest.main(sys.argv[1:]))"

sys.path.insert(0, REPOSITORY)
from autograder.sandbox import grants, linux, namespaces  # noqa: E402  (the path comes first)


def open_the_interpreter() -> None:
    """Make the interpreter reachable for everybody, as under /opt or /usr, in a view that only this process has."""
    interpreter = os.path.dirname(sys.executable), os.path.dirname(os.path.realpath(sys.executable))
    needed = [*grants.library_folders(), *sys.path, *interpreter, sys.prefix, REPOSITORY]
    made = namespaces.private_mounts() and namespaces.show_only(needed)
    if not made and not namespaces.reachable(SOMEBODY, [os.__file__, sys.executable]):
        raise SystemExit("others cannot reach this interpreter, and this container grants no private view of files")


def be_an_ordinary_user() -> None:
    open_the_interpreter()
    os.setgroups([])
    os.setresgid(SOMEBODY, SOMEBODY, SOMEBODY)
    os.setresuid(SOMEBODY, SOMEBODY, SOMEBODY)


def be_root_in_a_container() -> None:
    """Keep the capabilities that Docker gives by default: no mounts, no namespaces."""
    for capability in set(range(64)) - DOCKER_CAPABILITIES:
        try:
            linux.prctl(linux.PR_CAPBSET_DROP, capability)
        except OSError:  # beyond the last one
            break


def be_root_in_a_container_that_everybody_can_read() -> None:
    open_the_interpreter()
    be_root_in_a_container()


if __name__ == "__main__":
    role, *arguments = sys.argv[1:]
    globals()[role]()
    os.environ["HOME"] = "/nonexistent"
    os.execv(sys.executable, [sys.executable, "-I", "-B", "-c", START, REPOSITORY, *arguments])
