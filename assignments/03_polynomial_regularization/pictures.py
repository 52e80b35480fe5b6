"""The pictures of this assignment, drawn with your own functions: change a number and run the cell again.

For each picture there is a function that makes plain data with your functions (``own``), one that says in words what
it shows (``tell_...``) and one that draws it (``draw_...``). Nothing here is graded.
"""

import sys
from pathlib import Path

import numpy as np

from autograder.laptop.pictures import BLUE, GREEN, GREY, ORANGE, PINK, Drawing, Own

HERE = Path(__file__).resolve().parent
GRID = np.linspace(-1, 1, 400)
ACCEPTABLE = 2.0
LAMBDAS = (0.0, 1e-4, 1e-3, 0.01, 0.1, 1.0, 10.0, 100.0)


def drawing(lang, notebook):
    """Return what draws the pictures with a notebook's functions, or with those of polynomial_regularization.py."""
    return Drawing(sys.modules[__name__], Own("polynomial_regularization", HERE, notebook), lang)


def cubic(seed=0, rows=20, rows_val=40):
    """Made-up data: a cubic with noise, at training and validation points. Returns x, y, x_val, y_val."""
    rng = np.random.default_rng(seed)
    x, x_val = rng.uniform(-1, 1, rows), rng.uniform(-1, 1, rows_val)
    truth = np.polynomial.Polynomial([0, -12, 0, 27])
    return x, truth(x) + rng.normal(size=rows), x_val, truth(x_val) + rng.normal(size=rows_val)


def people(seed=3):
    """The 30 people in a random order: age u scaled to [-1, 1] and pressure, 20 to train and 10 to validate."""
    age, pressure = np.loadtxt(HERE / "data" / "blood_pressure.csv", delimiter=",", skiprows=1, unpack=True)
    order = np.random.default_rng(seed).permutation(30)
    u, pressure = ((age - 43) / 26)[order], pressure[order]
    return u[:20], pressure[:20], u[20:], pressure[20:]


def design(own, x, degree):
    """Columns 1, x, ..., x**degree: the student's powers up to degree + 1, divided by x (no x here is zero)."""
    return np.asarray(own.polynomial_features(x, degree + 1)) / x[:, None]


def curve(own, theta):
    """The polynomial theta on the grid."""
    return design(own, GRID, len(theta) - 1) @ theta


def error(own, x, y, theta):
    """The student's own J, without penalty."""
    J, _ = own.regularized_cost(design(own, x, len(theta) - 1), y, theta, 0.0)
    return float(np.squeeze(J))


def scatter(axes, table, say, small=False):
    """Training points as dots and validation points as crosses."""
    size = 16 if small else 30
    axes.scatter(table[0], table[1], color=BLUE, s=size, zorder=3, label=say("entrenamiento", "training"))
    axes.scatter(table[2], table[3], color=GREY, s=size, marker="x", zorder=2, label=say("validación", "validation"))


def points(own, seed=0):
    """The made-up data alone."""
    return cubic(seed)


def draw_points(figure, data, say):
    axes = figure.subplots()
    scatter(axes, data, say)
    axes.set(xlabel="x", ylabel="y")
    axes.legend()


def tell_points(data, say):
    counts = len(data[0]), len(data[2])
    return say("{} puntos de entrenamiento y {} de validación.", "{} training points and {} for validation.").format(
        *counts
    )


def parabola(own, lambdas=(0.0, 1.0, 10.0, 1000.0)):
    """A parabola through four points, with ever more penalty."""
    x, y = np.array([-1.0, 0.0, 0.5, 1.0]), np.array([-4.0, 1.0, 1.25, 0.0])
    thetas = [np.ravel(own.fit_polynomial(x, y, 2, lambda_)) for lambda_ in lambdas]
    return {"x": x, "y": y, "curves": [(lam, theta, curve(own, theta)) for lam, theta in zip(lambdas, thetas)]}


def draw_parabola(figure, data, say):
    axes = figure.subplots()
    axes.scatter(data["x"], data["y"], color="black", zorder=3)
    for (lambda_, _, h), (color, dashes) in zip(
        data["curves"], zip((BLUE, GREEN, ORANGE, PINK), ("-", "--", "-.", ":"))
    ):
        axes.plot(GRID, h, color=color, linestyle=dashes, label=f"λ = {lambda_:g}")
    axes.set(xlabel="x", ylabel=r"$h_\theta(x)$")
    axes.legend(loc="lower right")


def tell_parabola(data, say):
    last, mean = data["curves"][-1], data["y"].mean()
    return say(
        f"Con λ = {last[0]:g} la curva queda plana a la altura {last[1][0]:.2f} y la media de y es {mean:.2f}: "
        "la penalización aplana, pero no jala hacia el cero.",
        f"With λ = {last[0]:g} the curve is flat at height {last[1][0]:.2f}, and the mean of y is {mean:.2f}: "
        "the penalty flattens, but does not pull towards zero.",
    )


def errors_by_degree(own, seed=0, max_degree=15):
    """Both errors for each degree, without penalty, and the degree that drop_highest_degree keeps."""
    x, y, x_val, y_val = cubic(seed)
    thetas = [np.ravel(own.fit_polynomial(x, y, degree)) for degree in range(1, max_degree + 1)]
    return {
        "train": [error(own, x, y, theta) for theta in thetas],
        "val": [error(own, x_val, y_val, theta) for theta in thetas],
        "chosen": int(own.drop_highest_degree(x, y, x_val, y_val, max_degree)),
    }


def first_rise(val):
    """Where one would stop who removes degrees until the validation error rises."""
    degree = len(val)
    while degree > 1 and val[degree - 2] <= val[degree - 1]:
        degree -= 1
    return degree


def draw_errors_by_degree(figure, data, say):
    axes, degrees = figure.subplots(), np.arange(1, len(data["train"]) + 1)
    axes.semilogy(degrees, data["train"], "o-", color=BLUE, label=say("entrenamiento", "training"))
    axes.semilogy(degrees, data["val"], "s--", color=ORANGE, label=say("validación", "validation"))
    axes.axvline(data["chosen"], color="black", linestyle=":", label=f"drop_highest_degree: {data['chosen']}")
    axes.set_xlabel(say("grado", "degree"))
    axes.set_ylabel(say("J (escala logarítmica)", "J (log scale)"))
    axes.set_xticks(degrees[::2])
    axes.legend(loc="upper center")


def tell_errors_by_degree(data, say):
    kept, stuck = data["chosen"], first_rise(data["val"])
    return say(
        f"La regla conserva el grado {kept}; quien se detuviera al primer aumento se quedaría en el {stuck}.",
        f"The rule keeps degree {kept}; stopping at the first rise would leave you at {stuck}.",
    )


def curve_of_lambda(own, seed=0, degree=15, lambdas=LAMBDAS):
    """Both unpenalised errors for each lambda."""
    x, y, x_val, y_val = cubic(seed)
    X, X_val, lambdas = design(own, x, degree), design(own, x_val, degree), np.array(lambdas)
    train, val = (np.ravel(each) for each in own.validation_curve(X, y, X_val, y_val, lambdas))
    return {"lambdas": lambdas, "train": train, "val": val, "degree": degree}


def draw_curve_of_lambda(figure, data, say):
    axes = figure.subplots()
    axes.plot(data["lambdas"], data["train"], "o-", color=BLUE, label=say("entrenamiento", "training"))
    axes.plot(data["lambdas"], data["val"], "s--", color=ORANGE, label=say("validación", "validation"))
    axes.set_xscale("symlog", linthresh=1e-4)
    axes.set_yscale("log")
    axes.set_xlabel(say("λ (escala logarítmica)", "λ (log scale)"))
    axes.set_ylabel(say("J sin penalización", "J without penalty"))
    axes.legend()


def tell_curve_of_lambda(data, say):
    best = data["lambdas"][np.argmin(data["val"])]
    return say(
        f"Grado {data['degree']}: el menor error de validación, {data['val'].min():.2f}, está en λ = {best:g}.",
        f"Degree {data['degree']}: the smallest validation error, {data['val'].min():.2f}, is at λ = {best:g}.",
    )


def three_degrees(own, seed=0, degrees=(1, 4, 15)):
    """Fits of three degrees with their errors and the student's word for each."""
    table, fits = cubic(seed), []
    for degree in degrees:
        theta = np.ravel(own.fit_polynomial(table[0], table[1], degree))
        J, J_val = error(own, *table[:2], theta), error(own, *table[2:], theta)
        word = str(own.diagnose_fit(J, J_val, ACCEPTABLE))
        fits.append({"degree": degree, "J": J, "J_val": J_val, "word": word, "curve": curve(own, theta)})
    return {"table": table, "fits": fits}


def draw_three_degrees(figure, data, say):
    figure.set_size_inches(7.2, 3.3)
    panels = figure.subplots(1, 3, sharey=True)
    for axes, fit in zip(panels, data["fits"]):
        scatter(axes, data["table"], say, small=True)
        axes.plot(GRID, fit["curve"], color=ORANGE)
        axes.set(ylim=(-22, 22), xlabel="x")
        axes.set_title(say("grado", "degree") + f" {fit['degree']}\n{fit['word']}", fontsize=11.5)
    panels[0].set_ylabel("y")
    figure.legend(*panels[0].get_legend_handles_labels(), loc="outside lower center", ncols=2)


def tell_three_degrees(data, say):
    degree = say("grado", "degree")
    return "\n".join(
        f"{degree} {fit['degree']:2d}: J = {fit['J']:6.3f}, J_val = {fit['J_val']:.3g} -> {fit['word']}"
        for fit in data["fits"]
    )


def pressure_by_age(own, seed=3, degrees=(1, 15)):
    """The best constant and two polynomials on the blood-pressure table, and the degree that is kept."""
    u, pressure, u_val, pressure_val = people(seed)
    constant = np.array([pressure.mean()])
    fits = [(0, np.var(pressure) / 2, np.mean((pressure_val - constant) ** 2) / 2, np.repeat(constant, len(GRID)))]
    for degree in degrees:
        theta = np.ravel(own.fit_polynomial(u, pressure, degree))
        J, J_val = error(own, u, pressure, theta), error(own, u_val, pressure_val, theta)
        fits.append((degree, J, J_val, curve(own, theta)))
    chosen = int(own.drop_highest_degree(u, pressure, u_val, pressure_val, 15))
    return {"table": (43 + 26 * u, pressure, 43 + 26 * u_val, pressure_val), "fits": fits, "chosen": chosen}


def draw_pressure_by_age(figure, data, say):
    axes = figure.subplots()
    scatter(axes, data["table"], say)
    for (degree, _, _, h), (color, dashes) in zip(data["fits"], ((GREEN, "--"), (BLUE, "-"), (ORANGE, "-."))):
        label = say(f"grado {degree}", f"degree {degree}")
        axes.plot(43 + 26 * GRID, h, color=color, linestyle=dashes, label=label)
    axes.set_ylim(90, 230)
    axes.set_xlabel(say("edad (años)", "age (years)"))
    axes.set_ylabel(say("presión sistólica (mmHg)", "systolic pressure (mmHg)"))
    axes.legend(loc="upper left", ncols=2)


def tell_pressure_by_age(data, say):
    degree = say("grado", "degree")
    rows = [f"{degree} {d:2d}: J = {J:.1f}, J_val = {J_val:.4g} (mmHg²)" for d, J, J_val, _ in data["fits"]]
    return "\n".join([*rows, f"drop_highest_degree: {data['chosen']}"])


def learning_curve(own, x, y, x_val, y_val, degree, lambda_):
    """Both errors when only the first i rows train, for ever larger i. Returns rows, training and validation errors."""
    rows = np.arange(degree + 2, len(x) + 1)
    thetas = [np.ravel(own.fit_polynomial(x[:i], y[:i], degree, lambda_)) for i in rows]
    train = [error(own, x[:i], y[:i], theta) for i, theta in zip(rows, thetas)]
    return rows, np.array(train), np.array([error(own, x_val, y_val, theta) for theta in thetas])


def more_data(own, seed=1, degrees=(1, 8), rows=80):
    """The learning curves of a simple and of a flexible polynomial."""
    table = cubic(seed, rows=rows)
    return {degree: learning_curve(own, *table, degree, 1e-6) for degree in degrees}


def draw_more_data(figure, data, say):
    figure.set_size_inches(7.2, 3.6)
    panels = figure.subplots(1, 2, sharey=True)
    for axes, (degree, (rows, train, val)) in zip(panels, data.items()):
        axes.semilogy(rows, train, color=BLUE, label=say("entrenamiento", "training"))
        axes.semilogy(rows, val, "--", color=ORANGE, label=say("validación", "validation"))
        axes.axhline(ACCEPTABLE, color="black", linestyle=":", label=say("aceptable", "acceptable"))
        axes.set_xlabel(say("renglones de entrenamiento", "training rows"))
        axes.set_title(say(f"grado {degree}", f"degree {degree}"))
    panels[0].set_ylabel(say("J (escala logarítmica)", "J (log scale)"))
    panels[1].legend()


def tell_more_data(data, say):
    return "\n".join(
        say(
            f"grado {degree}, con {rows[-1]} renglones: J = {train[-1]:.2f}, J_val = {val[-1]:.2f}",
            f"degree {degree}, with {rows[-1]} rows: J = {train[-1]:.2f}, J_val = {val[-1]:.2f}",
        )
        for degree, (rows, train, val) in data.items()
    )
