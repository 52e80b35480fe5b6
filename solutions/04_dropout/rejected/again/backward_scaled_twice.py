# question: dropout_backward. Divides by p again, though the mask is divided already.
# once in the factor that the cache keeps, and once on the way back
import numpy as np


def affine_forward(x, W, b):
    flat = x.reshape(len(x), -1)
    return flat @ W + b, dict(flat=flat, W=W, shape=x.shape)


def affine_backward(dout, cache):
    dx = dout @ cache["W"].T
    dW = cache["flat"].T @ dout
    return dx.reshape(cache["shape"]), dW, dout.sum(axis=0)


def dropout_forward(x, dropout_param):
    keep = dropout_param["p"]
    if dropout_param["mode"] == "test":
        return x.copy(), {"on": np.ones(x.shape), "keep": 1.0}
    rng = np.random.RandomState(dropout_param.get("seed"))
    on = np.where(rng.uniform(size=x.shape) < keep, 1.0, 0.0)
    on /= keep
    return on * x, {"on": on, "keep": keep}


def dropout_backward(dout, cache):
    return cache["on"] * dout / cache["keep"]
