# question: dropout_forward. Multiplies x in place.
# switches units off inside the array that was given
import numpy as np


def affine_forward(x, W, b):
    z = np.tensordot(x.reshape(len(x), W.shape[0]), W, axes=1)
    return np.add(z, b), (x, W)


def affine_backward(dout, cache):
    x, W = cache
    flat = x.reshape(len(x), W.shape[0])
    dx = np.inner(dout, W).reshape(x.shape)
    dW = np.tensordot(flat, dout, axes=([0], [0]))
    return dx, dW, np.add.reduce(dout)


def dropout_forward(x, dropout_param):
    p = dropout_param["p"]
    mask = np.ones(x.shape)
    if dropout_param["mode"] == "train":
        if "seed" in dropout_param:
            np.random.seed(dropout_param["seed"])
        dropped = np.random.rand(*x.shape) > p
        mask[dropped] = 0
        mask /= p
        x[dropped] = 0
        return x / p, mask
    return x, mask


def dropout_backward(dout, cache):
    return cache * dout
