"""What one run comes to: the values that workers send home."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from sim.outcomes.chosen import AtHotspots
from sim.outcomes.intervals import Interval

AREA_MEASURES = (
    "calls",
    "calls_open",
    "crimes",
    "crimes_prevented",
    "harm",
    "harm_prevented",
    "dose_planned",
    "dose_delivered",
    "response_median_grade1",
)
"""What is kept for each area."""


@dataclass(frozen=True, slots=True)
class RunMeasures:
    """What one run comes to.

    Parameters
    ----------
    scenario, replication
        Which run this is.
    values
        Value of each measure by name, in the order of the tables; nan is empty.
    units
        Unit of each measure.
    reasons
        Why a value is empty, for those that are.
    by_area
        (n_areas,) values of `AREA_MEASURES`.
    bounds
        95 % interval of a quantile within this run, by name; only where a study has but one replication.
    at_hotspots
        Recorded crimes and ASB at its hotspots, with patrol and without; None where nothing tells what had been without.
    hotspots_of_force
        The same of each of several forces, by name.
    daily
        (n_days,) counts of `sim.outcomes.daily`; those of the baseline show whether the warm-up is long enough, others
        have none.
    """

    scenario: str
    replication: int
    values: dict[str, float]
    units: dict[str, str]
    reasons: dict[str, str]
    by_area: Mapping[str, NDArray[np.float64]]
    bounds: dict[str, Interval] = field(default_factory=dict)
    at_hotspots: AtHotspots | None = None
    hotspots_of_force: Mapping[str, AtHotspots] = field(default_factory=dict)
    daily: dict[str, NDArray[np.float64]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Draft:
    """Values and reasons while they are gathered.

    Parameters
    ----------
    values, reasons
        As in `RunMeasures`.
    """

    values: dict[str, float] = field(default_factory=dict)
    reasons: dict[str, str] = field(default_factory=dict)

    def put(self, name: str, value: float, reason: str = "") -> None:
        """Take a value, and the reason where it is empty."""
        self.values[name] = float(value)
        if math.isnan(value):
            self.reasons[name] = reason
