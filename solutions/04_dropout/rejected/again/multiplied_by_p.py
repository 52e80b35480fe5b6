# question: dropout_forward
import numpy as np


def affine_forward(x, W, b):
    rows = x.reshape(len(x), len(W))  # (N, d_1, ..., d_k) -> (N, D)
    out = rows @ W + b  # (N, D) @ (D, M) -> (N, M)
    return out, (x, W)


def affine_backward(dout, cache):
    x, W = cache
    rows = x.reshape(len(x), len(W))  # (N, d_1, ..., d_k) -> (N, D)
    dx = (dout @ W.T).reshape(x.shape)  # (N, M) @ (M, D) -> (N, D) -> (N, d_1, ..., d_k)
    dW = rows.T @ dout  # (D, N) @ (N, M) -> (D, M)
    db = dout.sum(axis=0)  # (N, M) -> (M,)
    return dx, dW, db


def dropout_forward(x, dropout_param):
    p = dropout_param["p"]
    if dropout_param["mode"] == "test":
        return x, np.ones_like(x)
    rng = np.random.default_rng(dropout_param.get("seed"))  # without a seed: different in every call
    mask = p * (rng.random(x.shape) < p)  # the shape of x; 1/p where a unit is kept, 0 where it is off
    return x * mask, mask


def dropout_backward(dout, cache):
    mask = cache  # what each element of x was multiplied by
    return dout * mask
