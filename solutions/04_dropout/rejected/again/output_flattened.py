# question: dropout_forward. Reads x as a table and returns that table; the shape of out is the mistake.
# in training reads x as a table, one row per example, and never gives its shape back
import numpy as np


def affine_forward(x, W, b):
    table = x.reshape(len(x), -1)
    return table @ W + b, (x.shape, table, W)


def affine_backward(dout, cache):
    shape, table, W = cache
    return np.matmul(dout, W.T).reshape(shape), np.matmul(table.T, dout), np.sum(dout, axis=0)


def dropout_forward(x, dropout_param):
    if dropout_param["mode"] == "test":
        return x, np.ones(x.shape)
    p = dropout_param["p"]
    N = x.shape[0]
    table = x.reshape(N, -1)
    D = table.shape[1]
    rng = np.random.default_rng(dropout_param.get("seed"))
    mask = (rng.random((N, D)) < p) / p
    return table * mask, mask


def dropout_backward(dout, cache):
    return dout * cache.reshape(dout.shape)
