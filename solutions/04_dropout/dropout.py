"""Two layers of a network, forward and backward: the affine layer as a warm-up, then (inverted) dropout.

numpy only. Arrays are float64. No function changes its arguments. A cache is whatever a forward pass hands to its own
backward pass: a tuple, a dict, an array, an object of yours. Nobody else looks inside.
"""

import numpy as np


def affine_forward(x, W, b):
    """Forward pass of an affine (fully connected) layer.

        out[i, m] = sum_d x[i, d] * W[d, m] + b[m]

    x holds N examples. Each may have any shape d_1, ..., d_k (a picture, say); it is read as one row of
    D = d_1 * ... * d_k numbers, in the order in which numpy's reshape reads them. (Stanford CS231n's convention.)

    Inputs:
    - x: array (N, d_1, ..., d_k)
    - W: weights, array (D, M)
    - b: biases, array (M,)

    Returns a tuple (out, cache):
    - out: array (N, M)
    - cache: whatever affine_backward will need

    >>> out, cache = affine_forward(np.array([[1.0, 2.0]]), np.array([[3.0], [4.0]]), np.array([0.5]))
    >>> out
    array([[11.5]])
    """
    # BEGIN SOLUTION
    rows = x.reshape(len(x), len(W))  # (N, d_1, ..., d_k) -> (N, D)
    out = rows @ W + b  # (N, D) @ (D, M) -> (N, M)
    return out, (x, W)
    # END SOLUTION


def affine_backward(dout, cache):
    """Backward pass of an affine layer: the chain rule, from dL/dout to the derivatives by x, W and b.

    With L the loss and dout = dL/dout:

        dx[i, d] = sum_m dout[i, m] * W[d, m]
        dW[d, m] = sum_i x[i, d] * dout[i, m]
        db[m]    = sum_i dout[i, m]

    Inputs:
    - dout: array (N, M)
    - cache: the cache that affine_forward returned together with that out

    Returns a tuple (dx, dW, db); each has the shape of what you differentiate with respect to:
    - dx: array (N, d_1, ..., d_k), the shape of x
    - dW: array (D, M)
    - db: array (M,)

    >>> out, cache = affine_forward(np.array([[1.0, 2.0]]), np.array([[3.0], [4.0]]), np.array([0.5]))
    >>> dx, dW, db = affine_backward(np.array([[10.0]]), cache)
    >>> dx, dW.ravel(), db
    (array([[30., 40.]]), array([10., 20.]), array([10.]))
    """
    # BEGIN SOLUTION
    x, W = cache
    rows = x.reshape(len(x), len(W))  # (N, d_1, ..., d_k) -> (N, D)
    dx = (dout @ W.T).reshape(x.shape)  # (N, M) @ (M, D) -> (N, D) -> (N, d_1, ..., d_k)
    dW = rows.T @ dout  # (D, N) @ (N, M) -> (D, M)
    db = dout.sum(axis=0)  # (N, M) -> (M,)
    return dx, dW, db
    # END SOLUTION


def dropout_forward(x, dropout_param):
    """Forward pass of inverted dropout.

    p is the probability of KEEPING a unit. In training every element of x is kept or dropped on its own:

        out_i = x_i / p   with probability p
        out_i = 0         with probability 1 - p

    so that the mean of out_i over many draws is x_i. In test mode nothing is random: out = x.
    (Srivastava et al. 2014, "Dropout", section 10 for the division by p.)

    Inputs:
    - x: array of any shape, with any number of dimensions
    - dropout_param: dict with the keys
      - "p": float, 0 < p <= 1, the probability of keeping a unit
      - "mode": "train" or "test"
      - "seed": int, optional. Two calls with the same seed and the same shape switch off the same units. Without this
        key, every call makes a new draw.

    Returns a tuple (out, cache):
    - out: array, the shape of x
    - cache: whatever dropout_backward will need

    >>> x = np.array([[1.0, -2.0], [3.0, 4.0]])
    >>> out, cache = dropout_forward(x, {"p": 0.8, "mode": "test"})
    >>> out.tolist()
    [[1.0, -2.0], [3.0, 4.0]]
    """
    # BEGIN SOLUTION
    p = dropout_param["p"]
    if dropout_param["mode"] == "test":
        return x, np.ones_like(x)
    rng = np.random.default_rng(dropout_param.get("seed"))  # without a seed: different in every call
    mask = (rng.random(x.shape) < p) / p  # the shape of x; 1/p where a unit is kept, 0 where it is off
    return x * mask, mask
    # END SOLUTION


def dropout_backward(dout, cache):
    """Backward pass of inverted dropout: how the loss changes with every element of x.

    Forward, each element of x was multiplied by one number (0 or 1/p in training, 1 in test mode), so

        dx_i = dout_i * (the number that multiplied x_i in that same call)

    Inputs:
    - dout: array, the shape of out
    - cache: the cache that dropout_forward returned together with that out; other calls may come in between

    Returns: dx, array, the shape of x.

    >>> out, cache = dropout_forward(np.array([5.0, 6.0]), {"p": 0.8, "mode": "test"})
    >>> dropout_backward(np.array([0.1, 0.2]), cache)
    array([0.1, 0.2])
    """
    # BEGIN SOLUTION
    mask = cache  # what each element of x was multiplied by
    return dout * mask
    # END SOLUTION
