# question: dropout_forward. Without a seed it uses a fixed one.
# without a seed in the dictionary it falls back on a fixed one
import numpy as np


def affine_forward(x, W, b):
    X = np.reshape(x, (x.shape[0], W.shape[0]))
    return X.dot(W) + b, (x.shape, X, W)


def affine_backward(dout, cache):
    shape, X, W = cache
    return dout.dot(W.T).reshape(shape), X.T.dot(dout), np.sum(dout, axis=0)


def dropout_forward(x, dropout_param):
    scale = np.ones(x.shape)
    if dropout_param["mode"] == "train":
        seed = 42
        if "seed" in dropout_param:
            seed = dropout_param["seed"]
        generator = np.random.RandomState(seed)
        scale = generator.binomial(1, dropout_param["p"], size=x.shape) / dropout_param["p"]
    return x * scale, {"scale": scale}


def dropout_backward(dout, cache):
    return dout * cache["scale"]
