"""The far end of the wire: loads a submission and answers calls to its functions.

One and the same servant runs inside the confined worker and, on a student's laptop, in process, so that a verdict
never depends on where the code ran. It knows no check, no expected value and no points.
"""

from __future__ import annotations

import contextlib
import io
import random
import socket
import sys
import traceback
import warnings
from collections.abc import Callable
from typing import Any

import numpy as np

from autograder.wire.absent import AbsentFinder, SilentFinder, forget_stand_ins, guarded_lines
from autograder.wire.archive import BadArchive, candidates
from autograder.wire.codec import pack, unpack
from autograder.wire.errors import describe
from autograder.wire.frames import MAX_FRAME, frame, read_frame
from autograder.wire.loading import Loaded, load
from autograder.wire.notebook import read_notebook
from autograder.wire.source import Source, Unreadable, definitions, read_source, unwritten
from autograder.wire.values import Extension, Handles, Malformed

MAX_OUTPUT = 4_000


class Servant:
    """Answers requests about one submission.

    ``quiet`` is for the worker: drawing is swallowed, what is printed is kept (cut to ``MAX_OUTPUT`` characters) and
    comes back with each answer. In process the student's prints and plots are left alone.
    """

    def __init__(self, quiet: bool = True, extensions: tuple[Extension, ...] = ()) -> None:
        self.handles = Handles()
        self.extensions = extensions
        self.quiet = quiet
        self.loaded: Loaded | None = None
        self.absent = AbsentFinder("")
        self.silent = SilentFinder("")
        self._operations: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
            "scan": self._scan,
            "load": self._load,
            "call": self._call,
            "unpack": self._unpack,
        }

    def handle(self, request: dict[str, Any]) -> dict[str, Any]:
        """Answer one request: ``{"op": "scan" | "unpack" | "load" | "call", ...}``."""
        return self._operations[request["op"]](request)

    def _scan(self, request: dict[str, Any]) -> dict[str, Any]:
        try:
            return {"names": definitions(_read(request).tree)}
        except Unreadable as problem:
            return {"problem": problem.kind, "detail": problem.detail}

    def _unpack(self, request: dict[str, Any]) -> dict[str, Any]:
        try:
            return {"files": candidates(request["data"])}
        except BadArchive as problem:
            return {"problem": problem.kind, "detail": problem.detail}

    def _load(self, request: dict[str, Any]) -> dict[str, Any]:
        """Load ``source`` (bytes) as module ``module``; ``definitions`` says to run definitions only.

        ``allowed`` names the libraries that may be imported besides the standard one; without it, all may.
        """
        try:
            source = _read(request)
        except Unreadable as problem:
            return {"problem": problem.kind, "detail": problem.detail}
        self.absent.importer = self.silent.importer = source.name
        self.absent.allowed = frozenset(request["allowed"]) if "allowed" in request else None
        self.absent.guarded = guarded_lines(source.tree)
        _reseed(0)
        with self._around() as printed, warnings.catch_warnings():
            warnings.simplefilter("default")
            self.loaded = load(source, request["module"], request.get("definitions", False))
        return {
            "names": _callables(self.loaded),
            "unwritten": unwritten(source.tree),
            "notes": [*source.notes, *self.loaded.notes],
            "absent": self.absent.missed[:10],
            "output": printed.getvalue(),
        }

    def _begin(self, seed: int) -> None:
        self.handles.clear()
        _reseed(seed)
        np.seterr(all="warn")

    def _call(self, request: dict[str, Any]) -> dict[str, Any]:
        """Call function ``name`` with ``args``; say what came back, what was raised, which arguments changed.

        ``begin``, when not None, starts a check: it forgets the last one's objects and seeds the global generators.
        """
        assert self.loaded is not None
        if request.get("begin") is not None:
            self._begin(request["begin"])
        function = getattr(self.loaded.module, request["name"], None)
        if not callable(function):
            return {"status": "missing", "defined": function is not None}
        args = request["args"]
        before = [self._bytes(arg) for arg in args]
        with self._around() as printed:
            answer = self._run(function, args, self.loaded.source)
        after = [self._bytes(arg) for arg in args]
        answer["changed"] = {str(i): args[i] for i in range(len(args)) if after[i] != before[i]}
        answer["output"] = printed.getvalue()
        return answer

    def _run(self, function: Callable[..., Any], args: list[Any], source: Source) -> dict[str, Any]:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("default")  # a warning is no error, whatever the process around us thinks
                return {"status": "returned", "value": function(*args)}
        except BaseException as error:
            kind = "not_attempted" if _own_not_implemented(error, source) else "raised"
            return {"status": kind, **describe(error, source)}

    def _bytes(self, value: Any) -> bytes:
        try:
            return pack(value, self.handles, self.extensions)
        except Malformed:
            return b""

    @contextlib.contextmanager
    def _around(self) -> Any:
        """Keep output and stand-ins in place while the student's code runs."""
        printed, streams, modules = Printed(), (sys.stdout, sys.stderr), len(sys.modules)
        if self.quiet:
            sys.meta_path.insert(0, self.silent)
        sys.meta_path.insert(1 if self.absent.allowed is not None else len(sys.meta_path), self.absent)
        try:
            if self.quiet:
                sys.stdout = sys.stderr = printed
            yield printed
        finally:
            if self.quiet:
                sys.stdout, sys.stderr = streams
            if len(sys.modules) != modules:
                forget_stand_ins()
            sys.meta_path[:] = [finder for finder in sys.meta_path if finder not in (self.silent, self.absent)]


class Printed(io.StringIO):
    """A text file that keeps the first ``MAX_OUTPUT`` characters, swallows the rest, and cannot be closed."""

    def write(self, text: str) -> int:
        room = MAX_OUTPUT - self.tell()
        if room > 0:
            super().write(str(text)[:room])
        return len(text)

    def close(self) -> None:
        return None


def answer(servant: Servant, data: bytes) -> bytes:
    """Answer one packed request with one packed reply that carries the request's ``seq``.

    A value that cannot be packed, or is too large for a frame, comes back as ``{"status": "unsendable"}``.
    """
    request = unpack(data, servant.handles, servant.extensions)
    reply = {**servant.handle(request), "seq": request.get("seq")}
    with contextlib.suppress(Malformed):
        packed = pack(reply, servant.handles, servant.extensions)
        if len(packed) <= MAX_FRAME:
            return packed
    return pack({"status": "unsendable", "changed": {}, "output": "", "seq": request.get("seq")})


def serve(sock: socket.socket, servant: Servant) -> None:
    """Answer frames on a socket until the other end closes it."""
    while (data := read_frame(sock)) is not None:
        sock.sendall(frame(answer(servant, data)))


def _callables(loaded: Loaded) -> list[str]:
    """Return the names of functions, the submission's own first: a star import may bring hundreds."""
    names = dict.fromkeys([*definitions(loaded.source.tree), *reversed(vars(loaded.module))])
    found = [
        name
        for name in names
        if isinstance(name, str) and not name.startswith("_") and callable(getattr(loaded.module, name, None))
    ]
    return found[:500]


def _read(request: dict[str, Any]) -> Source:
    read = read_notebook if request["name"].lower().endswith(".ipynb") else read_source
    return read(request["source"], request["name"])


def _own_not_implemented(error: BaseException, source: Source) -> bool:
    """Say whether the submission itself raised ``NotImplementedError``, not a library that it called."""
    frames = [frame for frame, _ in traceback.walk_tb(error.__traceback__)]
    return isinstance(error, NotImplementedError) and frames[-1].f_code.co_filename == source.name


def _reseed(seed: int) -> None:
    random.seed(seed)
    np.random.seed(seed % 2**32)
    torch = sys.modules.get("torch")
    if torch is not None:
        torch.default_generator.manual_seed(seed % 2**63)  # torch.manual_seed also walks the stack for each GPU kind
