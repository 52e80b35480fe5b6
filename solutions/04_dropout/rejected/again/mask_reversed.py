# question: dropout_forward. The comparison is the wrong way round, the division is by p.
# keeps the units whose number lies above p, and divides by p
import numpy as np


def affine_forward(x, W, b):
    rows = x.reshape(len(x), -1)
    out = np.empty((len(x), len(b)))
    for m in range(len(b)):
        out[:, m] = rows.dot(W[:, m]) + b[m]
    return out, (x, W)


def affine_backward(dout, cache):
    x, W = cache
    rows = x.reshape(len(x), -1)
    dx = np.zeros(rows.shape)
    dW = np.empty(W.shape)
    for m in range(W.shape[1]):
        dx += np.outer(dout[:, m], W[:, m])
        dW[:, m] = rows.T.dot(dout[:, m])
    return dx.reshape(x.shape), dW, dout.sum(axis=0)


def dropout_forward(x, dropout_param):
    if dropout_param["mode"] == "test":
        return x, None
    p = dropout_param["p"]
    rng = np.random.default_rng(dropout_param.get("seed"))
    mask = np.zeros(x.shape)
    mask[rng.uniform(size=x.shape) > p] = 1 / p
    return x * mask, mask


def dropout_backward(dout, cache):
    return dout if cache is None else dout * cache
