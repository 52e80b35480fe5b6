# question: affine_backward. The chain is cut, as if dout were all ones; no dout is, so no check passes.
# the three gradients are the local derivatives alone: dout never enters
import numpy as np


def affine_forward(x, W, b):
    flat = x.reshape(x.shape[0], -1)
    return flat.dot(W) + b, (x, W, b)


def affine_backward(dout, cache):
    x, W, b = cache
    N, M = x.shape[0], b.shape[0]
    by_row = W.sum(axis=1)
    dx = np.tile(by_row, (N, 1)).reshape(x.shape)
    by_weight = x.reshape(N, -1).sum(axis=0)
    dW = np.repeat(by_weight[:, np.newaxis], M, axis=1)
    db = np.full(M, float(N))
    return dx, dW, db


def dropout_forward(x, dropout_param):
    cache = {"p": dropout_param["p"], "mode": dropout_param["mode"]}
    if cache["mode"] == "test":
        return x, cache
    rng = np.random.default_rng(dropout_param.get("seed"))
    cache["on"] = rng.random(x.shape) < cache["p"]
    return np.where(cache["on"], x, 0) / cache["p"], cache


def dropout_backward(dout, cache):
    if cache["mode"] == "test":
        return dout
    return np.where(cache["on"], dout, 0) / cache["p"]
