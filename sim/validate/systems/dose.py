"""Patrol at the very dose at which its effect is stated: what it prevents."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar, Self

import numpy as np

from sim.outcomes.counted import count_calls
from sim.outcomes.prevention import net_total
from sim.outcomes.record import RunRecord
from sim.run.parts import Parts
from sim.study.schema import Scenario
from sim.track.dose import delivered_minutes
from sim.validate import textbook
from sim.validate.judge import Exact, Never
from sim.validate.row import Row, Sample, sample_of
from sim.validate.theory import stated_effect

DESK_ONLY = 3
"""Column of the grade that nobody is sent to, so that no call cuts a visit short."""


@dataclass(frozen=True, slots=True)
class Dose:
    """Patrol at the stated dose.

    Parameters
    ----------
    baseline, patrolled
        The scenario without patrol, and the one with it.
    reduction
        Share of crimes that is prevented, less what the cap takes.
    dose_min
        Minutes of presence in the measured period.
    """

    kind: ClassVar[str] = "patrol at the stated dose"
    baseline: str
    patrolled: str
    reduction: float
    dose_min: float

    @classmethod
    def of(cls, parts: Parts) -> Self:
        """Recognise the system in a study.

        Raises
        ------
        NotOfThisKindError
            If the study is something else.
        """
        textbook.refuse(_not_the_stated_dose(parts))
        loaded, demand, effect = parts.loaded, parts.stated_demand, parts.loaded.effect
        patrolled = next(name for name, scenario in loaded.study.scenarios.items() if scenario.target)
        rows = demand.offence_share.sum(axis=1) + demand.asb_record_share
        reduction = stated_effect.reduction(
            effect.reduction.value,
            demand.observed_per_year.sum(axis=1) * rows,
            np.where(demand.deterrable_share > 0, demand.effect_multiplier, 0.0),
            effect.cap.value * demand.deterrable_share,
        )
        visits = len(effect.visits_at) * effect.visit_minutes.value
        # an effect that was measured at a spot acts on the calls of the place that lie within spots
        here = effect.covered_share.value * reduction
        return cls(loaded.study.baseline, patrolled, here, visits * parts.clock.days)

    @property
    def calls_needed(self) -> int:
        """Calls that the exact rows need."""
        return 100_000

    @property
    def rows(self) -> tuple[Row, ...]:
        """What is compared."""
        return (
            Row("share of crime prevented", Exact(self.reduction)),
            Row("minutes of presence not as planned", Never()),
            Row("crimes that neither happen nor are prevented", Never()),
        )

    def observe(self, records: Sequence[RunRecord]) -> Sample:
        """Read off both runs of a replication what patrol prevented."""
        run = {record.scenario: record for record in records}
        without, under = count_calls(run[self.baseline]), count_calls(run[self.patrolled])
        crimes = int(np.count_nonzero(without.occurred & without.is_crime))
        prevented = net_total(under, under.is_crime.astype(np.float64))
        record = run[self.patrolled]
        clock = record.clock
        dose = delivered_minutes(record.visits, 1, clock.measure_from_min, clock.measure_until_min)
        lost = crimes - int(np.count_nonzero(under.occurred & under.is_crime)) - prevented
        return sample_of(
            [
                (prevented / crimes, crimes),
                (abs(float(dose.sum()) - self.dose_min), int(self.dose_min)),
                (abs(float(lost)), crimes),
            ],
            int(np.count_nonzero(without.made)),
        )


def _not_the_stated_dose(parts: Parts) -> Iterator[str]:
    """Tell what keeps patrol from being just what the effect is stated for."""
    loaded, demand = parts.loaded, parts.demand
    effect, scenarios = loaded.effect, loaded.study.scenarios
    patrolled = [scenario for scenario in scenarios.values() if scenario.target]
    if len(scenarios) != 2 or len(patrolled) != 1 or scenarios[loaded.study.baseline].target:
        yield "scenarios: a baseline without patrol and one option with it are needed"
    for scenario in patrolled:
        yield from _not_the_stated_visits(parts, scenario)
    if effect.reduction.value == 0 or (loaded.effect_drawn and effect.distribution.kind != "fixed"):
        yield "effect: it must be fixed, and not 0; use draw: false"
    if effect.displacement.value:
        yield "effect.displacement: some calls are moved, not prevented"
    if effect.reporting_per_minute.value and demand.unreported_ratio.any():
        yield "effect.reporting_per_minute: patrol raises reporting"
    if demand.asb_record_share.any():
        yield "demand.types.asb_records_per_year: the effect is shared by records that are no crimes"
    if parts.county.n_areas != 1:
        yield "county: there are several areas"
    if not (demand.grade_share[:, DESK_ONLY] == 1).all():
        yield "demand.types.grades: calls are attended, which cuts visits short; use grade 4"
    if demand.near_repeat.branching.any():
        yield "demand.types.near_repeat: what is prevented prevents more"


def _not_the_stated_visits(parts: Parts, scenario: Scenario) -> Iterator[str]:
    """Tell what keeps a scenario's visits from being those of the effect."""
    target, effect = scenario.target, parts.loaded.effect
    if target is None or target.visits_at != effect.visits_at or target.visit_minutes != effect.visit_minutes.value:
        yield f"scenarios.target: visits of {effect.visit_minutes.value:g} minutes at {', '.join(effect.visits_at)}"
    if parts.rules.street.presence.visit_weight.value != 1 or parts.rules.street.presence.attend_weight.value != 0:
        yield "street.presence: a visit must weigh 1 and attending 0"
