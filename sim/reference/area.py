"""An area, and the deterrence that presence leaves there (MODEL.md §2).

The stock D fades at rate k = ln 2 / half-life and grows while somebody is present: by the largest weight there a minute,
as long as the presence is fresh, and by a share of that after.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from math import exp

from sim.street.setting import Rules


@dataclass(slots=True, eq=False)
class Area:
    """An area: who is present, and the stock of deterrence as of the last change of that.

    Parameters
    ----------
    id, district, custody_area
        Its index, its district, and the area of its nearest custody suite.
    neighbours
        Its neighbours.
    stock, stock_min
        D in minutes of presence, and the time at which it was that.
    fresh_min
        Minutes of presence that still count in full.
    empty_since_min
        When the last one left.
    visiting, attending
        Units on a visit, and on the scene of a call; a kind of presence that weighs nothing is not counted.
    weight
        The largest presence weight of who is there; 0 while nobody is.
    harm, harm_prevented
        Harm of measured calls that happened here, and of those prevented less those induced.
    """

    id: int
    district: int
    custody_area: int
    neighbours: list[Area] = field(default_factory=list)
    stock: float = 0.0
    stock_min: float = 0.0
    fresh_min: float = 0.0
    empty_since_min: float = -math.inf
    visiting: int = 0
    attending: int = 0
    weight: float = 0.0
    harm: float = 0.0
    harm_prevented: float = 0.0


def carried(stock: float, minutes: float, gain: float, decay_per_min: float) -> float:
    """Carry a stock over minutes of constant gain: the solution of D' = -k D + g."""
    kept = exp(-decay_per_min * minutes)
    return stock * kept + (gain / decay_per_min) * (1.0 - kept)


def stock_of(area: Area, now_min: float, rules: Rules) -> float:
    """Give the stock of an area at a time not before the last change; nothing is stored."""
    decay, weight, stock, since_min = rules.decay_per_min, area.weight, area.stock, area.stock_min
    if weight == 0.0:
        return stock * exp(-decay * (now_min - since_min))
    if area.fresh_min > 0.0:
        stale_from_min = since_min + area.fresh_min
        if now_min < stale_from_min:
            return carried(stock, now_min - since_min, weight, decay)
        stock, since_min = carried(stock, area.fresh_min, weight, decay), stale_from_min
    return carried(stock, now_min - since_min, weight * rules.stale_gain, decay)


def felt_stock(area: Area, now_min: float, rules: Rules) -> float:
    """Give the stock that acts in an area: its own, plus a share of the mean of its neighbours'."""
    stock = stock_of(area, now_min, rules)
    if rules.diffusion > 0.0 and area.neighbours:
        total = 0.0
        for neighbour in area.neighbours:
            total += stock_of(neighbour, now_min, rules)
        stock += rules.diffusion * total / len(area.neighbours)
    return stock


def come(area: Area, now_min: float, rules: Rules, *, visit: bool) -> None:
    """Let a unit become present, on a visit or on the scene of a call; after a long gap its minutes are fresh again."""
    if (rules.visit_weight if visit else rules.attend_weight) == 0.0:
        return
    _store(area, now_min, rules)
    if area.weight == 0.0 and now_min - area.empty_since_min >= rules.renew_gap_min:
        area.fresh_min = rules.fresh_min
    _count(area, 1, rules, visit=visit)


def go(area: Area, now_min: float, rules: Rules, *, visit: bool) -> None:
    """Let a unit's presence end."""
    if (rules.visit_weight if visit else rules.attend_weight) == 0.0:
        return
    _store(area, now_min, rules)
    _count(area, -1, rules, visit=visit)
    if area.weight == 0.0:
        area.empty_since_min = now_min


def _count(area: Area, change: int, rules: Rules, *, visit: bool) -> None:
    """Count one unit more or less."""
    if visit:
        area.visiting += change
    else:
        area.attending += change
    area.weight = rules.visit_weight if area.visiting else 0.0
    if area.attending and rules.attend_weight > area.weight:
        area.weight = rules.attend_weight


def _store(area: Area, now_min: float, rules: Rules) -> None:
    """Store the stock as of now, and count down the fresh minutes."""
    area.stock = stock_of(area, now_min, rules)
    if area.weight > 0.0:
        area.fresh_min = max(0.0, area.fresh_min - (now_min - area.stock_min))
    area.stock_min = now_min
