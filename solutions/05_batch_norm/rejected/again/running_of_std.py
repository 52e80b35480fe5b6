# question: batchnorm_forward
# the root is taken before the average is moved
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
    eps, momentum = bn_param.get("eps", 1e-5), bn_param.get("momentum", 0.9)
    if bn_param["mode"] == "test":
        mean, var = bn_param["running_mean"], bn_param["running_var"]
    else:
        mean, std = np.mean(x, axis=0), np.std(x, axis=0)
        for name, now in (("running_mean", mean), ("running_var", std)):
            bn_param[name] = momentum * bn_param.get(name, 0.0) + (1 - momentum) * now
        var = std * std
    return gamma * (x - mean) / np.sqrt(var + eps) + beta, {"x": x.copy(), "gamma": gamma, "eps": eps}


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
