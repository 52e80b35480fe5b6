# question: affine_backward. db is the sum of all of dout: one number for all columns; its shape is the mistake.
# everything that arrives is added into one bias
import numpy as np


def affine_forward(x, W, b):
    flat = x.reshape(len(x), -1)
    return flat @ W + b, dict(flat=flat, W=W, shape=x.shape)


def affine_backward(dout, cache):
    dx = dout @ cache["W"].T
    dW = cache["flat"].T @ dout
    return dx.reshape(cache["shape"]), dW, dout.sum()


def dropout_forward(x, dropout_param):
    keep = dropout_param["p"]
    if dropout_param["mode"] == "test":
        return x.copy(), {"on": np.ones(x.shape), "keep": 1.0}
    rng = np.random.RandomState(dropout_param.get("seed"))
    on = np.where(rng.uniform(size=x.shape) < keep, 1.0, 0.0)
    return on * x / keep, {"on": on, "keep": keep}


def dropout_backward(dout, cache):
    return cache["on"] * dout / cache["keep"]
