"""The pictures of this assignment, drawn with your own functions: change a number and run the cell again.

For each picture there is a function that makes plain data with your functions (``own``), one that says in words what
it shows (``tell_...``) and, mostly, one that draws it (``draw_...``). Your own network is in ``forward``, ``backward``
and ``train``. Nothing here is graded.
"""

import sys
from functools import lru_cache
from pathlib import Path

import numpy as np

from autograder.laptop.pictures import BLUE, GREEN, GREY, ORANGE, Drawing, Own

HERE = Path(__file__).resolve().parent


def drawing(lang, notebook):
    """Return what draws the pictures with the functions of a notebook, or else with those of dropout.py."""
    return Drawing(sys.modules[__name__], Own("dropout", HERE, notebook), lang)


@lru_cache(maxsize=1)
def table():
    """Every digit there is: pictures (1797, 8, 8) from 0 to 1, and what they show (1797,)."""
    rows = np.loadtxt(HERE / "data" / "digits.csv.gz", delimiter=",")
    return rows[:, :64].reshape(-1, 8, 8) / 16, rows[:, 64].astype(int)


def digits(seed):
    """300 training and 500 validation digits: x (N, 8, 8) from 0 to 1, y (N,) from 0 to 9."""
    images, labels = table()
    order = np.random.default_rng(seed).permutation(len(labels))
    x, y = images[order], labels[order]
    return (x[:300], y[:300]), (x[-500:], y[-500:])


# --- a backward pass against small movements ---


def numerical_gradient(function, x, dout, step=1e-5):
    """The derivative of sum(function(x) * dout) by each element of x, by moving them one at a time."""
    slope = np.zeros_like(x)
    for place in np.ndindex(x.shape):
        right, left = x.copy(), x.copy()
        right[place] += step
        left[place] -= step
        slope[place] = np.sum((function(right) - function(left)) * dout) / (2 * step)
    return slope


def affine_check(own, seed=4):
    """The largest difference between the student's affine gradients and the numerical ones; None: another shape."""
    rng = np.random.default_rng(seed)
    x, W, b, dout = rng.normal(size=(3, 2, 2)), rng.normal(size=(4, 5)), rng.normal(size=5), rng.normal(size=(3, 5))
    _, cache = own.affine_forward(x, W, b)
    dx, dW, db = own.affine_backward(dout, cache)
    rows = {
        "dx": (dx, numerical_gradient(lambda moved: own.affine_forward(moved, W, b)[0], x, dout)),
        "dW": (dW, numerical_gradient(lambda moved: own.affine_forward(x, moved, b)[0], W, dout)),
        "db": (db, numerical_gradient(lambda moved: own.affine_forward(x, W, moved)[0], b, dout)),
    }
    same = {name: np.shape(mine) == moved.shape for name, (mine, moved) in rows.items()}
    return {name: float(np.abs(mine - moved).max()) if same[name] else None for name, (mine, moved) in rows.items()}


def tell_affine_check(data, say):
    largest, other = say("mayor diferencia", "largest difference"), say("otra forma", "another shape")
    return "\n".join(f"{name}: {other if gap is None else f'{largest} {gap:.1e}'}" for name, gap in data.items())


# --- units on and off ---


def iterations(own, p=0.5, units=8, count=5):
    """Which units the student's dropout keeps in each iteration."""
    params = [{"p": p, "mode": "train", "seed": number} for number in range(1, count + 1)]
    return [np.ravel(own.dropout_forward(np.ones(units), param)[0]) != 0 for param in params]


def draw_iterations(figure, data, say):
    figure.set_size_inches(7.2, 2.5)
    for number, (axes, on) in enumerate(zip(figure.subplots(1, len(data)), data), start=1):
        _sketch(axes, on)
        axes.set_title(say("iteración", "iteration") + f" {number}", fontsize=10.5)


def _sketch(axes, on):
    """A network of 3 inputs, hidden units and 2 outputs; those that are off have no connections."""
    columns = [np.linspace(-1, 1, n) for n in (3, len(on), 2)]
    for height in columns[1][on]:
        for column, heights in ((0, columns[0]), (2, columns[2])):
            for end in heights:
                axes.plot([column, 1], [end, height], color="lightgray", linewidth=1, zorder=1)
    axes.scatter([0] * 3 + [2] * 2, [*columns[0], *columns[2]], s=60, color=GREY, zorder=2)
    axes.scatter(np.ones(on.sum()), columns[1][on], s=60, color=BLUE, zorder=2)
    axes.scatter(np.ones((~on).sum()), columns[1][~on], s=50, marker="x", color=ORANGE, zorder=2)
    axes.axis("off")


def tell_iterations(data, say):
    counts = ", ".join(str(int(on.sum())) for on in data)
    return say(
        f"Unidades encendidas (círculo azul) de {len(data[0])}, por iteración: {counts}. Las apagadas llevan una cruz.",
        f"Units on (blue circle) of {len(data[0])}, by iteration: {counts}. A cross marks those that are off.",
    )


def mean_and_spread(own, size=10_000, seed=0):
    """Mean and deviation of dropout's output when the input is all ones, for many p."""
    shares = np.linspace(0.1, 1.0, 19)
    outs = [own.dropout_forward(np.ones(size), {"p": p, "mode": "train", "seed": seed})[0] for p in shares]
    return {
        "p": shares,
        "mean": np.array([np.mean(out) for out in outs]),
        "std": np.array([np.std(out) for out in outs]),
    }


def draw_mean_and_spread(figure, data, say):
    axes, p = figure.subplots(), data["p"]
    axes.plot(p, data["mean"], "o-", color=BLUE, label=say("promedio", "mean"))
    axes.plot(p, data["std"], "s", color=ORANGE, label=say("desviación estándar", "standard deviation"))
    axes.plot(p, np.sqrt((1 - p) / p), "k--", linewidth=1.2, label=say("teoría", "theory"))
    axes.set_xlabel(say("p, la probabilidad de conservar", "p, the probability of keeping"))
    axes.set_ylabel(say("valor en la salida", "value at the output"))
    axes.legend()


def tell_mean_and_spread(data, say):
    ends = [f"{data[key][place]:.2f}" for key in ("mean", "std") for place in (0, -3)]
    return say(
        "promedio {} con p = 0.1 y {} con p = 0.9; desviación estándar {} y {}.",
        "mean {} at p = 0.1 and {} at p = 0.9; standard deviation {} and {}.",
    ).format(*ends)


# --- your own network ---


def forward(own, weights, x, dropout_param):
    """Affine, ReLU, dropout, affine. Returns the 10 scores of each digit (N, 10) and all caches."""
    W1, b1, W2, b2 = weights
    before, first = own.affine_forward(x, W1, b1)
    hidden, mask = own.dropout_forward(np.maximum(before, 0), dropout_param)
    scores, last = own.affine_forward(hidden, W2, b2)
    return scores, (first, before, mask, last)


def backward(own, dscores, caches):
    """The same layers, last one first. Returns the gradients of W1, b1, W2, b2."""
    first, before, mask, last = caches
    dhidden, dW2, db2 = own.affine_backward(dscores, last)
    dbefore = own.dropout_backward(dhidden, mask) * (before > 0)  # ReLU lets the gradient pass where it let x pass
    _, dW1, db1 = own.affine_backward(dbefore, first)
    return dW1, db1, dW2, db2


def cross_entropy(scores, y):
    """The mean loss over the examples, and its derivative by the scores."""
    shifted = scores - scores.max(axis=1, keepdims=True)
    chances = np.exp(shifted) / np.exp(shifted).sum(axis=1, keepdims=True)
    truth = np.eye(10)[y]
    return -np.mean(np.log(np.sum(chances * truth, axis=1) + 1e-12)), (chances - truth) / len(y)


def initial_weights(rng):
    """Uniform weights that shrink with the number of inputs, and biases of zero."""
    pairs = [(rng.uniform(-1, 1, (i, o)) / np.sqrt(i), np.zeros(o)) for i, o in ((64, 128), (128, 10))]
    return [array for pair in pairs for array in pair]


def train(own, p, seed, epochs=100, batch=32, rate=0.05, momentum=0.9):
    """Train with dropout (p = 1: without). Returns training and validation loss after every epoch, (epochs, 2)."""
    (x, y), (x_val, y_val) = digits(seed)
    rng = np.random.default_rng(seed)
    weights = initial_weights(rng)
    speeds, history = [np.zeros_like(w) for w in weights], []
    for _ in range(epochs):
        order = rng.permutation(len(y))
        for start in range(0, len(y), batch):
            rows = order[start : start + batch]
            scores, caches = forward(
                own, weights, x[rows], {"p": p, "mode": "train", "seed": int(rng.integers(1, 2**31))}
            )
            gradients = backward(own, cross_entropy(scores, y[rows])[1], caches)
            speeds = [momentum * v - rate * g for v, g in zip(speeds, gradients)]
            weights = [w + v for w, v in zip(weights, speeds)]
        still = {"p": p, "mode": "test"}  # both losses without chance, or they could not be compared
        history.append([cross_entropy(forward(own, weights, a, still)[0], b)[0] for a, b in ((x, y), (x_val, y_val))])
    return np.array(history)


def gap(history):
    """Validation loss minus training loss, both the mean of the last ten epochs."""
    training, validation = history[-10:].mean(axis=0)
    return float(validation - training)


def some_digits(own, seed=0, count=12):
    """The first training digits."""
    (x, y), _ = digits(seed)
    return {"x": x[:count], "y": y[:count]}


def draw_some_digits(figure, data, say):
    figure.set_size_inches(7.2, 1.0)
    for axes, x, y in zip(figure.subplots(1, len(data["y"])), data["x"], data["y"]):
        axes.imshow(x, cmap="gray_r")
        axes.set_title(str(y))
        axes.axis("off")


def tell_some_digits(data, say):
    labels = ", ".join(map(str, data["y"]))
    return say(f"Dígitos de 8 × 8 pixeles: {labels}.", f"Digits of 8 × 8 pixels: {labels}.")


def with_and_without(own, p=0.5, seed=0):
    """The losses of the same network trained without dropout and with it."""
    return {each: train(own, each, seed) for each in (1.0, p)}


def draw_with_and_without(figure, data, say):
    figure.set_size_inches(7.2, 3.7)
    panels = figure.subplots(1, 2, sharey=True)
    for axes, (p, history) in zip(panels, data.items()):
        epochs = np.arange(1, len(history) + 1)
        axes.plot(epochs, history[:, 0], color=BLUE, label=say("entrenamiento", "training"))
        axes.plot(epochs, history[:, 1], "--", color=ORANGE, label=say("validación", "validation"))
        axes.set_title(say("sin dropout", "no dropout") if p == 1 else say("con", "with") + f" dropout, p = {p:g}")
        axes.set_xlabel(say("época", "epoch"))
        axes.set_ylim(0, 0.6)
        axes.text(45, 0.42, say("brecha", "gap") + f": {gap(history):.3f}")
    panels[0].set_ylabel(say("pérdida (entropía cruzada)", "loss (cross-entropy)"))
    panels[0].legend(loc="upper right")


def tell_with_and_without(data, say):
    return "; ".join(
        (say("sin dropout", "no dropout") if p == 1 else say(f"con p = {p:g}", f"with p = {p:g}"))
        + say(
            f": brecha {gap(h):.3f}, pérdida de validación {h[-10:, 1].mean():.3f}",
            f": gap {gap(h):.3f}, validation loss {h[-10:, 1].mean():.3f}",
        )
        for p, h in data.items()
    )


def five_seeds(own, p=0.5, seeds=range(5)):
    """The end of both trainings for several seeds: gap and validation loss, (seeds, 2) for each p."""
    ends = {}
    for each in (1.0, p):
        histories = [train(own, each, seed) for seed in seeds]
        ends[each] = np.array([[gap(history), history[-10:, 1].mean()] for history in histories])
    return ends


def draw_five_seeds(figure, data, say):
    axes = figure.subplots()
    for side, color, hatch, (p, ends) in zip((-0.2, 0.2), (ORANGE, GREEN), ("", "//"), data.items()):
        label = say("sin dropout", "no dropout") if p == 1 else say("con", "with") + f" dropout, p = {p:g}"
        places = np.arange(len(ends)) + side
        bars = axes.bar(places, ends[:, 0], width=0.38, color=color, hatch=hatch, edgecolor="white", label=label)
        axes.bar_label(bars, fmt="%.2f", fontsize=9.5)
    axes.set_xlabel(say("semilla", "seed"))
    axes.set_ylabel(say("pérdida de validación\nmenos la de entrenamiento", "validation loss\nminus training loss"))
    axes.set_ylim(0, 1.25 * max(ends[:, 0].max() for ends in data.values()))
    axes.legend(ncols=2, loc="upper right")


def tell_five_seeds(data, say):
    without, with_it = data.values()
    smaller, lower = (int(np.sum(with_it[:, k] < without[:, k])) for k in (0, 1))
    return say(
        f"Con dropout la brecha es menor en {smaller} de {len(without)} semillas; la pérdida de validación en {lower}.",
        f"With dropout the gap is smaller in {smaller} of {len(without)} seeds, and the validation loss in {lower}.",
    )
