"""What a study must not have if theory is to speak of it, and what theory needs to know of its calls."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from sim.clock import DAYS_PER_YEAR, HOURS_PER_WEEK, MINUTES_PER_DAY
from sim.demand.model import SCENE_KINDS, Demand
from sim.force.config import TEAMS
from sim.force.rota import ALWAYS
from sim.run.parts import Parts
from sim.run.stock import needs_stock

ON_THE_STREET: Final = (1, 2, 3)
"""Grades of calls that somebody is sent to."""
RESPONSE: Final = 0
MINUTES_PER_YEAR: Final = DAYS_PER_YEAR * MINUTES_PER_DAY

Shape = Literal["exponential", "fixed", "other"]


class NotOfThisKindError(ValueError):
    """A study is not a system of some kind; carries the reasons.

    Parameters
    ----------
    reasons
        What stands in the way, each with its key.
    """

    def __init__(self, reasons: list[str]) -> None:
        self.reasons = reasons
        super().__init__("; ".join(reasons))


def refuse(*obstacles: Iterator[str] | list[str]) -> None:
    """Refuse a study for all that stands in the way.

    Raises
    ------
    NotOfThisKindError
        If anything does.
    """
    reasons = [reason for some in obstacles for reason in some]
    if reasons:
        raise NotOfThisKindError(reasons)


@dataclass(frozen=True, slots=True)
class Stream:
    """The calls of one grade.

    Parameters
    ----------
    grade
        The grade.
    rate
        (n_areas,) calls a minute.
    mean_min, second_moment
        Time on scene: E[S] in minutes and E[S²] in minutes squared.
    shape
        Whether the time on scene is exponential, fixed, or something else.
    """

    grade: int
    rate: NDArray[np.float64]
    mean_min: float
    second_moment: float
    shape: Shape

    @property
    def total_rate(self) -> float:
        """Calls a minute in all areas."""
        return float(self.rate.sum())


def streams_of(demand: Demand) -> list[Stream]:
    """Give the calls of each grade that somebody is sent to, the highest grade first; grades without calls are left out.

    Parameters
    ----------
    demand
        The demand of a study.
    """
    per_min = demand.observed_per_year / MINUTES_PER_YEAR
    streams = []
    for grade in ON_THE_STREET:
        by_type = per_min * demand.grade_share[:, grade - 1 : grade]
        weight = by_type.sum(axis=1)
        if weight.sum() > 0:
            streams.append(Stream(grade, by_type.sum(axis=0), *_scene(demand, weight)))
    return streams


def _scene(demand: Demand, weight: NDArray[np.float64]) -> tuple[float, float, Shape]:
    """Give mean, second moment and shape of the time on scene of a mixture of types."""
    mixed = np.flatnonzero(weight)
    share = weight[mixed] / weight.sum()
    means = demand.scene_mean_min[mixed]
    squared_cv = demand.scene_cv[mixed] ** 2
    kinds = {SCENE_KINDS[demand.scene_kind[kind]] for kind in mixed}
    alike = len(kinds) == 1 and bool(np.allclose(means, means[0], rtol=1e-12))
    kind = next(iter(kinds)) if alike else "other"
    shape: Shape = "exponential" if kind == "exponential" else "fixed" if kind == "fixed" else "other"
    return float(share @ means), float(share @ (means**2 * (1 + squared_cv))), shape


def not_poisson(parts: Parts) -> Iterator[str]:
    """Tell what keeps calls from coming at a constant rate, each by itself."""
    demand = parts.demand
    if not np.allclose(demand.hour_profile * HOURS_PER_WEEK, 1):
        yield "demand.profiles: some hours have more calls than others"
    if not np.allclose(demand.season, 1):
        yield "demand.seasons: some months have more calls than others"
    if demand.near_repeat.branching.any():
        yield "demand.types.near_repeat: calls bring about others"
    if demand.frailty.shared_variance or demand.frailty.own_variance.any():
        yield "demand.frailty: rates wander from month to month"


def is_deterred(parts: Parts) -> Iterator[str]:
    """Tell whether patrol keeps calls from happening."""
    if needs_stock(parts):
        yield "effect: patrol prevents calls; use effect: none"
    if any(scenario.target for scenario in parts.loaded.study.scenarios.values()):
        yield "scenarios.target: units patrol hotspots"


def not_plain_calls(parts: Parts) -> Iterator[str]:
    """Tell what a call has that a customer of a textbook queue has not."""
    demand, handling = parts.demand, parts.handling
    if handling.handling_median_min > 0:
        yield "demand.handling.median_min: calls are not ready at once"
    if handling.appointment_mean_days > 0 and demand.grade_share[:, 2].any():
        yield "demand.handling.appointment_mean_days: calls of grade 3 wait for an appointment"
    if (handling.patience_share > 0).any():
        yield "demand.handling.patience_share: callers give up"
    if demand.arrest_share.any():
        yield "demand.types.arrest_share: units leave for custody"
    if demand.officers_share[:, 1:].any():
        yield "demand.types.officers: some calls need several officers"
    if parts.rules.street.dispatch.turn_out_minutes.value > 0:
        yield "street.dispatch.turn_out_minutes: units do not leave at once"


def not_one_team(parts: Parts) -> Iterator[str]:
    """Tell whether there are others than response officers in single crews, or breaks."""
    force = parts.loaded.force
    if parts.loaded.force.posts.as_array()[RESPONSE + 1 :].any():
        yield "force.posts: there are others than response officers"
    if force.double_share.as_array()[RESPONSE]:
        yield "force.double_share: some units are crewed by two"
    if force.meals:
        yield "force.meals: units stop for a meal"
    if parts.county.n_districts > 1:
        yield "county: there are several districts, and units go to their own first"


def not_always_on(parts: Parts) -> Iterator[str]:
    """Tell whether units ever go off duty."""
    if parts.loaded.force.rota.get(TEAMS[RESPONSE]) != ALWAYS:
        yield f"force.rota: units go off duty; use {ALWAYS}"


def not_one_scenario(parts: Parts) -> Iterator[str]:
    """Tell whether there are several scenarios."""
    if len(parts.loaded.study.scenarios) > 1:
        yield "scenarios: there are several"


def not_one_steady_team(parts: Parts) -> Iterator[str]:
    """Tell what keeps a study from being one team, always on, that answers plain calls which come by chance alone."""
    yield from not_one_scenario(parts)
    yield from is_deterred(parts)
    yield from not_poisson(parts)
    yield from not_plain_calls(parts)
    yield from not_one_team(parts)
    yield from not_always_on(parts)


def not_steady_journeys(parts: Parts) -> Iterator[str]:
    """Tell whether journeys take no time, or not always the same."""
    travel = parts.county.travel
    if not parts.rules.street.dispatch.travel_counts or not travel.base_min.any():
        yield "street.dispatch.travel_counts: journeys take no time"
    if (travel.hour_factor != 1).any():
        yield "county.travel.hour_factor: journeys take longer at some hours"
    if travel.blue_light_factor != 1 and parts.demand.grade_share[:, 0].any():
        yield "county.travel.blue_light_factor: journeys to grade 1 are quicker"
