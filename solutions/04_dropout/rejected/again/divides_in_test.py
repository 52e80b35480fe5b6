# question: dropout_forward. Training is right; test mode divides by p as well.
# test mode drops nothing, yet its output is still divided by p
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
    keep_prob = dropout_param["p"]
    mask = np.ones(x.shape)
    if dropout_param["mode"] == "train":
        mask = np.random.RandomState(dropout_param.get("seed")).random_sample(x.shape) < keep_prob
    mask = mask / keep_prob
    return np.multiply(x, mask), mask


def dropout_backward(dout, cache):
    return np.multiply(dout, cache)
