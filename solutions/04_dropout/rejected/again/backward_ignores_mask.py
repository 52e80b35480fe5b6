# question: dropout_backward. Every unit gets gradient.
# in the backward pass every unit, switched off or not, gets its gradient divided by p
import numpy as np


def affine_forward(x, W, b):
    N = x.shape[0]
    flat = x.reshape(N, -1)
    out = np.matmul(flat, W)
    out = out + b[np.newaxis, :]
    return out, (x, W, b)


def affine_backward(dout, cache):
    x, W, b = cache
    N = x.shape[0]
    dx = np.matmul(dout, W.T)
    dW = np.matmul(x.reshape(N, -1).T, dout)
    db = np.matmul(np.ones(N), dout)
    return dx.reshape(x.shape), dW, db


def dropout_forward(x, dropout_param):
    mode, p = dropout_param["mode"], dropout_param["p"]
    if "seed" in dropout_param:
        np.random.seed(dropout_param["seed"])
    mask = None
    out = x
    if mode == "train":
        mask = (np.random.rand(*x.shape) < p) / p
        out = x * mask
    return out.astype(x.dtype, copy=False), (dropout_param, mask)


def dropout_backward(dout, cache):
    dropout_param, mask = cache
    if dropout_param["mode"] == "test":
        return dout
    dx = dout / dropout_param["p"]
    return dx
