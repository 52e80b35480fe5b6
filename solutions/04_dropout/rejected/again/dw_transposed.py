# question: affine_backward. The factors of dW are swapped; its shape is the mistake.
# multiplies dout by x in the wrong order, so dW lies on its side
import numpy as np


def affine_forward(x, W, b):
    N = x.shape[0]
    return b + x.reshape(N, -1) @ W, (x, W)


def affine_backward(dout, cache):
    x, W = cache
    N = x.shape[0]
    x_rows = x.reshape(N, -1)
    gradients = []
    for m in range(dout.shape[1]):
        gradients.append(dout[:, m] @ x_rows)
    dx = (dout @ W.T).reshape(x.shape)
    return dx, np.array(gradients), dout.sum(axis=0)


def dropout_forward(x, dropout_param):
    p = dropout_param["p"]
    training = dropout_param["mode"] == "train"
    rng = np.random.default_rng(dropout_param["seed"] if "seed" in dropout_param else None)
    mask = np.where(rng.random(x.shape) < p, 1 / p, 0) if training else np.ones(x.shape)
    return x * mask, (mask,)


def dropout_backward(dout, cache):
    (mask,) = cache
    return dout * mask
