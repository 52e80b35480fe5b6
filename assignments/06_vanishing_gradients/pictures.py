"""The pictures of this assignment, drawn with your own functions: change a number and run the cell again.

For each picture there is a function that makes plain data with your functions (``own``), one that says in words what
it shows (``tell_...``) and, mostly, one that draws it (``draw_...``). Nothing here is graded.
"""

import sys
from pathlib import Path

import numpy as np
import torch
from torch import nn

from autograder.laptop.pictures import BLUE, GREEN, GREY, ORANGE, PINK, SKY, Drawing, Own
from autograder.nets import Residual

HERE = Path(__file__).resolve().parent
LOSS = nn.CrossEntropyLoss()
LOOKS = tuple(zip((BLUE, ORANGE, GREEN, PINK, SKY, GREY), ("o-", "s--", "^-.", "D:", "v-", "x--")))
KINDS = {
    ("sigmoid", "default", False): ("sigmoide", "sigmoid"),
    ("relu", "he", False): ("ReLU + He", "ReLU + He"),
    ("sigmoid", "default", True): ("sigmoide + normalización", "sigmoid + batch norm"),
}
"""Ways to build a network, as build_mlp's arguments, and what they are called."""

torch.set_num_threads(1)  # with layers this small a single thread is faster


def drawing(lang, notebook):
    """Return what draws the pictures with the functions of a notebook, or else with those of vanishing_gradients.py."""
    return Drawing(sys.modules[__name__], Own("vanishing_gradients", HERE, notebook), lang)


def digits(seed=0, count=1000):
    """Some digits in a random order: pictures (count, 64) from 0 to 1 and what they show (count,), as tensors."""
    archive = np.load(HERE / "data" / "digits.npz")
    order = np.random.default_rng(seed).permutation(len(archive["labels"]))[:count]
    images = torch.tensor(archive["images"][order].reshape(count, 64) / 16, dtype=torch.float32)
    return images, torch.tensor(archive["labels"][order], dtype=torch.long)


def norms_of(own, model, x, y):
    """The student's measure of each layer's gradient, as plain numbers."""
    return [float(norm) for norm in own.layer_gradient_norms(model, x, y, LOSS)]


def some_digits(own, seed=0, count=12):
    """The first digits."""
    x, y = digits(seed, count)
    return {"x": x.reshape(-1, 8, 8).numpy(), "y": y.numpy()}


def draw_some_digits(figure, data, say):
    figure.set_size_inches(7.2, 1.0)
    for axes, x, y in zip(figure.subplots(1, len(data["y"])), data["x"], data["y"]):
        axes.imshow(x, cmap="gray_r")
        axes.set_title(str(y))
        axes.axis("off")


def tell_some_digits(data, say):
    labels = ", ".join(map(str, data["y"]))
    return say(f"Dígitos de 8 × 8 pixeles: {labels}.", f"Digits of 8 × 8 pixels: {labels}.")


# --- the chain of neurons ---


def chains(own, weights=(0.5, 1.0, 2.0), longest=12):
    """The derivative of ever longer chains, for several weights."""
    return {
        w: [float(own.chain_gradient(np.full(n, w), np.zeros(n), 0.5)) for n in range(1, longest + 1)] for w in weights
    }


def draw_chains(figure, data, say):
    axes = figure.subplots()
    for (w, slopes), (color, mark) in zip(data.items(), LOOKS):
        axes.semilogy(range(1, len(slopes) + 1), np.abs(slopes), mark, color=color, label=f"w = {w:g}")
    layers = np.arange(1, 1 + max(map(len, data.values())))
    axes.semilogy(layers, 0.25**layers, "k:", label=say("un cuarto por capa", "a quarter per layer"))
    axes.set_xlabel(say("neuronas en la cadena", "neurons in the chain"))
    axes.set_ylabel(say("derivada de la salida respecto a x", "derivative with respect to x"))
    axes.legend()


def tell_chains(data, say):
    ends = ", ".join(f"{slopes[-1]:.0e} (w = {w:g})" for w, slopes in data.items())
    longest = max(map(len, data.values()))
    return say(f"Con {longest} neuronas: {ends}.", f"With {longest} neurons: {ends}.")


def steep_chain(own, w=4.0, lengths=(1, 2, 3, 4, 8)):
    """The derivative of chains whose factors could all be one."""
    return {n: float(own.chain_gradient(np.full(n, w), np.zeros(n), 0.5)) for n in lengths}


def tell_steep_chain(data, say):
    return "\n".join(
        say(f"neuronas: {n}  derivada: {d:.2e}", f"neurons: {n}  derivative: {d:.2e}") for n, d in data.items()
    )


# --- networks, layer by layer ---


def by_layer(own, hidden=(1, 2, 3, 4), kinds=tuple(KINDS)[:1], seed=0):
    """The gradient of each layer before any training, for several depths and ways to build a network."""
    x, y = digits(seed)
    return {
        kind: [norms_of(own, own.build_mlp([64] + [30] * n + [10], *kind, seed), x, y) for n in hidden]
        for kind in kinds
    }


def draw_by_layer(figure, data, say):
    figure.set_size_inches(7.2, 3.9)
    panels = figure.subplots(1, len(data), sharey=True, squeeze=False)[0]
    for axes, (kind, depths) in zip(panels, data.items()):
        for norms, (color, mark) in zip(depths, LOOKS):
            axes.semilogy(range(1, len(norms) + 1), norms, mark, color=color, label=str(len(norms) - 1))
        axes.set_xticks(range(1, 1 + max(map(len, depths))))
        axes.set_title(say(*KINDS[kind]))
        axes.set_xlabel(say("capa", "layer"))
    panels[0].set_ylabel(say("norma del gradiente", "norm of the gradient"))
    handles = panels[0].get_legend_handles_labels()
    figure.legend(*handles, title=say("capas\nocultas", "hidden\nlayers"), loc="outside right center")


def tell_by_layer(data, say):
    rows = []
    for kind, depths in data.items():
        ratios = ", ".join(f"{norms[0] / norms[-1]:.2g}" for norms in depths)
        rows.append(f"{say(*KINDS[kind])}: {ratios}")
    return say(
        "Primera capa entre la última, al agregar capas ocultas. ",
        "First layer divided by last, as hidden layers are added. ",
    ) + ("; ".join(rows) + ".")


def batch_norms(own, model, x, y, batches=30, rows=32):
    """The mean over batches of each layer's gradient: full-batch gradients cancel and look healthy."""
    parts = [slice(rows * k, rows * k + rows) for k in range(batches)]
    return np.mean([norms_of(own, model, x[part], y[part]) for part in parts], axis=0)


def speeds_of(own, kind, hidden, seed, steps, every):
    """One network in full-batch descent: the gradients every so many steps (times, layers), and the loss at the end."""
    x, y = digits(seed)
    model, curves = own.build_mlp([64] + [30] * hidden + [10], *kind, seed), []
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    for step in range(steps + 1):
        if step % every == 0:
            curves.append(batch_norms(own, model, x, y))
        optimizer.zero_grad()
        loss = LOSS(model(x), y)
        loss.backward()
        optimizer.step()
    return {"norms": np.array(curves), "loss": loss.item()}


def speeds(own, hidden=4, kinds=tuple(KINDS), seed=0, steps=500, every=50):
    """How fast each layer learns while the network trains, for several ways to build it."""
    runs = {kind: speeds_of(own, kind, hidden, seed, steps, every) for kind in kinds}
    return {"steps": np.arange(0, steps + 1, every), "runs": runs}


def draw_speeds(figure, data, say):
    figure.set_size_inches(7.2, 3.9)
    panels = figure.subplots(1, len(data["runs"]), sharey=True, squeeze=False)[0]
    for axes, (kind, run) in zip(panels, data["runs"].items()):
        for layer, (norms, (color, mark)) in enumerate(zip(run["norms"].T, LOOKS), start=1):
            axes.semilogy(data["steps"], norms, mark, color=color, markersize=4, linewidth=1.4, label=str(layer))
        axes.set_title(
            f"{say(*KINDS[kind])}\n" + say("pérdida final", "final loss") + f" {run['loss']:.2f}", fontsize=10.5
        )
        axes.set_xlabel(say("paso", "step"))
    panels[0].set_ylabel(say("norma del gradiente", "norm of the gradient"))
    handles = panels[0].get_legend_handles_labels()
    figure.legend(*handles, title=say("capa", "layer"), loc="outside right center")


def tell_speeds(data, say):
    rows = []
    for kind, run in data["runs"].items():
        ratio = run["norms"][:, 0] / run["norms"][:, -1]
        low, high = f"{ratio.min():.1e}", f"{ratio.max():.1e}"
        rows.append(f"{say(*KINDS[kind])}: {say(f'de {low} a {high}', f'{low} to {high}')}")
    return say("Primera capa entre la última. ", "First layer divided by last. ") + "; ".join(rows) + "."


REMEDIES = {
    ("sigmoid",): ("sigmoide", "sigmoid"),
    ("sigmoid", "default", True): ("sigmoide + normalización", "sigmoid + batch norm"),
    ("relu",): ("ReLU de fábrica", "default ReLU"),
    ("relu", "he"): ("ReLU + He", "ReLU + He"),
    ("tanh", "xavier"): ("tanh + Xavier", "tanh + Xavier"),
}


def remedies(own, hidden=10, seed=0):
    """Five networks of the same depth, their gradients before training and the student's word for each."""
    x, y = digits(seed)
    found = {}
    for kind in REMEDIES:
        torch.manual_seed(seed)
        norms = norms_of(own, own.build_mlp([64] + [30] * hidden + [10], *kind), x, y)
        found[kind] = (norms, str(own.diagnose_gradients(norms)))
    return found


def draw_remedies(figure, data, say):
    axes = figure.subplots()
    for (kind, (norms, word)), (color, mark) in zip(data.items(), LOOKS):
        axes.semilogy(range(1, len(norms) + 1), norms, mark, color=color, label=f"{say(*REMEDIES[kind])}: {word}")
    axes.set_xlabel(say("capa (la última es la de salida)", "layer (the last one is the output)"))
    axes.set_ylabel(say("norma del gradiente", "norm of the gradient"))
    figure.legend(loc="outside lower center", ncols=2)


def tell_remedies(data, say):
    rows = [f"{say(*REMEDIES[kind])}: {norms[0] / norms[-1]:.1e} ({word})" for kind, (norms, word) in data.items()]
    return say("Primera capa entre la última: ", "First layer divided by last: ") + "; ".join(rows) + "."


# --- deeper is not better by itself ---


def residual_network(layers):
    """A residual network with that many linear layers (an even number)."""
    blocks = [
        Residual(nn.Linear(30, 30), nn.BatchNorm1d(30), nn.ReLU(), nn.Linear(30, 30), nn.BatchNorm1d(30))
        for _ in range(layers // 2 - 1)
    ]
    return nn.Sequential(nn.Linear(64, 30), nn.ReLU(), *blocks, nn.Linear(30, 10))


def training_losses(model, x, y, seed, epochs):
    """The training loss after each epoch."""
    optimizer = torch.optim.SGD(model.parameters(), lr=0.05, momentum=0.9)
    chance, losses = torch.Generator().manual_seed(seed), []
    for _ in range(epochs):
        for rows in torch.randperm(len(y), generator=chance).split(64):
            optimizer.zero_grad()
            LOSS(model(x[rows]), y[rows]).backward()
            optimizer.step()
        with torch.no_grad():
            losses.append(LOSS(model(x), y).item())
    return losses


def plain_and_residual(own, seed=0, epochs=10):
    """Training losses of plain networks with 20 and 56 layers, and of a residual one with 56."""
    x, y = digits(seed)
    plain = {n: own.build_mlp([64] + [30] * (n - 1) + [10], "relu", "he", True, seed) for n in (20, 56)}
    losses = {("plain", n): training_losses(model, x, y, seed, epochs) for n, model in plain.items()}
    torch.manual_seed(seed)
    return {**losses, ("residual", 56): training_losses(residual_network(56), x, y, seed, epochs)}


def _named(kind, layers, say):
    return say(f"{layers} capas", f"{layers} layers") + (
        say(" con atajos", " with shortcuts") if kind == "residual" else ""
    )


def draw_plain_and_residual(figure, data, say):
    axes = figure.subplots()
    for (key, losses), (color, mark) in zip(data.items(), LOOKS):
        axes.plot(range(1, len(losses) + 1), losses, mark, color=color, label=_named(*key, say))
    axes.axhline(
        np.log(10), color="black", linestyle=":", linewidth=1.2, label=say("adivinar, ln 10", "guessing, ln 10")
    )
    axes.set_ylim(0, 2.9)
    axes.set_xlabel(say("época", "epoch"))
    axes.set_ylabel(say("pérdida de entrenamiento", "training loss"))
    axes.legend(ncols=2, loc="upper right")


def tell_plain_and_residual(data, say):
    ends = "; ".join(f"{_named(*key, say)}: {losses[-1]:.2f}" for key, losses in data.items())
    return say(f"Pérdida de entrenamiento al final. {ends}.", f"Training loss at the end. {ends}.")


# --- the rescue ---


def trial(own, seed=0, steps=300):
    """What the grader does with a network from the factory and with the rescued one."""
    x, y = digits(seed)
    sizes, found = [64] + [30] * 19 + [10], {}
    for name, build in (("default", own.build_mlp), ("rescued", own.rescue)):
        word = str(own.diagnose_gradients(norms_of(own, build(sizes).train(), x[:256], y[:256])))
        losses = []
        for optimizer, settings in (
            (torch.optim.SGD, {"lr": 0.01, "momentum": 0.9}),
            (torch.optim.Adam, {"lr": 0.001}),
        ):
            torch.manual_seed(seed)
            model = build(sizes).train()
            losses.append(_trained(model, optimizer(model.parameters(), **settings), x, y, seed, steps))
        found[name] = (word, *losses)
    return found


def _trained(model, optimizer, x, y, seed, steps):
    chance = torch.Generator().manual_seed(seed)
    for _ in range(steps):
        rows = torch.randperm(len(y), generator=chance)[:64]
        optimizer.zero_grad()
        LOSS(model(x[rows]), y[rows]).backward()
        optimizer.step()
    return LOSS(model(x), y).item()


def tell_trial(data, say):
    names = {"default": say("de fábrica", "default"), "rescued": say("rescatada", "rescued")}
    return "\n".join(
        say(
            f"{names[name]:10}  {word:9}  pérdida con SGD {sgd:.2f}, con Adam {adam:.2f}",
            f"{names[name]:10}  {word:9}  loss with SGD {sgd:.2f}, with Adam {adam:.2f}",
        )
        for name, (word, sgd, adam) in data.items()
    )
