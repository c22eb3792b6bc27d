"""Pilots of a county whose truth is known: gamma–Poisson counts, with good and bad months, and treatment of every design."""

import numpy as np

from sim.trial.pilot import Pilots

COUNTY_DISPERSION = 1.51
"""Pearson's χ²/df of monthly violence by LSOA (models/demand/hertfordshire.yaml); that of anti-social behaviour is 1.44."""


def rates(rng, n_pilots, n_places, mean, shape):
    """Draw the places' mean counts a period: gamma about the mean, or all alike."""
    return (
        rng.gamma(shape, mean / shape, (n_pilots, n_places))
        if np.isfinite(shape)
        else np.full((n_pilots, n_places), float(mean))
    )


def months(rng, rate, dispersion, n_periods, correlation=0.3):
    """Draw good and bad periods: gamma of mean 1, each like the one before, such that counts have a stated variance over mean.

    The beta–gamma process: what is kept of a gamma in a beta share is gamma, and a fresh part makes it whole again.
    """
    if dispersion == 1:
        return np.ones((*rate.shape, n_periods))
    shape = rate / (dispersion - 1)
    level = [rng.gamma(shape)]
    for _ in range(n_periods - 1):
        kept = rng.beta(correlation * shape, (1 - correlation) * shape)
        level.append(kept * level[-1] + rng.gamma((1 - correlation) * shape))
    return np.stack(level, axis=2) / shape[..., None]


def pilots_of(rng, expected, treated, block, before, effect=0.0, length_days=28.0):
    """Count: Poisson about what is expected, treated place-periods changed by the effect."""
    n_periods = treated.shape[2]
    return Pilots(
        ("all crime",),
        rng.poisson(expected * np.where(treated, 1 + effect, 1.0)).astype(float)[:, None],
        treated,
        block,
        None,
        np.arange(n_periods) < before,
        np.ones(n_periods, dtype=bool),
        np.full(n_periods, length_days),
    )


def parallel(
    seed,
    n_pilots=2000,
    n_places=40,
    block_size=10,
    mean=20.0,
    shape=4.0,
    dispersion=COUNTY_DISPERSION,
    effect=0.0,
    n_periods=12,
):
    """Make pilots of two arms: half of each block of places of like volume, half of the periods before."""
    rng = np.random.default_rng(seed)
    rate = -np.sort(-rates(rng, n_pilots, n_places, mean, shape), axis=1)
    block = np.arange(n_places) // block_size
    order = np.argsort(block + rng.random((n_pilots, n_places)), axis=1)
    chosen = np.zeros((n_pilots, n_places), dtype=bool)
    first = np.arange(n_places) % block_size < block_size // 2
    np.put_along_axis(chosen, order, np.tile(first, (n_pilots, 1)), axis=1)
    treated = chosen[..., None] & (np.arange(n_periods) >= n_periods // 2)
    expected = rate[..., None] * months(rng, rate, dispersion, n_periods)
    return pilots_of(rng, expected, treated, np.tile(block.astype(np.int16), (n_pilots, 1)), n_periods // 2, effect)


def crossover(
    seed, n_pilots=2000, n_places=20, n_days=56, mean=17.0, shape=4.0, dispersion=COUNTY_DISPERSION, effect=0.0
):
    """Make pilots in which every place crosses over: half of its days, drawn for each; rates are a month's."""
    rng = np.random.default_rng(seed)
    rate = rates(rng, n_pilots, n_places, mean, shape)
    treated = np.argsort(rng.random((n_pilots, n_places, n_days)), axis=2) < n_days // 2
    level = months(rng, rate, dispersion, -(-n_days // 28))[..., np.arange(n_days) // 28]
    block = np.zeros((n_pilots, n_places), dtype=np.int16)
    return pilots_of(rng, rate[..., None] / 28 * level, treated, block, 0, effect, length_days=1.0)


def wedge(
    seed,
    n_pilots=2000,
    n_districts=10,
    places_each=4,
    mean=20.0,
    shape=4.0,
    dispersion=COUNTY_DISPERSION,
    effect=0.0,
    season=1.0,
):
    """Make pilots in which one district after another begins, in an order drawn for each; rates end at a multiple of where they began."""
    rng = np.random.default_rng(seed)
    start = 1 + np.argsort(rng.random((n_pilots, n_districts)), axis=1)
    district = np.repeat(np.arange(n_districts), places_each)
    treated = np.arange(n_districts + 2) >= start[:, district, None]
    rate = rates(rng, n_pilots, district.size, mean, shape)
    level = np.geomspace(1, season, n_districts + 2)
    expected = rate[..., None] * months(rng, rate, dispersion, n_districts + 2) * level
    return pilots_of(rng, expected, treated, np.tile(district.astype(np.int16), (n_pilots, 1)), 1, effect)
