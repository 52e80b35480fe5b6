# question: affine_backward. Only db is divided by the number of examples.
import numpy as np


def affine_forward(x, W, b):
    flat = x.reshape((x.shape[0], W.shape[0]))
    return flat.dot(W) + np.tile(b, (x.shape[0], 1)), (x, flat, W)


def affine_backward(dout, cache):
    x, flat, W = cache
    dW = flat.T.dot(dout)
    db = np.average(dout, axis=0)
    dx = dout.dot(W.T).reshape(x.shape)
    return dx, dW, db


class Memory:
    def __init__(self, factors):
        self.factors = factors


def dropout_forward(x, dropout_param):
    p = dropout_param["p"]
    if dropout_param["mode"] == "test":
        return x, Memory(np.array(1.0))
    random = np.random.RandomState(dropout_param.get("seed"))
    memory = Memory(np.less(random.uniform(size=x.shape), p) / p)
    return x * memory.factors, memory


def dropout_backward(dout, cache):
    return dout * cache.factors
