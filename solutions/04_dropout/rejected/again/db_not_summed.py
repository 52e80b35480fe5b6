# question: affine_backward. db is dout itself, one row per example; its shape is the mistake.
# hands dout back as the gradient of the bias, one row per example
import numpy as np


def affine_forward(x, W, b):
    X = x.reshape(x.shape[0], W.shape[0])
    out = np.zeros((x.shape[0], W.shape[1]))
    for i in range(x.shape[0]):
        out[i] = X[i].dot(W) + b
    return out, {"x": x, "W": W}


def affine_backward(dout, cache):
    x, W = cache["x"], cache["W"]
    X = x.reshape(x.shape[0], W.shape[0])
    dX = np.zeros(X.shape)
    dW = np.zeros(W.shape)
    for i in range(x.shape[0]):
        dX[i] = W.dot(dout[i])
        dW += np.outer(X[i], dout[i])
    db = 1.0 * dout
    return dX.reshape(x.shape), dW, db


def dropout_forward(x, dropout_param):
    if dropout_param["mode"] != "train":
        return x, lambda d: d
    p = dropout_param["p"]
    rng = np.random.default_rng(dropout_param.get("seed"))
    mask = rng.binomial(1, p, x.shape) / p
    return mask * x, lambda d: mask * d


def dropout_backward(dout, cache):
    return cache(dout)
