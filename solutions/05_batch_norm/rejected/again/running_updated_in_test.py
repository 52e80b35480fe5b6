# question: batchnorm_forward
# test mode moves the averages once it has used them
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
    batch = {"running_mean": np.mean(x, axis=0), "running_var": np.var(x, axis=0)}
    used = batch if bn_param["mode"] == "train" else dict(bn_param)
    out = gamma * (x - used["running_mean"]) / np.sqrt(used["running_var"] + eps) + beta
    for name, now in batch.items():
        bn_param[name] = momentum * bn_param.get(name, np.zeros(x.shape[1])) + (1 - momentum) * now
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
