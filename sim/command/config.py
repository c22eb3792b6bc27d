"""Parameters of the street and of what patrol does to crime (MODEL.md §2, §4)."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from sim.clock import MINUTES_PER_DAY, minute_of_day
from sim.config import Config, Sourced


def _check_time(text: str) -> str:
    """Refuse what is no time of day."""
    if minute_of_day(text) == MINUTES_PER_DAY:
        message = '"24:00" belongs to the next day; write "00:00"'
        raise ValueError(message)
    return text


class Dispatch(Config):
    """Who is sent, and when."""

    cross_district_minutes: Sourced
    """Minutes added to the travel time of a unit from another district when candidates are compared."""
    turn_out_minutes: Sourced
    """Minutes from dispatch to departure."""
    priority_reach_minutes: Sourced
    """A unit that becomes free takes a waiting grade 2 call of another district up to this many minutes away."""
    late_minutes: Sourced
    """A unit this near the end of its shift takes grade 1 only."""
    preempt: tuple[Literal["visit", "travel", "scene"], ...] = Field(("visit",), strict=False)
    """What a unit can be taken from for a grade 1 call: a visit, travel to a lower grade, the scene of a lower grade."""
    idle: Literal["stay", "home"] = "stay"
    """Where a unit with nothing to do goes."""
    travel_counts: bool = True
    """Whether journeys take time; if not, travel time only ranks candidates (for textbook queues)."""


class Meals(Config):
    """When a unit stops for a meal; only a free unit does."""

    minutes: Sourced
    """Length of a meal."""
    from_hour: Sourced
    """Hour of the shift from which a meal may be taken."""
    until_hour: Sourced
    """Hour of the shift after which the meal is lost."""


class Presence(Config):
    """How the presence of units builds deterrence, and how it fades (MODEL.md §2)."""

    visit_weight: Sourced
    """Weight of a hotspot visit or foot patrol."""
    attend_weight: Sourced
    """Weight of a unit on scene of a call."""
    fresh_minutes: Sourced
    """Minutes of presence that count in full (Koper)."""
    stale_gain: Sourced
    """What a minute after these counts."""
    renew_gap_minutes: Sourced
    """Minutes of absence after which the full minutes begin anew."""
    half_life_days: Sourced
    """Days in which half of the deterrence fades."""
    visit_counts_minutes: Sourced
    """A visit that a call cuts short counts as done from this many minutes."""

    @model_validator(mode="after")
    def _half_life_is_positive(self) -> Self:
        if self.half_life_days.value <= 0:
            message = "half_life_days must be above 0; use 0.01 (a quarter of an hour) for no residual effect"
            raise ValueError(message)
        return self


class StreetConfig(Config):
    """The rules of the street: a street pack."""

    dispatch: Dispatch
    meals: Meals
    presence: Presence


class FixedEffect(Config):
    """The effect is the stated reduction in every replication."""

    kind: Literal["fixed"]


class NormalEffect(Config):
    """The effect is drawn once a replication from a normal distribution around the stated reduction."""

    kind: Literal["normal"]
    standard_deviation: Sourced
    """Spread of the reduction (a share: 0.1 is ten points)."""


class EffectPack(Config):
    """How much a stated dose of patrol reduces crime at the place patrolled, and how sure that is."""

    label: str
    """Name for people."""
    reduction: Sourced
    """Share by which recorded crime and ASB fall at the place patrolled; negative is backfire."""
    distribution: Annotated[FixedEffect | NormalEffect, Field(discriminator="kind")] = FixedEffect(kind="fixed")
    """Whether the reduction is known or drawn."""
    place: Literal["lsoa", "spot"] = "lsoa"
    """Whether the reduction was measured over a whole LSOA or a spot of about 150 m."""
    covered_share: Sourced = Sourced(value=1.0, low=1.0, high=1.0)
    """Share of an LSOA's deterrable calls that lies within the spots patrolled; 1 for an effect stated at LSOA scale."""
    visits_at: tuple[Annotated[str, AfterValidator(_check_time)], ...] = Field(
        ("16:00", "20:00"), strict=False, min_length=1
    )
    """Times of the visits at which the reduction is stated."""
    visit_minutes: Sourced
    """Delivered minutes of each of these visits."""
    displacement: Sourced
    """Share of prevented calls that happens in a neighbouring area instead."""
    diffusion: Sourced
    """Share of a place's deterrence that its neighbours get together."""
    reporting_per_minute: Sourced
    """How fast patrol makes people report what they would not have: gamma of MODEL.md §3, per minute of stock."""
    cap: Sourced
    """A type's reduction is at most this share of its deterrable share."""
    max_stock_minutes: Sourced
    """Stock beyond which backfire grows no further."""

    @model_validator(mode="after")
    def _can_be_solved(self) -> Self:
        if not 0 < self.visit_minutes.value <= MINUTES_PER_DAY:
            message = "visit_minutes must lie above 0 and be at most a day of 1440"
            raise ValueError(message)
        if not 0 < self.cap.value <= 1:
            message = "cap must lie above 0 and be at most 1"
            raise ValueError(message)
        if self.max_stock_minutes.value <= 0:
            message = "max_stock_minutes must be above 0"
            raise ValueError(message)
        return self

    @model_validator(mode="after")
    def _spill_goes_one_way(self) -> Self:
        if not 0 <= self.displacement.value <= 1:
            message = "displacement is a share of the prevented calls; give a number from 0 to 1"
            raise ValueError(message)
        if self.diffusion.value < 0:
            message = "diffusion is a share of a place's deterrence; give a number from 0"
            raise ValueError(message)
        if self.displacement.value > 0 and self.diffusion.value > 0:
            message = "displacement and diffusion cannot both be above 0; set one of them to 0"
            raise ValueError(message)
        return self

    @model_validator(mode="after")
    def _covered_share_fits_place(self) -> Self:
        if not 0 < self.covered_share.value <= 1:
            message = "covered_share must lie above 0 and be at most 1"
            raise ValueError(message)
        if self.place == "lsoa" and self.covered_share.value != 1.0:
            message = "covered_share belongs to an effect measured at a spot; an LSOA-scale effect has 1"
            raise ValueError(message)
        return self
