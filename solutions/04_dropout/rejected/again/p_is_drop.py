# question: dropout_forward. Reads p as the probability of dropping, all the way through.
# reads p as the share of units to switch off, in the draw and in the factor
import numpy as np


def affine_forward(x, W, b):
    D, M = W.shape
    out = np.tensordot(x.reshape(-1, D), W, axes=(1, 0)) + b
    return out, dict(x=x, W=W)


def affine_backward(dout, cache):
    W, x = cache["W"], cache["x"]
    D, M = W.shape
    dx = np.tensordot(dout, W, axes=(1, 1)).reshape(x.shape)
    dW = np.tensordot(x.reshape(-1, D), dout, axes=(0, 0))
    return dx, dW, dout.sum(axis=0)


def dropout_forward(x, dropout_param):
    drop_prob = dropout_param["p"]
    keep_prob = 1 - drop_prob
    if dropout_param["mode"] == "test":
        return x, np.ones(x.shape)
    rng = np.random.default_rng(dropout_param.get("seed"))
    survivors = rng.random(x.shape) < keep_prob
    mask = np.zeros(x.shape)
    mask[survivors] = 1 / keep_prob
    return np.multiply(x, mask), mask


def dropout_backward(dout, cache):
    return np.multiply(dout, cache)
