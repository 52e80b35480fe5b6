"""Stand-ins for modules that a submission imports and that grading does not need or does not have.

Drawing and progress bars do nothing, so that a plot at the top of a file costs nobody points; a library that is not
installed can be imported but says so as soon as it is used. Never imported by a grader's own code.
"""

from __future__ import annotations

import ast
import importlib.abc
import importlib.machinery
import sys
from collections.abc import Iterator, Sequence
from types import ModuleType
from typing import Any

DRAWING = frozenset(
    {"matplotlib", "mpl_toolkits", "seaborn", "plotly", "IPython", "ipywidgets", "google", "pylab", "pictures"}
)
"""Packages whose every use is swallowed while grading; ``pictures`` is what a kit brings to draw with."""

PROGRESS = frozenset({"tqdm"})
"""Packages that wrap an iterable, replaced by one that hands it through."""


class Silent:
    """Swallows every attribute, call, item and ``with``; unpacks into two, as ``fig, ax = plt.subplots()`` needs."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") and name.endswith("__"):
            raise AttributeError(name)
        return self

    def __call__(self, *args: Any, **keywords: Any) -> Silent:
        return self

    def __getitem__(self, key: Any) -> Silent:
        return self

    def __setitem__(self, key: Any, value: Any) -> None:
        return None

    def __iter__(self) -> Iterator[Silent]:
        return iter((self, self))

    def __enter__(self) -> Silent:
        return self

    def __exit__(self, *problem: Any) -> None:
        return None


class NotHere:
    """A name of a module that is not installed: importing it is fine, using it says what is missing."""

    def __init__(self, module: str) -> None:
        self.__dict__["_module"] = module

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") and name.endswith("__"):
            raise AttributeError(name)
        return self

    def __call__(self, *args: Any, **keywords: Any) -> Any:
        raise ModuleNotFoundError(f"No module named {self._module!r}", name=self._module)


class StandIn(ModuleType):
    """A module whose every name is the same stand-in."""

    def __init__(self, name: str, value: Any) -> None:
        super().__init__(name)
        self.__path__: list[str] = []
        self.__all__: list[str] = []
        self._value = value

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") and name.endswith("__"):
            raise AttributeError(name)
        return self._value


class Bar(Silent):
    """What ``tqdm(iterable)`` returns: the iterable's items, and nothing for every other use of the bar."""

    def __init__(self, iterable: Any = None, *args: Any, **keywords: Any) -> None:
        self._items = () if iterable is None else iterable

    def __iter__(self) -> Iterator[Any]:
        return iter(self._items)

    def __len__(self) -> int:
        return len(self._items)

    @staticmethod
    def write(*texts: Any, **keywords: Any) -> None:
        """Print above the bar: nothing."""


class Progress(StandIn):
    """``tqdm`` without the bar."""

    def __init__(self, name: str) -> None:
        super().__init__(name, Silent())
        self.tqdm = self.tqdm_notebook = Bar
        self.trange = lambda *bounds, **keywords: Bar(range(*bounds))


class Loader(importlib.abc.Loader):
    """Makes the stand-in module for a spec that a finder below answered with."""

    def __init__(self, module: ModuleType) -> None:
        self.module = module

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> ModuleType:
        return self.module

    def exec_module(self, module: ModuleType) -> None:
        return None


class SilentFinder(importlib.abc.MetaPathFinder):
    """Answers for drawing and progress packages before the real ones are looked for."""

    def __init__(self, importer: str) -> None:
        self.importer = importer

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        root = fullname.partition(".")[0]
        if root not in DRAWING | PROGRESS or not _imported_by(self.importer):
            return None
        if root in PROGRESS:
            return _spec(fullname, Progress(fullname))
        return _spec(fullname, StandIn(fullname, Silent()))


class AbsentFinder(importlib.abc.MetaPathFinder):
    """Answers last, for a module outside the standard library that a submission imports and nobody found.

    With ``allowed`` it answers first, for every module but those: what else happens to be installed where a
    submission is graded must not decide its points. Only imports written in ``importer``, the submission's own file,
    are answered: libraries try optional modules, and rely on their absence. So does whoever writes ``try: import x``
    and then ``except ImportError``: on these lines, ``guarded``, the module is truly absent.
    """

    def __init__(self, importer: str) -> None:
        self.importer = importer
        self.allowed: frozenset[str] | None = None
        self.guarded: frozenset[int] = frozenset()
        self.missed: list[str] = []

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        root = fullname.partition(".")[0]
        if self.allowed is not None and root in self.allowed:
            return None
        if root in sys.stdlib_module_names or ("." in fullname and root not in self.missed):
            return None
        line = _imported_by(self.importer)
        if not line:
            return None
        if line in self.guarded:
            raise ModuleNotFoundError(f"No module named {root!r}", name=root)
        if "." not in fullname:
            self.missed.append(fullname)
        return _spec(fullname, StandIn(fullname, NotHere(root)))


def guarded_lines(tree: ast.Module) -> frozenset[int]:
    """Return the lines that stand in a ``try`` which is ready for an import that fails.

    >>> sorted(guarded_lines(ast.parse("try:\\n    import kites\\nexcept ImportError:\\n    kites = None")))
    [2]
    """
    tries = (node for node in ast.walk(tree) if isinstance(node, ast.Try) and any(map(_is_ready, node.handlers)))
    return frozenset(
        line for node in tries for each in node.body for line in range(each.lineno, (each.end_lineno or 0) + 1)
    )


def _is_ready(handler: ast.ExceptHandler) -> bool:
    caught = {node.id for node in ast.walk(handler.type) if isinstance(node, ast.Name)} if handler.type else set()
    return handler.type is None or bool(caught & {"ImportError", "ModuleNotFoundError", "Exception", "BaseException"})


def _imported_by(importer: str) -> int:
    """Return the line of a file that the import under way is written in; 0 when it is another file's."""
    frame = sys._getframe(2)
    while frame is not None and frame.f_code.co_filename.startswith("<frozen importlib"):
        frame = frame.f_back  # type: ignore[assignment]
    return frame.f_lineno if frame is not None and frame.f_code.co_filename == importer else 0


def forget_stand_ins() -> None:
    """Take every stand-in out of ``sys.modules`` again: the process may have other things to do."""
    for name in [name for name, module in sys.modules.items() if isinstance(module, StandIn)]:
        del sys.modules[name]


def _spec(name: str, module: ModuleType) -> importlib.machinery.ModuleSpec:
    return importlib.machinery.ModuleSpec(name, Loader(module), is_package=True)
