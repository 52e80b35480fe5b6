"""Building blocks for networks that a kit provides. Needs torch; imported only where an assignment requires it."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager

import torch
from torch import nn


class Residual(nn.Module):
    """A block that adds its input to what its layers make of it: ``x + layers(x)``.

    ``x`` is ``(N, D)`` and the layers must keep that shape. He et al. 2015, "Deep residual learning", equation 1.

    >>> Residual(nn.Linear(3, 3), nn.ReLU())(torch.ones(2, 3)).shape
    torch.Size([2, 3])
    """

    def __init__(self, *layers: nn.Module) -> None:
        super().__init__()
        self.layers = nn.Sequential(*layers)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Return ``x + layers(x)``."""
        inner: torch.Tensor = self.layers(x)
        return x + inner


@contextmanager
def undisturbed() -> Iterator[None]:
    """Work inside with networks of any origin: one thread, random numbers of its own, no warnings.

    Afterwards everything is as before. Numbers below 1e-38 count as 0: some processors take a hundred times as long
    for them.

    >>> with undisturbed():
    ...     first = torch.rand(1)
    >>> with undisturbed():
    ...     bool(torch.rand(1) == first)
    True
    """
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    torch.set_flush_denormal(True)
    try:
        with torch.random.fork_rng(devices=[]), torch.enable_grad(), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            torch.default_generator.manual_seed(0)
            yield
    finally:
        torch.set_flush_denormal(False)
        torch.set_num_threads(threads)
