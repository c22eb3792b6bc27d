"""Stated visits the slow way: the areas of the reference street, call by call."""

from __future__ import annotations

import math

import numpy as np

from sim.demand.records import DETERRABLE, UNREPORTED
from sim.reference.area import Area, come, felt_stock, go


def naive_delivery(calls, visits, beta, rules, neighbours):
    """Settle calls under `visits`, rows of (area, begin, end); give per call (happened, known, recorded, area)."""
    areas = [Area(number, 0, 0) for number in range(len(neighbours))]
    for area, near in zip(areas, neighbours, strict=True):
        area.neighbours = [areas[number] for number in near]
    events = [(end, 0, area, False) for area, _, end in visits] + [(begin, 1, area, True) for area, begin, _ in visits]
    events.sort(key=lambda event: event[:3])
    fates = []
    at = 0
    for call in calls:
        while at < len(events) and events[at][0] <= call["call_min"]:
            now, _, area, comes = events[at]
            (come if comes else go)(areas[area], now, rules, visit=True)
            at += 1
        fates.append(_fate(call, fates, felt_stock(areas[call["area"]], call["call_min"], rules), beta, rules))
    return fates


def _fate(call, fates, stock, beta, rules):
    area = int(call["area"])
    if call["parent"] >= 0 and not fates[call["parent"]][0]:
        return False, False, False, area
    survival = math.exp(-beta[call["type"]] * stock) if call["flags"] & DETERRABLE else 1.0
    if call["u"] >= survival:
        if call["v"] >= np.float32(rules.displacement):
            return False, False, False, area
        area = int(call["moved_area"])
    if not call["flags"] & UNREPORTED:
        return True, True, True, area
    return True, False, bool(call["report"] < 1 - math.exp(-rules.reporting * stock)), area
