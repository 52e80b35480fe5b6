"""A file that Python cannot read."""


def lift(area, speed):
    return 0.5 * (area * speed**2
