# question: dropout_backward. Keeps the most recent mask in a global and ignores the cache.
# remembers the mask in a variable of the module, so a later forward call overwrites it
import numpy as np

memory = {"mask": None}


def affine_forward(x, W, b):
    out = np.einsum("nd,dm->nm", x.reshape(len(x), -1), W)
    out += b
    return out, (x, W)


def affine_backward(dout, cache):
    x, W = cache
    dx = np.einsum("nm,dm->nd", dout, W).reshape(x.shape)
    dW = np.einsum("nd,nm->dm", x.reshape(len(x), -1), dout)
    return dx, dW, np.einsum("nm->m", dout)


def dropout_forward(x, dropout_param):
    p = dropout_param["p"]
    memory["mask"] = np.ones(x.shape)
    if dropout_param["mode"] == "train":
        rng = np.random.default_rng(dropout_param.get("seed"))
        memory["mask"] = (rng.random(x.shape) < p) * (1 / p)
    return x * memory["mask"], x


def dropout_backward(dout, cache):
    return dout * memory["mask"]
