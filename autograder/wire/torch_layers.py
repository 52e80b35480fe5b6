"""The allow-list of layers that cross the wire, each with the settings that rebuild it. Needs torch; may import nothing
above the wire.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from torch import nn

from autograder.nets import Residual

Rule = Callable[[Any], bool]


def _size(value: Any) -> bool:
    return type(value) is int and 0 < value < 2**31


def _flag(value: Any) -> bool:
    return type(value) is bool


def _number(value: Any) -> bool:
    return type(value) in (int, float) and math.isfinite(value)


def _maybe_number(value: Any) -> bool:
    return value is None or _number(value)


def _whole(value: Any) -> bool:
    return type(value) is int and abs(value) < 2**31


def _maybe_whole(value: Any) -> bool:
    return value is None or _whole(value)


def _sizes(value: Any) -> bool:
    return type(value) is list and 0 < len(value) <= 4 and all(_size(side) for side in value)


def _word(*words: str) -> Rule:
    return lambda value: type(value) is str and value in words


_REDUCED = {"reduction": _word("none", "mean", "sum")}
_NORMALISES = {"eps": _number, "momentum": _maybe_number, "affine": _flag, "track_running_stats": _flag}

SETTINGS: dict[type[nn.Module], dict[str, Rule]] = {
    nn.Linear: {"in_features": _size, "out_features": _size},
    nn.BatchNorm1d: {"num_features": _size, **_NORMALISES},
    nn.LayerNorm: {"normalized_shape": _sizes, "eps": _number, "elementwise_affine": _flag},
    nn.RMSNorm: {"normalized_shape": _sizes, "eps": _maybe_number, "elementwise_affine": _flag},
    nn.GroupNorm: {"num_groups": _size, "num_channels": _size, "eps": _number, "affine": _flag},
    nn.PReLU: {"num_parameters": _size},
    nn.LeakyReLU: {"negative_slope": _number},
    nn.ELU: {"alpha": _number},
    nn.CELU: {"alpha": _number},
    nn.GELU: {"approximate": _word("none", "tanh")},
    nn.Softplus: {"beta": _number, "threshold": _number},
    nn.Hardtanh: {"min_val": _number, "max_val": _number},
    nn.RReLU: {"lower": _number, "upper": _number},
    nn.Threshold: {"threshold": _number, "value": _number},
    nn.Softshrink: {"lambd": _number},
    nn.Hardshrink: {"lambd": _number},
    nn.Tanhshrink: {},
    nn.Dropout: {"p": _number},
    nn.AlphaDropout: {"p": _number},
    nn.Softmax: {"dim": _maybe_whole},
    nn.LogSoftmax: {"dim": _maybe_whole},
    nn.Flatten: {"start_dim": _whole, "end_dim": _whole},
    nn.CrossEntropyLoss: {**_REDUCED, "ignore_index": _whole, "label_smoothing": _number},
    nn.NLLLoss: {**_REDUCED, "ignore_index": _whole},
    nn.MSELoss: _REDUCED,
    nn.BCEWithLogitsLoss: _REDUCED,
    nn.BCELoss: _REDUCED,
    nn.ReLU: {},
    nn.ReLU6: {},
    nn.Sigmoid: {},
    nn.LogSigmoid: {},
    nn.Hardsigmoid: {},
    nn.Tanh: {},
    nn.SELU: {},
    nn.SiLU: {},
    nn.Hardswish: {},
    nn.Mish: {},
    nn.Softsign: {},
    nn.Identity: {},
}
"""The layers that cross, each with the settings that rebuild it. Containers are ``Sequential`` and ``Residual``."""

KINDS = {kind.__name__: kind for kind in SETTINGS}
CONTAINERS: tuple[type[nn.Module], ...] = (nn.Sequential, Residual)
MAY_LACK_BIAS = (nn.Linear, nn.LayerNorm)


def kind_of(module: nn.Module) -> type[nn.Module] | None:
    """Return the kind of layer or container as which a module crosses: its own, or the one that a subclass leaves be.

    A subclass that only builds its layers or draws its weights in another way computes what torch's own class does.
    """
    own = type(module)
    kind = next((each for each in own.__mro__ if each in SETTINGS or each in CONTAINERS), None)
    left_be = ("forward", "__call__", "_call_impl")
    return kind if all(getattr(own, name) is getattr(kind, name, None) for name in left_be) else None
