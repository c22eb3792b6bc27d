"""What would be called in without today's patrol: observed rates put right for what they already prevent (MODEL.md §1)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.command.suppression import BaselineStock, suppression_of
from sim.outcomes.potential import PotentialRow
from sim.run.parts import Parts
from sim.run.replicate import effect_of

MOST_EFFECTS = 20
"""Effects that are tried, as the first replications draw them; they are spread evenly over the distribution."""


def potential_rows(parts: Parts, stock: BaselineStock) -> tuple[PotentialRow, ...]:
    """Put the observed calls of each deterrable type right for what the baseline prevents.

    Parameters
    ----------
    parts
        What every run shares.
    stock
        The stock that acts in the baseline.

    Returns
    -------
    tuple[PotentialRow, ...]
        In the order of the catalogue: the mean over effects drawn from their distribution, and the middle 95 % of them; a fixed
        effect has no width. Types that nothing deters are left out.
    """
    replications = range(MOST_EFFECTS if parts.loaded.effect_drawn else 1)
    displacement = parts.rules.effect.displacement.value
    drawn = []
    for replication in replications:
        suppression = suppression_of(effect_of(parts, replication), stock, parts.demand, displacement)
        drawn.append(_potential(parts, suppression.q, np.where(suppression.beta > 0, displacement, 0.0)))
    potential = np.array(drawn)
    observed = parts.demand.observed_per_year.sum(axis=1)
    low, high = np.quantile(potential, [0.025, 0.975], axis=0)
    deterrable = (parts.demand.deterrable_share > 0) & (parts.demand.effect_multiplier > 0)
    return tuple(
        PotentialRow(
            type=parts.demand.type_key[kind],
            label=parts.demand.type_label[kind],
            observed_per_year=float(observed[kind]),
            potential_per_year=float(potential[:, kind].mean()),
            low=float(low[kind]),
            high=float(high[kind]),
        )
        for kind in np.flatnonzero(deterrable & (observed > 0))
    )


def _potential(parts: Parts, q: NDArray[np.float32], moved: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give the (n_types,) calls a year of the whole county, had nobody patrolled; moved calls happen all the same."""
    demand = parts.demand
    occurring = 1.0 - (1.0 - moved)[:, None] * np.einsum("kah,kh->ka", q, demand.hour_profile.astype(np.float32))
    return np.asarray((demand.observed_per_year / occurring).sum(axis=1), dtype=np.float64)
