# question: dropout_forward. The original dropout: nothing is scaled in training, x is multiplied by p in test mode.
# the original dropout: survivors keep their size, test mode makes everything smaller
import numpy as np


def affine_forward(x, W, b):
    rows = x.reshape(x.shape[0], W.shape[0])
    return np.array([W.T @ row for row in rows]) + b, (x, W)


def affine_backward(dout, cache):
    x, W = cache
    rows = x.reshape(x.shape[0], W.shape[0])
    dx = np.array([W @ d for d in dout])
    dW = np.zeros_like(W)
    for row, d in zip(rows, dout):
        dW += row[:, None] * d
    return dx.reshape(x.shape), dW, sum(dout)


def dropout_forward(x, dropout_param):
    p = dropout_param["p"]
    if dropout_param["mode"] == "test":
        return p * x, ("test", p)
    np.random.seed(dropout_param.get("seed"))
    off = np.random.uniform(size=x.shape) > p
    out = x.copy()
    out[off] = 0.0
    return out, ("train", off)


def dropout_backward(dout, cache):
    mode, kept = cache
    if mode == "test":
        return kept * dout
    dx = dout.copy()
    dx[kept] = 0.0
    return dx
