"""Where a bundle is rehearsed: a Debian root of its own, as on Gradescope, or a temporary tree on this machine.

A place says how a command is run in it and where its /autograder stands. Nothing outside it is written.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

NEEDED = ("debootstrap", "unshare", "chroot")
PACKAGES = "python3,python3-venv,ca-certificates"
RELEASE = "bookworm"
PASSED_ON = re.compile(r"(PIP_\w+|(https?|no|all)_proxy|SSL_CERT_FILE|SSL_CERT_DIR|REQUESTS_CA_BUNDLE)", re.IGNORECASE)
PIP_SETTINGS = ("/etc/pip.conf", "~/.config/pip/pip.conf", "~/.pip/pip.conf")

_ALONE = ("unshare", "--mount", "--pid", "--fork", "--kill-child=KILL")
_IN_ROOT = """
set -e
image=$1 work=$2; shift 2
root=$work/root
mkdir -p "$root" "$work/upper" "$work/overlay"
if ! mount -t overlay overlay -o "lowerdir=$image,upperdir=$work/upper,workdir=$work/overlay" "$root" 2>/dev/null; then
    [ -e "$root/bin/sh" ] || cp -a "$image/." "$root/"
fi
while [ "$1" != -- ]; do  # pairs: what of this machine stands where in the root
    if [ -d "$1" ]; then mkdir -p "$root$2"; else mkdir -p "$(dirname "$root$2")"; [ -e "$root$2" ] || : >"$root$2"; fi
    mount --rbind "$1" "$root$2"
    shift 2
done
shift
mount -t proc proc "$root/proc"
exec chroot "$root" "$@"
"""


class PlaceError(Exception):
    """A place cannot be made. The text is one sentence with the next thing to do."""


class Place(Protocol):
    """Somewhere a bundle can be set up and run."""

    @property
    def name(self) -> str:
        """What people call it."""

    @property
    def tree(self) -> Path:
        """Its /autograder, as this machine sees it."""

    def command(self, arguments: list[str]) -> list[str]:
        """Return the command that runs ``arguments`` there."""

    def inside(self, path: str) -> str:
        """Return how a path under /autograder is called there."""

    @property
    def home(self) -> str:
        """Where setup.sh makes the environment, as it is called there."""


@dataclass(frozen=True)
class Folder:
    """A temporary tree: this machine's Python and libraries, an environment of its own."""

    work: Path
    name = "a temporary tree"

    @property
    def tree(self) -> Path:
        """Its /autograder."""
        return self.work / "autograder"

    @property
    def home(self) -> str:
        """The environment's folder."""
        return str(self.work / "opt" / "grader")

    def inside(self, path: str) -> str:
        """The same paths as outside."""
        return str(self.tree / path)

    def command(self, arguments: list[str]) -> list[str]:
        """Only the environment's folder is another one."""
        names = [f"{name}={value}" for name, value in os.environ.items() if PASSED_ON.fullmatch(name)]
        basic = [f"PATH={os.environ.get('PATH', os.defpath)}", f"HOME={Path.home()}", "LANG=C.UTF-8"]
        return ["env", "-i", *basic, *names, f"GRADER_HOME={self.home}", *arguments]


@dataclass(frozen=True)
class Root:
    """A Debian root: nothing of this machine but its network, its pip settings and what those name."""

    image: Path
    work: Path
    name = "a Debian root"
    home = "/opt/grader"

    @property
    def tree(self) -> Path:
        """Its /autograder."""
        return self.work / "autograder"

    def inside(self, path: str) -> str:
        """The paths that Gradescope has."""
        return f"/autograder/{path}"

    def command(self, arguments: list[str]) -> list[str]:
        """In namespaces of its own, so that what is mounted and started is gone afterwards."""
        names = [f"{name}={value}" for name, value in os.environ.items() if PASSED_ON.fullmatch(name)]
        basic = ["PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "HOME=/root", "LANG=C.UTF-8"]
        shown = [(str(self.tree), "/autograder"), ("/dev", "/dev"), ("/sys", "/sys"), *_network(), *_pip_settings()]
        pairs = [part for pair in shown for part in pair]
        enter = ["bash", "-c", _IN_ROOT, "bash", str(self.image), str(self.work), *pairs, "--"]
        return [*_ALONE, *enter, "env", "-i", *basic, *names, *arguments]


def why_no_root() -> str | None:
    """Say why a Debian root cannot be made here; ``None`` when it can."""
    if not sys.platform.startswith("linux") or os.geteuid() != 0:
        return "only root on Linux can make a Debian root"
    missing = [name for name in NEEDED if shutil.which(name) is None]
    if missing:
        return f"{missing[0]} is not installed (apt install debootstrap)"
    tried = subprocess.run([*_ALONE, "true"], capture_output=True, check=False)
    return "this system lets nobody make namespaces" if tried.returncode else None


def root_image(folder: Path | None = None) -> Path:
    """Return the folder of a Debian root with Python, made by debootstrap when it is not in the cache yet.

    Raises ``PlaceError``.
    """
    image = (folder or cache_folder()) / f"root-{RELEASE}"
    if image.is_dir():
        return image
    making = image.with_name(f"{image.name}.{os.getpid()}")
    making.parent.mkdir(parents=True, exist_ok=True)
    command = ["debootstrap", "--variant=minbase", f"--include={PACKAGES}", RELEASE, str(making)]
    ended = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)
    if ended.returncode:
        shutil.rmtree(making, ignore_errors=True)
        last = (ended.stdout + ended.stderr).strip().splitlines()[-1:]
        raise PlaceError(f"debootstrap could not make a Debian root ({' '.join(last)}); try --no-root.")
    try:
        making.rename(image)
    except OSError:  # somebody else made it meanwhile
        shutil.rmtree(making, ignore_errors=True)
    return image


def cache_folder() -> Path:
    """Return this user's folder for what can be made again at any time."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "deep-learning-autograder"


def _network() -> list[tuple[str, str]]:
    return [(path, path) for path in ("/etc/resolv.conf", "/etc/hosts") if os.path.exists(path)]


def _pip_settings() -> list[tuple[str, str]]:
    """Return pip's settings of this machine and the local files and folders that they name."""
    settings = [path for name in PIP_SETTINGS if os.path.isfile(path := os.path.expanduser(name))]
    texts = [Path(path).read_text(encoding="utf-8", errors="replace") for path in settings]
    texts += [value for name, value in os.environ.items() if PASSED_ON.fullmatch(name)]
    named = {
        path.rstrip("/") for text in texts for path in re.findall(r"(?:(?<=file://)|(?<![\w/:]))/[^\s'\",]+", text)
    }
    local = {os.path.dirname(path) if path.endswith("/simple") else path for path in named if os.path.exists(path)}
    home = os.path.expanduser("~")
    placed = [(path, re.sub(f"^{re.escape(home)}", "/root", path)) for path in settings]
    return placed + [(path, path) for path in sorted(local)]
