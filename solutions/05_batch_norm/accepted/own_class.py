# Idiom: a layer class of the student's own is the cache; prints and warns; statistics updated in place.
import warnings

import numpy as np


class Layer:
    def __init__(self, gamma, beta, eps):
        self.gamma, self.beta, self.eps = gamma, beta, eps

    def run(self, x, mu, sigma2):
        self.sigma = np.sqrt(np.add(sigma2, self.eps))
        self.z = np.divide(np.subtract(x, mu), self.sigma)
        return np.add(np.multiply(self.z, self.gamma), self.beta)

    def back(self, dout):
        dz = np.multiply(dout, self.gamma)
        through_mean = np.mean(dz, axis=0)
        through_var = np.mean(dz * self.z, axis=0)
        return (dz - through_mean - self.z * through_var) / self.sigma


def batchnorm_forward(x, gamma, beta, bn_param):
    print("batchnorm_forward", bn_param["mode"], x.shape)
    layer = Layer(gamma, beta, bn_param.get("eps", 1e-5))
    if bn_param["mode"] == "test":
        return layer.run(x, bn_param["running_mean"], bn_param["running_var"]), layer
    if len(x) < 8:
        warnings.warn("a very small batch", stacklevel=2)
    momentum = bn_param.get("momentum", 0.9)
    for name, value in (("running_mean", np.mean(x, 0)), ("running_var", np.var(x, 0))):
        if bn_param.get(name) is None:
            bn_param[name] = np.zeros(x.shape[1])
        bn_param[name] *= momentum
        bn_param[name] += (1 - momentum) * value
    return layer.run(x, np.mean(x, 0), np.var(x, 0)), layer


def batchnorm_backward(dout, cache):
    print("batchnorm_backward")
    return cache.back(dout), np.sum(dout * cache.z, 0), np.sum(dout, 0)


def batchnorm_backward_alt(dout, cache):
    m = len(dout)
    factor = cache.gamma / (m * cache.sigma)
    inner = m * dout - np.sum(dout, 0) - cache.z * np.sum(dout * cache.z, 0)
    return factor * inner, np.sum(dout * cache.z, 0), np.sum(dout, 0)
