"""Sums over the places that were assigned together."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.trial.pilot import Floats


def membership(label: NDArray[np.int16]) -> Floats:
    """Tell which place is of which group.

    Parameters
    ----------
    label
        (n_pilots, n_places) a number for each group.

    Returns
    -------
    Floats
        (n_pilots, n_places, n_groups) 1 where it is, else 0; groups in order of their number, over all the pilots.
    """
    groups = np.unique(label)
    of_group: Floats = (label[..., None] == groups).astype(np.float64)
    return of_group


def sum_by(values: Floats, of_group: Floats) -> Floats:
    """Add up (n_pilots, n_outcomes, n_places) values by group: (n_pilots, n_outcomes, n_groups)."""
    return values @ of_group


def count_groups(of_group: Floats) -> Floats:
    """Count the groups that have any place: (n_pilots, 1)."""
    groups: Floats = of_group.any(axis=1).sum(axis=1)[:, None].astype(np.float64)
    return groups
