"""Deterrence: the stock of an area, how presence builds it and how it fades (MODEL.md §2).

D' = -k D + g, with k = ln 2 / half-life. While somebody is present g is the largest weight there during the first
fifteen minutes of presence, and a fifth of it after; the fifteen begin anew after a gap of thirty minutes.
(D, time) is stored only when presence starts, ends or changes weight; a stretch in which the fifteen minutes run out
is computed in two steps, which gives the same floats as storing at that moment would.
"""

from __future__ import annotations

import math

from sim.jit import helper
from sim.street.state import Street


@helper
def faded(stock: float, minutes: float, gain: float, decay_per_min: float) -> float:
    """Carry a stock over a stretch of constant gain, by the closed form.

    Parameters
    ----------
    stock
        D at the start, minutes of presence.
    minutes
        Length of the stretch.
    gain
        g, minutes of stock per minute.
    decay_per_min
        k, above 0.
    """
    if gain == 0.0:
        return 0.0 if stock == 0.0 else stock * math.exp(-decay_per_min * minutes)
    kept = math.exp(-decay_per_min * minutes)
    return stock * kept + (gain / decay_per_min) * (1.0 - kept)


@helper
def weight_present(street: Street, area: int) -> float:
    """Give the largest presence weight in an area; 0 when nobody is there."""
    row, g = street.areas[area], street.g[0]
    weight = 0.0
    if row["attending"] > 0:
        weight = g["attend_weight"]
    if row["visiting"] > 0 and g["visit_weight"] > weight:
        weight = g["visit_weight"]
    return weight


@helper
def stock_of(street: Street, area: int, now_min: float) -> float:
    """Give the stock of one area at a time not before the last change; stores nothing."""
    row, g = street.areas[area], street.g[0]
    stock, since, weight = row["stock"], row["stock_min"], weight_present(street, area)
    decay = g["decay_per_min"]
    present = row["attending"] + row["visiting"] > 0
    if present and row["fresh_min"] > 0.0:
        stale_from = since + row["fresh_min"]
        if now_min < stale_from:
            return faded(stock, now_min - since, weight, decay)
        stock = faded(stock, row["fresh_min"], weight, decay)
        since = stale_from
    return faded(stock, now_min - since, weight * g["stale_gain"], decay)


@helper
def felt_stock(street: Street, area: int, now_min: float) -> float:
    """Give the stock that acts in an area: its own, plus what diffuses from its neighbours."""
    stock = stock_of(street, area, now_min)
    share = street.g[0]["diffusion"]
    row = street.areas[area]
    n_neighbours = row["neighbour_until"] - row["neighbour_from"]
    if share > 0.0 and n_neighbours > 0:
        total = 0.0
        for at in range(row["neighbour_from"], row["neighbour_until"]):
            total += stock_of(street, int(street.neighbour[at]), now_min)
        stock += share * total / n_neighbours
    return stock


@helper
def presence_weight(street: Street, visiting: int) -> float:
    """Give the weight of a visit (1) or of attending a call (0)."""
    g = street.g[0]
    return g["visit_weight"] if visiting else g["attend_weight"]


@helper
def settle(street: Street, area: int, now_min: float) -> None:
    """Store the stock of an area as of now, and count down its fresh minutes."""
    row = street.areas[area]
    row["stock"] = stock_of(street, area, now_min)
    if row["attending"] + row["visiting"] > 0:
        row["fresh_min"] = max(0.0, row["fresh_min"] - (now_min - row["stock_min"]))
    row["stock_min"] = now_min


@helper
def enter(street: Street, area: int, visiting: int, now_min: float) -> None:
    """Let a unit become present: on a visit (1) or attending a call (0). Presence of weight 0 is none."""
    row, g = street.areas[area], street.g[0]
    if presence_weight(street, visiting) == 0.0:
        return
    settle(street, area, now_min)
    if row["attending"] + row["visiting"] == 0 and now_min - row["empty_since_min"] >= g["renew_gap_min"]:
        row["fresh_min"] = g["fresh_min"]
    if visiting:
        row["visiting"] += 1
    else:
        row["attending"] += 1


@helper
def leave(street: Street, area: int, visiting: int, now_min: float) -> None:
    """Let a unit's presence end."""
    row = street.areas[area]
    if presence_weight(street, visiting) == 0.0:
        return
    settle(street, area, now_min)
    if visiting:
        row["visiting"] -= 1
    else:
        row["attending"] -= 1
    if row["attending"] + row["visiting"] == 0:
        row["empty_since_min"] = now_min
