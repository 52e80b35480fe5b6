# question: dropout_forward. The right mask, divided by 1 - p.
# divides the survivors by the probability of dropping, 1 - p
import numpy as np


def affine_forward(x, W, b):
    shape = x.shape
    x = x.reshape(shape[0], -1)
    return x @ W + b, {"shape": shape, "x": x, "W": W}


def affine_backward(dout, cache):
    dx = dout @ np.transpose(cache["W"])
    dW = np.transpose(cache["x"]) @ dout
    return dx.reshape(cache["shape"]), dW, np.sum(dout, axis=0)


def dropout_forward(x, dropout_param):
    p = dropout_param["p"]
    q = 1 - p
    if dropout_param["mode"] == "test":
        return x, 1
    rng = np.random.default_rng(dropout_param.get("seed"))
    mask = rng.random(x.shape)
    mask = np.where(mask < p, 1.0, 0.0)
    with np.errstate(all="ignore"):
        mask = mask / q
    return x * mask, mask


def dropout_backward(dout, cache):
    return dout * cache
