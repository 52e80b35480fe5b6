"""The pictures of this assignment, drawn with your own functions: change a number and run the cell again.

For each picture there is a function that makes plain data with your functions (``own``), one that says in words what
it shows (``tell_...``) and, mostly, one that draws it (``draw_...``). Nothing here is graded.
"""

import sys
from pathlib import Path

import numpy as np

from autograder.laptop.pictures import BLUE, GREEN, GREY, ORANGE, PINK, Drawing, Own

HERE = Path(__file__).resolve().parent
LECTURE = (84.0, 1.24)
BEST = (98.71471814, 0.97087035)


def drawing(lang, notebook):
    """Return what draws the pictures with the functions of a notebook, or else with those of cost_function.py."""
    return Drawing(sys.modules[__name__], Own("cost_function", HERE, notebook), lang)


def table():
    """Age in years and systolic pressure in mmHg of the 30 people, each (30,)."""
    return np.loadtxt(HERE / "data" / "blood_pressure.csv", delimiter=",", skiprows=1, unpack=True)


def cost(own, theta):
    """J of one line on the 30 people."""
    age, pressure = table()
    return float(np.squeeze(own.compute_cost(own.add_intercept(age), pressure, np.array(theta, dtype=float))))


def axes_of_people(figure, say):
    """Axes for ages and pressures, with their units."""
    axes = figure.subplots()
    axes.set_xlabel(say("edad (años)", "age (years)"))
    axes.set_ylabel(say("presión sistólica (mmHg)", "systolic pressure (mmHg)"))
    return axes


def people(own):
    """The table as it is."""
    age, pressure = table()
    return {"age": age, "pressure": pressure}


def draw_people(figure, data, say):
    axes_of_people(figure, say).scatter(data["age"], data["pressure"], color=BLUE)


def tell_people(data, say):
    age, pressure = data["age"], data["pressure"]
    return say(
        f"{len(age)} personas de {age.min():.0f} a {age.max():.0f} años; de {pressure.min():.0f} a "
        f"{pressure.max():.0f} mmHg.",
        f"{len(age)} people aged {age.min():.0f} to {age.max():.0f}; from {pressure.min():.0f} to "
        f"{pressure.max():.0f} mmHg.",
    )


def residuals(own, theta=LECTURE):
    """The errors of one line, and who makes the largest."""
    age, pressure = table()
    X, theta = own.add_intercept(age), np.array(theta, dtype=float)
    predicted, squares = np.ravel(own.hypothesis(X, theta)), np.ravel(own.squared_errors(X, pressure, theta))
    worst = int(np.argmax(squares))
    share = float(squares[worst] / squares.sum())
    return {"age": age, "pressure": pressure, "predicted": predicted, "theta": theta, "worst": worst, "share": share}


def draw_residuals(figure, data, say):
    axes = axes_of_people(figure, say)
    age, pressure, predicted, (a, b) = data["age"], data["pressure"], data["predicted"], data["theta"]
    order, worst = np.argsort(age), data["worst"]
    axes.vlines(age, pressure, predicted, color=GREY, linewidth=1.2, label=say("error", "error"))
    axes.scatter(age, pressure, color=BLUE, zorder=3)
    axes.plot(age[order], predicted[order], color=ORANGE, label=say(f"{a:g} + {b:g} · edad", f"{a:g} + {b:g} · age"))
    share = f"{100 * data['share']:.0f} %"
    axes.annotate(
        say(f"{share} de la suma\nde cuadrados", f"{share} of the sum\nof squares"),
        (age[worst], pressure[worst]),
        (8, -14),
        textcoords="offset points",
    )
    axes.legend(loc="lower right")


def tell_residuals(data, say):
    age, pressure = data["age"][data["worst"]], data["pressure"][data["worst"]]
    share = 100 * data["share"]
    return say(
        f"La persona de {age:.0f} años y {pressure:.0f} mmHg aporta sola el {share:.0f} % de la suma de cuadrados.",
        f"The person aged {age:.0f} with {pressure:.0f} mmHg alone makes up {share:.0f}% of the sum of squares.",
    )


def four_lines(own, lines=((142.5, 0.0), (60.0, 2.0), LECTURE, (98.7, 0.97))):
    """Lines that one might choose by eye, and the cost of each."""
    return {"lines": [(*theta, cost(own, theta)) for theta in lines], **people(own)}


def draw_four_lines(figure, data, say):
    axes, ends = axes_of_people(figure, say), np.array([15.0, 72.0])
    axes.scatter(data["age"], data["pressure"], color=GREY)
    looks = zip((GREEN, PINK, ORANGE, BLUE), (":", "-.", "-", "--"))
    for (a, b, J), (color, dashes) in zip(data["lines"], looks):
        label = say(f"{a:g} + {b:g} · edad:  J = {J:.2f}", f"{a:g} + {b:g} · age:  J = {J:.2f}")
        axes.plot(ends, a + b * ends, color=color, linestyle=dashes, label=label)
    axes.set_ylim(80, 225)
    axes.legend(loc="upper left", bbox_to_anchor=(0.0, 1.03))


def tell_four_lines(data, say):
    a, b, J = min(data["lines"], key=lambda line: line[2])
    return say(
        f"La de menor costo es {a:g} + {b:g} · edad, con J = {J:.2f} mmHg².",
        f"The one with the lowest cost is {a:g} + {b:g} · age, with J = {J:.2f} mmHg².",
    )


def units(own, factor=10.0):
    """The cost when pressures and parameters are all divided by a factor."""
    age, pressure = table()
    X, theta = own.add_intercept(age), np.array(LECTURE)
    in_mm, in_cm = (float(np.squeeze(own.compute_cost(X, pressure / by, theta / by))) for by in (1.0, factor))
    return {"in_mm": in_mm, "in_cm": in_cm, "ratio": in_mm / in_cm}


def tell_units(data, say):
    first, second = f"{data['in_mm']:.4f}", f"{data['in_cm']:.4f}"
    return say(
        f"J en mmHg²: {first}    J en cmHg²: {second}    cociente: {data['ratio']:.1f}",
        f"J in mmHg²: {first}    J in cmHg²: {second}    ratio: {data['ratio']:.1f}",
    )


def surface(own, points=41):
    """The cost over a grid of lines, and the step against the gradient from the lecture's line."""
    t0, t1 = np.linspace(40, 160, points), np.linspace(-0.5, 2.5, points)
    J = np.array([[cost(own, (a, b)) for a in t0] for b in t1])
    age, pressure = table()
    gradient = np.ravel(own.compute_gradient(own.add_intercept(age), pressure, np.array(LECTURE)))
    return {"t0": t0, "t1": t1, "J": J, "gradient": gradient, "here": cost(own, LECTURE), "least": cost(own, BEST)}


def draw_surface(figure, data, say):
    figure.set_size_inches(7.2, 4.0)
    relief = figure.add_subplot(1, 2, 1, projection="3d", computed_zorder=False)
    relief.plot_surface(*np.meshgrid(data["t0"], data["t1"]), data["J"], cmap="cividis", alpha=0.9)
    relief.scatter(*LECTURE, data["here"], color=ORANGE, s=50, depthshade=False, zorder=5)
    relief.set(xlabel="\n" + r"$\theta_0$", ylabel="\n" + r"$\theta_1$", xticks=[40, 100, 160], yticks=[0, 1, 2])
    relief.set_title(say("altura: J (miles de mmHg²)", "height: J (thousands of mmHg²)"), fontsize=10.5)
    relief.set_zticks([0, 4000, 8000], ["0", "4", "8"])
    relief.set_box_aspect(None, zoom=0.8)
    chart, levels = figure.add_subplot(1, 2, 2), [145, 170, 230, 350, 600, 1000, 1800, 3200, 6000]
    lines = chart.contour(data["t0"], data["t1"], data["J"], levels=levels, colors=GREY, linewidths=1.1)
    chart.clabel(lines, levels[2::2], fontsize=9)
    chart.plot(*LECTURE, "o", color=ORANGE, label=f"(84, 1.24): J = {data['here']:.2f}")
    chart.plot(*BEST, "k*", markersize=10, label=say("mínimo", "minimum") + f": J = {data['least']:.2f}")
    tip = np.array(LECTURE) - 0.012 * data["gradient"]
    chart.annotate("", xy=tip, xytext=LECTURE, arrowprops={"color": ORANGE, "width": 1.5, "headwidth": 8})
    chart.set_xlabel(r"$\theta_0$ (mmHg)")
    chart.set_ylabel(say(r"$\theta_1$ (mmHg por año)", r"$\theta_1$ (mmHg per year)"))
    figure.legend(*chart.get_legend_handles_labels(), loc="outside upper right", ncols=2)


def tell_surface(data, say):
    g0, g1 = data["gradient"]
    return say(
        f"En (84, 1.24) el gradiente es ({g0:.3f}, {g1:.3f}) y J = {data['here']:.2f}; en el mínimo, "
        f"J = {data['least']:.2f}.",
        f"At (84, 1.24) the gradient is ({g0:.3f}, {g1:.3f}) and J = {data['here']:.2f}; at the minimum, "
        f"J = {data['least']:.2f}.",
    )
