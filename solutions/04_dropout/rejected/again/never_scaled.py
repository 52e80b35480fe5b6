# question: dropout_forward. Switches units off and never divides by p.
# switches units off and leaves the size of the survivors alone
import numpy as np


def affine_forward(x, W, b):
    N = x.shape[0]
    out = np.dot(np.c_[x.reshape(N, -1), np.ones(N)], np.r_[W, [b]])
    return out, (x, W)


def affine_backward(dout, cache):
    x, W = cache
    N = x.shape[0]
    both = np.dot(np.c_[x.reshape(N, -1), np.ones(N)].T, dout)
    return np.dot(dout, W.T).reshape(x.shape), both[:-1], both[-1]


def dropout_forward(x, dropout_param):
    keep = np.ones_like(x)
    if dropout_param["mode"] == "train":
        rng = np.random.default_rng(dropout_param.get("seed"))
        keep[rng.random(x.shape) >= dropout_param["p"]] = 0.0
    return x * keep, keep


def dropout_backward(dout, cache):
    return dout * cache
