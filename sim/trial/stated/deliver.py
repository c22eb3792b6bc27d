"""Deliver stated visits: what they prevent in a history, call by call."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.demand.records import UNREPORTED, History
from sim.trial.stated.kernels import KNOWN, RECORDED, STRETCHES_PER_VISIT, lay_out_stock, settle_calls
from sim.trial.stated.visits import StatedVisits


@dataclass(frozen=True, slots=True)
class Deterrence:
    """How presence builds and fades, and where it acts: the numbers of `sim.street.setting.Rules` that stated visits need.

    Parameters
    ----------
    weight, fresh_min, stale_gain, renew_gap_min, decay_per_min
        A visit's weight; minutes that count in full, what later ones count, the gap after which they begin anew, fading.
    diffusion, displacement, reporting
        Spill to neighbours, of deterrence or of calls, and what patrol makes people report.
    neighbour_start, neighbour
        Neighbours of all areas, as in `sim.county.model.County`.
    """

    weight: float
    fresh_min: float
    stale_gain: float
    renew_gap_min: float
    decay_per_min: float
    diffusion: float
    displacement: float
    reporting: float
    neighbour_start: NDArray[np.int32]
    neighbour: NDArray[np.int16]


@dataclass(frozen=True, slots=True)
class Settled:
    """What became of the calls of a history.

    Parameters
    ----------
    known
        (n_calls,) whether a call happened that people report whatever patrol does: what the truth is told in.
    recorded
        (n_calls,) whether it happened and is on record: what estimators see.
    area
        (n_calls,) where it happened.
    """

    known: NDArray[np.bool_]
    recorded: NDArray[np.bool_]
    area: NDArray[np.int16]


def without_patrol(history: History) -> Settled:
    """Give the no-patrol twin of a history: everything happens where it was drawn."""
    reported = history.calls["flags"] & UNREPORTED == 0
    return Settled(reported, reported, np.ascontiguousarray(history.calls["area"]))


def deliver(history: History, visits: StatedVisits, beta: NDArray[np.float64], rules: Deterrence) -> Settled:
    """Settle a history under stated visits.

    Parameters
    ----------
    history
        Calls that nothing prevents.
    visits
        Visits that are made.
    beta
        (n_types,) deterrence per minute of stock, not negative.
    rules
        How presence acts.
    """
    rows = STRETCHES_PER_VISIT * visits.begin_min.size
    first = np.zeros(visits.first.size, dtype=np.int64)
    since_min, stock, gain = np.zeros(rows), np.zeros(rows), np.zeros(rows)
    lay_out_stock(
        visits.first,
        visits.begin_min,
        visits.end_min,
        rules.weight,
        rules.fresh_min,
        rules.stale_gain,
        rules.renew_gap_min,
        rules.decay_per_min,
        first,
        since_min,
        stock,
        gain,
    )
    fate, where = np.zeros(history.calls.size, dtype=np.uint8), np.zeros(history.calls.size, dtype=np.int16)
    settle_calls(
        history.calls,
        beta,
        rules.diffusion,
        rules.displacement,
        rules.reporting,
        rules.decay_per_min,
        rules.neighbour_start,
        rules.neighbour,
        first,
        since_min,
        stock,
        gain,
        fate,
        where,
    )
    known = fate & KNOWN != 0
    return Settled(known, fate & RECORDED != 0 if rules.reporting > 0 else known, where)
