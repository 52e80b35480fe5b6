"""One mistake of every kind: a known one, a lost part, a changed argument, an exception, a line at the top that fails."""

import numpy as np

data = np.loadtxt("no_such_file.csv")


def lift(area, speed):
    print("lifting", area)
    return area * speed**2


def fly(x, wind):
    kept = x.copy()
    x *= x
    return wind["gain"] * x, {"x": kept, "gain": wind["gain"]}


def slope(cache):
    return cache["slope"]


def fly_back(dout, cache):
    return dout * slope(cache)
