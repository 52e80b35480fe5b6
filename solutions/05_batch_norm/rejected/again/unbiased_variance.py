# question: batchnorm_forward
# the squares of a column are divided by one row less
import numpy as np


def measure(x, eps):
    """The normalised batch and the root it was divided by, column by column."""
    rows, columns = x.shape
    hat, root = np.zeros((rows, columns)), np.zeros(columns)
    for j in range(columns):
        away = x[:, j] - sum(x[:, j]) / rows
        root[j] = (sum(away * away) / rows + eps) ** 0.5
        hat[:, j] = away / root[j]
    return hat, root


def batchnorm_forward(x, gamma, beta, bn_param):
    eps = bn_param["eps"] if "eps" in bn_param else 1e-5
    keep = bn_param["momentum"] if "momentum" in bn_param else 0.9
    rows, columns = x.shape
    out = np.zeros((rows, columns))
    if bn_param["mode"] == "train":
        centre, spread = np.zeros(columns), np.zeros(columns)
        for j in range(columns):
            centre[j] = sum(x[:, j]) / rows
            spread[j] = sum((x[:, j] - centre[j]) ** 2) / (rows - 1)
        for name, batch in (("running_mean", centre), ("running_var", spread)):
            old = bn_param[name] if name in bn_param else np.zeros(columns)
            bn_param[name] = keep * old + (1 - keep) * batch
    else:
        centre, spread = bn_param["running_mean"], bn_param["running_var"]
    for j in range(columns):
        out[:, j] = gamma[j] * (x[:, j] - centre[j]) / (spread[j] + eps) ** 0.5 + beta[j]
    return out, {"x": x.copy(), "gamma": gamma, "eps": eps}


def batchnorm_backward(dout, cache):
    hat, root = measure(cache["x"], cache["eps"])
    rows, columns = dout.shape
    dx, dgamma, dbeta = np.zeros((rows, columns)), np.zeros(columns), np.zeros(columns)
    for j in range(columns):
        dgamma[j] = np.dot(dout[:, j], hat[:, j])
        dbeta[j] = sum(dout[:, j])
        jacobian = np.identity(rows) - (1 + np.outer(hat[:, j], hat[:, j])) / rows
        dx[:, j] = cache["gamma"][j] / root[j] * np.dot(jacobian, dout[:, j])
    return dx, dgamma, dbeta


def batchnorm_backward_alt(dout, cache):
    hat, root = measure(cache["x"], cache["eps"])
    rows, columns = dout.shape
    dx, dgamma, dbeta = np.zeros((rows, columns)), np.zeros(columns), np.zeros(columns)
    for j in range(columns):
        d, h = dout[:, j], hat[:, j]
        dbeta[j], dgamma[j] = sum(d), sum(d * h)
        dx[:, j] = cache["gamma"][j] / (rows * root[j]) * (rows * d - dbeta[j] - h * dgamma[j])
    return dx, dgamma, dbeta
