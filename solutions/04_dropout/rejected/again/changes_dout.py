# question: dropout_backward. Switches elements of dout off in place.
# zeroes the gradient of the switched-off units inside the array that was given
import numpy as np


def affine_forward(x, W, b):
    return x.reshape(x.shape[0], -1).dot(W) + b, (x, W)


def affine_backward(dout, cache):
    x, W = cache
    dW = x.reshape(x.shape[0], -1).T.dot(dout)
    dx = W.dot(dout.T).T
    return np.ascontiguousarray(dx).reshape(x.shape), dW, dout.sum(0)


def dropout_forward(x, dropout_param):
    p = dropout_param["p"]
    if dropout_param["mode"] == "train":
        rng = np.random.default_rng(dropout_param.get("seed"))
        off = rng.random(x.shape) >= p
        out = x / p
        out[off] = 0
    else:
        p = 1.0
        off = np.zeros(x.shape, dtype=bool)
        out = np.array(x)
    return out, (off, p)


def dropout_backward(dout, cache):
    off, p = cache
    dout[off] = 0
    return dout / p
