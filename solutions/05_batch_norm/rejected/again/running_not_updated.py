# question: batchnorm_forward
# the moved averages are names of this call only
import numpy as np


def batchnorm_forward(x, gamma, beta, bn_param):
    eps, momentum = bn_param.get("eps", 1e-5), bn_param.get("momentum", 0.9)
    running_mean = bn_param.setdefault("running_mean", np.zeros(x.shape[1]))
    running_var = bn_param.setdefault("running_var", np.zeros(x.shape[1]))
    if bn_param["mode"] == "test":
        return beta + gamma * (x - running_mean) / np.sqrt(running_var + eps), None
    centred = x - np.average(x, axis=0)
    var = np.average(np.square(centred), axis=0)
    running_mean = momentum * running_mean + (1 - momentum) * np.average(x, axis=0)
    running_var = momentum * running_var + (1 - momentum) * var
    root = np.sqrt(eps + var)
    return beta + gamma * (centred / root), (centred, root, gamma)


def batchnorm_backward(dout, cache):
    centred, root, gamma = cache
    n = dout.shape[0]
    dbeta = np.add.reduce(dout, axis=0)
    dgamma = np.einsum("ij,ij->j", dout, centred / root)
    dnormal = np.multiply(dout, gamma)
    droot = -np.einsum("ij,ij->j", dnormal, centred) / root**2
    dvar = droot / (2.0 * root)
    dcentred = dnormal / root + dvar * 2.0 * centred / n
    dx = dcentred - np.average(dcentred, axis=0)
    return dx, dgamma, dbeta


def batchnorm_backward_alt(dout, cache):
    centred, root, gamma = cache
    normal = centred / root
    bracket = dout - np.average(dout, axis=0) - normal * np.average(dout * normal, axis=0)
    return gamma * bracket / root, np.einsum("ij,ij->j", dout, normal), np.add.reduce(dout, axis=0)
