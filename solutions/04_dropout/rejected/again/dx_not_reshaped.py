# question: affine_backward. dx stays a table (N, D) when the examples are pictures; its shape is the mistake.
# never undoes the flattening: dx stays one row per example
import numpy as np


def affine_forward(x, W, b):
    X = x.reshape(x.shape[0], -1)
    out = np.dot(X, W) + b
    return out, (X, W, b)


def affine_backward(dout, cache):
    X, W, b = cache
    dx = np.dot(dout, W.T)
    dW = np.dot(X.T, dout)
    db = np.dot(dout.T, np.ones(dout.shape[0]))
    return dx, dW, db


def dropout_forward(x, dropout_param):
    p, mode = dropout_param["p"], dropout_param["mode"]
    if mode == "test":
        return x.copy(), (mode, None)
    rng = np.random.default_rng(dropout_param.get("seed"))
    mask = rng.random(x.shape)
    mask = (mask < p).astype(np.float64)
    mask *= 1.0 / p
    return x * mask, (mode, mask)


def dropout_backward(dout, cache):
    mode, mask = cache
    if mode == "test":
        return dout.copy()
    return dout * mask
