# question: affine_backward. The product for dx comes out on its side and is reshaped, which mixes the examples.
# a reshape where a transpose is due
import numpy as np


def affine_forward(x, W, b):
    flat = x.reshape(len(x), -1)
    return flat @ W + b, dict(flat=flat, W=W, shape=x.shape)


def affine_backward(dout, cache):
    dx = cache["W"] @ dout.T
    dW = cache["flat"].T @ dout
    return dx.reshape(cache["shape"]), dW, dout.sum(axis=0)


def dropout_forward(x, dropout_param):
    keep = dropout_param["p"]
    if dropout_param["mode"] == "test":
        return x.copy(), {"on": np.ones(x.shape), "keep": 1.0}
    rng = np.random.RandomState(dropout_param.get("seed"))
    on = np.where(rng.uniform(size=x.shape) < keep, 1.0, 0.0)
    return on * x / keep, {"on": on, "keep": keep}


def dropout_backward(dout, cache):
    return cache["on"] * dout / cache["keep"]
