"""What was found in the field, to be consistent with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from sim.clock import MINUTES_PER_DAY
from sim.command.suppression import BaselineStock
from sim.demand.history import draw_history, no_suppression
from sim.demand.records import ASB_RECORD
from sim.records.uneven import half_share, persistence
from sim.run.parts import Parts
from sim.run.replicate import effect_of, run_scenarios
from sim.validate.judge import Published
from sim.validate.observe import served_calls
from sim.validate.row import Row, Sample, sample_of

MONTHS = 12
MONTH_DAYS = 365 / 12
PRIORITY = 2
BURGLARY = "Burglary"
LITTLE = 0.1
"""What is called little of a change in travel, as a share: an assumption, range 5 to 20 %."""


@dataclass(frozen=True, slots=True)
class Concentration:
    """Ask how concentrated recorded crime and ASB of a year are, and how far ranks last from month to month.

    Derived from police.uk's Hertfordshire of 2021 by LSOA.
    """

    rows: ClassVar[tuple[Row, ...]] = (
        Row("share of areas with half of the incidents", Published(0.21, 0.23)),
        Row("rank correlation from month to month", Published(0.71, 0.73)),
        Row("rank correlation from month to month, burglary", Published(0.14, 0.18)),
    )
    calls_needed: ClassVar[int] = 0

    def examine(self, parts: Parts, replication: int) -> Sample:
        """Draw a year of calls without anyone to answer them."""
        history = draw_history(
            parts.demand,
            parts.handling,
            no_suppression(parts.demand.n_types, parts.county.n_areas),
            (parts.county.neighbour_start, parts.county.neighbour),
            parts.harm.by_offence,
            parts.harm.by_type,
            parts.clock,
            parts.loaded.study.seed,
            replication,
        )
        calls = history.calls
        recorded = calls[(calls["offence"] >= 0) | ((calls["flags"] & ASB_RECORD) != 0)]
        is_burglary = np.array([category == BURGLARY for category in parts.demand.offence_category])
        burglary = recorded[(recorded["offence"] >= 0) & is_burglary[recorded["offence"]]]
        by_month = _by_month(recorded, parts.county.n_areas)
        return sample_of(
            [
                (float(half_share(by_month.sum(axis=0))), recorded.size),
                (float(persistence(by_month)), recorded.size),
                (float(persistence(_by_month(burglary, parts.county.n_areas))), burglary.size),
            ],
            recorded.size,
        )


@dataclass(frozen=True, slots=True)
class PatrolAndTravel:
    """Ask whether response officers' journeys to priority calls change when patrol is removed or tripled.

    Kelling, Pate, Dieckman & Brown, The Kansas City Preventive Patrol Experiment (1974), found no difference in response time.
    The first option of the study is patrol as usual, then come patrol removed and patrol tripled.
    """

    rows: ClassVar[tuple[Row, ...]] = (
        Row("change in mean journey, patrol removed", Published(-LITTLE, LITTLE)),
        Row("change in mean journey, patrol tripled", Published(-LITTLE, LITTLE)),
    )
    calls_needed: ClassVar[int] = 0

    def examine(self, parts: Parts, replication: int) -> Sample:
        """Run the three options of one replication."""
        nothing = BaselineStock.none(parts.county.n_areas, parts.demand.n_types)
        served = [
            served_calls(run) for run in run_scenarios(parts, nothing, effect_of(parts, replication), replication)
        ]
        usual, removed, tripled = (float(np.nanmean(run.journey_min[run.grade == PRIORITY])) for run in served)
        count = int(np.count_nonzero(served[0].grade == PRIORITY))
        return sample_of([(removed / usual - 1, count), (tripled / usual - 1, count)], count)


def _by_month(calls: NDArray[np.void], n_areas: int) -> NDArray[np.int64]:
    """Count calls by twelfth of the year and area: (12, n_areas)."""
    month = np.minimum(calls["call_min"] // (MONTH_DAYS * MINUTES_PER_DAY), MONTHS - 1).astype(np.int64)
    counts: NDArray[np.int64] = np.zeros((MONTHS, n_areas), dtype=np.int64)
    np.add.at(counts, (month, calls["area"].astype(np.int64)), 1)
    return counts
