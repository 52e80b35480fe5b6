# question: dropout_forward. Survivors are multiplied by p instead of divided by it.
# the factor of the survivors is upside down
import numpy as np


def affine_forward(x, W, b):
    rows = np.array([example.flatten() for example in x])
    return np.matmul(rows, W) + b, (x, W)


def affine_backward(dout, cache):
    x, W = cache
    rows = np.array([example.flatten() for example in x])
    dx = np.matmul(dout, np.swapaxes(W, 0, 1))
    return np.reshape(dx, np.shape(x)), np.matmul(rows.T, dout), np.sum(dout, 0)


def dropout_forward(x, dropout_param):
    mask = np.ones(x.shape)
    if dropout_param["mode"] == "train":
        keep_prob = dropout_param["p"]
        drawn = np.random.RandomState(dropout_param.get("seed")).random_sample(x.shape)
        mask = np.where(drawn < keep_prob, keep_prob, 0.0)
    return np.multiply(x, mask), mask


def dropout_backward(dout, cache):
    return np.multiply(dout, cache)
