"""Building blocks for networks that a kit provides. Needs torch; imported only where an assignment requires it."""

from __future__ import annotations

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
