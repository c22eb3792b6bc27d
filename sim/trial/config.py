"""What a study of pilots says: how places are chosen, what patrol they get, and how the effect is to be found."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Annotated, Any, Literal, Self

from pydantic import Field, model_validator

from sim.clock import DAYS_PER_WINDOW, MINUTES_PER_DAY, minute_of_day
from sim.config import Config, Sourced
from sim.target.config import RankBy, TargetConfig
from sim.target.hours_config import TimeOfDay
from sim.target.list_config import AreaList, ListFile

PAST_DAYS = 13 * DAYS_PER_WINDOW
"""Days of recorded past that there are."""
Span = Literal["preceding", "last_year"]
Delivery = Literal["stated", "street"]


def _check_windows(days: int, name: str) -> None:
    """Refuse a stretch of the past that is no number of windows."""
    if days % DAYS_PER_WINDOW:
        message = f"{name} is {days}; the past is kept by windows of 28 days, so give a multiple of 28"
        raise ValueError(message)


class Selection(Config):
    """How the places of a pilot are chosen: from what was on record when it began."""

    rank_by: RankBy
    """What makes an area a place of the pilot, as in `target`."""
    of: Literal["count", "harm"] | None = None
    """What some rankings go by, as in `target`."""
    half_life_days: Annotated[float, Field(gt=0, allow_inf_nan=False)] | None = None
    """Days in which a record loses half of its weight in `rank_by: recency`, as in `target`."""
    areas: AreaList | None = None
    """The areas of `rank_by: list`, as in `target`."""
    list_file: ListFile | None = None
    """The same as a CSV file beside the study, as in `target`."""
    places: Annotated[int, Field(ge=1)] = 12
    """Number of areas that come first and are chosen; with `areas`, all of these if left out."""
    each: Literal["county", "district"] = "county"
    """Whether that is the number in all districts together, or in each of them."""
    past_days: Annotated[int, Field(ge=DAYS_PER_WINDOW, le=PAST_DAYS)] = 168
    """Days of recorded past that the choice looks at: a multiple of 28, up to 364."""

    @model_validator(mode="before")
    @classmethod
    def _fill_in_places(cls, data: Any) -> Any:  # noqa: ANN401 - whatever stood in the file
        """Write out the length of a list, so that a resolved study shows it."""
        if isinstance(data, dict) and isinstance(data.get("areas"), Mapping) and data.get("each") != "district":
            return {"places": len(data["areas"]), **data}
        return data

    @model_validator(mode="after")
    def _looks_at_windows(self) -> Self:
        _check_windows(self.past_days, "past_days")
        for code, area in (self.areas or {}).items():
            if area.visits_per_day is not None or area.hours is not None:
                message = f"{code} has visits or hours of its own, and all places of a pilot get the same dose; leave them out"
                raise ValueError(message)
        self.target(("16:00",), 15.0)
        return self

    def target(self, visits_at: tuple[str, ...], visit_minutes: float) -> TargetConfig:
        """Write the choice as hotspot patrol of a scenario would be written, for the rankings.

        Raises
        ------
        ValueError
            If the ranking lacks what it needs, or is given what it does not use.
        """
        return TargetConfig(
            rank_by=self.rank_by,
            of=self.of,
            half_life_days=self.half_life_days,
            areas=self.areas,
            list_file=self.list_file,
            visits_at=visits_at,
            visit_minutes=visit_minutes,
            window_days=self.past_days,
        )


class Dose(Config):
    """What patrol a treated place gets."""

    visits_at: Annotated[tuple[TimeOfDay, ...], Field(min_length=1, strict=False)] = ("16:00", "20:00")
    """Times of the day at which a visit begins."""
    visit_minutes: Annotated[float, Field(gt=0, le=MINUTES_PER_DAY)] = 15.0
    """Length of a visit in minutes."""
    compliance: Sourced | None = Sourced(
        value=0.9,
        unit="share of planned visits that are made",
        low=0.53,
        high=0.98,
        source="Southend 98 % of days; Birmingham 24 of 45 planned minutes (evidence base §5.1)",
        confidence="range",
    )
    """Share of the planned visits that are made; which ones is settled by lot. Not with `delivery: street`, where it is what
    comes out."""

    @model_validator(mode="after")
    def _can_be_made(self) -> Self:
        if self.compliance is not None and not 0 <= self.compliance.value <= 1:
            message = "compliance is a share from 0 to 1"
            raise ValueError(message)
        ends = [*map(minute_of_day, self.visits_at), MINUTES_PER_DAY]
        for text, (start, until) in zip(self.visits_at, pairwise(ends), strict=True):
            if start + self.visit_minutes > until:
                message = (
                    f"visits_at: a visit of {self.visit_minutes:g} minutes at {text} is not over by the next one or by midnight; "
                    "list the times in order and far enough apart"
                )
                raise ValueError(message)
        return self


class _Design(Config):
    """A design of a pilot."""

    places: Annotated[int, Field(ge=1)] | None = None
    """Number of places, instead of that of `selection`."""


class _WithBefore(_Design):
    """A design that compares with a time before the pilot."""

    before_days: Annotated[int, Field(ge=DAYS_PER_WINDOW, le=PAST_DAYS)] = 168
    """Days before the pilot that it is compared with: a multiple of 28, up to 364."""
    before: Span = "preceding"
    """Which days these are: those that lead up to the pilot, or the same season one year (364 days) before."""

    @model_validator(mode="after")
    def _compares_windows(self) -> Self:
        _check_windows(self.before_days, "before_days")
        return self


class BeforeAfterDesign(_WithBefore):
    """All places are patrolled; they are compared with themselves before."""

    kind: Literal["before_after"]


class MatchedControlsDesign(_WithBefore):
    """All places are patrolled; each is compared with the area most similar in volume and score that was not chosen."""

    kind: Literal["matched_controls"]


class ClusterDesign(_WithBefore):
    """Half of the places, drawn by lot within blocks of one district and similar volume, are patrolled throughout."""

    kind: Literal["cluster_randomised"]
    block_size: Annotated[int, Field(ge=2)] = 4
    """Places in a block, of which half are drawn; the last block of a district may be smaller or one larger, so that none has a single place."""


class CrossoverDesign(_Design):
    """Every place is patrolled in some periods and not in others, by lot."""

    kind: Literal["crossover"]
    period_days: Annotated[int, Field(ge=1)] = 7
    """Days of a period, washout included: 1 is a daily crossover, 7 a weekly one."""
    washout_days: Annotated[int, Field(ge=0)] = 0
    """First days of each period that are not counted, so that what the period before has left can fade."""
    change_at: TimeOfDay = "00:00"
    """Time of the day at which a period gives way to the next. After evening visits much of their effect is left at midnight; by
    morning it has faded, and falls on fewer calls."""
    treated_share: Annotated[float, Field(gt=0, lt=1)] = 0.5
    """Share of a place's periods in which it is patrolled."""

    @model_validator(mode="after")
    def _leaves_days_to_count(self) -> Self:
        if self.washout_days >= self.period_days:
            message = (
                f"washout_days is {self.washout_days} and leaves none of a period's {self.period_days} days to count"
            )
            raise ValueError(message)
        return self


class SteppedWedgeDesign(_Design):
    """Districts begin one after the other, in an order drawn by lot, until all are patrolled or the pilot ends."""

    kind: Literal["stepped_wedge"]
    step_days: Annotated[int, Field(ge=1)] = DAYS_PER_WINDOW
    """Days from one district's start to the next; the first of these is without patrol anywhere."""


DesignConfig = Annotated[
    BeforeAfterDesign | MatchedControlsDesign | ClusterDesign | CrossoverDesign | SteppedWedgeDesign,
    Field(discriminator="kind"),
]


def check_reductions(reductions: tuple[float, ...]) -> tuple[float, ...]:
    """Refuse reductions that are out of order or told twice."""
    if any(later <= earlier for earlier, later in pairwise(reductions)):
        message = "list the reductions from the smallest to the largest, each once"
        raise ValueError(message)
    return reductions
