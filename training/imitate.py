"""Lets training feel what eight-bit arithmetic does, so that the shipped encoder loses little by it.

Source: quantisation-aware training with a straight-through gradient (Jacob et al. 2018). The arithmetic imitated is
that of the runtime's dynamic quantisation: weights of seven bits with a scale for each output, inputs of eight bits
with a scale for each window.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

from training.trunk import Trunk

WEIGHT_STEPS = 64
INPUT_STEPS = 255


class ImitatedLinear(nn.Linear):
    """A linear layer that rounds its weights and inputs as the runtime will; gradients pass as if it did not."""

    def forward(self, hidden: Tensor) -> Tensor:
        return functional.linear(
            _passing(hidden, _rounded_input), _passing(self.weight, _rounded_weight), self.bias
        )


def imitate(trunk: Trunk) -> None:
    """Turns every linear layer of the trunk's layers into one that rounds, its weights kept."""
    for module in trunk.layers.modules():
        if type(module) is nn.Linear:
            module.__class__ = ImitatedLinear


def _passing(exact: Tensor, rounded: object) -> Tensor:
    with torch.no_grad():
        change = rounded(exact) - exact  # type: ignore[operator]
    return exact + change


def _rounded_weight(weight: Tensor) -> Tensor:
    scale = weight.abs().amax(dim=1, keepdim=True).clamp(min=1e-8) / WEIGHT_STEPS
    return torch.round(weight / scale).clamp(-WEIGHT_STEPS, WEIGHT_STEPS) * scale


def _rounded_input(hidden: Tensor) -> Tensor:
    """`hidden` is `[windows, length, width]`; each window has a scale of its own."""
    low = hidden.amin(dim=(1, 2), keepdim=True).clamp(max=0.0)
    high = hidden.amax(dim=(1, 2), keepdim=True).clamp(min=0.0)
    scale = ((high - low) / INPUT_STEPS).clamp(min=1e-8)
    zero = torch.round(-low / scale)
    return (torch.clamp(torch.round(hidden / scale) + zero, 0, INPUT_STEPS) - zero) * scale
