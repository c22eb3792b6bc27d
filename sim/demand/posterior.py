"""Rates that are known only so well: each replication draws its own from their posterior."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from sim.demand.model import Demand, Posterior
from sim.keys import Purpose, entity_key, stream
from sim.ratio import ratio

_OF_AREAS, _OF_LEVEL = range(2)


def draw_rates(demand: Demand, seed: int, replication: int) -> Demand:
    """Draw the rates of one replication; where they are taken as known, nothing is drawn.

    Parameters
    ----------
    demand
        Demand whose rates are posterior means.
    seed, replication
        The study's seed and the replication.

    Returns
    -------
    Demand
        The same demand with rates that could be the true ones; `demand` itself where it has no posterior.

    Notes
    -----
    The rows of a category c in area a come at their mean rate times

        L_c · G_ca,  log L_c ~ N(−s_c²/2, s_c²),  G_ca ~ gamma(shape k_ca, mean 1),

    with the county's level L and the area's part G, all independent and of mean 1. A type that leaves rows of several
    categories, or of none and so follows them all, takes the mean of their factors, weighted by the calls that follow
    each in that area. A posterior *mean* differs less between areas than the areas do; drawn rates differ as much.
    """
    posterior = demand.posterior
    if posterior is None:
        return demand
    expected = posterior.mix @ posterior.place
    drawn = posterior.mix @ (posterior.place * _factors(posterior, seed, replication))
    times = ratio(drawn, expected, 1.0)
    return replace(demand, observed_per_year=demand.observed_per_year * times)


def _factors(posterior: Posterior, seed: int, replication: int) -> NDArray[np.float64]:
    """Draw (n_categories, n_areas) factors of mean 1, each category from streams of its own."""
    factors = np.empty(posterior.shape.shape)
    for row, name in enumerate(posterior.category):
        key, shape, sd = entity_key(name), posterior.shape[row], float(posterior.level_log_sd[row])
        level = np.exp(sd * stream(seed, replication, Purpose.RATES, key, _OF_LEVEL).standard_normal() - sd**2 / 2)
        factors[row] = level * stream(seed, replication, Purpose.RATES, key, _OF_AREAS).gamma(shape, 1 / shape)
    return factors
