"""What must go one way when a study is changed in one way, on the same histories."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from sim.command.effect import Effect, solve_effect
from sim.command.opening import StreetRules
from sim.command.suppression import BaselineStock
from sim.config import Sourced
from sim.outcomes.effort import utilisation
from sim.outcomes.record import RunRecord
from sim.run.parts import Parts
from sim.run.replicate import effect_of, run_scenarios
from sim.street.records import DISPLACED, INDUCED, LATENT, PREVENTED, SILENT
from sim.track.dose import delivered_minutes
from sim.validate.judge import Bound, Never
from sim.validate.row import Row, Sample, sample_of

EMERGENCY = 1
SLOWER_MIN = 0.05
"""By how much the mean response to emergencies may seem to grow with one more unit: it changes who is where."""
HALF_LIVES_DAYS = (0.25, 1.0, 4.0)


@dataclass(frozen=True, slots=True)
class Responses:
    """Ask what doubling the demand, no patrol, no effect and full displacement do."""

    rows: ClassVar[tuple[Row, ...]] = tuple(
        Row(what, Never())
        for what in (
            "twice the demand, and officers no busier",
            "minutes of dose without patrol",
            "calls prevented or induced by an effect of zero",
            "calls lost or won where all that is deterred is displaced",
        )
    )
    calls_needed: ClassVar[int] = 0

    def examine(self, parts: Parts, replication: int) -> Sample:
        """Run the options of one replication as they are and with each change."""
        runs = _run(parts, effect_of(parts, replication), replication)
        by_change = [
            _no_busier(parts, runs, replication),
            _dose_without_patrol(parts, runs),
            _acts_at_zero(parts, replication),
            _lost_by_displacement(parts, replication),
        ]
        return sample_of(by_change, sum(run.outcome.size for run in runs))


@dataclass(frozen=True, slots=True)
class OneMoreExactly:
    """Ask whether an emergency ever waits longer with one more unit, where nobody travels.

    With preemption of all that is lower, emergencies form a first come, first served queue of their own; the options of the study
    are a baseline and more and more units.
    """

    rows: ClassVar[tuple[Row, ...]] = (Row("emergencies that wait longer with one more unit", Never()),)
    calls_needed: ClassVar[int] = 0

    def examine(self, parts: Parts, replication: int) -> Sample:
        """Run all options of one replication and compare each with the one before, call by call."""
        waits = [emergency_waits(run) for run in _run(parts, effect_of(parts, replication), replication)]
        longer = sum(int(np.count_nonzero(more > fewer)) for fewer, more in pairwise(waits))
        looked_at = sum(more.size for _, more in pairwise(waits))
        return sample_of([(float(longer), looked_at)], sum(wait.size for wait in waits))


@dataclass(frozen=True, slots=True)
class OneMore:
    """Ask by how much emergencies wait longer with one more unit, where units travel."""

    rows: ClassVar[tuple[Row, ...]] = (
        Row("mean response to emergencies, more with one more unit (minutes)", Bound(SLOWER_MIN)),
    )
    calls_needed: ClassVar[int] = 0

    def examine(self, parts: Parts, replication: int) -> Sample:
        """Run both options of one replication."""
        today, one_more = (emergency_waits(run) for run in _run(parts, effect_of(parts, replication), replication))
        return sample_of([(float(one_more.mean() - today.mean()), today.size)], today.size)


@dataclass(frozen=True, slots=True)
class HalfLife:
    """Ask whether a longer half-life ever prevents less, at the same β and the same visits."""

    rows: ClassVar[tuple[Row, ...]] = (
        Row("visits that depend on the half-life", Never()),
        Row("calls prevented only at the shorter half-life", Never()),
    )
    calls_needed: ClassVar[int] = 0

    def examine(self, parts: Parts, replication: int) -> Sample:
        """Run the option with patrol of one replication at each half-life."""
        effect = effect_of(parts, replication)
        runs = [_run(_with_half_life(parts, days), effect, replication)[-1] for days in HALF_LIVES_DAYS]
        kept = [run.outcome["state"] == PREVENTED for run in runs]
        lost = sum(int(np.count_nonzero(shorter & ~longer)) for shorter, longer in pairwise(kept))
        apart = sum(_visits_apart(one, other) for one, other in pairwise(runs))
        seen = sum(int(np.count_nonzero(longer & ~shorter)) for shorter, longer in pairwise(kept))
        return sample_of([(float(apart), runs[0].visits.size), (float(lost), seen)], runs[0].outcome.size)


def emergency_waits(record: RunRecord) -> NDArray[np.float64]:
    """Give the response times of the counted emergencies; who is never reached waits until the call ends, or the run.

    Parameters
    ----------
    record
        What a run left behind.

    Returns
    -------
    NDArray[np.float64]
        (n_emergencies,) minutes; the same calls in every option of a study without an effect.
    """
    calls, outcome, clock = record.history.calls, record.outcome, record.clock
    made = calls["call_min"]
    mine = (calls["grade"] == EMERGENCY) & (made >= clock.measure_from_min) & (made < clock.measure_until_min)
    until = np.where(np.isnan(outcome["closed_min"]), clock.horizon_min, outcome["closed_min"])
    reached = np.where(np.isnan(outcome["first_arrival_min"]), until, outcome["first_arrival_min"])
    waits: NDArray[np.float64] = (reached - made)[mine]
    return waits


def _run(parts: Parts, effect: Effect, replication: int) -> list[RunRecord]:
    """Run all options of one replication."""
    nothing = BaselineStock.none(parts.county.n_areas, parts.demand.n_types)
    return list(run_scenarios(parts, nothing, effect, replication))


def _no_busier(parts: Parts, runs: Iterable[RunRecord], replication: int) -> tuple[float, int]:
    """Count the options whose officers are no busier at twice the demand."""
    twice = replace(parts, demand=replace(parts.demand, observed_per_year=2 * parts.demand.observed_per_year))
    doubled = _run(twice, effect_of(parts, replication), replication)
    districts = parts.county.n_districts
    pairs = [
        (utilisation(once.tallies, districts), utilisation(run.tallies, districts))
        for once, run in zip(runs, doubled, strict=True)
    ]
    return float(sum(not more > less for less, more in pairs)), len(pairs)


def _dose_without_patrol(parts: Parts, runs: Iterable[RunRecord]) -> tuple[float, int]:
    """Add up the dose of the options that have no patrol."""
    bare = [run for run in runs if parts.loaded.study.scenarios[run.scenario].target is None]
    dose = sum(
        float(delivered_minutes(run.visits, parts.county.n_areas, 0.0, run.clock.horizon_min).sum()) for run in bare
    )
    return dose, len(bare)


def _acts_at_zero(parts: Parts, replication: int) -> tuple[float, int]:
    """Count the calls that patrol prevents or induces with an effect of zero, in the options that have patrol."""
    off = solve_effect(parts.loaded.effect, parts.rules.street.presence, parts.stated_demand, 0.0)
    patrolled = [run for run in _run(parts, off, replication) if run.visits.size]
    acted = sum(
        int(np.count_nonzero((run.outcome["state"] == PREVENTED) | ((run.outcome["flags"] & INDUCED) != 0)))
        for run in patrolled
    )
    return float(acted), sum(run.outcome.size for run in patrolled)


def _lost_by_displacement(parts: Parts, replication: int) -> tuple[float, int]:
    """Count by how many calls options differ where everything deterred is displaced, and how many are displaced."""
    one, none = (Sourced(value=share, low=share, high=share) for share in (1.0, 0.0))
    effect = parts.loaded.effect.model_copy(update={"displacement": one, "diffusion": none})
    moving = replace(parts, rules=StreetRules(parts.rules.street, effect))
    runs = _run(moving, effect_of(parts, replication), replication)
    made = [int(np.count_nonzero(~np.isin(run.outcome["state"], (LATENT, SILENT, PREVENTED)))) for run in runs]
    moved = sum(int(np.count_nonzero(run.outcome["flags"] & DISPLACED)) for run in runs)
    return float(max(made) - min(made)), moved


def _with_half_life(parts: Parts, days: float) -> Parts:
    """Give a study another half-life of deterrence."""
    half_life = Sourced(value=days, low=days, high=days)
    presence = parts.rules.street.presence.model_copy(update={"half_life_days": half_life})
    street = parts.rules.street.model_copy(update={"presence": presence})
    return replace(parts, rules=StreetRules(street, parts.rules.effect))


def _visits_apart(one: RunRecord, other: RunRecord) -> int:
    """Count the visits that two runs do not share."""
    if one.visits.size != other.visits.size:
        return abs(one.visits.size - other.visits.size)
    return int(np.count_nonzero(one.visits != other.visits))
