# Plain Python loops and the random module; caches are lists.
import random

import numpy as np


def affine_forward(x, W, b):
    N, D, M = x.shape[0], W.shape[0], W.shape[1]
    flat = [x[i].flatten() for i in range(N)]
    out = np.zeros((N, M))
    for i in range(N):
        for m in range(M):
            total = b[m]
            for d in range(D):
                total += flat[i][d] * W[d, m]
            out[i, m] = total
    return [out, [x, W, b]]


def affine_backward(dout, cache):
    x, W, b = cache
    dx = np.zeros_like(x)
    dW = np.zeros_like(W)
    db = np.zeros_like(b)
    for i in range(x.shape[0]):
        row = x[i].flatten()
        drow = np.zeros_like(row)
        for m in range(W.shape[1]):
            db[m] += dout[i, m]
            for d in range(W.shape[0]):
                drow[d] += dout[i, m] * W[d, m]
                dW[d, m] += dout[i, m] * row[d]
        dx[i] = drow.reshape(x[i].shape)
    return [dx, dW, db]


def dropout_forward(x, dropout_param):
    if dropout_param["mode"] != "train":
        return [x, []]
    if "seed" in dropout_param:
        random.seed(dropout_param["seed"])
    p = dropout_param["p"]
    out, kept = x.copy(), []
    for place in np.ndindex(*x.shape):
        if random.random() < p:
            out[place] /= p
            kept.append(True)
        else:
            out[place] = 0.0
            kept.append(False)
    return [out, [p, kept]]


def dropout_backward(dout, cache):
    if not cache:
        return dout
    p, kept = cache
    gradient = [d / p if keep else 0.0 for d, keep in zip(dout.flatten().tolist(), kept)]
    return np.array(gradient).reshape(dout.shape)
