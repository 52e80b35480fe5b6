# einsum for the layers, a binomial draw for the mask, dictionaries as caches.
import numpy as np


def affine_forward(x, W, b):
    flat = x.reshape((len(x), W.shape[0]))
    return np.einsum("nd,dm->nm", flat, W) + b[np.newaxis, :], {"flat": flat, "W": W, "shape": x.shape}


def affine_backward(dout, cache):
    dx = np.einsum("nm,dm->nd", dout, cache["W"]).reshape(cache["shape"])
    dW = np.einsum("nd,nm->dm", cache["flat"], dout)
    db = np.einsum("nm->m", dout)
    return dx, dW, db


def dropout_forward(x, dropout_param):
    keep_prob = dropout_param["p"] if dropout_param["mode"] == "train" else 1.0
    seed = dropout_param.get("seed")
    source = np.random.RandomState(seed)
    kept = source.binomial(n=1, p=keep_prob, size=x.shape)
    return x * kept / keep_prob, {"kept": kept, "keep_prob": keep_prob}


def dropout_backward(dout, cache):
    return dout * cache["kept"] / cache["keep_prob"]
