"""From a stated reduction at a stated dose to deterrence per minute of stock, type by type (MODEL.md §2)."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from sim.clock import MINUTES_PER_DAY, MINUTES_PER_HOUR, minute_of_day
from sim.command.config import EffectPack, FixedEffect, Presence
from sim.demand.model import Demand
from sim.errors import InputError
from sim.keys import STUDY_WIDE, Purpose, stream
from sim.target.dose_curve import DoseCurve

GOLDEN_STEP = 0.618034
"""Step of the low-discrepancy sequence of quantiles: replication r stays computable alone."""
CUT_TAIL = 0.005
"""Each tail of the distribution that is cut off: a slight backfire belongs to it, one that no trial ever saw does not."""
HOURS_PER_DAY = 24
LEAST_DETERRED = 1e-6
"""What planners take the stated dose to deter at least: without any, no place would be worth more visits than another."""
CLOSE = 1e-9
"""Where steps of this share of the root no longer shrink, it is found."""


@dataclass(frozen=True, slots=True)
class Effect:
    """How patrol acts in one replication.

    Parameters
    ----------
    reduction
        The stated reduction of recorded crime and ASB at the place patrolled, as drawn.
    reached
        The reduction that the types add up to once each is capped.
    reduction_by_type
        (n_types,) reduction of each type at the reference dose, capped.
    capped
        (n_types,) whether the cap cut a type's reduction.
    beta
        (n_types,) deterrence per minute of stock; negative is backfire.
    spare
        (n_types,) M of MODEL.md §1; 1 where beta is not negative.
    """

    reduction: float
    reached: float
    reduction_by_type: NDArray[np.float64]
    capped: NDArray[np.bool_]
    beta: NDArray[np.float64]
    spare: NDArray[np.float64]


def reduction_of(pack: EffectPack, seed: int, replication: int, *, draw: bool) -> float:
    """Give the stated reduction of one replication.

    Parameters
    ----------
    pack
        The effect and its distribution.
    seed, replication
        Key of the draw; replications follow a low-discrepancy sequence.
    draw
        Whether to draw; else the pack's own value.

    Returns
    -------
    float
        Share by which recorded crime and ASB fall at the place patrolled.
    """
    spread = pack.distribution
    if not draw or isinstance(spread, FixedEffect):
        return pack.reduction.value
    first = stream(seed, STUDY_WIDE, Purpose.EFFECT).random()
    quantile = CUT_TAIL + (1.0 - 2.0 * CUT_TAIL) * ((first + GOLDEN_STEP * replication) % 1.0)
    return pack.reduction.value + spread.standard_deviation.value * float(ndtri(quantile))


def reference_stock(pack: EffectPack, presence: Presence) -> NDArray[np.float64]:
    """Give the stock through a day of the reference dose, in periodic steady state.

    Parameters
    ----------
    pack
        Times and minutes of the visits at which the effect is stated.
    presence
        How presence builds and fades.

    Returns
    -------
    NDArray[np.float64]
        (1440,) minutes of presence at the middle of each minute of the day.
    """
    decay = math.log(2.0) / (presence.half_life_days.value * MINUTES_PER_DAY)
    gain = _gain_by_minute(pack, presence)
    kept = math.exp(-decay)
    added = gain / decay * (1.0 - kept)
    stock = 0.0
    for minutes in added:  # one day from empty: what is left of it repeats as a geometric series
        stock = stock * kept + minutes
    stock /= 1.0 - math.exp(-decay * MINUTES_PER_DAY)
    half, half_added = math.exp(-decay / 2), gain / decay * (1.0 - math.exp(-decay / 2))
    middle = np.empty(MINUTES_PER_DAY)
    for minute in range(MINUTES_PER_DAY):
        middle[minute] = stock * half + half_added[minute]
        stock = stock * kept + added[minute]
    return middle


def _gain_by_minute(pack: EffectPack, presence: Presence) -> NDArray[np.float64]:
    """Give the gain of each minute of the day; what passes midnight belongs to the minutes after it."""
    gain = np.zeros(MINUTES_PER_DAY)
    for start, end, rate in _reference_stretches(pack, presence):
        edges = np.arange(math.floor(start), math.ceil(end) + 1, dtype=np.float64)
        inside = np.minimum(edges[1:], end) - np.maximum(edges[:-1], start)
        np.add.at(gain, edges[:-1].astype(np.int64) % MINUTES_PER_DAY, rate * inside)
    return gain


def _reference_stretches(pack: EffectPack, presence: Presence) -> list[tuple[float, float, float]]:
    """Give one day's stretches of presence, (start, end, gain), by the rules of the street; the day before leads in."""
    length, weight, stale = pack.visit_minutes.value, presence.visit_weight.value, presence.stale_gain.value
    starts = sorted(minute_of_day(text) for text in pack.visits_at)
    fresh, left_min, stretches = 0.0, -math.inf, []
    for number, start in enumerate([*starts, *(start + MINUTES_PER_DAY for start in starts)]):
        begin, end = max(float(start), left_min), start + length
        if begin - left_min >= presence.renew_gap_minutes.value:
            fresh = presence.fresh_minutes.value
        fresh_end = min(begin + fresh, end)
        if number >= len(starts):
            stretches += [(begin, fresh_end, weight), (fresh_end, end, weight * stale)]
        fresh, left_min = fresh - (fresh_end - begin), end
    return [stretch for stretch in stretches if stretch[1] > stretch[0]]


def solve_effect(pack: EffectPack, presence: Presence, demand: Demand, reduction: float) -> Effect:
    """Solve each type's deterrence so that the reference dose gives its share of the stated reduction.

    Parameters
    ----------
    pack
        Reference dose and cap.
    presence
        How presence builds and fades.
    demand
        Types, their hour profiles, multipliers and deterrable shares.
    reduction
        Stated reduction; negative is backfire.

    Returns
    -------
    Effect
        Deterrence by type, and what the cap left of the reduction.

    Notes
    -----
    Reduction of type k: r_k = r m_k / sum_j(share_j m_j), at most cap x delta_k; shares are of recorded crime and ASB.
    Its beta is the root of r_k = delta_k (1 - sum_h w_kh mean exp(-beta D(h))).
    """
    wanted = _reduction_by_type(demand, reduction)
    limit = pack.cap.value * demand.deterrable_share
    by_type = np.minimum(wanted, limit)
    stock = reference_stock(pack, presence)
    daily = demand.hour_profile.reshape(demand.n_types, 7, HOURS_PER_DAY).sum(axis=1)
    beta = np.zeros(demand.n_types)
    for kind in np.flatnonzero(by_type):
        weight = np.repeat(daily[kind] / MINUTES_PER_HOUR, MINUTES_PER_HOUR)
        beta[kind] = _solve_beta(
            by_type[kind] / demand.deterrable_share[kind], stock, weight, pack.max_stock_minutes.value
        )
    spare = np.where(beta < 0, np.exp(np.abs(beta) * pack.max_stock_minutes.value), 1.0)
    shares = _recorded_share(demand)
    return Effect(reduction, float(shares @ by_type), by_type, wanted > limit, beta, spare)


def believed_reduction(pack: EffectPack, demand: Demand) -> NDArray[np.float64]:
    """Give the reduction of each type that whoever plans patrol may count on: that of the pack's own value.

    Parameters
    ----------
    pack
        The stated reduction and its cap; the size that a replication draws is known to nobody in it.
    demand
        Types, their multipliers and deterrable shares.

    Returns
    -------
    NDArray[np.float64]
        (n_types,) share by which the reference dose reduces each type. Where the pack expects no reduction, what the types
        would give if the most responsive were reduced as far as it can be: an order of places is then all there is.
    """
    limit = pack.cap.value * demand.deterrable_share
    if pack.reduction.value > 0:
        return np.minimum(_reduction_by_type(demand, pack.reduction.value), limit)
    return np.minimum(np.where(demand.deterrable_share > 0, demand.effect_multiplier, 0.0), limit)


def believed_curve(pack: EffectPack, presence: Presence, demand: Demand) -> DoseCurve:
    """Give how the visits of a day add up, as whoever plans patrol may take it to be from the pack's own reduction.

    Parameters
    ----------
    pack
        The stated dose and its reduction.
    presence
        How the minutes of a visit count.
    demand
        Types, and how much of each patrol could deter.

    Returns
    -------
    DoseCurve
        The share deterred is that of recorded crime and ASB that patrol could deter; where there is none, visits add up
        without loss.
    """
    share = _recorded_share(demand)
    could = float(share @ demand.deterrable_share)
    deterred = float(share @ believed_reduction(pack, demand)) / could if could > 0 else 0.0
    fresh_min, stale = presence.fresh_minutes.value, presence.stale_gain.value
    counted_min = min(pack.visit_minutes.value, fresh_min) + stale * max(pack.visit_minutes.value - fresh_min, 0.0)
    return DoseCurve(max(deterred, LEAST_DETERRED), len(pack.visits_at) * counted_min, fresh_min, stale)


def _recorded_share(demand: Demand) -> NDArray[np.float64]:
    """Give each type's share of recorded crime and ASB: (n_types,); zeros when nothing is ever recorded."""
    rows = demand.observed_per_year.sum(axis=1) * (demand.offence_share.sum(axis=1) + demand.asb_record_share)
    total = rows.sum()
    return rows / total if total > 0 else np.zeros_like(rows)


def _reduction_by_type(demand: Demand, reduction: float) -> NDArray[np.float64]:
    """Share a reduction over the types by their multipliers; what patrol cannot deter gets none."""
    multiplier = np.where(demand.deterrable_share > 0, demand.effect_multiplier, 0.0)
    mean = float(_recorded_share(demand) @ multiplier)
    return reduction * multiplier / mean if mean > 0 else np.zeros_like(multiplier)


def _solve_beta(share: float, stock: NDArray[np.float64], weight: NDArray[np.float64], max_stock: float) -> float:
    """Find the beta at which a share of the deterrable calls is deterred over the day."""
    felt = np.minimum(stock, max_stock) if share < 0 else stock
    if felt.max() <= 0.0:
        where = "presence"
        what = "the visits at which the effect is stated leave no deterrence behind"
        raise InputError.of(where, what, "set presence.visit_weight above 0")
    beta, before = 0.0, math.inf
    while True:  # Newton: what is missed is concave in beta, so that it closes in from one side
        lost = np.expm1(-beta * felt)
        step = float((share + weight @ lost) / ((1.0 + lost) * weight @ felt))
        if abs(step) >= abs(before) and abs(step) < CLOSE * abs(beta):  # rounding alone is left
            return beta
        beta, before = beta + step, step
