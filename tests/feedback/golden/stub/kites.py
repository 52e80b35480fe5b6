"""Kites in the wind."""

import numpy as np


def lift(area, speed):
    """Return half the area times the speed squared, a float."""
    raise NotImplementedError("lift")


def fly(x, wind):
    """Return (out, cache): out is gain times x squared, (n,); wind["flights"] counts the calls."""
    raise NotImplementedError("fly")


def fly_back(dout, cache):
    """Return dx, (n,)."""
    raise NotImplementedError("fly_back")
