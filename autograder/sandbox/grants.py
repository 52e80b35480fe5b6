"""Which paths a worker may read: the interpreter, its libraries, a few devices; never the course. Opens nothing."""

from __future__ import annotations

import os
import site
import sys
import sysconfig
from collections.abc import Iterable, Sequence

SYSTEM = ("/usr/lib", "/usr/lib64", "/lib", "/lib64", "/usr/local/lib", "/etc/ld.so.cache", "/usr/share/zoneinfo")
DEVICES = ("/dev/zero", "/dev/urandom", "/dev/random")
NULL = "/dev/null"


def library_folders() -> list[str]:
    """Return the folders of this interpreter: standard library, shared libraries, site-packages; base and venv."""
    schemes = [sysconfig.get_paths(), sysconfig.get_paths(vars={"base": sys.base_prefix, "platbase": sys.base_prefix})]
    found = [scheme[key] for scheme in schemes for key in ("stdlib", "platstdlib", "purelib", "platlib")]
    prefixes = {sys.prefix, sys.base_prefix, sys.exec_prefix, sys.base_exec_prefix}
    shared = [os.path.join(prefix, folder) for prefix in sorted(prefixes) for folder in ("lib", "lib64")]
    return _existing([*found, *site.getsitepackages(), *shared])


def readable(libraries: Iterable[str], hidden: Sequence[str]) -> list[str]:
    """Return the paths to grant for reading: ``libraries`` and the system's, without anything of ``hidden``.

    A folder that holds a hidden path is replaced by its other children.
    """
    wanted = _existing([*libraries, *SYSTEM, *DEVICES])
    granted = [path for folder in wanted for path in without(folder, [os.path.realpath(path) for path in hidden])]
    return [path for path in granted if not any(path != other and within(path, other) for other in granted)]


def without(folder: str, hidden: Sequence[str]) -> list[str]:
    """Return paths that together are ``folder`` except the hidden ones.

    >>> without("/usr/lib", ["/home/course"]), without("/usr/lib", ["/usr/lib"])
    (['/usr/lib'], [])
    """
    inside = [path for path in hidden if within(path, folder)]
    if not inside:
        return [folder]
    if folder in inside:
        return []
    children = sorted(os.path.join(folder, name) for name in os.listdir(folder))
    return [path for child in children if not os.path.islink(child) for path in without(child, inside)]


def within(path: str, folder: str) -> bool:
    """Say whether ``path`` is ``folder`` or lies below it. Both are absolute.

    >>> within("/usr/lib/x", "/usr/lib"), within("/usr/lib64", "/usr/lib")
    (True, False)
    """
    return path == folder or path.startswith(folder.rstrip("/") + "/")


def narrow_imports(granted: Sequence[str]) -> None:
    """Keep of ``sys.path`` only what a worker may read, and no finder that an editable install has left."""
    sys.path[:] = [path for path in sys.path if any(within(os.path.realpath(path), root) for root in granted)]
    sys.meta_path[:] = [finder for finder in sys.meta_path if not _editable(finder)]


def _editable(finder: object) -> bool:
    kind = finder if isinstance(finder, type) else type(finder)
    return kind.__module__.startswith("__editable__")


def _existing(paths: Iterable[str]) -> list[str]:
    return sorted({os.path.realpath(path) for path in paths if os.path.exists(path)})
