"""What a submission gets: points and verdicts, the same in this process and behind the border."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.course import Course
from autograder.results import FAILED, NOT_ATTEMPTED, NOT_JUDGED, PASSED, Result
from autograder.sandbox import Sandbox
from autograder.submission import Submission
from autograder.grading import with_grader
from tests import tiny
from tests.tiny import REFERENCE, STUB, by_check, edited, points

HONEST = {
    "the reference": REFERENCE,
    "a loop and a list of its own": edited(
        REFERENCE, ("return 0.5 * area * speed**2", "total = 0.0\n    for _ in range(2):\n        total += area * speed * speed / 4\n    return total")
    ),
    "an array of one element": edited(REFERENCE, ("return 0.5 * area", "return np.array([[0.5]]) * area")),
    "a cache of its own class": edited(
        REFERENCE,
        ('(x, wind["gain"])', 'Trip(x, wind["gain"])'),
        ("    x, gain = cache", "    x, gain = cache.x, cache.gain"),
        ("import numpy as np\n", "import numpy as np\n\nclass Trip:\n    def __init__(self, x, gain):\n        self.x, self.gain = x, gain\n"),
    ),
    "a cache that is a function": edited(
        REFERENCE, ('(x, wind["gain"])', 'lambda dout: dout * 2 * wind["gain"] * x'), ("    x, gain = cache\n    return dout * 2 * gain * x", "    return cache(dout)")
    ),
    "prints and warnings": edited(REFERENCE, ("    x, gain = cache", "    x, gain = cache\n    print('back'); np.zeros(1) / 0")),
    "plots at the top": "import matplotlib.pyplot as plt\nplt.figure()\n" + REFERENCE + "\nplt.plot(lift(1.0, 2.0))\nplt.show()\n",
    "a failing line at the top": REFERENCE + "\nprint(open('data.csv').read())\n",
    "a byte order mark": "\ufeff" + REFERENCE,
    "Windows line ends": REFERENCE.replace("\n", "\r\n"),
    "an answer below its stub": STUB + REFERENCE.replace("import numpy", "import numpy"),
    "stdout closed": "import sys\nsys.stdout.close()\n" + REFERENCE,
    "numbers that raise": "import numpy as np\nnp.seterr(all='raise')\n" + REFERENCE,
    "a star import": "from numpy import *\nfrom numpy.random import *\nfrom math import *\nfrom os import *\n" + REFERENCE,
}

WRONG = {
    **{key: tiny.rejected(key) for key in tiny.REJECTED},
    "the stub": STUB,
    "one question left": edited(REFERENCE, ("    return 0.5 * area * speed**2", "    raise NotImplementedError('lift')")),
    "a question that calls another's stub": edited(
        REFERENCE, ("    return 0.5 * area * speed**2", "    raise NotImplementedError('lift')"), ('    wind["flights"]', '    lift(1.0, 2.0)\n    wind["flights"]', )
    ) if False else edited(REFERENCE, ("    return 0.5 * area * speed**2", "    raise NotImplementedError('lift')"), ("    x, gain = cache", "    lift(1.0, 2.0)\n    x, gain = cache")),
    "a function that is missing": edited(REFERENCE, ("def lift(", "def lifts(")),
    "a part lost": edited(REFERENCE, ('    wind["flights"] = wind.get("flights", 0) + 1\n', "")),
    "an argument changed": edited(REFERENCE, ("x**2, (x", "x**2, (x.copy()"), ('    return wind["gain"]', '    x = x.copy() if False else x\n    out = wind["gain"]')) if False else edited(REFERENCE, ('    return wind["gain"] * x**2, (x, wind["gain"])', '    x_old = x.copy()\n    x *= x\n    return wind["gain"] * x, (x_old, wind["gain"])')),
    "an exception": edited(REFERENCE, ("    return 0.5", "    raise ValueError('calm')\n    return 0.5")),
    "zeros": edited(REFERENCE, ("return dout * 2", "return 0 * dout")),
    "not a number": edited(REFERENCE, ("return dout * 2", "return np.nan * dout")),
    "one value for two": edited(REFERENCE, (', (x, wind["gain"])', "")),
    "single precision": edited(REFERENCE, ("return dout * 2", "return np.float32(1) * dout.astype(np.float32) * 2")),
    "a value that a check cannot use": edited(REFERENCE, ('* x**2, (x', '* x**2, ("", x'), ("x, gain = cache", "_, x, gain = cache")),
}
