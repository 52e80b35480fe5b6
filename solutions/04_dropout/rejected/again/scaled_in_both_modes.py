# question: dropout_forward. Divides by p in training and multiplies by p in test mode as well.
# divides by p in training and still multiplies by p in test mode
import numpy as np


def affine_forward(x, W, b):
    X = np.reshape(x, (len(x), -1))
    return np.add(np.dot(X, W), b), (x, X, W)


def affine_backward(dout, cache):
    x, X, W = cache
    dx = np.reshape(np.dot(dout, W.T), x.shape)
    return dx, np.dot(X.T, dout), np.add.reduce(dout, axis=0)


def dropout_forward(x, dropout_param):
    p = dropout_param["p"]
    if dropout_param["mode"] == "train":
        rng = np.random.default_rng(dropout_param.get("seed"))
        factor = (rng.random(x.shape) < p).astype(float) / p
    else:
        factor = np.full(x.shape, p)
    return x * factor, factor


def dropout_backward(dout, cache):
    return cache * dout
