# question: batchnorm_backward
# the tuple is dx, dbeta, dgamma
import numpy as np


def batchnorm_forward(x, gamma, beta, bn_param):
    eps = bn_param.setdefault("eps", 1e-5)
    momentum = bn_param.setdefault("momentum", 0.9)
    if bn_param["mode"] == "test":
        shift = np.subtract(x, bn_param["running_mean"])
        return beta + gamma * shift / np.sqrt(eps + bn_param["running_var"]), None
    mean = np.average(x, axis=0)
    centred = np.subtract(x, mean)
    var = np.average(np.square(centred), axis=0)
    for name, now in (("running_mean", mean), ("running_var", var)):
        bn_param[name] = momentum * bn_param.get(name, 0.0) + (1.0 - momentum) * now
    root = np.sqrt(eps + var)
    return beta + gamma * (centred / root), (centred, root, gamma)


def batchnorm_backward(dout, cache):
    centred, root, gamma = cache
    n = dout.shape[0]
    dgamma = np.add.reduce(dout, axis=0)
    dbeta = np.einsum("ij,ij->j", dout, centred / root)
    dnormal = np.multiply(dout, gamma)
    dvar = -np.einsum("ij,ij->j", dnormal, centred) / (2.0 * root**3)
    dcentred = dnormal / root + dvar * 2.0 * centred / n
    return dcentred - np.average(dcentred, axis=0), dgamma, dbeta


def batchnorm_backward_alt(dout, cache):
    centred, root, gamma = cache
    normal = centred / root
    bracket = dout - np.average(dout, axis=0) - normal * np.average(dout * normal, axis=0)
    return gamma * bracket / root, np.einsum("ij,ij->j", dout, normal), np.add.reduce(dout, axis=0)
