"""Values to bytes and back: a small JSON header and raw array buffers. Never pickle.

What has no plain form (a cache of the student's own class, a generator, a subclass of ndarray) stays where it is
and crosses as a ``Handle``. Nothing here runs code that the other side chose.
"""

from __future__ import annotations

import json
import math
import re
import struct
import sys
from collections.abc import Callable
from typing import Any

import numpy as np

from autograder.wire.frames import MAX_FRAME
from autograder.wire.values import (
    MAX_DEPTH,
    MAX_HEADER,
    MAX_INT_BITS,
    MAX_KEYS,
    MAX_NODES,
    MAX_SIDE,
    MAX_TEXT,
    Extension,
    Handle,
    Handles,
    Malformed,
    type_name,
)

_DTYPE = re.compile(r"[<>|=]?[biufcU]\d{1,5}")
_SMALL_INT = 2**53
_HEAD = struct.Struct("<I")


def pack(value: Any, handles: Handles | None = None, extensions: tuple[Extension, ...] = ()) -> bytes:
    """Return ``value`` as bytes.

    With ``handles``, values without a plain form are kept there and cross as a ``Handle``; without, they raise
    ``Malformed``. So does a value that is too deep or has too many parts.

    >>> unpack(pack({"x": (1, 2.5), "a": np.arange(3)}))
    {'x': (1, 2.5), 'a': array([0, 1, 2])}
    """
    packer = _Packer(handles, extensions)
    tree = packer.node(value, 0)
    header = json.dumps({"v": tree, "n": [len(b) for b in packer.buffers]}).encode("ascii")
    if len(header) > MAX_HEADER:
        raise Malformed("a value of too many parts")
    return b"".join([_HEAD.pack(len(header)), header, *packer.buffers])


def unpack(data: bytes, handles: Handles | None = None, extensions: tuple[Extension, ...] = ()) -> Any:
    """Return the value that ``pack`` made ``data`` from.

    Arrays are new, writable and exactly ``np.ndarray``. With ``handles``, a ``Handle`` is replaced by the object
    it stands for. Raises ``Malformed``, and nothing else, for bytes that ``pack`` did not make.
    """
    try:
        return _Unpacker(data, handles, extensions).value()
    except Malformed:
        raise
    except _UNPACKING as error:
        raise Malformed(f"not a packed value: {type(error).__name__}") from None


_UNPACKING = (
    *(ValueError, TypeError, KeyError, IndexError, AttributeError),
    *(OverflowError, RecursionError, MemoryError, struct.error),
)


class _Packer:
    def __init__(self, handles: Handles | None, extensions: tuple[Extension, ...]) -> None:
        self.handles = handles
        self.extensions = extensions
        self.buffers: list[bytes] = []
        self.size = self.nodes = 0

    def node(self, value: Any, depth: int) -> Any:
        self.nodes += 1
        if self.nodes > MAX_NODES:
            raise Malformed(f"a value of more than {MAX_NODES} parts")
        if depth > MAX_DEPTH:
            return self.opaque(value)
        kind = type(value)
        encode = _ENCODERS.get(kind)
        if encode is not None:
            return encode(self, value, depth)
        if isinstance(value, np.generic) and value.dtype.kind in "biufcU" and kind is value.dtype.type:
            return {"s": [value.dtype.str, self.buffer(value.tobytes())]}
        for extension in self.extensions:
            plain = extension.encode(value)
            if plain is not None:
                return {"x": [extension.name, self.node(plain, depth + 1)]}
        return self.opaque(value)

    def buffer(self, data: bytes) -> int:
        self.size += len(data)
        self.buffers.append(data)
        return len(self.buffers) - 1

    def opaque(self, value: Any) -> Any:
        if isinstance(value, Handle):
            return {"h": [value.id, value.kind]}
        if self.handles is None:
            raise Malformed(f"a value of type {type_name(value)} cannot cross")
        names = (extension.called(value) for extension in self.extensions)
        handle = self.handles.keep(value, next(filter(None, names), ""))
        return {"h": [handle.id, handle.kind]}

    def array(self, value: np.ndarray, depth: int) -> Any:
        if value.dtype.kind not in "biufcU" or not value.dtype.itemsize:
            return self.opaque(value)
        if self.size + value.nbytes > MAX_FRAME:  # before the bytes are copied: they may be all the memory there is
            raise Malformed(f"more than {MAX_FRAME} bytes of arrays")
        return {"a": [value.dtype.str, list(value.shape), self.buffer(value.tobytes())]}

    def integer(self, value: int, depth: int) -> Any:
        if -_SMALL_INT < value < _SMALL_INT:
            return value
        return {"i": hex(value)} if value.bit_length() <= MAX_INT_BITS else self.opaque(value)

    def generator(self, value: np.random.Generator, depth: int) -> Any:
        if type(value.bit_generator) is not np.random.PCG64:
            return self.opaque(value)
        state: Any = value.bit_generator.state
        return {"g": self.items([*state["state"].values(), state["has_uint32"], state["uinteger"]], depth)}

    def items(self, value: Any, depth: int) -> list[Any]:
        return [self.node(item, depth + 1) for item in value]

    def mapping(self, value: dict[Any, Any], depth: int) -> Any:
        if len(value) > MAX_KEYS or not all(_is_key(key) for key in value):
            return self.opaque(value)
        return {"d": [[self.node(k, depth + 1), self.node(v, depth + 1)] for k, v in value.items()]}


def _is_key(key: Any) -> bool:
    return type(key) in _KEYS and (type(key) is not int or abs(key) < _SMALL_INT)


_KEYS = (str, int, float, bool, type(None))
_ENCODERS: dict[type, Callable[[_Packer, Any, int], Any]] = {
    type(None): lambda packer, value, depth: None,
    bool: lambda packer, value, depth: value,
    float: lambda packer, value, depth: value,
    complex: lambda packer, value, depth: {"c": [value.real, value.imag]},
    int: _Packer.integer,
    str: lambda packer, value, depth: value if len(value) <= MAX_TEXT else packer.opaque(value),
    bytes: lambda packer, value, depth: {"b": packer.buffer(value)},
    list: _Packer.items,
    tuple: lambda packer, value, depth: {"t": packer.items(value, depth)},
    dict: _Packer.mapping,
    np.ndarray: _Packer.array,
    np.random.Generator: _Packer.generator,
}


class _Unpacker:
    def __init__(self, data: bytes, handles: Handles | None, extensions: tuple[Extension, ...]) -> None:
        (length,) = _HEAD.unpack_from(data)
        if length > MAX_HEADER:
            raise Malformed("a header beyond the limit")
        header = json.loads(data[_HEAD.size : _HEAD.size + length].decode("ascii"))
        self.tree, sizes = header["v"], header["n"]
        self.buffers = _split(memoryview(data)[_HEAD.size + length :], sizes)
        self.handles = handles
        self.extensions = {extension.name: extension for extension in extensions}
        self.nodes = 0

    def value(self) -> Any:
        return self.node(self.tree, 0)

    def node(self, tree: Any, depth: int) -> Any:
        self.nodes += 1
        if self.nodes > MAX_NODES or depth > MAX_DEPTH + 4:
            raise Malformed("too many parts, or too deep")
        if isinstance(tree, list):
            return [self.node(item, depth + 1) for item in tree]
        if not isinstance(tree, dict):
            return tree
        ((tag, body),) = tree.items()
        return _DECODERS[tag](self, body, depth)

    def buffer(self, number: int) -> memoryview:
        """Return a buffer, once: one that is named again and again would grow beyond what was sent."""
        if type(number) is not int or number < 0:
            raise Malformed("not the number of a buffer")
        buffer = self.buffers[number]
        if buffer is None:
            raise Malformed("a buffer named twice")
        self.buffers[number] = None
        return buffer

    def array(self, body: Any, depth: int) -> np.ndarray:
        dtype, shape, number = body
        if not all(type(side) is int and 0 <= side <= MAX_SIDE for side in shape) or len(shape) > 32:
            raise Malformed("not a shape")
        kind = _dtype(dtype)
        buffer = self.buffer(number)
        if not kind.itemsize or math.prod(shape) * kind.itemsize != len(buffer):
            raise Malformed("a shape that does not fit its data")
        if not len(buffer):
            return np.zeros(shape, dtype=kind)
        array: np.ndarray = _elements(buffer, kind).reshape(shape).copy()
        return array

    def scalar(self, body: Any, depth: int) -> np.generic:
        dtype, number = body
        kind = _dtype(dtype)
        (value,) = _elements(self.buffer(number), kind) if kind.itemsize else np.zeros(1, kind)
        return value  # type: ignore[no-any-return]

    def handle(self, body: Any, depth: int) -> Any:
        number, kind = body
        if type(number) is not int or type(kind) is not str:
            raise Malformed("not a handle")
        return Handle(number, kind[:80]) if self.handles is None else self.handles.find(number)

    def key(self, tree: Any) -> Any:
        """Return a dictionary's key, if it is one that ``pack`` sends: others can be made to collide."""
        if type(tree) not in _KEYS or (type(tree) is int and abs(tree) >= _SMALL_INT):
            raise Malformed("not a key")
        return tree

    def mapping(self, body: Any, depth: int) -> dict[Any, Any]:
        if len(body) > MAX_KEYS:
            raise Malformed("too many keys")
        return {self.key(key): self.node(value, depth + 1) for key, value in body}

    def generator(self, body: Any, depth: int) -> np.random.Generator:
        state, inc, has, held = (self.node(item, depth + 1) for item in body)
        bits = np.random.PCG64(0)
        inner = {"state": state, "inc": inc}
        whole: Any = {"bit_generator": "PCG64", "state": inner, "has_uint32": has, "uinteger": held}
        bits.state = whole
        return np.random.Generator(bits)

    def extension(self, body: Any, depth: int) -> Any:
        name, plain = body
        return self.extensions[name].decode(self.node(plain, depth + 1))


_DECODERS: dict[str, Callable[[_Unpacker, Any, int], Any]] = {
    "a": _Unpacker.array,
    "s": _Unpacker.scalar,
    "h": _Unpacker.handle,
    "d": _Unpacker.mapping,
    "x": _Unpacker.extension,
    "g": _Unpacker.generator,
    "t": lambda unpacker, body, depth: tuple(unpacker.node(item, depth + 1) for item in body),
    "b": lambda unpacker, body, depth: bytes(unpacker.buffer(body)),
    "c": lambda unpacker, body, depth: complex(*body),
    "i": lambda unpacker, body, depth: _whole(body),
}


def _whole(digits: str) -> int:
    value = int(digits, 16)
    if value.bit_length() > MAX_INT_BITS:
        raise Malformed("a whole number of too many digits")
    return value


def _dtype(name: Any) -> np.dtype[Any]:
    if not isinstance(name, str) or not _DTYPE.fullmatch(name):
        raise Malformed("not a dtype that crosses")
    return np.dtype(name)


def _elements(buffer: memoryview, kind: np.dtype[Any]) -> np.ndarray:
    if kind.kind == "U":  # numpy takes these numbers for letters unseen, and fails badly when they are none
        letters = np.frombuffer(buffer, dtype=np.dtype("u4").newbyteorder(kind.byteorder))
        if letters.size and letters.max() > sys.maxunicode:
            raise Malformed("letters that are none")
    return np.frombuffer(buffer, dtype=kind)


def _split(data: memoryview, sizes: list[int]) -> list[memoryview | None]:
    if len(sizes) > MAX_NODES:
        raise Malformed("too many buffers")
    buffers: list[memoryview | None] = []
    start = 0
    for size in sizes:
        if type(size) is not int or size < 0 or start + size > len(data):
            raise Malformed("buffers that do not fit the frame")
        buffers.append(data[start : start + size])
        start += size
    if start != len(data):
        raise Malformed("bytes after the last buffer")
    return buffers
