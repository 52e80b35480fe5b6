# question: dropout_backward. Divides by p in test mode too.
# in test mode the gradient is divided by p, although nothing was multiplied
import numpy as np


def affine_forward(x, W, b):
    out = np.einsum("nd,dm->nm", x.reshape(len(x), -1), W) + b
    return out, [x, W]


def affine_backward(dout, cache):
    x = cache[0]
    W = cache[1]
    dx = np.einsum("nm,dm->nd", dout, W)
    dW = np.einsum("nd,nm->dm", x.reshape(len(x), -1), dout)
    db = np.einsum("nm->m", dout)
    return dx.reshape(x.shape), dW, db


def dropout_forward(x, dropout_param):
    p = dropout_param["p"]
    keep = np.full(x.shape, True)
    if dropout_param["mode"] == "train":
        rng = np.random.default_rng(dropout_param["seed"]) if "seed" in dropout_param else np.random.default_rng()
        keep = rng.random(x.shape) < p
        return x * keep / p, (keep, p)
    return x * keep, (keep, p)


def dropout_backward(dout, cache):
    keep, p = cache
    return dout * keep / p
