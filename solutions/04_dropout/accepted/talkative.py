# Prints, warns and plots; works on explicit copies; keeps the places of the units that are off.
import warnings

import matplotlib.pyplot as plt
import numpy as np

print("Tarea de dropout: áéíóú ñ")
warnings.warn("this file talks a lot", stacklevel=1)
plt.hist(np.random.randn(10))
plt.show()


def as_table(x):
    N = x.shape[0]
    return x.reshape((N, int(np.prod(x.shape[1:]))))


def affine_forward(x, W, b):
    X = np.array(as_table(x), dtype=np.float64)
    print("affine_forward", X.shape, W.shape)
    out = X @ W
    out += b
    return out, {"x": x.copy(), "W": W.copy()}


def affine_backward(dout, cache):
    x, W = cache["x"], cache["W"]
    print("affine_backward", dout.shape)
    dX = (W @ dout.T).T
    dW = (dout.T @ as_table(x)).T
    db = np.ones(len(dout)) @ dout
    return np.reshape(dX, x.shape), dW, db


def dropout_forward(x, dropout_param):
    settings = dict(dropout_param)
    out = np.array(x)
    off = np.zeros(x.shape, dtype=bool)
    scale = 1
    if settings.pop("mode") == "train":
        seed = settings.pop("seed", None)
        if seed is not None:
            np.random.seed(seed)
        scale = 1 / settings["p"]
        off = np.random.uniform(0, 1, x.shape) > settings["p"]
        print("units off:", off.sum())
    out *= scale
    out[off] = 0
    return out, (np.argwhere(off), scale)


def dropout_backward(dout, cache):
    places, scale = cache
    dx = dout * scale
    dx[tuple(places.T)] = 0
    return dx
