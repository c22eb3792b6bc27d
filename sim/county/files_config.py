"""A real county: which files describe it, and their columns."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field, model_validator

from sim.config import Config, Sourced
from sim.county.base_config import CountyBase, Place, refuse_repeats, with_roads
from sim.county.deprivation_config import DeprivationFile
from sim.county.log_config import IncidentFile
from sim.county.rank_config import RankSection
from sim.county.records_config import Lookup, OutcomeFiles, RecordedFile, StreetFiles
from sim.county.road_config import RoadFile
from sim.county.travel_config import TravelParameters


class PlaceTable(Config):
    """Stations or custody suites in a file."""

    path: str
    """CSV file, relative to the county file."""
    name: str = "name"
    """Column with their names."""
    x: str = "x"
    """Column with eastings, metres, EPSG:27700."""
    y: str = "y"
    """Column with northings, metres, EPSG:27700."""
    area: str | None = None
    """Column with area codes, used instead of coordinates when given."""


class AreaColumns(Config):
    """Names of the columns of the boundary file."""

    code: str
    """Area code."""
    name: str
    """Area name, for people."""
    district: str | None = None
    """Name of the district that the area is in; left out where `districts` tells it."""
    urban: str | None = None
    """Whether the area is urban: true/false, 1/0, or a rural-urban class whose text starts with "Urban"."""


class ColumnFile(Config):
    """One number or class per area, in a CSV file."""

    path: str
    """CSV file (may be .gz), relative to the county file."""
    code: str
    """Column with area codes."""
    column: str
    """Column with the value."""
    published: str = ""
    """Who publishes it and under what name."""


class AreaFile(Config):
    """The file of area boundaries."""

    path: str
    """GeoPackage, shapefile or GeoJSON, relative to the county file."""
    layer: str | None = None
    """Layer of a GeoPackage; the only one when left out."""
    crs: str | None = None
    """Coordinate system, say EPSG:27700; needed only where the file does not say."""
    columns: AreaColumns
    """Names of its columns."""
    districts: ColumnFile | None = None
    """District of each area, from a table such as a lookup, where the boundary file has no column of districts."""
    only: list[str] | None = Field(default=None, min_length=1)
    """Districts of the county, where the boundary file holds more than the county: its other areas are left out."""
    published: str = ""
    """Who publishes it and under what name: told to a user who does not have it."""

    @model_validator(mode="after")
    def _has_districts(self) -> Self:
        """Ask for the districts in one place."""
        if (self.columns.district is None) == (self.districts is None):
            message = "give either columns.district or districts: the district of each area"
            raise ValueError(message)
        return self


class FittedColumns(Config):
    """Names of the columns of a table of fitted rates."""

    area: str = "area"
    """Area code."""
    category: str = "category"
    """police.uk category."""
    per_year: str = "per_year"
    """Recorded rows a year to be expected: the mean of the posterior."""
    shape: str = "shape"
    """Gamma shape of the area's rate about that: 1 / shape is the squared coefficient of variation."""
    level_log_sd: str = "level_log_sd"
    """Standard deviation of the log of the county's level of the category; the same in all its rows."""


class FittedFile(Config):
    """Rates by area and category that were fitted to recorded counts: each replication draws its own from them."""

    path: str
    """CSV file (may be .gz), relative to the county file."""
    columns: FittedColumns = FittedColumns()
    """Names of its columns."""
    published: str = ""
    """What wrote it."""
    per_year: dict[str, Sourced] = Field(default_factory=dict)
    """Recorded rows a year of the whole county by category, with their 95 % interval: told in the report."""
    told: list[str] = Field(default_factory=list)
    """What was fitted, from what, and what was left out, in sentences for the report."""
    assumed: list[str] = Field(default_factory=list)
    """What the data could not say and so stayed assumed, in words for the report."""


class FilesCounty(CountyBase):
    """A real county, read from files."""

    kind: Literal["files"]
    """Marks this kind."""
    areas: AreaFile
    """Boundaries, codes, names and districts."""
    population: ColumnFile
    """Residents of each area."""
    deprivation: DeprivationFile
    """National rank of deprivation of each area, 1 the most deprived."""
    urban: ColumnFile | None = None
    """Rural-urban class of each area, where the boundary file has no such column: urban if it starts with "Urban"."""
    urban_density: Sourced | None = None
    """Persons a square kilometre from which an area counts as urban, where no class is given."""
    stations: list[Place] | PlaceTable
    """Police stations."""
    custody: list[Place] | PlaceTable
    """Custody suites."""
    recorded: RecordedFile | None = None
    """Recorded crime and anti-social behaviour of a year, from which the simulator takes its rates unless they are
    fitted."""
    street: StreetFiles | None = None
    """Recorded rows one by one, to rank, fit and backtest with; `recorded` serves where there are none."""
    outcomes: OutcomeFiles | None = None
    """What became of the crimes among the street rows, told beside a fit."""
    lookup: Lookup | None = None
    """Areas of 2011 and 2021, where some files have the codes of the one and some of the other."""
    incidents: IncidentFile | None = None
    """The force's own incident log, if there is any."""
    roads: RoadFile | None = None
    """Real roads, in place of straight lines between neighbouring areas and a circuity."""
    fitted: FittedFile | None = None
    """Rates fitted to recorded counts, instead of the counts themselves."""
    rank: RankSection | None = None
    """How `python -m sim rank` ranks the areas, where the records alone do not say."""
    attribution: list[str]
    """Licence lines that must stand on every map."""
    travel: TravelParameters
    """Travel."""

    @model_validator(mode="after")
    def _is_complete(self) -> Self:
        """Ask for speeds, for something that tells town from country, and for stations."""
        classes = (self.areas.columns.urban, self.urban, self.urban_density)
        if sum(item is not None for item in classes) != 1:
            message = "give exactly one of areas.columns.urban, urban and urban_density"
            raise ValueError(message)
        if self.recorded is not None and self.fitted is not None:
            message = "give recorded or fitted, not both: rates come from the counts or from a fit to them"
            raise ValueError(message)
        for label, places in (("stations", self.stations), ("custody", self.custody)):
            if isinstance(places, list):
                refuse_repeats(label, [place.name for place in places])
                if not places:
                    message = f"{label} is empty: give at least one"
                    raise ValueError(message)
        return with_roads(self, self.travel)
