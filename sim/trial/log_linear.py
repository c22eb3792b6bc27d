"""Log-linear models of counts with place and period effects, many at once."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.trial.pilot import Floats

_ITERATIONS: Final = 400
"""A negative binomial fit closes in by a constant share, slowly where a few counts outweigh all others."""
_CLOSE: Final = 1e-9
"""Change of the effect in one step at which it has been found."""
_FURTHEST: Final = 10.0
"""An effect beyond e^±10 is one without a finite value: nothing was counted when treated, or when not."""
_ROUNDS: Final = 8
"""Times that dispersion and coefficients are found by turns."""
_STEPS: Final = 8
_MOST_DISPERSION: Final = 1e4
_LEAST_INFORMATION: Final = 1e-9


class Fits(NamedTuple):
    """Effects of treatment on the log of the rate with their standard errors, and dispersions, (n,) each; NaN for no fit."""

    effect: Floats
    error: Floats
    dispersion: Floats


def fit_poisson(count: Floats, treated: Floats) -> Fits:
    """Fit Poisson models of greatest likelihood.

    Parameters
    ----------
    count
        (n, n_places, n_periods) whole counts.
    treated
        (n, n_places, n_periods) 1 where patrol was assigned, else 0.

    Returns
    -------
    Fits
        Errors are those of the expected information: right if the counts are Poisson. Places and periods in which nothing was
        counted tell nothing and are left out. Lengths of periods enter their effects.
    """
    state = _State.of(count, treated)
    return _iterate(state, np.zeros(count.shape[0]), _means_to_begin(state)).fits


def fit_negative_binomial(count: Floats, treated: Floats) -> Fits:
    """Fit negative binomial models: variance μ + α μ², with α such that Pearson's χ² is its degrees of freedom.

    Parameters
    ----------
    count, treated
        As in `fit_poisson`.

    Returns
    -------
    Fits
        Coefficients of greatest likelihood given α; α by moments (Breslow 1984, doi:10.2307/2347661), at least 0: unlike that of greatest
        likelihood it is not made small by the many place effects. The two are found by turns, so many times: to a millionth in 40 places
        and 12 periods, but in 10 places and 7 periods α may still be on its way, and errors off by an eighth.
    """
    state = _State.of(count, treated)
    dispersion = np.zeros(count.shape[0])
    found = _iterate(state, dispersion, _means_to_begin(state))
    for _ in range(_ROUNDS):
        dispersion = _dispersion(state, found.mean, dispersion)
        found = _iterate(state, dispersion, found.mean)
    return found.fits


class _State(NamedTuple):
    """Counts, treatment, and which cells tell anything (1, else 0): (n, n_places, n_periods) each."""

    counts: Floats
    treated: Floats
    told: Floats

    @classmethod
    def of(cls, count: Floats, treated: Floats) -> _State:
        """Leave out the places and periods without any count."""
        told = (count.sum(axis=2, keepdims=True) > 0) & (count.sum(axis=1, keepdims=True) > 0)
        return cls(count, treated, told.astype(np.float64))

    def some(self, rows: NDArray[np.intp]) -> _State:
        """Take some of the fits."""
        return _State(self.counts[rows], self.treated[rows], self.told[rows])


class _Found(NamedTuple):
    """Where a fit has come to: the fits, and the means (n, n_places, n_periods)."""

    fits: Fits
    mean: Floats


def _means_to_begin(state: _State) -> Floats:
    """Begin with what places and periods without any effect would have, pulled to the counts."""
    total = np.maximum(state.counts.sum(axis=(1, 2), keepdims=True), 1.0)
    by_both = state.counts.sum(axis=2, keepdims=True) * state.counts.sum(axis=1, keepdims=True) / total
    mean: Floats = np.maximum(0.5 * (by_both + state.counts), 0.05)
    return mean


def _iterate(state: _State, dispersion: Floats, mean: Floats) -> _Found:
    """Find the coefficients by weighted least squares, over and over (McCullagh & Nelder 1989).

    A fit that has settled stays as it is, so that it does not matter which others go on.
    """
    effect, error = np.full(mean.shape[0], np.nan), np.full(mean.shape[0], np.nan)
    found = np.zeros(mean.shape[0], dtype=np.bool_)
    mean = mean.copy()
    rows = np.arange(mean.shape[0])  # those that have not settled
    for _ in range(_ITERATIONS):
        here = state.some(rows)
        weight = here.told * mean[rows] / (1 + dispersion[rows, None, None] * mean[rows])
        working = np.log(mean[rows]) + (here.counts - mean[rows]) / mean[rows]
        next_effect, error[rows], log_mean = _least_squares(here, weight, working)
        mean[rows] = np.exp(log_mean)
        close = np.abs(next_effect - effect[rows]) <= _CLOSE
        effect[rows], found[rows] = next_effect, close
        rows = rows[~(close | np.isnan(next_effect) | (np.abs(next_effect) >= _FURTHEST))]
        if rows.size == 0:
            break
    return _Found(Fits(*(np.where(found, values, np.nan) for values in (effect, error, dispersion))), mean)


def _least_squares(state: _State, weight: Floats, working: Floats) -> tuple[Floats, Floats, Floats]:
    """Regress on treatment, places and periods: effect and error (n,), and the fitted values.

    Place effects are eliminated: what is left is one equation a period and one for the effect.
    """
    of_place = np.maximum(weight.sum(axis=2, keepdims=True), 1e-300)
    rest = [
        weight * (column - (weight * column).sum(axis=2, keepdims=True) / of_place)
        for column in (state.treated, working)
    ]
    of_period = weight.sum(axis=1)
    periods = np.arange(of_period.shape[1])
    system = -np.swapaxes(weight / of_place, 1, 2) @ weight
    system[:, periods, periods] += of_period
    by_period, effect, error = _solve(
        system, np.stack([part.sum(axis=1) for part in rest], axis=2), of_period, _with(state, rest)
    )
    of_both = by_period[:, None] + effect[:, None, None] * state.treated
    level = (weight * (working - of_both)).sum(axis=2, keepdims=True) / of_place
    return effect, error, np.clip(level + of_both, -30.0, 30.0)


def _with(state: _State, rest: list[Floats]) -> Floats:
    """Give the products of treatment with itself and with the working counts, places taken off: (n, 2)."""
    return np.stack([(part * state.treated).sum(axis=(1, 2)) for part in rest], axis=1)


def _solve(system: Floats, right: Floats, of_period: Floats, products: Floats) -> tuple[Floats, Floats, Floats]:
    """Solve for period effects (n, n_periods), the effect and its error (n,); NaN where places and periods tell treatment.

    One period with counts is held at 0, since levels are in the places; those without any are held there too.
    """
    held = of_period <= 0
    held[np.arange(held.shape[0]), np.argmax(of_period, axis=1)] = True
    system = np.where(held[:, :, None] | held[:, None, :], np.eye(held.shape[1]), system)
    right = np.where(held[..., None], 0.0, right)
    solved = np.linalg.solve(system, right)  # (n, n_periods, 2): of treatment, and of the working counts
    information, pull = (products - np.einsum("nt,ntk->nk", right[..., 0], solved)).T
    known = information > _LEAST_INFORMATION * np.maximum(products[:, 0], 1.0)
    effect = np.divide(pull, information, out=np.full(pull.shape, np.nan), where=known)
    error = np.sqrt(np.divide(1.0, information, out=np.full(pull.shape, np.nan), where=known))
    return solved[..., 1] - effect[:, None] * solved[..., 0], effect, error


def _dispersion(state: _State, mean: Floats, start: Floats) -> Floats:
    """Find the dispersion at which Pearson's χ² is its degrees of freedom, by Newton's steps.

    χ² falls ever more slowly as dispersion grows, so that steps from below never go too far.
    """
    places, periods = state.told.any(axis=2).sum(axis=1), state.told.any(axis=1).sum(axis=1)
    freedom = (places - 1.0) * (periods - 1.0) - 1.0
    squares = state.told * (state.counts - mean) ** 2 / mean
    dispersion = start
    for _ in range(_STEPS):
        spread = 1 + dispersion[:, None, None] * mean
        chi2 = (squares / spread).sum(axis=(1, 2))
        slope = (squares * mean / spread**2).sum(axis=(1, 2))
        step = np.divide(chi2 - freedom, slope, out=np.zeros(chi2.shape), where=slope > 0)
        dispersion = np.clip(dispersion + step, 0.0, _MOST_DISPERSION)
    return dispersion
