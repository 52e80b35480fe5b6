# Idiom: plain Python floats in loops, one column after the other; the cache is a dictionary.
import math

import numpy as np


def column_statistics(x, j):
    n = x.shape[0]
    mean = 0.0
    for i in range(n):
        mean += x[i, j] / n
    var = 0.0
    for i in range(n):
        var += (x[i, j] - mean) ** 2 / n
    return mean, var


def batchnorm_forward(x, gamma, beta, bn_param):
    n, d = x.shape
    eps = bn_param.get("eps", 0.00001)
    momentum = bn_param.get("momentum", 0.9)
    if "running_mean" not in bn_param:
        bn_param["running_mean"] = np.zeros(d)
        bn_param["running_var"] = np.zeros(d)
    out = np.zeros((n, d))
    cache = {"gamma": gamma, "deviation": [], "normal": np.zeros((n, d))}
    for j in range(d):
        if bn_param["mode"] == "train":
            mean, var = column_statistics(x, j)
            old_mean, old_var = bn_param["running_mean"][j], bn_param["running_var"][j]
            bn_param["running_mean"][j] = momentum * old_mean + (1 - momentum) * mean
            bn_param["running_var"][j] = momentum * old_var + (1 - momentum) * var
        else:
            mean, var = bn_param["running_mean"][j], bn_param["running_var"][j]
        deviation = math.sqrt(var + eps)
        cache["deviation"].append(deviation)
        for i in range(n):
            cache["normal"][i, j] = (x[i, j] - mean) / deviation
            out[i, j] = gamma[j] * cache["normal"][i, j] + beta[j]
    return out, cache


def batchnorm_backward(dout, cache):
    n, d = dout.shape
    dx, dgamma, dbeta = np.zeros((n, d)), np.zeros(d), np.zeros(d)
    for j in range(d):
        for i in range(n):
            dgamma[j] += dout[i, j] * cache["normal"][i, j]
            dbeta[j] += dout[i, j]
        # entry i of the output answers to every entry k of the input
        for k in range(n):
            for i in range(n):
                same = 1.0 if i == k else 0.0
                slope = same - 1.0 / n - cache["normal"][i, j] * cache["normal"][k, j] / n
                dx[k, j] += dout[i, j] * cache["gamma"][j] * slope / cache["deviation"][j]
    return dx, dgamma, dbeta


def batchnorm_backward_alt(dout, cache):
    n, d = dout.shape
    dx, dgamma, dbeta = np.zeros((n, d)), np.zeros(d), np.zeros(d)
    for j in range(d):
        dgamma[j] = sum(dout[i, j] * cache["normal"][i, j] for i in range(n))
        dbeta[j] = sum(dout[i, j] for i in range(n))
        factor = cache["gamma"][j] / (n * cache["deviation"][j])
        for i in range(n):
            dx[i, j] = factor * (n * dout[i, j] - dbeta[j] - cache["normal"][i, j] * dgamma[j])
    return dx, dgamma, dbeta
