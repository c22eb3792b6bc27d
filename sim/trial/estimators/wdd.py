"""The weighted displacement difference: what four (or eight) counts say, if all of them are Poisson."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.trial.form import after, before, counted_outcomes, ever_treated, form_of
from sim.trial.parts import nothing, unknown
from sim.trial.pilot import HARM, Estimates, Floats, Pilots
from sim.trial.quantiles import NORMAL_95, normal_p
from sim.trial.two_way import share_of


@dataclass(frozen=True, slots=True)
class WeightedDisplacementDifference:
    """Compare the treated places' change with that of the untreated, the buffers' changes added where there are any.

    Notes
    -----
    WDD = ΔT − ΔC + ΔTd − ΔCd; its variance is the sum of the counts, each times the square of its weight (Wheeler & Ratcliffe
    2018, doi:10.1186/s40163-018-0085-5). Counts before are weighted by the length of the pilot over that of the time before;
    those of the untreated arm by the number of treated over that of untreated places. Counts that vary more than Poisson
    chance has it make this error too small.
    """

    def estimate(self, pilots: Pilots) -> Estimates:
        """Estimate the change of every pilot and outcome; see `Estimator`. Sums of harm have no error here."""
        if form_of(pilots) != "parallel" or not before(pilots).any():
            return nothing(pilots)
        found = wdd_of(pilots)
        variance = np.where(counted_outcomes(pilots), found.variance, np.nan)
        return _estimates(found._replace(variance=variance))


@dataclass(frozen=True, slots=True)
class HarmWeightedDisplacementDifference:
    """Compare harm: the differences of the single outcomes, added up by the harm of each.

    Parameters
    ----------
    weight
        Harm of an incident of each outcome that enters; these must not overlap ("all crime" does not belong beside its parts).

    Notes
    -----
    Σ wₖ WDDₖ with variance Σ wₖ² Var WDDₖ, as for weighted counts in Wheeler & Ratcliffe (2018). One rare and grave kind can
    outweigh all the rest.
    """

    weight: Mapping[str, float] = field(default_factory=dict)

    def estimate(self, pilots: Pilots) -> Estimates:
        """Estimate the change of the outcome "harm" of every pilot; see `Estimator`. The other outcomes stay NaN."""
        entered = [kind for kind, name in enumerate(pilots.outcome) if name in self.weight and name != HARM]
        lacks = HARM not in pilots.outcome or not entered or not before(pilots).any()
        if lacks or form_of(pilots) != "parallel":
            return nothing(pilots)
        weight = np.array([self.weight[pilots.outcome[kind]] for kind in entered])
        found = wdd_of(pilots)
        of_harm = _estimates(
            Wdd(
                found.value[:, entered] @ weight,
                found.variance[:, entered] @ weight**2,
                found.untreated[:, entered] @ weight,
            )
        )
        return Estimates(*(_only(pilots, getattr(of_harm, name)) for name in ("change", "low", "high", "p")))


class Wdd(NamedTuple):
    """A difference, its variance, and what the treated places would have counted: of one shape."""

    value: Floats
    variance: Floats
    untreated: Floats


def wdd_of(pilots: Pilots) -> Wdd:
    """Work the difference out for every pilot and outcome, in counts of the treated places during the pilot."""
    is_after, is_before = after(pilots), before(pilots)
    of_time = float(pilots.length_days[is_after].sum() / pilots.length_days[is_before].sum())
    treated = ever_treated(pilots).astype(np.float64)
    n_treated = treated.sum(axis=1, keepdims=True)
    of_places = share_of(n_treated, treated.shape[1] - n_treated)
    arms = _Arms(treated, is_before, is_after, of_time, of_places)
    found = _difference(pilots.count, arms)
    if pilots.buffer is None:
        return found
    spilt = _difference(pilots.buffer, arms)
    return found._replace(value=found.value + spilt.value, variance=found.variance + spilt.variance)


class _Arms(NamedTuple):
    """Who is treated (n_pilots, n_places), when (n_periods,), and the weights of time and of the untreated arm."""

    treated: Floats
    before: NDArray[np.bool_]
    after: NDArray[np.bool_]
    of_time: float
    of_places: Floats


def _difference(count: Floats, arms: _Arms) -> Wdd:
    """Compare the changes of two arms: see `wdd_of`."""
    earlier, later = count[..., arms.before].sum(axis=3), count[..., arms.after].sum(axis=3)
    of_time, of_places, treated = arms.of_time, arms.of_places, arms.treated
    treated_before, treated_after = (np.einsum("pki,pi->pk", phase, treated) for phase in (earlier, later))
    other_before, other_after = (np.einsum("pki,pi->pk", phase, 1 - treated) for phase in (earlier, later))
    trend = of_places * (other_after - of_time * other_before)
    value = treated_after - of_time * treated_before - trend
    variance = treated_after + of_time**2 * treated_before + of_places**2 * (other_after + of_time**2 * other_before)
    return Wdd(value, variance, treated_after - value)


def _estimates(found: Wdd) -> Estimates:
    """Put a difference as a share of what would have been counted, that taken as known."""
    error = np.sqrt(found.variance)
    change = share_of(found.value, found.untreated)
    reach = NORMAL_95 * share_of(error, found.untreated)
    return Estimates(change, change - reach, change + reach, normal_p(share_of(found.value, error)))


def _only(pilots: Pilots, of_harm: Floats) -> Floats:
    """Give NaN for all outcomes but the harm."""
    values = unknown(pilots)
    values[:, pilots.outcome.index(HARM)] = of_harm
    return values
