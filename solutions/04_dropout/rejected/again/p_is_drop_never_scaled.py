# question: dropout_forward. Reads p as the probability of dropping and never scales.
# sets a share p of the elements to zero in a copy and leaves the others as they are
import numpy as np


def affine_forward(x, W, b):
    rows = x.reshape(x.shape[0], W.shape[0])
    return np.einsum("nd,dm->nm", rows, W) + b, {"x": x, "W": W}


def affine_backward(dout, cache):
    x, W = cache["x"], cache["W"]
    rows = x.reshape(x.shape[0], W.shape[0])
    return np.einsum("nm,dm->nd", dout, W).reshape(x.shape), np.einsum("nd,nm->dm", rows, dout), sum(dout)


def dropout_forward(x, dropout_param):
    off = np.zeros(x.shape, dtype=bool)
    if dropout_param["mode"] == "train":
        rng = np.random.default_rng(dropout_param.get("seed"))
        off = rng.random(x.shape) < dropout_param["p"]
    out = x.copy()
    out[off] = 0.0
    return out, off


def dropout_backward(dout, cache):
    dx = dout.copy()
    dx[cache] = 0.0
    return dx
