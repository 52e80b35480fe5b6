# question: dropout_backward. The mask without its factor.
# the backward pass lets the right units through but forgets the factor 1 / p
import numpy as np


def affine_forward(x, W, b):
    rows = [np.ravel(example) for example in x]
    out = np.array([row @ W + b for row in rows])
    return out, {"rows": np.array(rows), "W": W, "shape": x.shape}


def affine_backward(dout, cache):
    dx = np.array([cache["W"] @ d for d in dout]).reshape(cache["shape"])
    dW = sum(np.outer(row, d) for row, d in zip(cache["rows"], dout))
    db = sum(d for d in dout)
    return dx, dW, db


def dropout_forward(x, dropout_param):
    if dropout_param["mode"] == "test":
        return x.copy(), None
    p = dropout_param["p"]
    rng = np.random.default_rng(dropout_param.get("seed", None))
    on = rng.uniform(0, 1, x.shape) <= p
    return np.where(on, x / p, 0.0), on


def dropout_backward(dout, cache):
    if cache is None:
        return dout.copy()
    return np.where(cache, dout, 0.0)
