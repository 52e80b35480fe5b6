# question: dropout_backward. Draws a second mask instead of using the one of the forward pass.
# draws again on the way back, with the same p
import numpy as np


def draw(shape, p, seed=None):
    rng = np.random.default_rng(seed)
    return rng.choice((0.0, 1.0 / p), size=shape, p=(1.0 - p, p))


def affine_forward(x, W, b):
    out = x.reshape(x.shape[0], -1).dot(W) + b
    return out, (x, W)


def affine_backward(dout, cache):
    x, W = cache
    dx = dout.dot(W.T).reshape(x.shape)
    dW = x.reshape(x.shape[0], -1).T.dot(dout)
    db = np.sum(dout, axis=0)
    return dx, dW, db


def dropout_forward(x, dropout_param):
    if dropout_param["mode"] == "test":
        return x, dropout_param
    mask = draw(x.shape, dropout_param["p"], dropout_param.get("seed"))
    return x * mask, dropout_param


def dropout_backward(dout, cache):
    if cache["mode"] == "test":
        return dout
    return dout * draw(dout.shape, cache["p"])
