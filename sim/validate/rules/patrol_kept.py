"""Patrol planned and delivered: the union of visits by hand, and what is left of a plan where calls are many."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import ClassVar, Final

import numpy as np

from sim.command.suppression import BaselineStock
from sim.run.parts import Parts
from sim.run.replicate import effect_of, run_scenarios
from sim.street.records import VISIT
from sim.track.compliance import Kept, how_kept
from sim.track.dose import delivered_minutes
from sim.track.stays import Stays, by_hour, presence
from sim.validate.judge import Bound, Never, Printed
from sim.validate.row import Row, Sample, sample_of

TIMES: Final = (1, 2, 3, 4, 8)
"""Calls, as a multiple of the usual ones."""
BIRMINGHAM: Final = (24 / 45, 26 / 45)
"""Share of the plan that was delivered (Williams & Coupe 2017, evidence §5): 24 to 26 of 45 minutes a day."""
PLANNED_VISIT_MIN = 15.0
"""Length of a visit as it was planned, there and here."""
LEAST_FALL = 0.05
"""Each step up in calls takes at least this share of the plan; less would say that calls hardly matter. An assumption."""


@dataclass(frozen=True, slots=True)
class UnionOfVisits:
    """Ask whether visits that overlap count once. Nothing is drawn: the study in which it is asked does not matter.

    Of one place, from 17:50 to 18:05 and from 18:00 to 18:10, by two units; of another, from 18:02 to 18:04 at the same time.
    Present in the first place from 17:50 to 18:10: twenty minutes, ten before six o'clock; the sum of the stays is 25.
    """

    rows: ClassVar[tuple[Row, ...]] = (
        Row("minutes of presence in two visits that overlap", Printed(20, 0)),
        Row("of these before six o'clock", Printed(10, 0)),
        Row("of these after it", Printed(10, 0)),
        Row("minutes of presence in another place meanwhile", Printed(2, 0)),
    )
    calls_needed: ClassVar[int] = 0

    def examine(self, parts: Parts, replication: int) -> Sample:  # noqa: ARG002 - it is the same in every study
        """Work the example out."""
        visits = np.zeros(3, dtype=VISIT)
        visits["area"], visits["unit"] = (0, 0, 1), (5, 6, 7)
        visits["start_min"], visits["end_min"] = (1_070, 1_080, 1_082), (1_085, 1_090, 1_084)
        here, there = delivered_minutes(visits, 2, 0.0, 1_440.0).tolist()
        before, after, _ = by_hour(presence(Stays.of_visits(visits))).minutes.tolist()
        return sample_of([(minutes, 3) for minutes in (here, before, after, there)], 0)


@dataclass(frozen=True, slots=True)
class PatrolKept:
    """Ask whether less of a plan is delivered the more calls there are, and in shorter visits, as in Birmingham.

    How busy Birmingham's officers were is not known. So the share that was delivered there must be passed somewhere between the
    usual calls and eight times as many, and there visits must be shorter than planned: 9.6 minutes in Birmingham.
    """

    rows: ClassVar[tuple[Row, ...]] = (
        *(
            Row(f"change in the share of patrol delivered, calls {fewer} × to {more} ×", Bound(-LEAST_FALL))
            for fewer, more in pairwise(TIMES)
        ),
        Row("runs that do not pass Birmingham's 24 to 26 of 45 minutes", Never()),
        Row("mean visit where they pass it (minutes; 9.6 there)", Bound(PLANNED_VISIT_MIN)),
    )
    calls_needed: ClassVar[int] = 0

    def examine(self, parts: Parts, replication: int) -> Sample:
        """Run one replication at each multiple of the calls."""
        kept = [_kept(_with_calls(parts, times), replication) for times in TIMES]
        share = [one.delivered_share for one in kept]
        passed = share[0] > BIRMINGHAM[1] and share[-1] < BIRMINGHAM[0]
        falls = [(more - fewer, 1) for fewer, more in pairwise(share)]
        visits = sum(one.visits for one in kept)
        return sample_of([*falls, (float(not passed), 1), (_visit_at(kept, float(np.mean(BIRMINGHAM))), visits)], 0)


def _with_calls(parts: Parts, times: int) -> Parts:
    """Give a study so many times the calls."""
    return replace(parts, demand=replace(parts.demand, observed_per_year=times * parts.demand.observed_per_year))


def _kept(parts: Parts, replication: int) -> Kept:
    """Run the one option of a study, and tell how well its plan was kept, all hotspots together."""
    nothing = BaselineStock.none(parts.county.n_areas, parts.demand.n_types)
    (run,) = run_scenarios(parts, nothing, effect_of(parts, replication), replication)
    return how_kept(run.due, run.visits, run.clock.measure_from_min, run.clock.measure_until_min)[0]


def _visit_at(kept: list[Kept], share: float) -> float:
    """Give the mean length of a visit where a share of the plan is delivered, on the line between two loads around it."""
    for one, other in pairwise(kept):
        if other.delivered_share <= share < one.delivered_share:
            along = (one.delivered_share - share) / (one.delivered_share - other.delivered_share)
            return one.visit_mean_min + along * (other.visit_mean_min - one.visit_mean_min)
    return kept[-1].visit_mean_min
