"""The pictures of this assignment, drawn with your own functions: change a number and run the cell again.

For each picture there is a function that makes plain data with your functions (``own``), one that says in words what
it shows (``tell_...``) and, mostly, one that draws it (``draw_...``). Nothing here is graded.
"""

import sys
from pathlib import Path

import numpy as np

from autograder.laptop.pictures import BLUE, GREEN, GREY, ORANGE, Drawing, Own

HERE = Path(__file__).resolve().parent
LEAST = 139.89073302
"""J of the best line, in mmHg²."""


def drawing(lang, notebook):
    """Return what draws the pictures with the functions of a notebook, or else with those of gradient_descent.py."""
    return Drawing(sys.modules[__name__], Own("gradient_descent", HERE, notebook), lang)


def table():
    """Age in years and systolic pressure in mmHg of the 30 people, each (30,)."""
    return np.loadtxt(HERE / "data" / "blood_pressure.csv", delimiter=",", skiprows=1, unpack=True)


def raw():
    """The ages as they come, with a column of ones in front, (30, 2), and the pressures (30,)."""
    age, pressure = table()
    X = np.ones((30, 2))
    X[:, 1] = age
    return X, pressure


def normalized(own):
    """The normalised ages with a column of ones in front (30, 2), the pressures (30,), and mu and sigma as numbers."""
    X, pressure = raw()
    X[:, 1:], mu, sigma = own.feature_normalize(X[:, 1:].copy())
    return X, pressure, np.ravel(mu)[0], np.ravel(sigma)[0]


def history(own, X, y, start, alpha, steps):
    """The costs that the student's descent notes, (steps,)."""
    return np.ravel(own.gradient_descent(X, y, np.array(start, dtype=float), alpha, steps)[1])


def walk(own, X, y, start, alpha, steps):
    """The points that the descent passes through, (steps + 1, 2)."""
    points = [np.array(start, dtype=float)]
    for _ in range(steps):
        points.append(np.ravel(own.gradient_descent(X, y, points[-1].copy(), alpha, 1)[0]))
    return np.array(points)


def valley(own, X, y, points, intercepts, slopes):
    """A path and the surface around it. A step of length zero tells the cost of the place where one stands."""
    J = np.array([[history(own, X, y, (a, b), 0.0, 1)[0] for a in intercepts] for b in slopes])
    eigenvalues = np.linalg.eigvalsh(np.cov(X.T, bias=True) + np.outer(X.mean(axis=0), X.mean(axis=0)))
    condition = float(eigenvalues[-1] / eigenvalues[0])
    return {"points": points, "intercepts": intercepts, "slopes": slopes, "J": J, "condition": condition}


def two_valleys(own, grid=37):
    """The descent on the raw ages and on the normalised ones, both from zero."""
    (X, y), (Z, _, _, _) = raw(), normalized(own)
    slow, fast = walk(own, X, y, (0, 0), 8e-4, 1500), walk(own, Z, y, (0, 0), 0.1, 50)
    wide, narrow = np.linspace(-20, 160, grid), np.linspace(-1, 6, grid)
    return {
        "raw": valley(own, X, y, slow, wide, narrow),
        "normalized": valley(own, Z, y, fast, np.linspace(-20, 260, grid), np.linspace(-110, 140, grid)),
    }


def draw_two_valleys(figure, data, say):
    figure.set_size_inches(7.2, 3.9)
    left, right = figure.subplots(1, 2)
    titles = {
        "raw": say("edad sin normalizar\n1,500 pasos, α = 0.0008", "raw ages\n1,500 steps, α = 0.0008"),
        "normalized": say("edad normalizada\n50 pasos, α = 0.1", "normalised ages\n50 steps, α = 0.1"),
    }
    stars = {"raw": (98.7147, 0.97087), "normalized": (142.5333, 14.59911)}
    for axes, kind in ((left, "raw"), (right, "normalized")):
        one = data[kind]
        axes.contour(
            one["intercepts"], one["slopes"], one["J"], levels=np.geomspace(145, 20000, 12), colors=GREY, linewidths=0.9
        )
        axes.plot(*one["points"].T, ".-", color=ORANGE, markersize=5, linewidth=1.3, label=say("camino", "path"))
        axes.plot(*stars[kind], "k*", markersize=11, label=say("mínimo", "minimum"))
        axes.set(xlabel=r"$\theta_0$ (mmHg)", title=titles[kind])
    left.set_ylabel(say(r"$\theta_1$ (mmHg por año)", r"$\theta_1$ (mmHg per year)"))
    right.set_ylabel(say(r"$\theta_1$ (mmHg por desviación)", r"$\theta_1$ (mmHg per standard dev.)"))
    left.legend(loc="upper right", frameon=True)


def tell_two_valleys(data, say):
    ends = [data[kind]["points"][-1][0] for kind in ("raw", "normalized")]
    first, second = (f"{data[kind]['condition']:,.0f}" for kind in ("raw", "normalized"))
    return say(
        f"Sin normalizar (número de condición {first}) θ0 termina en {ends[0]:.1f} y le faltan "
        f"{98.7147 - ends[0]:.1f}; normalizada (número de condición {second}) termina en {ends[1]:.1f} y le faltan "
        f"{142.5333 - ends[1]:.1f}.",
        f"Raw (condition number {first}), θ0 ends at {ends[0]:.1f}, {98.7147 - ends[0]:.1f} short of the minimum; "
        f"normalised (condition number {second}), at {ends[1]:.1f}, {142.5333 - ends[1]:.1f} short.",
    )


def three_rates(own, alphas=(0.01, 0.1, 2.1), steps=50):
    """J after each step on the normalised ages, for several learning rates."""
    X, y, _, _ = normalized(own)
    return {alpha: history(own, X, y, (0, 0), alpha, steps) for alpha in alphas}


def draw_three_rates(figure, data, say):
    axes = figure.subplots()
    looks = zip((BLUE, GREEN, ORANGE), ("--", "-", "-."))
    for (alpha, J), (color, dashes) in zip(data.items(), looks):
        axes.semilogy(np.arange(1, len(J) + 1), J, color=color, linestyle=dashes, label=f"α = {alpha:g}")
    axes.axhline(LEAST, color="black", linestyle=":", label=say("mínimo, 139.89", "minimum, 139.89"))
    axes.set_xlabel(say("iteración", "iteration"))
    axes.set_ylabel(say("J (mmHg², escala logarítmica)", "J (mmHg², log scale)"))
    axes.legend()


def tell_three_rates(data, say):
    return "; ".join(
        say(f"α = {alpha:g} termina en J = {J[-1]:.4g}", f"α = {alpha:g} ends at J = {J[-1]:.4g}")
        for alpha, J in data.items()
    ) + say(". El mínimo es 139.89.", ". The minimum is 139.89.")


def local_minimum(own, starts=(-2.0, 2.0), alpha=0.02, steps=60):
    """Where a descent on f(w) = w⁴ - 3w² + w goes from each start; none of your functions is needed."""
    paths = []
    for w in starts:
        path = [w]
        for _ in range(steps):
            path.append(path[-1] - alpha * (4 * path[-1] ** 3 - 6 * path[-1] + 1))
        paths.append(np.array(path))
    return paths


def draw_local_minimum(figure, data, say):
    def f(w):
        return w**4 - 3 * w**2 + w

    axes, w = figure.subplots(), np.linspace(-2.1, 2.1, 200)
    axes.plot(w, f(w), color=GREY)
    for path, (color, marker) in zip(data, ((BLUE, "o"), (ORANGE, "s"), (GREEN, "^"))):
        label = say(f"de {path[0]:g} a {path[-1]:.2f}", f"from {path[0]:g} to {path[-1]:.2f}")
        axes.plot(path, f(path), marker + "-", color=color, markersize=4.5, linewidth=1, label=label)
    axes.set(xlabel="w", ylabel="f(w)")
    axes.legend(loc="upper center")


def tell_local_minimum(data, say):
    ends = " ".join(say(f"Desde {w[0]:g} llega a {w[-1]:.2f}.", f"From {w[0]:g} it ends at {w[-1]:.2f}.") for w in data)
    return ends + say(" Son dos mínimos distintos.", " These are two different minima.")


def noise(own, batch_sizes=(1, 5, 30), alpha=0.3, epochs=50, seed=0):
    """J after each epoch of the stochastic descent, for several sizes of the batch."""
    X, y, _, _ = normalized(own)
    return {
        size: np.ravel(
            own.stochastic_gradient_descent(X, y, np.zeros(2), alpha, epochs, size, np.random.default_rng(seed))[1]
        )
        for size in batch_sizes
    }


def excess(J):
    """How far above the minimum the last 20 epochs are, on average."""
    return float(np.mean(J[-20:]) - LEAST)


def draw_noise(figure, data, say):
    axes, looks = figure.subplots(), ((ORANGE, "-", "."), (BLUE, "-", "s"), (GREEN, "--", ""))
    for (size, J), (color, dashes, marker) in zip(data.items(), looks):
        look = {"color": color, "linestyle": dashes, "marker": marker, "markersize": 4, "linewidth": 1.4}
        axes.semilogy(np.arange(1, len(J) + 1), J - LEAST, **look, label=say(f"lotes de {size}", f"batches of {size}"))
    axes.set_ylim(1e-2, 1e5)
    axes.set_xlabel(say("época", "epoch"))
    axes.set_ylabel(say("J menos su mínimo (mmHg²)", "J minus its minimum (mmHg²)"))
    axes.legend(ncols=3, loc="upper center")


def tell_noise(data, say):
    above = ", ".join(
        say(f"{excess(J):.1f} con lotes de {k}", f"{excess(J):.1f} with batches of {k}") for k, J in data.items()
    )
    return say(
        f"En las últimas 20 épocas J queda, en promedio, por encima del mínimo: {above}.",
        f"Over the last 20 epochs, J stays above the minimum by, on average: {above}.",
    )


def two_roads(own, alpha=0.3, steps=100):
    """The descent on normalised ages, translated back into years, and the equation on raw ages; both predict at 48."""
    (X, y), (Z, _, mu, sigma) = raw(), normalized(own)
    theta = np.ravel(own.gradient_descent(Z, y, np.zeros(2), alpha, steps)[0])
    slope, ages = theta[1] / sigma, np.array([[15.0], [48.0], [72.0]])
    return {
        "age": X[:, 1],
        "pressure": y,
        "descent": (theta[0] - slope * mu, slope),
        "equation": tuple(np.ravel(own.normal_equation(X, y))),
        "ages": ages[:, 0],
        "predicted": np.ravel(own.predict(ages, theta, np.array([mu]), np.array([sigma]))),
    }


def draw_two_roads(figure, data, say):
    axes, (a, b) = figure.subplots(), data["equation"]
    axes.scatter(data["age"], data["pressure"], color=GREY)
    axes.plot(data["ages"], data["predicted"], color=ORANGE, linewidth=4, label=say("descenso", "descent"))
    axes.plot(data["ages"], a + b * data["ages"], "k:", label=say("ecuación normal", "normal equation"))
    at_48 = say(f"48 años: {data['predicted'][1]:.2f} mmHg", f"age 48: {data['predicted'][1]:.2f} mmHg")
    axes.plot(48, data["predicted"][1], "*", color=BLUE, markersize=15, label=at_48)
    axes.set_xlabel(say("edad (años)", "age (years)"))
    axes.set_ylabel(say("presión sistólica (mmHg)", "systolic pressure (mmHg)"))
    axes.legend(loc="upper left")


def tell_two_roads(data, say):
    (a, b), (c, d) = data["descent"], data["equation"]
    return say(
        f"descenso, en años: {a:.6f} + {b:.6f} · edad\necuación normal:   {c:.6f} + {d:.6f} · edad",
        f"descent, in years: {a:.6f} + {b:.6f} · age\nnormal equation:   {c:.6f} + {d:.6f} · age",
    )
