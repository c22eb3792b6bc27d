"""The call catalogue as a pack or a study writes it: what is called in, how often, where, and what it needs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Self

from pydantic import Field, model_validator

from sim.config import Config, Sourced, sourced_numbers
from sim.demand.amounts import Amount, Key, Positive, Real, Share
from sim.demand.columns import Column, Origin, check_columns, sourced_cells
from sim.demand.handling_config import HandlingConfig
from sim.demand.scene_config import TimeOnScene

FLAT = "flat"
"""Hour profile of a type that names none: all hours of the week alike."""
NO_SEASON = "none"
"""Season of a type that names none: all months alike."""
BY_POPULATION = "population"
"""Spatial model of a type that names none: in proportion to residents."""
_SUM_TOLERANCE = 1e-6


class Offence(Config):
    """An offence that a call can turn out to be."""

    key: Key
    """Machine name; harm indices use the same."""
    label: str = ""
    """Name for people; the key where empty."""
    category: str
    """police.uk category in which it is published."""


class NearRepeatConfig(Config):
    """One call makes others near it more likely for a while (a self-exciting process)."""

    branching: Annotated[float, Field(ge=0, lt=1)]
    """Share of observed calls that are near-repeats."""
    decay_days: Positive
    """Mean of the exponential delay from a call to its near-repeat, days."""
    sigma_m: Amount
    """Standard deviation, along each axis, of the distance between them, metres."""


class CallType(Config):
    """One row of the catalogue."""

    key: Key
    """Machine name; it keys the type's random draws."""
    label: str = ""
    """Name for people; the key where empty."""
    calls_per_year: Amount
    """Calls in the whole county in a year of 365 days."""
    profile: str = FLAT
    """Hour profile, a name in `profiles`."""
    season: str = NO_SEASON
    """Season, a name in `seasons`."""
    spatial: str = BY_POPULATION
    """Spatial model, a name in `spatial`."""
    share_by_area: dict[str, Amount] = Field(default_factory=dict)
    """Instead of a spatial model: weight of each area, by area code; areas that are not named get none."""
    grades: list[Share] = Field(default_factory=lambda: [0.0, 1.0, 0.0, 0.0], min_length=4, max_length=4)
    """Share of calls of grade 1 emergency, 2 priority, 3 scheduled, 4 resolved without deployment."""
    officers: list[Share] = Field(default_factory=lambda: [1.0], min_length=1, max_length=4)
    """Share of deployed calls that need 1, 2, 3, 4 officers."""
    scene: TimeOnScene
    """Time on scene."""
    crimes_per_year: dict[str, Amount] = Field(default_factory=dict)
    """Calls a year that are recorded as each offence."""
    asb_records_per_year: Amount = 0.0
    """Calls a year that become a police.uk anti-social behaviour row, and no crime."""
    hate_share: Share = 0.0
    """Share of calls flagged as hate crime or incident."""
    arrest_share: Share = 0.0
    """Share of attended calls that end in an arrest."""
    deterrable_share: Share = 0.0
    """Share of calls that visible patrol could deter at all."""
    effect_multiplier: Amount = 0.0
    """How strongly the type responds to patrol relative to others."""
    unreported_ratio: Amount = 0.0
    """Crimes that nobody reports, for each one reported."""
    near_repeat: NearRepeatConfig | None = None
    """Near-repeats; none where absent."""

    @model_validator(mode="after")
    def _shares_sum(self) -> Self:
        for name in ("grades", "officers"):
            total = sum(getattr(self, name))
            if abs(total - 1) > _SUM_TOLERANCE:
                message = f"{name} sum to {total:g}, not 1"
                raise ValueError(message)
        records = sum(self.crimes_per_year.values()) + self.asb_records_per_year
        if records > self.calls_per_year * (1 + _SUM_TOLERANCE):
            message = f"{records:g} crimes and ASB records a year come from {self.calls_per_year:g} calls"
            raise ValueError(message)
        return self


class Profile(Origin):
    """Shape of a week: weight of the hour of the day × weight of the day × a night factor at the weekend."""

    hours: Annotated[list[Amount], Field(min_length=24, max_length=24)]
    """Relative number of calls in each hour of the day."""
    days: Annotated[list[Amount], Field(min_length=7, max_length=7)] = [1.0] * 7
    """Relative number of calls on each day, Monday first."""
    weekend_night: Amount = 1.0
    """Factor on Friday and Saturday from 22:00 and on Saturday and Sunday until 04:00."""

    @model_validator(mode="after")
    def _some_hour_counts(self) -> Self:
        if not (any(self.hours) and any(self.days)):
            message = "a profile needs an hour and a day with a weight above 0"
            raise ValueError(message)
        return self


class Season(Origin):
    """Shape of a year."""

    months: Annotated[list[Positive], Field(min_length=12, max_length=12)]
    """Relative number of calls a day in each calendar month, January first."""


class SpatialModel(Config):
    """How the areas of a county share a type's calls: log-linear × lognormal body × a town-centre class."""

    population: Real = 0.0
    """Exponent of the number of residents."""
    area_km2: Real = 0.0
    """Exponent of the size of the area."""
    deprivation: Real = 0.0
    """Log of the ratio between the county's most and least deprived area."""
    town_centre: Real = 0.0
    """Log of the ratio between the busiest centre and an area without shops and night life."""
    business: Real = 0.0
    """Log of the ratio between the area of most workplaces and one of none."""
    shared_sigma: Amount = 0.0
    """Standard deviation of the log of the body shared with the other models."""
    own_sigma: Amount = 0.0
    """Standard deviation of the log of the model's own body."""
    centre_share: Share = 0.0
    """Share of the county's areas that form the town-centre class: those of most town-centre attraction."""
    centre_factor: Positive = 1.0
    """Factor on the areas of the town-centre class."""


class FrailtyConfig(Config):
    """Month-to-month wandering of an area's rates, stated by the dispersion that it must reproduce."""

    autocorrelation: Sourced
    """Correlation from one 28-day window to the next."""
    all_crime: Sourced
    """Published dispersion of all crime: Pearson χ²/df of area × month counts after area and month effects."""
    categories: dict[str, Sourced]
    """The same by police.uk category; a category that is not named has only the part shared by all types."""
    autocorrelations: dict[str, Sourced] | None = None
    """Correlation from one window to the next by police.uk category, shared and own part together; a category that is not
    named has that of `autocorrelation`."""

    @model_validator(mode="after")
    def _correlation_is_one(self) -> Self:
        given = {"autocorrelation": self.autocorrelation}
        given |= {f"autocorrelations.{key}": number for key, number in (self.autocorrelations or {}).items()}
        for key, number in given.items():
            if not 0 <= number.value < 1:
                message = f"{key} {number.value:g} must lie in [0, 1)"
                raise ValueError(message)
        return self


class Fields(Config):
    """Unit, source, confidence and range of the columns of the pack's tables."""

    types: dict[str, Column] = Field(default_factory=dict)
    """Columns of the call types."""
    spatial: dict[str, Column] = Field(default_factory=dict)
    """Columns of the spatial models."""


class DemandConfig(Config):
    """The demand of one county."""

    label: str = ""
    """Name for people."""
    spatial_seed: Annotated[int, Field(ge=0)] = 0
    """Seed of the part of the areas' rates that is drawn once for the county, never by replication."""
    offences: list[Offence] = Field(default_factory=list)
    """What calls can turn out to be."""
    profiles: dict[str, Profile] = Field(default_factory=dict)
    """Hour profiles by name."""
    seasons: dict[str, Season] = Field(default_factory=dict)
    """Seasons by name."""
    spatial: dict[str, SpatialModel] = Field(default_factory=dict)
    """Spatial models by name."""
    frailty: FrailtyConfig | None = None
    """Month-to-month wandering; none where absent."""
    handling: HandlingConfig = HandlingConfig()
    """What happens before anyone is sent."""
    types: Annotated[list[CallType], Field(min_length=1, max_length=255)]
    """The catalogue."""
    fields: Fields = Fields()
    """Where the numbers of the tables come from."""

    @model_validator(mode="after")
    def _names_exist(self) -> Self:
        problems = _doubles("type", [row.key for row in self.types])
        problems += _doubles("offence", [row.key for row in self.offences])
        offences = {row.key for row in self.offences}
        for row in self.types:
            problems += _unknown(f"types.{row.key}: profile", [row.profile], {*self.profiles, FLAT})
            problems += _unknown(f"types.{row.key}: season", [row.season], {*self.seasons, NO_SEASON})
            problems += _unknown(f"types.{row.key}: spatial", [row.spatial], {*self.spatial, BY_POPULATION})
            problems += _unknown(f"types.{row.key}: offence", row.crimes_per_year, offences)
        if problems:
            raise ValueError("; ".join(problems))
        return self

    @model_validator(mode="after")
    def _columns_have_sources(self) -> Self:
        check_columns("types", self.type_rows, self.fields.types)
        check_columns("spatial", self.spatial, self.fields.spatial)
        return self

    @property
    def type_rows(self) -> dict[str, CallType]:
        """The catalogue by key."""
        return {row.key: row for row in self.types}


def assumptions(config: DemandConfig) -> list[tuple[str, Sourced]]:
    """List every number of a demand configuration with its unit, range, source and confidence.

    Parameters
    ----------
    config
        The configuration.

    Returns
    -------
    list[tuple[str, Sourced]]
        Dotted path and number, in the order of the configuration; the report's assumptions table shows them.
    """
    numbers = [(path, number) for path, number in sourced_numbers(config) if not path.startswith("fields.")]
    numbers += sourced_cells("types", config.type_rows, config.fields.types)
    numbers += sourced_cells("spatial", config.spatial, config.fields.spatial)
    numbers += _shape_cells(config)
    return numbers


def _shape_cells(config: DemandConfig) -> Iterator[tuple[str, Sourced]]:
    """Give the numbers of the profiles and seasons."""
    for name, profile in config.profiles.items():
        column = _column_of(profile, "relative number of calls")
        weights = [*((f"hours.{hour}", weight) for hour, weight in enumerate(profile.hours))]
        weights += [(f"days.{day}", weight) for day, weight in enumerate(profile.days)]
        weights.append(("weekend_night", profile.weekend_night))
        for place, weight in weights:
            yield f"profiles.{name}.{place}", column.sourced(name, weight)
    for name, season in config.seasons.items():
        column = _column_of(season, "relative number of calls a day")
        for month, weight in enumerate(season.months):
            yield f"seasons.{name}.months.{month}", column.sourced(name, weight)


def _column_of(origin: Origin, unit: str) -> Column:
    """Make a column of the origin that a profile or season carries itself."""
    return Column(source=origin.source, confidence=origin.confidence, times=origin.times, unit=unit)


def _doubles(kind: str, keys: list[str]) -> list[str]:
    """Say which keys occur more than once."""
    return [f"{kind} {key} occurs {keys.count(key)} times" for key in sorted(set(keys)) if keys.count(key) > 1]


def _unknown(place: str, names: Iterator[str] | list[str] | dict[str, float], known: set[str]) -> list[str]:
    """Say which names are not known."""
    return [
        f"{place} {name} is not defined; there are: {', '.join(sorted(known))}" for name in names if name not in known
    ]
