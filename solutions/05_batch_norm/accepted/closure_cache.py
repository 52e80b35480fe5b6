# Idiom: the cache is a function that already knows how to go back; the variance is the mean of squares minus the
# square of the mean.
import numpy as np


def moments(x):
    m1 = np.average(x, axis=0)
    m2 = np.average(x * x, axis=0)
    return m1, m2 - m1 * m1


def batchnorm_forward(x, gamma, beta, bn_param):
    d = x.shape[-1]
    settings = {"eps": 1e-5, "momentum": 0.9, "running_mean": np.zeros(d), "running_var": np.zeros(d)}
    settings.update(bn_param)

    def normalise(values, mean, var):
        return (values - mean) / np.sqrt(var + settings["eps"])

    if settings["mode"] != "train":
        return normalise(x, settings["running_mean"], settings["running_var"]) * gamma + beta, None

    mean, var = moments(x)
    z = normalise(x, mean, var)
    blend = settings["momentum"]
    bn_param.update(
        running_mean=blend * settings["running_mean"] + (1 - blend) * mean,
        running_var=blend * settings["running_var"] + (1 - blend) * var,
    )

    def go_back(upstream):
        dgamma = np.diag(upstream.T @ z).copy()
        dbeta = np.ones(len(upstream)) @ upstream
        # what is left of the gradient after taking out its share along the ones and along z
        rest = upstream - dbeta / len(z) - z * dgamma / len(z)
        return rest * gamma / np.sqrt(var + settings["eps"]), dgamma, dbeta

    return z * gamma + beta, go_back


def batchnorm_backward(dout, cache):
    return cache(dout)


def batchnorm_backward_alt(dout, cache):
    dx, dgamma, dbeta = cache(dout)
    return dx, dgamma, dbeta
