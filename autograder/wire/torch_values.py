"""Tensors and networks on the wire, as plain values: an allow-list of layers, their settings, weights and gradients.

A network is rebuilt from its description; no code, hook or subclass of a student's crosses. Needs torch.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from torch import nn

from autograder.nets import Residual
from autograder.wire.codec import Extension, Malformed

MAX_LAYERS = 2_000

SETTINGS: dict[type[nn.Module], tuple[str, ...]] = {
    nn.Linear: ("in_features", "out_features"),
    nn.BatchNorm1d: ("num_features", "eps", "momentum", "affine", "track_running_stats"),
    nn.LayerNorm: ("normalized_shape", "eps", "elementwise_affine"),
    nn.LeakyReLU: ("negative_slope",),
    nn.ELU: ("alpha",),
    nn.Dropout: ("p",),
    nn.Softmax: ("dim",),
    nn.LogSoftmax: ("dim",),
    nn.CrossEntropyLoss: ("reduction",),
    nn.MSELoss: ("reduction",),
    nn.NLLLoss: ("reduction",),
    nn.BCEWithLogitsLoss: ("reduction",),
    nn.BCELoss: ("reduction",),
    nn.ReLU: (),
    nn.Sigmoid: (),
    nn.Tanh: (),
    nn.SELU: (),
    nn.GELU: (),
    nn.SiLU: (),
    nn.Mish: (),
    nn.Softplus: (),
    nn.Hardtanh: (),
    nn.ReLU6: (),
    nn.Identity: (),
    nn.Flatten: (),
}
"""The layers that cross, each with the settings that rebuild it. Containers are ``Sequential`` and ``Residual``."""

_KINDS = {kind.__name__: kind for kind in SETTINGS}


def encode(value: Any) -> Any:
    """Return a tensor or a network as plain values, ``None`` for anything else."""
    if type(value) in (torch.Tensor, nn.Parameter):
        return _tensor(value)
    if isinstance(value, nn.Module):
        return _module(value, [0])
    return None


def decode(plain: Any) -> Any:
    """Rebuild what ``encode`` described. Raises ``Malformed`` for anything that it did not make."""
    try:
        if plain["is"] == "tensor":
            return _rebuilt_tensor(plain)
        return _rebuilt(plain, [0])
    except Malformed:
        raise
    except Exception as error:  # torch raises many kinds for settings that make no sense
        raise Malformed(f"not a network: {type(error).__name__}") from None


TORCH = Extension("torch", encode, decode)
"""The wire extension of assignments that require torch."""


def _tensor(value: torch.Tensor) -> dict[str, Any] | None:
    if value.layout != torch.strided or value.dtype == torch.bfloat16 or value.is_quantized:
        return None
    grad = None if value.grad is None or not value.is_leaf else _array(value.grad)
    return {
        "is": "tensor",
        "data": _array(value),
        "requires_grad": bool(value.requires_grad),
        "parameter": type(value) is nn.Parameter,
        "grad": grad,
    }


def _array(tensor: torch.Tensor) -> np.ndarray:
    return np.array(tensor.detach().cpu().numpy())


def _rebuilt_tensor(plain: dict[str, Any]) -> torch.Tensor:
    tensor = torch.from_numpy(_own(plain["data"]))
    if plain["parameter"] is True:
        tensor = nn.Parameter(tensor, requires_grad=bool(plain["requires_grad"]))
    elif plain["requires_grad"] is True:
        tensor.requires_grad_(True)
    if plain["grad"] is not None:
        tensor.grad = torch.from_numpy(_own(plain["grad"]))
    return tensor


def _own(array: Any) -> np.ndarray:
    if type(array) is not np.ndarray:
        raise Malformed("not an array")
    return np.array(array)


def _module(module: nn.Module, count: list[int]) -> dict[str, Any] | None:
    count[0] += 1
    if count[0] > MAX_LAYERS:
        return None
    if type(module) in (nn.Sequential, Residual):
        children = [_module(child, count) for child in _children(module)]
        if any(child is None for child in children):
            return None
        return {"is": type(module).__name__, "children": children, "training": module.training}
    settings = SETTINGS.get(type(module))
    if settings is None:
        return None
    return {
        "is": type(module).__name__,
        "settings": {name: _plain(getattr(module, name)) for name in settings},
        "bias": getattr(module, "bias", None) is not None,
        "training": bool(module.training),
        "parameters": {name: _tensor(value) for name, value in module.named_parameters(recurse=False)},
        "buffers": {name: _array(value) for name, value in module.named_buffers(recurse=False)},
    }


def _children(module: nn.Module) -> list[nn.Module]:
    return list(module.layers if isinstance(module, Residual) else module.children())


def _plain(value: Any) -> Any:
    return [int(side) for side in value] if isinstance(value, tuple) else value


def _rebuilt(plain: dict[str, Any], count: list[int]) -> nn.Module:
    count[0] += 1
    if count[0] > MAX_LAYERS:
        raise Malformed("too many layers")
    if plain["is"] in ("Sequential", "Residual"):
        container: type[Any] = nn.Sequential if plain["is"] == "Sequential" else Residual
        module: nn.Module = container(*(_rebuilt(child, count) for child in plain["children"]))
    else:
        module = _rebuilt_layer(plain)
    module.training = plain["training"] is True
    return module


def _rebuilt_layer(plain: dict[str, Any]) -> nn.Module:
    kind = _KINDS[plain["is"]]
    _within_reason(plain)
    settings = {name: plain["settings"][name] for name in SETTINGS[kind]}
    if kind is nn.Linear:
        settings["bias"] = plain["bias"] is True
    layer = kind(**settings)
    for name, own in list(layer.named_parameters(recurse=False)):
        _fill(own, plain["parameters"][name])
    for name, buffer in layer.named_buffers(recurse=False):
        buffer.copy_(torch.from_numpy(_own(plain["buffers"][name])).reshape(buffer.shape))
    return layer


def _within_reason(plain: dict[str, Any]) -> None:
    """Refuse sizes that the description's own weights do not bear out, before anything is allocated."""
    claimed = [plain["settings"].get(name, 0) for name in ("in_features", "out_features", "num_features")]
    largest = max((tensor["data"].size for tensor in plain["parameters"].values()), default=0)
    if any(type(side) is not int or side < 0 or side > max(largest, 1) for side in claimed):
        raise Malformed("sizes that its weights do not have")


def _fill(own: nn.Parameter, plain: dict[str, Any]) -> None:
    data = torch.from_numpy(_own(plain["data"]))
    if data.shape != own.shape:
        raise Malformed("weights of another shape")
    own.data = data
    own.requires_grad_(plain["requires_grad"] is True)
    if plain["grad"] is not None:
        own.grad = torch.from_numpy(_own(plain["grad"])).reshape(own.shape)
