"""What today's policing already prevents: from the baseline's deterrence stock to potential rates (MODEL.md §1)."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from sim.clock import HOURS_PER_WEEK
from sim.command.effect import Effect
from sim.demand.model import Demand, Suppression

LEAST_BASE = 0.2
"""Below this base the gamma transform is left for the plain exponential (strong backfire only)."""


@dataclass(frozen=True, slots=True)
class BaselineStock:
    """The stock that acts in the baseline, measured by a calibration run with the effect off.

    Parameters
    ----------
    mean
        (n_areas, 168) mean stock by area and hour of the week, minutes of presence.
    at_calls
        (n_types,) mean stock met by calls of a type ÷ what `mean` says for their areas and hours; 1 where unknown.
    spread
        (n_types,) relative variance of the stock met by calls of a type around that.
    """

    mean: NDArray[np.float32]
    at_calls: NDArray[np.float64]
    spread: NDArray[np.float64]

    @classmethod
    def none(cls, n_areas: int, n_types: int) -> BaselineStock:
        """Give the stock of a county where nothing is deterred."""
        return cls(np.zeros((n_areas, HOURS_PER_WEEK), dtype=np.float32), np.ones(n_types), np.zeros(n_types))

    def save(self, path: Path) -> None:
        """Write the stock to a compressed NumPy file; means are kept in half precision."""
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            np.savez_compressed(file, mean=self.mean.astype(np.float16), at_calls=self.at_calls, spread=self.spread)

    @classmethod
    def load(cls, path: Path) -> BaselineStock:
        """Read a stock that `save` wrote."""
        with np.load(path) as stored:
            return cls(stored["mean"].astype(np.float32), stored["at_calls"], stored["spread"])

    def rounded(self) -> BaselineStock:
        """Give the stock as it will be read back, so that a first run equals every later one."""
        return BaselineStock(self.mean.astype(np.float16).astype(np.float32), self.at_calls, self.spread)


def suppression_of(effect: Effect, stock: BaselineStock, demand: Demand, displacement: float = 0.0) -> Suppression:
    """Give the share of potential calls that the baseline prevents at a replication's effect.

    Parameters
    ----------
    effect
        Deterrence by type.
    stock
        The baseline's stock.
    demand
        Deterrable shares.
    displacement
        Share of prevented calls that happens in a neighbouring area instead.

    Returns
    -------
    Suppression
        `q` is 0 where beta is 0.

    Notes
    -----
    q = delta (1 - E exp(-beta D)). D is taken as gamma distributed around its mean by area and hour, with the relative
    variance that the calls of the type met: E exp(-beta D) = (1 + beta mean v)^(-1/v).
    """
    q = np.zeros((demand.n_types, *stock.mean.shape), dtype=np.float32)
    for kind in np.flatnonzero(effect.beta):
        mean = stock.mean * np.float32(stock.at_calls[kind])
        kept = survival_share(float(effect.beta[kind]), mean, float(stock.spread[kind]))
        np.multiply(np.float32(demand.deterrable_share[kind]), 1 - kept, out=q[kind])
    return Suppression(beta=effect.beta, spare=effect.spare, q=q, displacement=displacement)


Floats = TypeVar("Floats", NDArray[np.float32], NDArray[np.float64])


def survival_share(beta: float, mean: Floats, spread: float) -> Floats:
    """Give E exp(-beta D) for a gamma distributed D of a mean and relative variance.

    Parameters
    ----------
    beta
        Deterrence per minute of stock.
    mean
        Mean stock, any shape, minutes of presence; its precision is that of the result.
    spread
        Relative variance (variance ÷ mean²).
    """
    number = mean.dtype.type
    exponent = mean * number(-beta)
    if spread > 0:  # (1 + beta mean v)^(-1/v) by way of its logarithm, which single precision bears
        bent = exponent * number(-spread)
        within = bent > LEAST_BASE - 1
        if within.all():  # always where patrol deters: nothing to choose between, and half the time
            exponent = np.log1p(bent) * number(-1 / spread)
        else:
            exponent = np.where(within, np.log1p(np.where(within, bent, 0)) * number(-1 / spread), exponent)
    share: Floats = np.exp(exponent)
    return share
