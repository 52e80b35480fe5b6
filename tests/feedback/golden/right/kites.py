"""Kites in the wind."""

import numpy as np


def lift(area, speed):
    """Return half the area times the speed squared, a float."""
    # BEGIN SOLUTION
    return 0.5 * area * speed**2
    # END SOLUTION


def fly(x, wind):
    """Return (out, cache): out is gain times x squared, (n,); wind["flights"] counts the calls."""
    # BEGIN SOLUTION
    wind["flights"] = wind.get("flights", 0) + 1
    return wind["gain"] * x**2, (x, wind["gain"])
    # END SOLUTION


def fly_back(dout, cache):
    """Return dx, (n,)."""
    # BEGIN SOLUTION
    x, gain = cache
    return dout * 2 * gain * x
    # END SOLUTION
