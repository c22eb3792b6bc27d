"""Two arms in two phases: what a parallel design comes down to."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from sim.trial.form import after, before
from sim.trial.pilot import Pilots


def two_phases(pilots: Pilots) -> Pilots:
    """Add up the periods before a parallel pilot and those since, and put the places of a block side by side.

    Parameters
    ----------
    pilots
        Pilots whose places are treated in all of the counted periods since the beginning, or in none.

    Returns
    -------
    Pilots
        With one period, or two: least squares with place and period effects give the same effect. Blocks are numbered from 0 in order of
        size, so that pilots whose blocks are alike in all but the order of their places become so altogether.
    """
    phases = [phase for phase in (before(pilots), after(pilots)) if phase.any()]
    number = _by_size(pilots.block)
    order = np.argsort(number, axis=1, kind="stable")
    count = np.stack([pilots.count[..., phase].sum(axis=3) for phase in phases], axis=3)
    treated = np.stack([pilots.treated[..., phase].any(axis=2) for phase in phases], axis=2)
    return replace(
        pilots,
        count=np.take_along_axis(count, order[:, None, :, None], axis=2),
        treated=np.take_along_axis(treated, order[..., None], axis=1),
        block=np.take_along_axis(number, order, axis=1),
        buffer=None,
        before=np.array([bool(pilots.before[phase].all()) for phase in phases]),
        counted=np.ones(len(phases), dtype=np.bool_),
        length_days=np.array([pilots.length_days[phase].sum() for phase in phases]),
    )


def _by_size(block: NDArray[np.int16]) -> NDArray[np.int16]:
    """Give the blocks of each pilot numbers from 0, the smallest first."""
    numbered = np.empty_like(block)
    for pilot, row in enumerate(block):
        _, of_place, size = np.unique(row, return_inverse=True, return_counts=True)
        numbered[pilot] = np.argsort(np.argsort(size, kind="stable"), kind="stable")[of_place]
    return numbered
