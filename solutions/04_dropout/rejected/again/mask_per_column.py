# question: dropout_forward. One draw per column, shared by all examples.
# draws one row of the mask and lets it broadcast over all examples
import numpy as np


def affine_forward(x, W, b):
    X = x.reshape(x.shape[0], -1)
    return np.matmul(X, W) + b, (x.shape, X, W)


def affine_backward(dout, cache):
    shape, X, W = cache
    dX = np.matmul(dout, W.T)
    return dX.reshape(*shape), np.matmul(X.T, dout), dout.sum(axis=0)


def dropout_forward(x, dropout_param):
    p = dropout_param["p"]
    units = x.shape[-1]
    if dropout_param["mode"] == "test":
        return x, np.ones(units)
    rng = np.random.default_rng(dropout_param.get("seed"))
    row = rng.binomial(n=1, p=p, size=units) / p
    return x * row, row


def dropout_backward(dout, cache):
    return dout * cache
