"""Deterrence as MODEL.md §2 says it, twice and slowly: minute by minute, and from one change to the next."""

from __future__ import annotations

import math
from itertools import pairwise


def faded(stock, minutes, gain, decay):
    """Solve D' = -kD + g over a stretch of constant g."""
    return stock * math.exp(-decay * minutes) - gain / decay * math.expm1(-decay * minutes)


def by_minutes(stays, until, *, decay, fresh, gap, stale):
    """Give the stock at the end of each minute; `stays` are (start, end, weight) in whole minutes."""
    stock, fresh_left, empty_minutes, trace = 0.0, 0, math.inf, []
    for minute in range(until):
        weights = [weight for start, end, weight in stays if start <= minute < end and weight > 0]
        if not weights:
            empty_minutes += 1
            gain = 0.0
        else:
            if empty_minutes >= gap:
                fresh_left = fresh
            empty_minutes = 0
            gain = max(weights) * (1.0 if fresh_left > 0 else stale)
            fresh_left -= 1
        stock = faded(stock, 1.0, gain, decay)
        trace.append(stock)
    return trace


def by_changes(stays, until, *, decay, fresh, gap, stale):
    """Give the stock at a time; `stays` are (start, end, weight) at any times."""
    stays = [stay for stay in stays if stay[2] > 0 and stay[1] > stay[0]]
    times = sorted({0.0, until, *(min(time, until) for stay in stays for time in stay[:2])})
    stock, fresh_left, left = 0.0, 0.0, -math.inf
    for begin, end in pairwise(times):
        weights = [weight for start, stop, weight in stays if start <= begin < stop]
        if not weights:
            stock = faded(stock, end - begin, 0.0, decay)
            continue
        if begin - left >= gap:
            fresh_left = fresh
        full = min(fresh_left, end - begin)
        stock = faded(stock, full, max(weights), decay)
        stock = faded(stock, end - begin - full, max(weights) * stale, decay)
        fresh_left -= full
        left = end
    return stock
