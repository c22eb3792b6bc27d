"""Models of counts with place and period effects: Poisson and negative binomial, tested as software tests them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from sim.trial.form import counted_outcomes, form_of, used_by
from sim.trial.log_linear import Fits, fit_negative_binomial, fit_poisson
from sim.trial.parts import in_handfuls, nothing, some_of, unknown
from sim.trial.pilot import Estimates, Floats, Pilots
from sim.trial.quantiles import NORMAL_95, normal_p


@dataclass(frozen=True, slots=True)
class PoissonModel:
    """Fit a Poisson model, with Wald interval and test.

    Parameters
    ----------
    at_most
        Pilots that are fitted, the first so many; all if None. The others stay NaN.

    Notes
    -----
    Good and bad months make counts vary more than Poisson: its errors are then too small.
    """

    at_most: int | None = None

    def estimate(self, pilots: Pilots) -> Estimates:
        """Estimate the change of every pilot and outcome; see `Estimator`. Sums of harm have no model."""
        return _estimate(pilots, fit_poisson, self.at_most)


@dataclass(frozen=True, slots=True)
class NegativeBinomialModel:
    """Fit a negative binomial model, with Wald interval and test.

    Parameters
    ----------
    at_most
        As for `PoissonModel`.

    Notes
    -----
    It allows for uneven months, but takes every month of a place as a new draw: runs of bad months still make its errors too small.
    """

    at_most: int | None = None

    def estimate(self, pilots: Pilots) -> Estimates:
        """Estimate the change of every pilot and outcome; see `Estimator`. Sums of harm have no model."""
        return _estimate(pilots, fit_negative_binomial, self.at_most)


Fit = Callable[[Floats, Floats], Fits]


def _estimate(pilots: Pilots, fit: Fit, at_most: int | None) -> Estimates:
    """Fit the first pilots, a handful at a time."""
    told = nothing(pilots)
    if form_of(pilots) == "uncontrolled":
        return told
    first = slice(0, at_most)
    found = in_handfuls(some_of(pilots, first), lambda some: _fit(some, fit))
    for name in ("change", "low", "high", "p"):
        getattr(told, name)[first] = getattr(found, name)
    return told


def _fit(pilots: Pilots, fit: Fit) -> Estimates:
    """Fit a handful: every outcome that is a count by itself."""
    used = used_by(pilots, form_of(pilots))
    whole = counted_outcomes(pilots)
    count = pilots.count[:, whole][..., used]
    treated = np.broadcast_to(pilots.treated[:, None][..., used], count.shape).astype(np.float64)
    cells = count.shape[2:]
    fits = fit(count.reshape(-1, *cells), treated.reshape(-1, *cells))
    effect, error = (values.reshape(count.shape[:2]) for values in (fits.effect, fits.error))
    change, low, high, p = (unknown(pilots) for _ in range(4))
    change[:, whole] = np.expm1(effect)
    low[:, whole], high[:, whole] = np.expm1(effect - NORMAL_95 * error), np.expm1(effect + NORMAL_95 * error)
    p[:, whole] = normal_p(effect / error)
    return Estimates(change, low, high, p)
