"""What a scenario says about patrol: which areas become hotspots, and what each is due."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Annotated, Any, Final, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from sim.clock import DAYS_PER_WINDOW, MINUTES_PER_DAY, MINUTES_PER_HOUR, minute_of_day, minutes_of_span
from sim.config import Config

RankBy = Literal[
    "count",
    "harm",
    "hertfordshire_rank",
    "random",
    "empirical_bayes",
    "recency",
    "kernel_density",
    "self_exciting",
    "gi_star",
    "preventable",
    "list",
]
BY_NUMBER_OR_HARM: Final = ("empirical_bayes", "recency", "kernel_density", "self_exciting", "gi_star")
"""Rankings that may go by the number of records or by their harm."""
DEFAULT_HALF_LIFE_DAYS = 84.0
Allocate = Literal["equal", "proportional", "greedy", "optimal"]
Route = Literal["overdue", "rounds", "unpredictable"]
LONGEST_ABSENCE_MIN = 120.0
"""Patrol hours that an unpredictable route leaves a hotspot without a planned visit, at most: return at least every two
hours, at times that cannot be foreseen (Koper 1995, doi:10.1080/07418829500096231; evidence §5.2)."""
DEFAULT_VISITS_PER_DAY = 3
DEFAULT_HOURS = "15:00-23:00"
CHOSEN: Final = "chosen"
DEFAULT_CHOSEN_HOURS = 4
DEFAULT_CHOSEN_WITHIN = "14:00-24:00"
"""The hours of the hotspot teams' shifts in the default force."""
APART_MIN = 30
"""Minutes from one visit to the next when as many as possible are fitted in: after less, presence is not fresh (MODEL.md §2)."""


def _check_time(text: str) -> str:
    """Refuse what is no time of day."""
    if minute_of_day(text) == MINUTES_PER_DAY:
        message = '"24:00" belongs to the next day; a visit is due by "23:59" at the latest'
        raise ValueError(message)
    return text


def _check_hours(text: str) -> str:
    """Refuse what is no span within one day."""
    if minutes_of_span(text)[1] > MINUTES_PER_DAY:
        message = f"patrol hours '{text}' pass midnight, which they may not; end them at \"24:00\" or before"
        raise ValueError(message)
    return text


def _check_hours_or_chosen(text: str) -> str:
    """Refuse what is neither a span within one day nor the word for hours that go with the place."""
    return text if text == CHOSEN else _check_hours(text)


TimeOfDay = Annotated[str, AfterValidator(_check_time), Field(examples=["16:00"])]
Hours = Annotated[str, AfterValidator(_check_hours), Field(examples=[DEFAULT_HOURS])]
HoursOrChosen = Annotated[str, AfterValidator(_check_hours_or_chosen), Field(examples=[DEFAULT_HOURS, CHOSEN])]


class TargetConfig(Config):
    """Hotspot patrol; a scenario without this section has none.

    Visits are due either evenly within `hours`, or at the times of `visits_at`.
    """

    rank_by: RankBy
    """What makes an area a hotspot: recorded crimes and ASB (`count`), their harm (`harm`), the mean of five ranks
    (`hertfordshire_rank`), what is to be expected once luck is taken out (`empirical_bayes`), what was recorded latest
    (`recency`), density (`kernel_density`), a forecast from the latest records (`self_exciting`), more in and around it than
    chance would gather (`gi_star`), harm that an hour of patrol would prevent (`preventable`), the list in `areas` (`list`), or a
    lottery (`random`)."""
    of: Literal["count", "harm"] | None = None
    """What empirical_bayes, recency, kernel_density, self_exciting and gi_star go by: harm, or the number of records."""
    half_life_days: float | None = Field(default=None, gt=0, allow_inf_nan=False)
    """Days in which a record loses half of its weight in `rank_by: recency`, 84 if left out."""
    areas: dict[str, Annotated[float, Field(gt=0, allow_inf_nan=False)]] | None = Field(default=None, min_length=1)
    """The areas of `rank_by: list`: what a visit is worth by code of area, relative to the others."""
    hotspots: int = Field(default=40, ge=1)
    """Number of areas on the list."""
    visits_per_day: int | None = Field(default=None, ge=1)
    """Visits that each hotspot is due a day, 3 unless `visits_at` is given."""
    visit_minutes: float = Field(default=15.0, gt=0, le=MINUTES_PER_DAY)
    """Length of a visit in minutes."""
    hours: HoursOrChosen | None = None
    """Hours of the day in which hotspots are patrolled, "15:00-23:00" unless `visits_at` is given; or `chosen`: for each
    hotspot and day of the week those in which most of what is recorded there happens."""
    chosen_hours: int | None = Field(default=None, ge=1, le=24)
    """With `hours: chosen`: how many hours in a row, 4 if left out."""
    chosen_within: Hours | None = None
    """With `hours: chosen`: hours of the day among which they are chosen, full hours, "14:00-24:00" if left out."""
    visits_at: tuple[TimeOfDay, ...] | None = Field(default=None, min_length=1, strict=False)
    """Times of the day at which a visit becomes due, instead of `visits_per_day` and `hours`."""
    route: Route = "overdue"
    """How patrols go round: to the most overdue harm a minute (`overdue`), each through the hotspots of its district in
    a fixed order (`rounds`), or as `overdue`, but with visits due at times drawn by lot for each hotspot and day, never
    more than two hours of patrol apart (`unpredictable`)."""
    allocate: Allocate | None = None
    """How the visits of a day are shared out: the same to each hotspot (if left out), in proportion to score, one by one to
    where a visit is held to prevent most a minute, or so that no other share would prevent more."""
    most_visits_per_day: int | None = Field(default=None, ge=1)
    """The most visits a day that `allocate` gives an area; as many as the hours hold half an hour apart if left out."""
    district_floor: float | None = Field(default=None, ge=0, le=1)
    """With `allocate: greedy` or `optimal`: of the visits that each district would get by its residents, the share that it
    gets at least."""
    task_every_days: int = Field(default=DAYS_PER_WINDOW, ge=1)
    """Days from one tasking meeting to the next."""
    window_days: int = Field(default=13 * DAYS_PER_WINDOW, ge=DAYS_PER_WINDOW, le=13 * DAYS_PER_WINDOW)
    """Days of recorded past that a meeting looks at: a multiple of 28, up to 364."""

    @model_validator(mode="before")
    @classmethod
    def _fill_in_hours(cls, data: Any) -> Any:  # noqa: ANN401 - whatever stood in the file
        """Write out the default hours, so that a resolved study shows them."""
        if not isinstance(data, dict) or data.get("visits_at") is not None:
            return data
        defaults = {"visits_per_day": DEFAULT_VISITS_PER_DAY, "hours": DEFAULT_HOURS}
        if data.get("hours") == CHOSEN:
            defaults |= {"chosen_hours": DEFAULT_CHOSEN_HOURS, "chosen_within": DEFAULT_CHOSEN_WITHIN}
        return {**data, **{key: value for key, value in defaults.items() if data.get(key) is None}}

    @model_validator(mode="after")
    def _hangs_together(self) -> Self:
        if self.window_days % DAYS_PER_WINDOW:
            message = (
                f"window_days is {self.window_days}; the past is kept by windows of 28 days, so give a multiple of 28"
            )
            raise ValueError(message)
        self._check_ranking()
        self._check_chosen()
        self._check_allocation()
        if self.visits_at is not None:
            self._check_times(self.visits_at)
        else:
            self._check_visits_fit(max(self.visits_per_day or 0, self.most_visits_per_day or 0))
        if self.route == "unpredictable":
            self._check_lots()
        return self

    @property
    def span_min(self) -> tuple[int, int]:
        """First and last minute of the day between which hotspots may be visited, where `visits_at` gives no times."""
        return minutes_of_span((self.chosen_within if self.hours == CHOSEN else self.hours) or DEFAULT_HOURS)

    @property
    def length_min(self) -> int:
        """Minutes of the day in which a hotspot is patrolled, where `visits_at` gives no times."""
        start, end = self.span_min
        return (self.chosen_hours or DEFAULT_CHOSEN_HOURS) * MINUTES_PER_HOUR if self.hours == CHOSEN else end - start

    @property
    def most(self) -> int:
        """The most visits a day that an area may get."""
        same = len(self.visits_at) if self.visits_at is not None else self.visits_per_day or DEFAULT_VISITS_PER_DAY
        if self.allocate in {None, "equal"}:
            return same
        fit = int(self.length_min // (self.visit_minutes + APART_MIN))
        return self.most_visits_per_day or max(same, fit)

    @property
    def listed(self) -> Mapping[str, float]:
        """What a visit is worth by code of area; empty without a list."""
        return self.areas or {}

    def _check_ranking(self) -> None:
        """Refuse what the ranking does not use, and a ranking without what it needs."""
        if self.of is not None and self.rank_by not in BY_NUMBER_OR_HARM:
            message = f"rank_by: {self.rank_by} does not use `of`; remove it, or rank by {', '.join(BY_NUMBER_OR_HARM)}"
            raise ValueError(message)
        if self.half_life_days is not None and self.rank_by != "recency":
            message = f"rank_by: {self.rank_by} does not use half_life_days; remove it, or rank by recency"
            raise ValueError(message)
        if (self.rank_by == "list") != (self.areas is not None):
            message = "rank_by: list and areas belong together; give both, or neither"
            raise ValueError(message)

    def _check_times(self, visits_at: tuple[str, ...]) -> None:
        """Refuse hours beside fixed times, and times that are out of order or too close."""
        if self.hours is not None or self.visits_per_day is not None:
            message = "visits_at gives the times itself; remove hours and visits_per_day"
            raise ValueError(message)
        ends = [*map(minute_of_day, visits_at), MINUTES_PER_DAY]
        for text, (start, until) in zip(visits_at, pairwise(ends), strict=True):
            if start + self.visit_minutes > until:
                message = (
                    f"a visit of {self.visit_minutes:g} minutes at {text} is not over by the next one or by midnight; "
                    "list the times in order and far enough apart"
                )
                raise ValueError(message)

    def _check_chosen(self) -> None:
        """Refuse hours to choose from that cannot be chosen."""
        if self.hours != CHOSEN:
            if self.chosen_hours is not None or self.chosen_within is not None:
                message = "chosen_hours and chosen_within belong to hours: chosen; remove them, or write hours: chosen"
                raise ValueError(message)
            return
        start, end = self.span_min
        if start % MINUTES_PER_HOUR or end % MINUTES_PER_HOUR:
            message = f"chosen_within is {self.chosen_within}; hours are chosen whole, so give full hours"
            raise ValueError(message)
        if self.length_min > end - start:
            message = (
                f"{self.chosen_hours} hours do not fit into {self.chosen_within}; ask for fewer, or for a longer span"
            )
            raise ValueError(message)

    def _check_allocation(self) -> None:
        """Refuse what goes with another way of sharing visits out."""
        if self.allocate in {None, "equal"} and self.most_visits_per_day is not None:
            message = "most_visits_per_day belongs to allocate: proportional, greedy or optimal; remove it, or add one of these"
            raise ValueError(message)
        if self.allocate not in {"greedy", "optimal"} and self.district_floor is not None:
            message = "district_floor belongs to allocate: greedy or optimal; remove it, or add one of these"
            raise ValueError(message)
        if self.allocate not in {None, "equal"} and self.visits_at is not None:
            message = f"allocate: {self.allocate} gives areas visits of their own, which fixed times of visits_at do not; give hours"
            raise ValueError(message)
        if self.most_visits_per_day is not None and self.most_visits_per_day < (self.visits_per_day or 0):
            message = (
                f"most_visits_per_day is {self.most_visits_per_day}, fewer than the {self.visits_per_day} of an equal share; "
                "give at least as many"
            )
            raise ValueError(message)

    def _check_visits_fit(self, visits_per_day: int) -> None:
        """Refuse more visits than the hours can hold."""
        if visits_per_day * self.visit_minutes > self.length_min:
            hours = f"{self.chosen_hours} hours" if self.hours == CHOSEN else self.hours
            message = (
                f"{visits_per_day} visits of {self.visit_minutes:g} minutes do not fit into {hours}; "
                "ask for fewer or shorter ones, or for longer hours"
            )
            raise ValueError(message)

    def _check_lots(self) -> None:
        """Refuse plans that leave nothing to be drawn by lot."""
        if self.hours is None or self.visits_per_day is None:
            message = "visits_at gives the times itself; remove it, or the unpredictable route"
            raise ValueError(message)
        if self.hours == CHOSEN or self.allocate not in {None, "equal"}:
            message = (
                "an unpredictable route draws its times for hotspots that are due the same in the same hours; "
                "give hours, and no allocate"
            )
            raise ValueError(message)
        start, end = minutes_of_span(self.hours)
        away_min = (end - start) - self.visits_per_day * self.visit_minutes
        plan = f"{self.visits_per_day} visits of {self.visit_minutes:g} minutes in {self.hours}"
        if away_min == 0:
            message = f"{plan} leave no room for times that cannot be foreseen; ask for fewer or shorter visits"
            raise ValueError(message)
        if away_min >= (self.visits_per_day + 1) * LONGEST_ABSENCE_MIN:
            enough = int((end - start - LONGEST_ABSENCE_MIN) // (self.visit_minutes + LONGEST_ABSENCE_MIN)) + 1
            message = (
                f"{plan} cannot be at most two hours apart at times that cannot be foreseen; "
                f"ask for at least {enough} visits a day, or for shorter hours"
            )
            raise ValueError(message)
