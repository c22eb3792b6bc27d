"""What a scenario says about patrol: which areas become hotspots, and what each is due."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Any, Final, Literal, Self

from pydantic import Field, model_validator

from sim.clock import DAYS_PER_WINDOW, MINUTES_PER_DAY, MINUTES_PER_HOUR, minute_of_day, minutes_of_span
from sim.config import Config
from sim.target.hours_config import (
    CHOSEN,
    DEFAULT_HOURS,
    Hours,
    HoursOrChosen,
    TimeOfDay,
    check_visits_fit,
    fewest_by_lot,
)
from sim.target.list_config import AreaList, ListedArea, ListFile, check_list

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
DEFAULT_VISITS_PER_DAY = 3
DEFAULT_CHOSEN_HOURS = 4
DEFAULT_CHOSEN_WITHIN = "14:00-24:00"
"""The hours of the hotspot teams' shifts in the default force."""
APART_MIN = 30
"""Minutes from one visit to the next when as many as possible are fitted in: after less, presence is not fresh (MODEL.md §2)."""


class TargetConfig(Config):
    """Hotspot patrol; a scenario without this section has none.

    Visits are due either evenly within `hours`, or at the times of `visits_at`.
    """

    rank_by: RankBy
    """What makes an area a hotspot: recorded crimes and ASB (`count`), their harm (`harm`), the mean of five ranks
    (`hertfordshire_rank`), what is to be expected once luck is taken out (`empirical_bayes`), what was recorded latest
    (`recency`), density (`kernel_density`), a forecast from the latest records (`self_exciting`), more in and around it than
    chance would gather (`gi_star`), harm that an hour of patrol would prevent (`preventable`), a list of your own (`list`), or a
    lottery (`random`)."""
    of: Literal["count", "harm"] | None = None
    """What empirical_bayes, recency, kernel_density, self_exciting and gi_star go by: harm, or the number of records."""
    half_life_days: float | None = Field(default=None, gt=0, allow_inf_nan=False)
    """Days in which a record loses half of its weight in `rank_by: recency`, 84 if left out."""
    areas: AreaList | None = None
    """The areas of `rank_by: list` by code: what a visit to each is worth, relative to the others. Of equals the first comes first."""
    list_file: ListFile | None = None
    """The same as a CSV file beside the study, the first area first: columns area (or area_code, code), and if you like
    worth, visits_per_day and hours. The ranking.csv of `python -m sim rank` will do."""
    hotspots: int = Field(default=40, ge=1)
    """Number of areas on the list; with `rank_by: list`, all of them if left out."""
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
    def _fill_in(cls, data: Any) -> Any:  # noqa: ANN401 - whatever stood in the file
        """Write out the default hours and the length of a list, so that a resolved study shows them."""
        if not isinstance(data, dict):
            return data
        if isinstance(data.get("areas"), Mapping) and data["areas"] and "hotspots" not in data:
            data = {**data, "hotspots": len(data["areas"])}
        if data.get("visits_at") is not None:
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
            self._check_visits()
        self._check_listed()
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
    def by_lot(self) -> bool:
        """Whether the times of visits are drawn by lot."""
        return self.route == "unpredictable"

    @property
    def all_alike(self) -> bool:
        """Whether all hotspots are due the same number of visits in the same hours."""
        has_own = any(area.visits_per_day or area.hours for area in self.listed.values())
        return self.hours != CHOSEN and self.allocate in {None, "equal"} and not has_own

    @property
    def fewest(self) -> int:
        """The fewest visits a day that a hotspot may get: more than one where they must lie no more than two hours apart."""
        return fewest_by_lot(self.length_min, self.visit_minutes) if self.by_lot else 1

    @property
    def listed(self) -> Mapping[str, ListedArea]:
        """What the list says by code of area; empty without one."""
        return self.areas or {}

    def _check_ranking(self) -> None:
        """Refuse what the ranking does not use, and a ranking without what it needs."""
        if self.of is not None and self.rank_by not in BY_NUMBER_OR_HARM:
            message = f"rank_by: {self.rank_by} does not use `of`; remove it, or rank by {', '.join(BY_NUMBER_OR_HARM)}"
            raise ValueError(message)
        if self.half_life_days is not None and self.rank_by != "recency":
            message = f"rank_by: {self.rank_by} does not use half_life_days; remove it, or rank by recency"
            raise ValueError(message)
        check_list(self.rank_by, self.areas, self.list_file)
        if self.areas is not None and len(self.areas) < self.hotspots:
            message = (
                f"hotspots is {self.hotspots}, and the list has {len(self.areas)} areas; ask for fewer, or list more"
            )
            raise ValueError(message)

    def _check_times(self, visits_at: tuple[str, ...]) -> None:
        """Refuse hours and lots beside fixed times, and times that are out of order or too close."""
        if self.by_lot:
            message = "visits_at gives the times itself; remove it, or the unpredictable route"
            raise ValueError(message)
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

    def _check_visits(self) -> None:
        """Refuse visits that do not fit into the hours, be they the same for all or the most that an area may get."""
        hours = f"{self.chosen_hours} hours" if self.hours == CHOSEN else str(self.hours)
        for visits in dict.fromkeys((self.visits_per_day or DEFAULT_VISITS_PER_DAY, self.most)):
            check_visits_fit(visits, self.visit_minutes, self.length_min, hours, by_lot=self.by_lot)

    def _check_listed(self) -> None:
        """Refuse visits and hours of single areas that do not go with the rest of the plan, or with each other."""
        for code, area in self.listed.items():
            if area.visits_per_day is None and area.hours is None:
                continue
            if self.visits_at is not None or self.hours == CHOSEN or self.allocate not in {None, "equal"}:
                message = (
                    f"{code} has visits or hours of its own, which go with neither visits_at nor hours: chosen nor allocate; "
                    "remove the one or the other"
                )
                raise ValueError(message)
            visits, span = (
                area.visits_per_day or self.visits_per_day or DEFAULT_VISITS_PER_DAY,
                area.hours or self.hours,
            )
            start, end = minutes_of_span(str(span))
            try:
                check_visits_fit(visits, self.visit_minutes, end - start, str(span), by_lot=self.by_lot)
            except ValueError as error:
                message = f"{code}: {error}"
                raise ValueError(message) from None
