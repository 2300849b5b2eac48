"""Other ways to the largest |E_P f_θ − E_Q f_θ| over T parameters: what one writes with torch or numpy, without blocks.

Each takes its parameters and points in the layout that suits it, made beforehand, and returns the T differences of means.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import torch
from torch import Tensor, nn

from lemmata.theory.discriminators.bias_free import BiasFreeNetworks
from lemmata.theory.discriminators.families import Family
from lemmata.theory.discriminators.shallow import Linear

__all__ = ["PEERS", "Differences"]

# (parameters (T, m)) ↦ differences of means, (T,)
Differences = Callable[[Tensor], Tensor]

# Parameters that vmap takes at once: as large as one-shot products of the sizes here allow, and the fastest of those tried.
_CHUNK = 32


def _module(family: Family) -> nn.Module:
    if isinstance(family, Linear):
        return nn.Sequential(nn.Linear(family.d, 1, bias=False), nn.Hardtanh())
    assert isinstance(family, BiasFreeNetworks)
    (H,) = family.hidden
    return nn.Sequential(nn.Linear(family.d, H, bias=False), nn.ReLU(), nn.Linear(H, 1, bias=False), nn.Hardtanh())


def _parameters(family: Family, module: nn.Module, thetas: Tensor) -> dict[str, Tensor]:
    shapes = [(name, p.shape) for name, p in module.named_parameters()]
    parts = thetas.split([shape.numel() for _, shape in shapes], 1)
    return {name: part.reshape(-1, *shape) for (name, shape), part in zip(shapes, parts, strict=True)}


def vmapped(chunk: int | None) -> Callable[[Family, Tensor, Tensor], Differences]:
    """torch.func.vmap(functional_call) over stacked parameters."""

    def prepare(family: Family, P: Tensor, Q: Tensor) -> Differences:
        module, p, q = _module(family).to(P), P.mT.contiguous(), Q.mT.contiguous()

        def one(parameters: dict[str, Tensor]) -> Tensor:
            f_p, f_q = (torch.func.functional_call(module, parameters, (x,)) for x in (p, q))
            return f_p.mean() - f_q.mean()

        run = torch.func.vmap(one, chunk_size=chunk)
        return lambda thetas: run(_parameters(family, module, thetas))

    return prepare


def looped(family: Family, P: Tensor, Q: Tensor) -> Differences:
    """A Python loop over the parameters, each put into a module."""
    module, p, q = _module(family).to(P), P.mT.contiguous(), Q.mT.contiguous()

    def differences(thetas: Tensor) -> Tensor:
        stacked = _parameters(family, module, thetas)
        found = []
        for t in range(len(thetas)):
            for name, parameter in module.named_parameters():
                parameter.data = stacked[name][t]
            found.append(module(p).mean() - module(q).mean())
        return torch.stack(found)

    return differences


def numpy_at_once(family: Family, P: Tensor, Q: Tensor) -> Differences:
    """One matrix product for all parameters and points, in numpy."""
    p, q = P.cpu().numpy(), Q.cpu().numpy()

    def values(thetas: np.ndarray, x: np.ndarray) -> np.ndarray:
        if isinstance(family, Linear):
            return np.clip(thetas @ x, -1, 1)
        assert isinstance(family, BiasFreeNetworks)
        (H,) = family.hidden
        hidden = np.maximum(thetas[:, : H * family.d].reshape(-1, family.d) @ x, 0)
        return np.clip((thetas[:, None, H * family.d :] @ hidden.reshape(len(thetas), H, -1))[:, 0], -1, 1)

    def differences(thetas: Tensor) -> Tensor:
        array = thetas.cpu().numpy()
        return torch.from_numpy(values(array, p).mean(1) - values(array, q).mean(1))

    return differences


def torch_at_once(family: Family, P: Tensor, Q: Tensor) -> Differences:
    """The family's own batched values, without blocks."""
    return lambda thetas: family.values(thetas, P).mean(1) - family.values(thetas, Q).mean(1)


PEERS: dict[str, Callable[[Family, Tensor, Tensor], Differences]] = {
    "vmap(functional_call)": vmapped(None),
    f"vmap, chunks of {_CHUNK}": vmapped(_CHUNK),
    "Python loop": looped,
    "numpy at once": numpy_at_once,
    "torch at once": torch_at_once,
}
