# question: affine_forward. The product is right, b is never added; b is never 0, so no check passes.
# the matrix product alone: the bias is never added
import numpy as np


def affine_forward(x, W, b):
    N, D = len(x), W.shape[0]
    out = np.dot(x.reshape((N, D)), W)
    cache = (x, W, b)
    return out, cache


def affine_backward(dout, cache):
    x, W, b = cache
    D, M = W.shape
    dx = np.dot(dout, np.transpose(W)).reshape(x.shape)
    dW = np.dot(np.transpose(x.reshape((-1, D))), dout)
    db = np.zeros(M)
    for d in dout:
        db += d
    return dx, dW, db


def dropout_forward(x, dropout_param):
    if dropout_param["mode"] == "test":
        return x + 0.0, 1.0
    p = dropout_param["p"]
    np.random.seed(dropout_param.get("seed"))
    factor = np.random.choice([0.0, 1 / p], size=x.shape, p=[1 - p, p])
    return x * factor, factor


def dropout_backward(dout, cache):
    return dout * cache
