# question: batchnorm_backward
import numpy as np


def batchnorm_forward(x, gamma, beta, bn_param):
    eps, momentum = bn_param.get("eps", 1e-5), bn_param.get("momentum", 0.9)
    running_mean = bn_param.get("running_mean", np.zeros(x.shape[1]))  # (D,)
    running_var = bn_param.get("running_var", np.zeros(x.shape[1]))  # (D,)
    if bn_param["mode"] == "test":
        return gamma * (x - running_mean) / np.sqrt(running_var + eps) + beta, None
    mean, var = x.mean(axis=0), x.var(axis=0)  # (D,)
    bn_param["running_mean"] = momentum * running_mean + (1 - momentum) * mean
    bn_param["running_var"] = momentum * running_var + (1 - momentum) * var
    inv_std = 1 / np.sqrt(var + eps)  # (D,)
    x_hat = (x - mean) * inv_std  # (N, D)
    return gamma * x_hat + beta, (x_hat, inv_std, gamma)


def batchnorm_backward(dout, cache):
    x_hat, inv_std, gamma = cache
    N = len(dout)
    dbeta = dout.sum(axis=0)  # (D,)
    dgamma = (dout * x_hat).sum(axis=0)  # (D,)
    dx_hat = dout * gamma  # (N, D)
    centred = x_hat / inv_std  # (N, D)
    dvar = -0.5 * inv_std**3 * (dx_hat * centred).sum(axis=0)  # (D,)
    dmean = -inv_std * dx_hat.sum(axis=0)  # (D,); nothing comes through var: the centred columns add up to zero
    dx = dx_hat * inv_std + dvar * 2 * centred / N + dmean  # (N, D)
    return dx, dgamma, dbeta


def batchnorm_backward_alt(dout, cache):
    x_hat, inv_std, gamma = cache
    dbeta = dout.sum(axis=0)  # (D,)
    dgamma = (dout * x_hat).sum(axis=0)  # (D,)
    dx = gamma * inv_std * (dout - (dbeta + x_hat * dgamma) / len(dout))  # (N, D)
    return dx, dgamma, dbeta
