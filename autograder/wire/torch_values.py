"""Tensors and networks on the wire, as plain values: an allow-list of layers, their settings, weights and gradients.

A network is rebuilt from its description; no code and no hook of a student's crosses, a class of theirs only where it
computes what torch's own does, as that one. Nothing here draws a random number. Needs torch; may import nothing above
the wire.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import numpy as np
import torch
from torch import nn

from autograder.nets import Residual
from autograder.wire.torch_layers import CONTAINERS, KINDS, MAY_LACK_BIAS, SETTINGS, kind_of
from autograder.wire.values import Extension, Malformed, type_name

MAX_LAYERS = 2_000
MAX_NESTING = 12
MAX_BYTES = 32 * 1024 * 1024
"""The largest tensor that crosses. An expanded view may claim any size and hold one number."""

Shapes = dict[str, tuple[tuple[int, ...], bool]]
"""By name: the shape of a weight or buffer, and whether it holds real numbers."""


def encode(value: Any) -> Any:
    """Return a tensor or a network as plain values, ``None`` for anything else."""
    try:
        if type(value) in (torch.Tensor, nn.Parameter):
            return _tensor(value)
        return _Describer().module(value, 0) if isinstance(value, nn.Module) else None
    except Exception:  # whatever a strange object raises when it is looked at: it stays where it is
        return None


def decode(plain: Any) -> Any:
    """Rebuild what ``encode`` described. Raises ``Malformed`` for anything that it did not make."""
    try:
        return _rebuilt_tensor(plain) if plain["is"] == "tensor" else _Builder().module(plain, 0)
    except Malformed:
        raise
    except Exception as error:  # torch raises many kinds for settings that make no sense
        raise Malformed(f"not a network: {type(error).__name__}") from None


def called(value: Any) -> str:
    """Return what to call a network that stays where it is, and in it the first layer that does not cross.

    ``"Swish"``, ``"Sequential(..., Swish, ...)"``, or ``"Sequential(...)"`` when no single layer is to blame.
    """
    try:
        return _called(value) if isinstance(value, nn.Module) else ""
    except Exception:  # as in encode
        return ""


def _called(module: nn.Module) -> str:
    name, kind = type_name(module), kind_of(module)
    if kind is None:
        return name
    strange = (each for each in module.modules() if not _crosses(each))
    return next((f"{name}(..., {type_name(each)}, ...)" for each in strange), f"{name}(...)")


def _crosses(module: nn.Module) -> bool:
    try:
        return kind_of(module) in CONTAINERS or _Describer().layer(module) is not None
    except Exception:  # as in encode: its weights may be of a kind or in a place that numpy does not know
        return False


TORCH = Extension("torch", encode, decode, called)
"""The wire extension of assignments that require torch."""


# -- tensors


def _tensor(value: torch.Tensor) -> dict[str, Any] | None:
    if value.layout != torch.strided or value.numel() * value.element_size() > MAX_BYTES:
        return None
    return {
        "is": "tensor",
        "data": _array(value),
        "requires_grad": bool(value.requires_grad),
        "parameter": type(value) is nn.Parameter,
        "grad": _array(value.grad) if value.is_leaf and value.grad is not None else None,
    }


def _array(tensor: torch.Tensor) -> np.ndarray:
    return np.array(tensor.detach().cpu().numpy())


def _rebuilt_tensor(plain: Any) -> torch.Tensor:
    tensor = torch.from_numpy(_own(plain["data"]))
    if plain["parameter"] is True:
        tensor = nn.Parameter(tensor, requires_grad=plain["requires_grad"] is True)
    elif plain["requires_grad"] is True:
        tensor.requires_grad_(True)
    if plain["grad"] is not None:
        tensor.grad = torch.from_numpy(_own(plain["grad"]))  # of another shape or dtype: torch refuses
    return tensor


def _own(array: Any) -> np.ndarray:
    if type(array) is not np.ndarray:
        raise Malformed("not an array")
    return array


# -- networks


@lru_cache(maxsize=512)
def _blank(name: str, settings: tuple[Any, ...], bias: bool) -> nn.Module:
    """Return a layer without memory for its weights: whatever sizes are claimed, nothing is allocated or drawn."""
    kind = KINDS[name]
    named = dict(zip(SETTINGS[kind], settings, strict=True))
    with torch.device("meta"):
        return kind(**named, bias=bias) if kind in MAY_LACK_BIAS else kind(**named)


@lru_cache(maxsize=512)
def _shapes(blank: nn.Module) -> tuple[Shapes, Shapes]:
    """Return the shapes of the weights and buffers that a layer has."""
    parameters, buffers = (
        {name: (tuple(each.shape), each.is_floating_point()) for name, each in found}
        for found in (blank.named_parameters(recurse=False), blank.named_buffers(recurse=False))
    )
    return parameters, buffers


def _fitting(plain: dict[str, Any]) -> nn.Module | None:
    """Return the blank layer of a description, ``None`` when its settings or weights are no such layer's."""
    rules, settings = SETTINGS[KINDS[plain["is"]]], plain["settings"]
    if settings.keys() != rules.keys() or not all(rule(settings[name]) for name, rule in rules.items()):
        return None
    hashable = tuple(tuple(each) if type(each) is list else each for each in (settings[name] for name in rules))
    blank = _blank(plain["is"], hashable, plain["bias"] is True)
    weights = {name: tensor["data"] for name, tensor in plain["parameters"].items()}
    due = _shapes(blank)
    return blank if _of_shapes(weights, due[0]) and _of_shapes(plain["buffers"], due[1]) else None


def _another(blank: nn.Module) -> nn.Module:
    """Return a layer like a blank one: its own tables, no work done again for initial weights."""
    layer = blank.__new__(type(blank))
    tables = (dict, set)
    layer.__dict__ = {
        name: type(each)(each) if isinstance(each, tables) else each for name, each in vars(blank).items()
    }
    return layer


def _of_shapes(arrays: dict[str, Any], due: Shapes) -> bool:
    return {name: (_own(array).shape, array.dtype.kind == "f") for name, array in arrays.items()} == due


@dataclass
class _Places:
    """Counts the places that layers stand in; what stands in two counts twice, so that a short text stays small."""

    count: int = 0
    sizes: list[int] = field(default_factory=list)

    @contextmanager
    def one(self, depth: int) -> Iterator[None]:
        before = self.count
        self._add(1)
        if depth > MAX_NESTING:
            raise Malformed("containers in containers, too deep")
        yield
        self.sizes.append(self.count - before)

    def again(self, number: int) -> None:
        self._add(self.sizes[number])

    def _add(self, number: int) -> None:
        self.count += number
        if self.count > MAX_LAYERS:
            raise Malformed(f"more than {MAX_LAYERS} layers")


@dataclass
class _Describer:
    """Describes one network. A layer that stands in several places is described once and named afterwards."""

    finished: dict[int, int] = field(default_factory=dict)
    weights: set[int] = field(default_factory=set)
    places: _Places = field(default_factory=_Places)

    def module(self, module: Any, depth: int) -> dict[str, Any] | None:
        if id(module) in self.finished:
            self.places.again(self.finished[id(module)])
            return {"is": "same", "as": self.finished[id(module)]}
        with self.places.one(depth):
            container = kind_of(module) in CONTAINERS
            plain = self.container(module, depth) if container else self.layer(module)
        self.finished[id(module)] = len(self.finished)
        return plain

    def container(self, module: Any, depth: int) -> dict[str, Any] | None:
        kind = kind_of(module)
        inner = module.layers if kind is Residual else module
        if kind_of(inner) is not nn.Sequential or module._parameters or module._buffers:
            return None
        children = [self.module(child, depth + 1) for child in inner._modules.values()]
        if any(child is None for child in children):
            return None
        return {"is": getattr(kind, "__name__", ""), "children": children, "training": bool(module.training)}

    def layer(self, module: Any) -> dict[str, Any] | None:
        kind = kind_of(module)
        if kind not in SETTINGS or module._modules:
            return None
        own = {name: each for name, each in module._parameters.items() if each is not None}
        if self.weights & {id(each) for each in own.values()}:
            return None  # two layers with one weight: as two weights they would learn differently
        self.weights |= {id(each) for each in own.values()}
        plain = {
            "is": kind.__name__,
            "settings": {name: _plain(getattr(module, name)) for name in SETTINGS[kind]},
            "bias": module._parameters.get("bias") is not None,
            "training": bool(module.training),
            "parameters": {name: _tensor(each) for name, each in own.items()},
            "buffers": {name: _array(each) for name, each in module._buffers.items() if each is not None},
        }
        return plain if _fitting(plain) is not None else None


def _plain(value: Any) -> Any:
    if isinstance(value, (tuple, list)):
        return [_plain(side) for side in value]
    return value.item() if isinstance(value, np.generic) else value


@dataclass
class _Builder:
    """Rebuilds one network. A place can only name a layer that is finished, so that no network holds itself."""

    finished: list[nn.Module] = field(default_factory=list)
    places: _Places = field(default_factory=_Places)

    def module(self, plain: Any, depth: int) -> nn.Module:
        if plain["is"] == "same":
            return self.named(plain["as"])
        with self.places.one(depth):
            container = plain["is"] in ("Sequential", "Residual")
            module = self.container(plain, depth) if container else self.layer(plain)
        module.training = plain["training"] is True
        self.finished.append(module)
        return module

    def named(self, number: Any) -> nn.Module:
        if type(number) is not int or not 0 <= number < len(self.finished):
            raise Malformed("no such layer")
        self.places.again(number)
        return self.finished[number]

    def container(self, plain: dict[str, Any], depth: int) -> nn.Module:
        children = [self.module(child, depth + 1) for child in plain["children"]]
        if plain["is"] == "Sequential":
            return nn.Sequential(*children)
        residual = Residual(*children)
        residual.layers.training = plain["training"] is True
        return residual

    def layer(self, plain: dict[str, Any]) -> nn.Module:
        blank = _fitting(plain)
        if blank is None:
            raise Malformed("settings or weights that do not fit the layer")
        layer = _another(blank)
        for name, tensor in plain["parameters"].items():
            setattr(layer, name, _rebuilt_tensor({**tensor, "parameter": True}))
        for name, array in plain["buffers"].items():
            setattr(layer, name, torch.from_numpy(_own(array)))
        return layer
