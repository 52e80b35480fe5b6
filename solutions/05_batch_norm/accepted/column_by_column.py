# Idiom: works on the transpose, a list of columns at a time, with small helper functions and a nested tuple as cache.
import numpy as np


def normal_column(column, mean, var, eps):
    return (column - mean) / (var + eps) ** 0.5


def blend(old, new, weight):
    return [weight * o + (1 - weight) * n for o, n in zip(old, new, strict=True)]


def batchnorm_forward(x, gamma, beta, bn_param):
    columns = list(x.T)
    eps = bn_param.get("eps", 1e-5)
    training = bn_param["mode"] == "train"
    if training:
        means = [float(np.mean(c)) for c in columns]
        variances = [float(np.dot(c - c.mean(), c - c.mean()) / c.size) for c in columns]
        momentum = bn_param.get("momentum", 0.9)
        start = [0.0] * len(columns)
        bn_param["running_mean"] = np.array(blend(bn_param.get("running_mean", start), means, momentum))
        bn_param["running_var"] = np.array(blend(bn_param.get("running_var", start), variances, momentum))
    else:
        means, variances = bn_param["running_mean"], bn_param["running_var"]
    normal = [normal_column(c, m, v, eps) for c, m, v in zip(columns, means, variances, strict=True)]
    out = np.stack([g * z + b for g, z, b in zip(gamma, normal, beta, strict=True)], axis=1)
    return out, (tuple(normal), tuple((v + eps) ** 0.5 for v in variances), gamma)


def batchnorm_backward(dout, cache):
    normal, deviations, gamma = cache
    dx, dgamma, dbeta = np.empty(dout.shape), np.empty(len(gamma)), np.empty(len(gamma))
    for j, (z, s) in enumerate(zip(normal, deviations, strict=True)):
        d = dout[:, j]
        dgamma[j], dbeta[j] = d @ z, d.sum()
        dz = d * gamma[j]
        dvar = -(dz @ z) / (2 * s * s)
        dx[:, j] = dz / s + dvar * 2 * z * s / z.size
        dx[:, j] -= dx[:, j].mean()
    return dx, dgamma, dbeta


def batchnorm_backward_alt(dout, cache):
    normal, deviations, gamma = cache
    z, s = np.column_stack(normal), np.array(deviations)
    n = len(z)
    projector = np.eye(n) - np.ones((n, n)) / n
    dx = gamma / s * (projector @ dout - z * np.mean(dout * z, axis=0))
    return dx, np.sum(dout * z, axis=0), np.sum(dout, axis=0)
