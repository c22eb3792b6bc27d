"""Rates freed of what is peculiar to their place and to their period, and the effect that treatment has on the rest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.trial.form import Form, used_by
from sim.trial.pilot import Floats, Pilots


@dataclass(frozen=True, slots=True)
class Panel:
    """The periods that an analysis uses.

    Parameters
    ----------
    rate
        (n_pilots, n_outcomes, n_places, n_used) counts a day.
    treated
        (n_pilots, n_places, n_used) 1 where patrol was assigned, else 0.
    length_days
        (n_used,) weight of each period.
    cluster
        (n_pilots, n_places) which places were assigned together.
    """

    rate: Floats
    treated: Floats
    length_days: Floats
    cluster: NDArray[np.int16]


def panel_of(pilots: Pilots, form: Form) -> Panel:
    """Take the periods that an analysis uses.

    Parameters
    ----------
    pilots
        The pilots.
    form
        How they compare. The districts of a stepped wedge were assigned whole, else each place by itself.
    """
    used = used_by(pilots, form)
    length = pilots.length_days[used]
    n_places = pilots.count.shape[2]
    alone = np.broadcast_to(np.arange(n_places, dtype=np.int16), pilots.block.shape)
    return Panel(
        pilots.count[..., used] / length,
        pilots.treated[..., used].astype(np.float64),
        length,
        pilots.block if form == "wedge" else alone,
    )


def freed(values: Floats, length_days: Floats) -> Floats:
    """Take place and period means off.

    Parameters
    ----------
    values
        (…, n_places, n_periods) rates, or treatment.
    length_days
        (n_periods,) weights.

    Returns
    -------
    Floats
        Residuals of least squares on place and period effects: exact, since every place is seen in every period.
    """
    of_place = (values @ (length_days / length_days.sum()))[..., None]
    rest: Floats = values - of_place
    rest -= rest.mean(axis=-2, keepdims=True)
    return rest


class Effect(NamedTuple):
    """Effect of treatment on the rate, by least squares with place and period effects.

    Parameters
    ----------
    value
        (n_pilots, n_outcomes) incidents a place-day.
    treated_rate
        (n_pilots, n_outcomes) mean rate of the treated place-periods, each weighted as in the effect.
    contrast
        (n_pilots, n_places, n_periods) treatment, freed; times days.
    weight
        (n_pilots, 1) sum of squares of the freed treatment.
    residual
        (n_pilots, n_outcomes, n_places, n_periods) what is left of the rates.
    """

    value: Floats
    treated_rate: Floats
    contrast: Floats
    weight: Floats
    residual: Floats

    @property
    def untreated_rate(self) -> Floats:
        """Mean rate that the treated place-periods would have had without treatment: (n_pilots, n_outcomes)."""
        return self.treated_rate - self.value

    @property
    def change(self) -> Floats:
        """Effect as a share of that rate; NaN where it is not above 0."""
        return share_of(self.value, self.untreated_rate)


def effect_on(panel: Panel) -> Effect:
    """Estimate the effect of treatment on the rate; NaN where treatment does not vary within places.

    Where rates rise and fall with the season, an effect in proportion to them does too, and least squares weigh some place-periods more
    than others: what it is a share of must be weighted alike.
    """
    length = panel.length_days
    contrast = freed(panel.treated, length) * length
    weight = np.einsum("pit,pit->p", contrast, panel.treated)[:, None]
    weight = np.where(weight > 1e-9, weight, np.nan)
    value = np.einsum("pit,pkit->pk", contrast, panel.rate) / weight
    treated_rate = np.einsum("pit,pkit->pk", contrast * panel.treated, panel.rate) / weight
    residual = freed(panel.rate, length) - value[..., None, None] * (contrast / length)[:, None]
    return Effect(value, treated_rate, contrast, weight, residual)


def share_of(value: Floats, whole: Floats) -> Floats:
    """Divide; NaN where the whole is not above 0."""
    share: Floats = np.divide(value, whole, out=np.full(value.shape, np.nan), where=whole > 0)
    return share


def beale(ratio: Floats, below: Floats, covariance: Floats, variance: Floats) -> Floats:
    """Take the bias off a ratio R = A/B.

    Parameters
    ----------
    ratio, below
        R and B.
    covariance, variance
        Of A with B, and of B.

    Returns
    -------
    Floats
        (R B² + Cov(A, B)) / (B² + Var B), which stays within bounds however little B is known (Beale 1962; Tin 1965,
        doi:10.1080/01621459.1965.10480792); NaN where R is.
    """
    unbiased: Floats = share_of(ratio * below**2 + covariance, below**2 + variance)
    return unbiased
