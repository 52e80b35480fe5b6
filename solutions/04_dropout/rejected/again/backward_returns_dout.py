# question: dropout_backward. Hands dout back in both modes: neither mask nor factor.
# the backward pass copies what arrives and never opens the cache
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
    cache = {"p": dropout_param["p"], "mode": dropout_param["mode"]}
    if cache["mode"] == "test":
        return x, cache
    rng = np.random.default_rng(dropout_param.get("seed"))
    cache["on"] = rng.random(x.shape) < cache["p"]
    return np.where(cache["on"], x, 0) / cache["p"], cache


def dropout_backward(dout, cache):
    dx = np.array(dout)
    return dx
