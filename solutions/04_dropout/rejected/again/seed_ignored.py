# question: dropout_forward. Never uses the seed.
# never reads the seed of the dictionary
import random

import numpy as np


def affine_forward(x, W, b):
    N = len(x)
    out = np.matmul(x.reshape(N, -1), W) + b.reshape(1, -1)
    return out, (x, W)


def affine_backward(dout, cache):
    x, W = cache
    N = len(x)
    return (
        np.matmul(dout, W.T).reshape(x.shape),
        np.matmul(x.reshape(N, -1).T, dout),
        np.matmul(np.ones((1, N)), dout)[0],
    )


def dropout_forward(x, dropout_param):
    p = dropout_param["p"]
    if dropout_param["mode"] == "test":
        return x, [1.0] * x.size
    factors = [1 / p if random.random() < p else 0.0 for _ in range(x.size)]
    return x * np.array(factors).reshape(x.shape), factors


def dropout_backward(dout, cache):
    return dout * np.array(cache).reshape(dout.shape)
