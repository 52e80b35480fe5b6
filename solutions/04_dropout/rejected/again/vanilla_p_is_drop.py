# question: dropout_forward. The original dropout with p as the probability of dropping: test mode times 1 - p.
# draws the survivors with probability 1 - p, and weighs the whole input by that number when predicting
import numpy as np


def affine_forward(x, W, b):
    cache = (x, W, b)
    return x.reshape(x.shape[0], -1) @ W + b, cache


def affine_backward(dout, cache):
    x, W, b = cache
    db = dout.sum(axis=0)
    dW = x.reshape(x.shape[0], -1).T @ dout
    dx = (dout @ W.T).reshape(x.shape)
    return dx, dW, db


def dropout_forward(x, dropout_param):
    keep_prob = 1.0 - dropout_param["p"]
    rng = np.random.default_rng(dropout_param.get("seed"))
    if dropout_param["mode"] == "train":
        weight = rng.binomial(1, keep_prob, size=x.shape).astype(float)
    else:
        weight = np.full(x.shape, keep_prob)
    return weight * x, weight


def dropout_backward(dout, cache):
    return cache * dout
