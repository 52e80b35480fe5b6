# Idiom: keepdims everywhere, so that the running statistics are rows (1, D); the raw x is kept and everything is
# computed again on the way back; lists instead of tuples come back.
import numpy as np


def batchnorm_forward(x, gamma, beta, bn_param):
    eps = bn_param.get("eps", 1e-5)
    m = bn_param.get("momentum", 0.9)
    if bn_param["mode"] == "train":
        mu = np.mean(x, axis=0, keepdims=True)
        var = np.mean(np.square(x - mu), axis=0, keepdims=True)
        rm = bn_param.get("running_mean", np.zeros((1, x.shape[1])))
        rv = bn_param.get("running_var", np.zeros((1, x.shape[1])))
        bn_param["running_mean"] = rm + (1 - m) * (mu - rm)
        bn_param["running_var"] = rv + (1 - m) * (var - rv)
    else:
        mu, var = bn_param["running_mean"], bn_param["running_var"]
    return [gamma * ((x - mu) / np.sqrt(var + eps)) + beta, (x.copy(), gamma.copy(), eps)]


def batchnorm_backward(dout, cache):
    x, gamma, eps = cache
    n = x.shape[0]
    mu = np.mean(x, axis=0, keepdims=True)
    var = np.var(x, axis=0, keepdims=True)
    std = np.sqrt(var + eps)
    g = dout * gamma
    dvar = np.sum(g * (x - mu) * -0.5 * np.power(var + eps, -1.5), axis=0, keepdims=True)
    dmu = np.sum(-g / std, axis=0, keepdims=True) + dvar * np.mean(-2.0 * (x - mu), axis=0, keepdims=True)
    dx = g / std + dvar * 2.0 * (x - mu) / n + dmu / n
    return [dx, np.sum(dout * (x - mu) / std, axis=0), np.sum(dout, axis=0)]


def batchnorm_backward_alt(dout, cache):
    x, gamma, eps = cache
    std = np.sqrt(np.var(x, axis=0, keepdims=True) + eps)
    z = (x - np.mean(x, axis=0, keepdims=True)) / std
    a = dout - np.mean(dout, axis=0, keepdims=True)
    return [gamma / std * (a - z * np.mean(dout * z, axis=0, keepdims=True)), (dout * z).sum(0), dout.sum(0)]
