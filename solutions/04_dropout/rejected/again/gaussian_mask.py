# question: dropout_forward. Compares p with normal instead of uniform numbers.
# compares p with numbers of the normal bell
import numpy as np


def affine_forward(x, W, b):
    return np.inner(x.reshape(len(x), -1), W.T) + b, {"x": x, "W": W}


def affine_backward(dout, cache):
    x, W = cache["x"], cache["W"]
    dx = np.inner(dout, W)
    dW = np.inner(x.reshape(len(x), -1).T, dout.T)
    db = np.array([column.sum() for column in dout.T])
    return dx.reshape(x.shape), dW, db


def dropout_forward(x, dropout_param):
    p = dropout_param["p"]
    if dropout_param["mode"] == "test":
        return x, np.ones(x.shape)
    rng = np.random.default_rng(dropout_param.get("seed"))
    H = rng.standard_normal(x.shape)
    H[...] = H < p
    H /= p
    return x * H, H


def dropout_backward(dout, cache):
    H = cache
    return H * dout
