"""A small county that is written out in its file."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from sim.config import Config
from sim.county.base_config import CountyBase, Place, refuse_repeats, with_roads
from sim.county.travel_config import TravelParameters

Share = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]
MOST_AREAS = 1_000
"""The most areas that a county written out in its file may have."""


class AreaRow(Config):
    """One area of a table county."""

    id: str = Field(min_length=1)
    """Its code, unique."""
    district: str = Field(min_length=1)
    """Its district."""
    population: float = Field(ge=0, allow_inf_nan=False)
    """Persons."""
    x: float = Field(allow_inf_nan=False)
    """Easting of its centre, metres."""
    y: float = Field(allow_inf_nan=False)
    """Northing of its centre, metres."""
    name: str = ""
    """Its name; the id when left out."""
    area_km2: float = Field(default=1.0, gt=0, allow_inf_nan=False)
    """Its size, square kilometres."""
    deprivation_rank: int = Field(default=16_422, ge=1, le=32_844)
    """National rank of deprivation, 1 the most deprived; the middle of 32,844 when left out."""
    urban: bool = True
    """Whether it is urban."""
    town_centre: Share = 0.0
    """Attraction of shops and night life, 0 to 1."""
    business: Share = 0.0
    """Attraction of workplaces and retail parks, 0 to 1."""


class Grid(Config):
    """Square areas side by side, all alike; ids are r1c1, r1c2, … by row and column."""

    rows: int = Field(ge=1, le=MOST_AREAS)
    """Number of rows, from south to north."""
    columns: int = Field(ge=1, le=MOST_AREAS)
    """Number of columns, from west to east."""
    spacing_m: float = Field(gt=0, allow_inf_nan=False)
    """Side of an area, metres; centres are as far apart."""
    population: float = Field(default=1_000.0, ge=0, allow_inf_nan=False)
    """Persons in each area."""

    @model_validator(mode="after")
    def _is_small(self) -> Self:
        """Refuse more areas than a table may have."""
        if self.rows * self.columns > MOST_AREAS:
            message = f"{self.rows} rows of {self.columns} are more than {MOST_AREAS} areas"
            raise ValueError(message)
        return self

    def as_rows(self) -> list[AreaRow]:
        """Write the areas out, row by row."""
        cells = [(row, column) for row in range(self.rows) for column in range(self.columns)]
        return [
            AreaRow(
                id=f"r{row + 1}c{column + 1}",
                district="Grid",
                x=(column + 0.5) * self.spacing_m,
                y=(row + 0.5) * self.spacing_m,
                population=self.population,
                area_km2=(self.spacing_m / 1_000) ** 2,
            )
            for row, column in cells
        ]


class Distance(Config):
    """Journeys from centre to centre at one speed, none inside an area."""

    distance: Literal["straight", "right_angle"]
    """As the crow flies, or along streets that run north to south and east to west."""
    km_h: float = Field(gt=0, allow_inf_nan=False)
    """Speed, km/h."""


class TableCounty(CountyBase):
    """A small county written out in the file: how a study shrinks to a textbook queue."""

    kind: Literal["table"]
    """Marks this kind."""
    areas: Annotated[list[AreaRow], Field(min_length=1, max_length=MOST_AREAS)] | Grid
    """The areas one by one, or a grid of them."""
    travel_min: list[list[Annotated[float, Field(ge=0, allow_inf_nan=False)]]] | Distance | None = None
    """Minutes from each area (row) to each area (column) at free flow, in the order of `areas`, or how to work them
    out; all 0 is no travel."""
    stations: list[Place] | Literal["everywhere"] | None = None
    """Police stations, by area id or coordinates, or one in every area; one in the first area of each district when
    left out."""
    custody: list[Place] | None = None
    """Custody suites, by area id or coordinates; one in the first area when left out."""
    travel: TravelParameters = TravelParameters()
    """Travel; speeds are needed only without `travel_min`."""

    @model_validator(mode="after")
    def _is_consistent(self) -> Self:
        """Refuse repeated ids, a matrix that does not fit, and a county without travel times."""
        areas = self.area_rows
        refuse_repeats("areas", [row.id for row in areas])
        for label, places in (("stations", self.stations), ("custody", self.custody)):
            refuse_repeats(label, [place.name for place in places or [] if not isinstance(place, str)])
            if places == []:
                message = f"{label} is empty: give at least one, or leave the key out"
                raise ValueError(message)
        if self.travel_min is None:
            return with_roads(self, self.travel)
        if isinstance(self.travel_min, Distance):
            return self
        size = len(areas)
        if len(self.travel_min) != size or any(len(row) != size for row in self.travel_min):
            message = f"travel_min must have {size} rows of {size} numbers, one for each area"
            raise ValueError(message)
        return self

    @property
    def area_rows(self) -> list[AreaRow]:
        """The areas one by one."""
        return self.areas.as_rows() if isinstance(self.areas, Grid) else self.areas
