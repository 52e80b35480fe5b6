# question: affine_backward. db is the mean of dout over the examples; dx and dW are right.
import numpy as np


def affine_forward(x, W, b):
    rows = x.reshape(x.shape[0], -1)  # (N, D)
    return rows.dot(W) + b, (x, W, b)


def affine_backward(dout, cache):
    x, W, b = cache
    rows = x.reshape(x.shape[0], -1)  # (N, D)
    dx = dout.dot(W.T).reshape(x.shape)
    dW = rows.T.dot(dout)
    db = dout.mean(axis=0)
    return dx, dW, db


def dropout_forward(x, dropout_param):
    p, mode = dropout_param["p"], dropout_param["mode"]
    if "seed" in dropout_param:
        np.random.seed(dropout_param["seed"])
    mask = None
    if mode == "train":
        mask = (np.random.rand(*x.shape) < p) / p
        out = x * mask
    else:
        out = x
    return out, (dropout_param, mask)


def dropout_backward(dout, cache):
    dropout_param, mask = cache
    if dropout_param["mode"] == "test":
        return dout
    return dout * mask
