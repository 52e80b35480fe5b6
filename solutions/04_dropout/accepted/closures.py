# Caches are functions: each forward pass returns its own backward pass; the mask keeps draws above 1 - p.
import numpy as np


def affine_forward(x, W, b):
    table = np.array([np.ravel(example) for example in x])

    def back(dout):
        gradient = np.array([np.reshape(W @ row, x.shape[1:]) for row in dout])
        weights = sum(np.outer(example, row) for example, row in zip(table, dout))
        return gradient, weights, sum(dout)

    return np.add(np.matmul(table, W), b), back


def affine_backward(dout, cache):
    return cache(dout)


def dropout_forward(x, dropout_param):
    if dropout_param["mode"] == "test":
        return x + 0.0, lambda dout: dout
    p = dropout_param["p"]
    draw = np.random.default_rng(dropout_param["seed"] if "seed" in dropout_param else None)
    keep = draw.random(x.shape) > 1 - p
    return np.where(keep, x / p, 0.0), lambda dout: np.where(keep, dout / p, 0.0)


def dropout_backward(dout, cache):
    return cache(dout)
