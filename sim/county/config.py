"""What a county is made from: the county part of a study, or a county file, as pydantic models."""

from __future__ import annotations

from typing import Annotated, Literal, Self, TypeVar

from pydantic import Field, TypeAdapter, model_validator

from sim.config import Config, Sourced
from sim.county.deprivation_config import DeprivationFile
from sim.county.log_config import IncidentFile
from sim.county.rank_config import RankSection
from sim.county.records_config import Lookup, OutcomeFiles, RecordedFile, StreetFiles
from sim.county.road_config import RoadFile
from sim.county.travel_config import TravelParameters

Share = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]


ONLY_RECORDS = frozenset({"street", "outcomes", "incidents", "rank"})
"""Sections of a county file that commands read which rank, fit and test; a study is built without them."""
MOST_FORCES = 200
MOST_AREAS_OF_FORCES = 98_000
"""There is a made-up code for each."""


class Place(Config):
    """A police station or custody suite: a name and where it stands."""

    name: str = Field(min_length=1)
    """Its name."""
    x: float | None = Field(default=None, allow_inf_nan=False)
    """Easting, metres, EPSG:27700."""
    y: float | None = Field(default=None, allow_inf_nan=False)
    """Northing, metres, EPSG:27700."""
    area: str | None = None
    """Code or id of the area that it stands in, instead of coordinates."""

    @model_validator(mode="after")
    def _stands_somewhere(self) -> Self:
        """Ask for coordinates or an area, not both and not half."""
        has_point = self.x is not None and self.y is not None
        if (self.x is None) != (self.y is None) or has_point == (self.area is not None):
            message = f"{self.name!r} needs either x and y in metres, or the code of its area"
            raise ValueError(message)
        return self


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


class CountyBase(Config):
    """What every kind of county has."""

    name: str = Field(min_length=1)
    """What maps and tables are headed with."""
    about: str = ""
    """A note for readers of the file."""
    districts: list[str] | None = Field(default=None, min_length=1)
    """Keep only these districts; all when left out."""


CountyT = TypeVar("CountyT", bound=CountyBase)


class EmbeddedCounty(CountyBase):
    """The synthetic county that comes with the program and needs no download."""

    kind: Literal["embedded"]
    """Marks this kind."""
    travel: TravelParameters
    """Travel."""

    @model_validator(mode="after")
    def _has_roads(self) -> Self:
        """Ask for speeds."""
        return _with_roads(self, self.travel)


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
                _refuse_repeats(label, [place.name for place in places])
                if not places:
                    message = f"{label} is empty: give at least one"
                    raise ValueError(message)
        return _with_roads(self, self.travel)


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


MOST_AREAS = 1_000
"""The most areas that a county written out in its file may have."""


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
        _refuse_repeats("areas", [row.id for row in areas])
        for label, places in (("stations", self.stations), ("custody", self.custody)):
            _refuse_repeats(label, [place.name for place in places or [] if not isinstance(place, str)])
            if places == []:
                message = f"{label} is empty: give at least one, or leave the key out"
                raise ValueError(message)
        if self.travel_min is None:
            return _with_roads(self, self.travel)
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


class ForcesCounty(CountyBase):
    """Several synthetic forces side by side, each with a county of its own: a national study."""

    kind: Literal["nation"]
    """Marks this kind."""
    of: Annotated[str, Field(min_length=1, examples=["hertfordshire"])] | EmbeddedCounty
    """The county of kind embedded that every force is modelled on: a pack, a file, or written out."""
    forces: int = Field(ge=1, le=MOST_FORCES)
    """Number of forces."""
    areas_per_force: int = Field(default=690, ge=60, le=2_000)
    """Areas of each force. Residents, calls and posts are those of the county that it is modelled on, in proportion."""
    name: str = ""
    """What the tables call them; how many there are if left out."""
    districts: None = None
    """Forces are run whole: to be left out."""

    @model_validator(mode="after")
    def _codes_suffice(self) -> Self:
        """Refuse more areas than there are made-up codes."""
        if self.forces * self.areas_per_force > MOST_AREAS_OF_FORCES:
            message = (
                f"{self.forces} forces of {self.areas_per_force} areas are more than {MOST_AREAS_OF_FORCES:,} areas"
            )
            raise ValueError(message)
        return self

    @property
    def pattern(self) -> EmbeddedCounty:
        """The county that every force is modelled on, once the pack that it names has been read."""
        if isinstance(self.of, str):
            message = f"the county pack {self.of} has not been read"
            raise TypeError(message)
        return self.of

    @property
    def title(self) -> str:
        """What tables are headed with."""
        return self.name or f"{self.forces} synthetic forces"


CountyConfig = Annotated[EmbeddedCounty | FilesCounty | TableCounty | ForcesCounty, Field(discriminator="kind")]
"""A county pack or county file: exactly one kind."""

COUNTY_CONFIG: TypeAdapter[EmbeddedCounty | FilesCounty | TableCounty | ForcesCounty] = TypeAdapter(CountyConfig)
"""Validates a county pack or county file read from YAML."""


def _with_roads(county: CountyT, travel: TravelParameters) -> CountyT:
    """Refuse a county whose travel times cannot be worked out."""
    if travel.roads is None:
        message = "travel.roads is missing: give speeds and circuity (models/hertfordshire.yaml has a full set)"
        raise ValueError(message)
    return county


def _refuse_repeats(label: str, names: list[str]) -> None:
    """Refuse two entries of one name."""
    repeated = sorted({name for name in names if names.count(name) > 1})
    if repeated:
        message = f"{label}: {', '.join(map(repr, repeated))} is listed more than once"
        raise ValueError(message)
