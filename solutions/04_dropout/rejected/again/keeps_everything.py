# question: dropout_forward. rand < p / p keeps every unit; in training it is the identity, so it fails the gate.
# writes rand < p / p on one line: the quotient is one and every number lies below it
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
    p, mode = dropout_param["p"], dropout_param["mode"]
    if "seed" in dropout_param:
        np.random.seed(dropout_param["seed"])
    mask, out = None, None
    if mode == "train":
        mask = np.random.random_sample(x.shape) < p / p
        out = x * mask
    elif mode == "test":
        out = x
    return out, (mode, mask)


def dropout_backward(dout, cache):
    mode, mask = cache
    if mode == "train":
        return dout * mask
    return dout
