# question: batchnorm_forward
# before the first batch the variance counts as one


def batchnorm_forward(x, gamma, beta, bn_param):
    n, eps, keep = len(x), bn_param.get("eps", 1e-5), bn_param.get("momentum", 0.9)
    if bn_param["mode"] == "test":
        z = (x - bn_param["running_mean"]) * (bn_param["running_var"] + eps) ** -0.5
        return z * gamma + beta, None
    mu = x.sum(axis=0) / n
    away = x - mu
    var = (away**2).sum(axis=0) / n
    for name, now, start in (("running_mean", mu, 0.0), ("running_var", var, 1.0)):
        bn_param[name] = keep * bn_param.get(name, start) + (1 - keep) * now
    inverse = (var + eps) ** -0.5
    z = away * inverse
    return z * gamma + beta, dict(z=z, away=away, inverse=inverse, gamma=gamma)


def batchnorm_backward(dout, cache):
    z, away, inverse, n = cache["z"], cache["away"], cache["inverse"], len(dout)
    dz = dout * cache["gamma"]
    dvar = -0.5 * inverse**3 * (dz * away).sum(axis=0)
    dmu = -inverse * dz.sum(axis=0)
    dx = dz * inverse + 2 / n * away * dvar + dmu / n
    return dx, (dout * z).sum(axis=0), dout.sum(axis=0)


def batchnorm_backward_alt(dout, cache):
    z, inverse = cache["z"], cache["inverse"]
    rest = dout - dout.mean(axis=0) - z * (dout * z).mean(axis=0)
    return cache["gamma"] * inverse * rest, (dout * z).sum(axis=0), dout.sum(axis=0)
