# Idiom: einsum everywhere; the backward pass multiplies by the whole Jacobian of every column.
import numpy as np


def batchnorm_forward(x, gamma, beta, bn_param):
    rows = x.shape[0]
    if bn_param["mode"] == "train":
        mean = np.einsum("nd->d", x) / rows
        var = np.einsum("nd,nd->d", x - mean, x - mean) / rows
        for key, value in (("running_mean", mean), ("running_var", var)):
            old = bn_param.setdefault(key, np.zeros_like(value))
            keep = bn_param.get("momentum", 0.9)
            bn_param[key] = keep * old + (1.0 - keep) * value
    else:
        mean, var = bn_param["running_mean"], bn_param["running_var"]
    weight = (var + bn_param.get("eps", 1e-5)) ** -0.5
    z = np.einsum("nd,d->nd", x - mean, weight)
    return np.einsum("nd,d->nd", z, gamma) + beta, [z, weight, gamma]


def batchnorm_backward(dout, cache):
    z, weight, gamma = cache
    rows = z.shape[0]
    # jacobian[d, i, k] = d z[i, d] / d x[k, d]
    jacobian = np.einsum("d,dik->dik", weight, np.eye(rows) - 1 / rows - np.einsum("id,kd->dik", z, z) / rows)
    dx = np.einsum("id,d,dik->kd", dout, gamma, jacobian)
    return dx, np.einsum("nd,nd->d", dout, z), np.einsum("nd->d", dout)


def batchnorm_backward_alt(dout, cache):
    z, weight, gamma = cache
    dgamma, dbeta = np.einsum("nd,nd->d", dout, z), np.einsum("nd->d", dout)
    residual = dout - (dbeta + np.einsum("nd,d->nd", z, dgamma)) / z.shape[0]
    return np.einsum("d,d,nd->nd", weight, gamma, residual), dgamma, dbeta
