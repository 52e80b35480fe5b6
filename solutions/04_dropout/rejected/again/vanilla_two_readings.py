# question: dropout_forward. The original dropout with p read in two ways: 1 - p of the units stay, test mode times p.
# switches the places below p off in a copy, and hands dout back unchanged when predicting
import numpy as np


def affine_forward(x, W, b):
    return np.einsum("nd,dm->nm", x.reshape(len(x), -1), W) + b, (x, W)


def affine_backward(dout, cache):
    x, W = cache
    dW = np.einsum("nd,nm->dm", x.reshape(len(x), -1), dout)
    return np.einsum("nm,dm->nd", dout, W).reshape(x.shape), dW, dout.sum(axis=0)


def dropout_forward(x, dropout_param):
    if dropout_param["mode"] == "test":
        return dropout_param["p"] * x, None
    rng = np.random.default_rng(dropout_param.get("seed"))
    off = rng.uniform(size=x.shape) < dropout_param["p"]
    out = x.copy()
    out[off] = 0
    return out, off


def dropout_backward(dout, cache):
    if cache is None:
        return dout.copy()
    return np.where(cache, 0, dout)
