# question: batchnorm_backward
# all three paths are there, gamma is on none of them
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
    centred, root, _ = cache
    normal = centred / root
    dbeta = np.add.reduce(dout, axis=0)
    dgamma = np.einsum("ij,ij->j", dout, normal)
    dcentred = (dout - normal * dgamma / len(dout)) / root
    return dcentred - np.average(dcentred, axis=0), dgamma, dbeta


def batchnorm_backward_alt(dout, cache):
    centred, root, gamma = cache
    normal = centred / root
    bracket = dout - np.average(dout, axis=0) - normal * np.average(dout * normal, axis=0)
    return gamma * bracket / root, np.einsum("ij,ij->j", dout, normal), np.add.reduce(dout, axis=0)
