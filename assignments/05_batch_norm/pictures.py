"""The pictures of this assignment, drawn with your own functions: change a number and run the cell again.

For each picture there is a function that makes plain data with your functions (``own``), one that says in words what
it shows (``tell_...``) and, mostly, one that draws it (``draw_...``). The network is in ``forward`` and ``step``.
Nothing here is graded.
"""

import itertools
import sys
from functools import lru_cache
from pathlib import Path

import numpy as np

from autograder.laptop.pictures import BLUE, GREEN, GREY, ORANGE, Drawing, Own

HERE = Path(__file__).resolve().parent
SIZES = (64, 100, 100, 100, 10)
LIMIT = 40


def drawing(lang, notebook):
    """Return what draws the pictures with the functions of a notebook, or else with those of batch_norm.py."""
    return Drawing(sys.modules[__name__], Own("batch_norm", HERE, notebook), lang)


@lru_cache(maxsize=1)
def table():
    """Every digit there is: pictures (1797, 64) from 0 to 1, and what they show (1797,)."""
    rows = np.loadtxt(HERE / "data" / "digits.csv.gz", delimiter=",")
    return rows[:, :64] / 16, rows[:, 64].astype(int)


# --- small experiments ---


def units(own, seed=0, factor=10.0, shift=5.0):
    """How much the output changes when the batch is measured in other units, in training and in test mode."""
    batch, gamma, beta = np.random.default_rng(seed).normal(size=(32, 4)), np.ones(4), np.zeros(4)
    layer = {"mode": "train", "momentum": 0.0}
    before, _ = own.batchnorm_forward(batch, gamma, beta, layer)
    after, _ = own.batchnorm_forward(factor * batch + shift, gamma, beta, {"mode": "train"})
    tested, _ = own.batchnorm_forward(factor * batch + shift, gamma, beta, {**layer, "mode": "test"})
    return {"train": float(np.abs(after - before).max()), "test": float(np.abs(tested - before).max())}


def tell_units(data, say):
    return say(
        f"mayor cambio al entrenar: {data['train']:.6f}\nmayor cambio en modo de prueba: {data['test']:.6f}",
        f"largest change in training: {data['train']:.6f}\nlargest change in test mode: {data['test']:.6f}",
    )


def gradient_check(own, seed=1, h=1e-5):
    """The student's dx against one that moves a number at a time, and the sums of its columns."""
    rng = np.random.default_rng(seed)
    x, dout = rng.normal(size=(6, 3)), rng.normal(size=(6, 3))
    gamma, beta = np.array([2.0, -1.5, 0.5]), np.array([1.0, 0.0, -1.0])

    def out(moved):
        return own.batchnorm_forward(moved, gamma, beta, {"mode": "train", "eps": 0.1})

    dx, numerical = own.batchnorm_backward(dout, out(x)[1])[0], np.zeros_like(x)
    for place in np.ndindex(x.shape):
        nudge = np.zeros_like(x)
        nudge[place] = h
        numerical[place] = np.sum((out(x + nudge)[0] - out(x - nudge)[0]) * dout) / (2 * h)
    relative = float(np.linalg.norm(dx - numerical) / np.linalg.norm(numerical))
    return {"relative": relative, "sums": np.sum(dx, axis=0)}


def tell_gradient_check(data, say):
    sums = ", ".join(f"{abs(each):.1e}" for each in data["sums"])
    return say(
        f"error relativo de dx: {data['relative']:.1e} (debe ser menor que 1e-6)\nsumas de las columnas de dx: {sums}",
        f"relative error of dx: {data['relative']:.1e} (must be below 1e-6)\nsums of the columns of dx: {sums}",
    )


def both_backwards(own, seed=2):
    """The largest difference between the student's two backward passes, for each gradient."""
    rng = np.random.default_rng(seed)
    x, dout = rng.normal(size=(5, 3)), rng.normal(size=(5, 3))
    _, cache = own.batchnorm_forward(x, np.array([2.0, -1.0, 0.5]), np.zeros(3), {"mode": "train"})
    pairs = zip(own.batchnorm_backward(dout, cache), own.batchnorm_backward_alt(dout, cache))
    return {name: float(np.abs(a - b).max()) for name, (a, b) in zip(("dx", "dgamma", "dbeta"), pairs)}


def tell_both_backwards(data, say):
    largest, due = say("mayor diferencia", "largest difference"), say("debe ser menor que", "must be below")
    return "\n".join(f"{name}: {largest} {gap:.1e} ({due} 1e-12)" for name, gap in data.items())


# --- your own network ---


def new_network(rng, sizes=SIZES):
    """A list of layers; ``units`` holds a row per unit: its weights and, last, its bias."""
    layers = []
    for inputs, outputs in itertools.pairwise(sizes):
        weights = rng.uniform(-1, 1, (inputs, outputs)) / np.sqrt(inputs)
        units = np.column_stack([weights.T, np.zeros(outputs)])
        layers.append({"units": units, "gamma": np.ones(outputs), "beta": np.zeros(outputs), "bn_param": {}})
    return layers


def with_one(h):
    """Append a one to every row, which the bias multiplies."""
    return np.column_stack([h, np.ones(len(h))])


def forward(own, layers, h, mode, normalise):
    """The scores of the network and, by layer, what went in, what the activation received, and the cache."""
    kept = []
    for layer in layers:
        hidden = layer is not layers[-1]
        z, cache = np.inner(with_one(h), layer["units"]), None
        if hidden and normalise:
            layer["bn_param"]["mode"] = mode
            z, cache = own.batchnorm_forward(z, layer["gamma"], layer["beta"], layer["bn_param"])
        kept.append((h, z, cache))
        h = np.maximum(z, 0) if hidden else z
    return h, kept


def step(own, layers, x, y, rate, normalise):
    """Forward, cross-entropy, backward, and the weights move."""
    scores, kept = forward(own, layers, x, "train", normalise)
    d = np.exp(scores - scores.max(axis=1, keepdims=True))
    d = (d / d.sum(axis=1, keepdims=True) - np.eye(10)[y]) / len(y)
    for layer, (h, z, cache) in zip(layers[::-1], kept[::-1]):
        if layer is not layers[-1]:
            d = d * (z > 0)
            if normalise:
                d, dgamma, dbeta = own.batchnorm_backward(d, cache)
                layer["gamma"] = layer["gamma"] - rate * np.ravel(dgamma)
                layer["beta"] = layer["beta"] - rate * np.ravel(dbeta)
        blame = np.tensordot(d, with_one(h), axes=(0, 0))
        before = (d @ layer["units"])[:, :-1]
        layer["units"] = layer["units"] - rate * blame
        d = before


def epochs_to_90(own, rate, normalise, seed=0, limit=LIMIT):
    """Epochs until 90 % of 500 validation digits are read right; limit + 1 when that does not happen."""
    x, y = table()
    rng = np.random.default_rng(seed)
    order = rng.permutation(len(y))
    train, validation = order[:1000], order[-500:]
    layers = new_network(rng)
    for epoch in range(1, limit + 1):
        shuffled = rng.permutation(train)
        for start in range(0, 1000, 32):
            rows = shuffled[start : start + 32]
            step(own, layers, x[rows], y[rows], rate, normalise)
        scores, _ = forward(own, layers, x[validation], "test", normalise)
        if np.mean(scores.argmax(axis=1) == y[validation]) >= 0.9:
            return epoch
    return limit + 1


def histograms(own, seed=0):
    """What each hidden layer's activation receives before any training, without and with normalisation."""
    values = {}
    for normalise in (False, True):
        _, kept = forward(own, new_network(np.random.default_rng(seed)), table()[0][:1000], "train", normalise)
        values[normalise] = [np.ravel(z) for _, z, _ in kept[:-1]]
    return values


def draw_histograms(figure, data, say):
    figure.set_size_inches(7.2, 4.4)
    for row, normalise in zip(figure.subplots(2, 3, sharex=True), (False, True)):
        for number, (axes, z) in enumerate(zip(row, data[normalise]), start=1):
            axes.hist(z, bins=np.linspace(-3, 3, 61), density=True, color=BLUE if normalise else GREY)
            axes.set_title(
                say("capa", "layer") + f" {number}: " + say("desv.", "dev.") + f" {z.std():.2f}", fontsize=11
            )
            axes.set_yticks([])
        label = say("con normalización", "with normalisation") if normalise else say("sin normalizar", "without")
        row[0].set_ylabel(label)
    figure.supxlabel(say("valor que recibe la activación", "value that the activation receives"), fontsize=11.5)


def tell_histograms(data, say):
    without, with_it = (", ".join(f"{z.std():.2f}" for z in data[each]) for each in (False, True))
    return say(
        f"Desviación por capa: {without} sin normalizar; {with_it} con normalización.",
        f"Standard deviation by layer: {without} without normalisation; {with_it} with it.",
    )


def epochs(own, rates=(0.01, 0.05, 0.1, 0.3), seed=0):
    """Epochs to 90 % without and with normalisation, for several learning rates."""
    return {rate: [epochs_to_90(own, rate, normalise, seed) for normalise in (False, True)] for rate in rates}


def draw_epochs(figure, data, say):
    axes, places = figure.subplots(), np.arange(len(data))
    labels = (say("sin normalizar", "no normalisation"), say("con normalización", "with normalisation"))
    for kind, side, color, hatch in ((0, -0.2, ORANGE, ""), (1, 0.2, GREEN, "//")):
        counts = [each[kind] for each in data.values()]
        bars = axes.bar(places + side, counts, 0.4, color=color, hatch=hatch, edgecolor="white", label=labels[kind])
        axes.bar_label(bars, [f"> {LIMIT}" if count > LIMIT else str(count) for count in counts])
    axes.set_xticks(places, [f"{rate:g}" for rate in data])
    axes.set_xlabel(say("tasa de aprendizaje", "learning rate"))
    axes.set_ylabel(say("épocas hasta acertar el 90 %", "epochs to 90% right"))
    axes.legend()


def tell_epochs(data, say):
    def shown(count):
        return f"> {LIMIT}" if count > LIMIT else str(count)

    rows = "; ".join(f"{rate:g}: {shown(without)} / {shown(with_it)}" for rate, (without, with_it) in data.items())
    return say(f"Épocas, tasa: sin / con. {rows}.", f"Epochs, rate: without / with. {rows}.")
