"""Batch normalisation: the forward pass in training and in test mode, and two ways to write the backward pass.

numpy only. Every array is float64. N rows are the examples of a batch, D columns are its units; each column is
normalised on its own. No function changes its arguments, except for the running statistics in bn_param.
"""

import numpy as np


def batchnorm_forward(x, gamma, beta, bn_param):
    """Normalise every column of a batch, then scale it by gamma and shift it by beta.

    In training the mean and the variance are those of the batch:

        out = gamma * (x - mean) / sqrt(var + eps) + beta

    where var is the biased variance (the sum of squares is divided by N, not by N - 1). The call also moves the
    running statistics that bn_param carries from one batch to the next:

        running_mean = momentum * running_mean + (1 - momentum) * mean
        running_var  = momentum * running_var  + (1 - momentum) * var

    In test mode running_mean and running_var take the place of mean and var in the same formula, eps included, and
    are left as they are. (Ioffe & Szegedy 2015, algorithm 1. PyTorch gives momentum the opposite meaning.)

    Inputs:
    - x: array (N, D)
    - gamma: array (D,), the scale
    - beta: array (D,), the shift
    - bn_param: dict with the keys
      - "mode": "train" or "test"
      - "eps": a small float; 1e-5 when the key is missing
      - "momentum": float, the weight of the OLD running statistics; 0.9 when the key is missing
      - "running_mean", "running_var": arrays (D,); the first training call creates them, starting from zeros

    Returns a tuple (out, cache): out is an array (N, D); cache is anything that your backward passes need, and it may
    be None in test mode.

    >>> x = np.array([[1.0], [3.0]])
    >>> bn_param = {"mode": "train", "eps": 0.0, "momentum": 0.9}
    >>> out, cache = batchnorm_forward(x, np.array([3.0]), np.array([-2.0]), bn_param)
    >>> out.tolist()
    [[-5.0], [1.0]]
    >>> bn_param["running_mean"].round(6).tolist(), bn_param["running_var"].round(6).tolist()
    ([0.2], [0.1])
    """
    raise NotImplementedError("batchnorm_forward")


def batchnorm_backward(dout, cache):
    """Send the gradient back through the training forward pass, one node of its graph at a time.

    With x_hat = (x - mean) / sqrt(var + eps), for every column on its own:

        dbeta  = sum of dout over the rows
        dgamma = sum of dout * x_hat over the rows

    and dx adds up three paths from x to the output: the direct one, the one through the variance and the one through
    the mean, because moving one row moves the statistics of the whole batch. (Ioffe & Szegedy 2015, section 3.)

    Inputs:
    - dout: array (N, D), the gradient of the loss with respect to out
    - cache: what your batchnorm_forward returned in training

    Returns a tuple (dx, dgamma, dbeta): arrays (N, D), (D,) and (D,).

    >>> x, dout = np.array([[1.0], [3.0], [8.0]]), np.array([[1.0], [0.0], [2.0]])
    >>> out, cache = batchnorm_forward(x, np.array([2.0]), np.array([0.0]), {"mode": "train"})
    >>> dx, dgamma, dbeta = batchnorm_backward(dout, cache)
    >>> dbeta.tolist(), bool(abs(dx.sum()) < 1e-12)
    ([3.0], True)
    """
    raise NotImplementedError("batchnorm_backward")


def batchnorm_backward_alt(dout, cache):
    """Compute the same as batchnorm_backward, from one simplified formula for dx. A challenge on paper.

    Put the three paths of batchnorm_backward together and simplify: the result needs gamma, x_hat, the inverse of
    sqrt(var + eps) and two sums over the rows, and fits on one line.

    Inputs:
    - dout: array (N, D), the gradient of the loss with respect to out
    - cache: what your batchnorm_forward returned in training

    Returns a tuple (dx, dgamma, dbeta): arrays (N, D), (D,) and (D,), equal to those of batchnorm_backward.

    >>> x, dout = np.array([[1.0], [3.0], [8.0]]), np.array([[1.0], [0.0], [2.0]])
    >>> out, cache = batchnorm_forward(x, np.array([2.0]), np.array([0.0]), {"mode": "train"})
    >>> step_by_step, at_once = batchnorm_backward(dout, cache), batchnorm_backward_alt(dout, cache)
    >>> all(np.allclose(a, b) for a, b in zip(step_by_step, at_once))
    True
    """
    raise NotImplementedError("batchnorm_backward_alt")
