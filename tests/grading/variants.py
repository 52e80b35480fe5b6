"""Submissions of the tiny course: honest in every style, and wrong in every way that is not hostile."""

from __future__ import annotations

from tests.tiny import REFERENCE, REJECTED, STUB, edited, rejected

LIFT = "return 0.5 * area * speed**2"
FLY = 'return wind["gain"] * x**2, (x, wind["gain"])'
BACK = "x, gain = cache\n    return dout * 2 * gain * x"
COUNT = '    wind["flights"] = wind.get("flights", 0) + 1\n'
NUMPY = "import numpy as np\n"


def changed(*changes: tuple[str, str]) -> str:
    """Return the reference with other bodies."""
    return edited(REFERENCE, *changes)


TRIP = "\n\nclass Trip:\n    def __init__(self, x, gain):\n        self.x, self.gain = x, gain\n"
HONEST = {
    "the reference": REFERENCE,
    "a loop": changed(
        (LIFT, "total = 0.0\n    for _ in range(2):\n        total += area * speed * speed / 4\n    return total")
    ),
    "an array of one element": changed((LIFT, "return np.array([[0.5]]) * area * speed**2")),
    "a cache of an own class": changed(
        (NUMPY, NUMPY + TRIP), (FLY, FLY.replace(", (", ", Trip(")), (BACK, "return dout * 2 * cache.gain * cache.x")
    ),
    "a cache that is a function": changed(
        (FLY, 'gain = wind["gain"]\n    return gain * x**2, lambda dout: dout * 2 * gain * x'),
        (BACK, "return cache(dout)"),
    ),
    "prints and warnings": changed((BACK, "print('back')\n    np.zeros(1) / 0\n    " + BACK)),
    "plots at the top": f"import matplotlib.pyplot as plt\nplt.figure()\n{REFERENCE}\nplt.plot(lift(1.0, 2.0))\n",
    "a failing line at the top": f"{REFERENCE}\nprint(open('data.csv').read())\n",
    "a byte order mark": "\ufeff" + REFERENCE,
    "Windows line ends": REFERENCE.replace("\n", "\r\n"),
    "an answer below its stub": STUB + REFERENCE,
    "stdout closed": f"import sys\nsys.stdout.close()\n{REFERENCE}",
    "numpy told to raise": f"{NUMPY}np.seterr(all='raise')\n{REFERENCE}\nnp.random.seed(3)\n",
    "star imports": "".join(f"from {name} import *\n" for name in ("numpy", "numpy.random", "math", "os")) + REFERENCE,
}

WRONG = {
    **{key: rejected(key) for key in REJECTED},
    "the stub": STUB,
    "a question left out": changed((LIFT, "raise NotImplementedError('lift')")),
    "a question half written": changed((LIFT, "if speed == 3.0:\n        " + LIFT + "\n    raise NotImplementedError")),
    "a call of a stub": changed((LIFT, "raise NotImplementedError('lift')"), (BACK, "lift(1.0, 2.0)\n    " + BACK)),
    "a missing function": changed(("def lift(", "def lifts(")),
    "a function that is none": changed(("def lift(", "def lifts(")) + "\nlift = 9.0\n",
    "a part lost": changed((COUNT, "")),
    "an argument changed": changed(
        (FLY, "old = x.copy()\n    x *= x\n    return wind['gain'] * x, (old, wind['gain'])")
    ),
    "an exception": changed((LIFT, "raise ValueError('calm')")),
    "sys.exit in a function": changed((LIFT, "raise SystemExit(0)")),
    "zeros": changed((BACK, "return np.zeros_like(dout)")),
    "not a number": changed((BACK, "return np.nan * dout")),
    "infinite": changed((LIFT, "return float('inf')")),
    "giant": changed((LIFT, "return 1e308"), (BACK, "return dout * 1e308")),
    "one value for two": changed((FLY, 'return wind["gain"] * x**2')),
    "single precision": changed((BACK, "x, gain = cache\n    return (dout * 2 * gain * x).astype(np.float32)")),
    "lists for arrays": changed(
        (FLY, 'return list(wind["gain"] * x**2), (x, wind["gain"])'),
        (BACK, "x, gain = cache\n    return tuple(dout * 2 * gain * x)"),
    ),
    "a wrong list": changed((BACK, "x, gain = cache\n    return [2.0 * each for each in dout * 2 * gain * x]")),
    "a masked array": changed((BACK, "return np.ma.masked_all(dout.shape)")),
    "random": changed((LIFT, "return np.random.rand()")),
    "nothing at all": changed((LIFT, "pass"), (FLY, "pass"), (BACK, "pass")),
}
