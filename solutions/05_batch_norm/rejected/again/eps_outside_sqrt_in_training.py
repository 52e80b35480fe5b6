# question: batchnorm_forward
# adds eps after the root while training
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
    mean, var = bn_param.get("running_mean", 0 * beta), bn_param.get("running_var", 0 * beta)
    if bn_param["mode"] == "train":
        batch_mean = np.einsum("ij->j", x) / len(x)
        batch_var = np.einsum("ij->j", (x - batch_mean) ** 2) / len(x)
        bn_param["running_mean"] = momentum * mean + (1 - momentum) * batch_mean
        bn_param["running_var"] = momentum * var + (1 - momentum) * batch_var
        mean, var = batch_mean, batch_var
    denominator = var**0.5 + eps if bn_param["mode"] == "train" else (var + eps) ** 0.5
    return gamma * (x - mean) / denominator + beta, {"x": x.copy(), "gamma": gamma, "eps": eps}


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
