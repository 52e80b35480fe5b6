# The mask is drawn as a choice between the two factors 0 and 1/p; tensordot and an augmented matrix for the layers.
import numpy as np

rng = np.random.default_rng()


def affine_forward(x, W, b):
    ones = np.ones((x.shape[0], 1))
    table = np.hstack([x.reshape(x.shape[0], -1), ones])
    weights = np.vstack([W, b])
    return np.tensordot(table, weights, axes=1), (table, weights, x.shape)


def affine_backward(dout, cache):
    table, weights, shape = cache
    dtable = np.tensordot(dout, weights, axes=(1, 1))
    dweights = np.tensordot(table, dout, axes=(0, 0))
    return dtable[:, :-1].reshape(shape), dweights[:-1], dweights[-1]


def dropout_forward(x, dropout_param):
    factor = 1.0
    if dropout_param["mode"] == "train":
        p = dropout_param["p"]
        source = np.random.default_rng(dropout_param["seed"]) if "seed" in dropout_param else rng
        factor = source.choice([0.0, 1.0 / p], size=x.shape, p=[1.0 - p, p])
    return factor * x, factor


def dropout_backward(dout, cache):
    return dout * cache
