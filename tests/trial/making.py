"""Pilots of a county whose truth is known: gamma-Poisson counts, with good and bad months, and treatment of every design."""

import numpy as np

from sim.trial.pilot import Pilots


def rates(rng, n_pilots, n_places, mean, shape):
    """Draw the places' mean counts a period: gamma about the mean."""
    return (
        rng.gamma(shape, mean / shape, (n_pilots, n_places))
        if np.isfinite(shape)
        else np.full((n_pilots, n_places), mean)
    )


def frailty(rng, variance, correlation, shape):
    """Draw good and bad periods: gamma of mean 1, correlated from one to the next (last axis)."""
    if variance == 0:
        return np.ones(shape)
    from scipy.special import ndtr
    from scipy.stats import gamma

    normal = rng.standard_normal(shape)
    for at in range(1, shape[-1]):
        normal[..., at] = correlation * normal[..., at - 1] + np.sqrt(1 - correlation**2) * normal[..., at]
    grid = np.linspace(1e-6, 1 - 1e-6, 4001)
    return np.interp(ndtr(normal), grid, gamma.ppf(grid, 1 / variance, scale=variance))


def two_arms(rng, n_pilots, n_places, block_size):
    """Draw half of each block of places."""
    block = np.repeat(np.arange(n_places // block_size), block_size)
    order = np.argsort(block + rng.random((n_pilots, n_places)), axis=1)
    chosen = np.zeros((n_pilots, n_places), dtype=bool)
    np.put_along_axis(chosen, order, np.tile(np.arange(n_places) % block_size < block_size // 2, (n_pilots, 1)), axis=1)
    return chosen, np.tile(block.astype(np.int16), (n_pilots, 1))


def pilots_of(
    expected, treated, block, before, effect=0.0, buffer=None, length_days=28.0, rng=None, outcome=("all crime",)
):
    """Count: Poisson about what is expected, treated place-periods lowered by the effect."""
    mean = expected * np.where(treated, 1 + effect, 1.0)
    n_periods = treated.shape[2]
    return Pilots(
        outcome,
        rng.poisson(mean).astype(float)[:, None],
        treated,
        block,
        buffer,
        np.arange(n_periods) < before,
        np.ones(n_periods, dtype=bool),
        np.broadcast_to(np.asarray(length_days, dtype=float), (n_periods,)).copy(),
    )


def parallel(
    seed,
    n_pilots=2000,
    n_places=40,
    mean=20.0,
    shape=4.0,
    variance=0.03,
    correlation=0.3,
    before=6,
    after=6,
    effect=0.0,
    block_size=4,
):
    """Make pilots of two arms: blocks of places of like volume."""
    rng = np.random.default_rng(seed)
    rate = -np.sort(-rates(rng, n_pilots, n_places, mean, shape), axis=1)
    chosen, block = two_arms(rng, n_pilots, n_places, block_size)
    expected = rate[..., None] * frailty(rng, variance, correlation, (n_pilots, n_places, before + after))
    treated = chosen[..., None] & (np.arange(before + after) >= before)
    return pilots_of(expected, treated, block, before, effect, rng=rng)


def crossover(seed, n_pilots=2000, n_places=10, n_days=60, mean=0.6, shape=4.0, variance=0.05, effect=0.0):
    """Make pilots in which every place crosses over: half of its days, drawn for each."""
    rng = np.random.default_rng(seed)
    rate = rates(rng, n_pilots, n_places, mean, shape)
    treated = np.argsort(rng.random((n_pilots, n_places, n_days)), axis=2) < n_days // 2
    expected = rate[..., None] * np.repeat(frailty(rng, variance, 0.3, (n_pilots, n_places, n_days // 20)), 20, axis=2)
    block = np.zeros((n_pilots, n_places), dtype=np.int16)
    return pilots_of(expected, treated, block, 0, effect, length_days=1.0, rng=rng)


def wedge(seed, n_pilots=2000, n_districts=10, places_each=4, mean=20.0, shape=4.0, variance=0.03, effect=0.0):
    """Make pilots in which a district after another begins, in an order drawn for each."""
    rng = np.random.default_rng(seed)
    n_periods = n_districts + 2
    start = 1 + np.argsort(rng.random((n_pilots, n_districts)), axis=1)
    district = np.repeat(np.arange(n_districts), places_each)
    treated = np.arange(n_periods) >= start[:, district, None]
    rate = rates(rng, n_pilots, district.size, mean, shape)
    expected = rate[..., None] * frailty(rng, variance, 0.3, (n_pilots, district.size, n_periods))
    block = np.tile(district.astype(np.int16), (n_pilots, 1))
    return pilots_of(expected, treated, block, 1, effect, rng=rng)
