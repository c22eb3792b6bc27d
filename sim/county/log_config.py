"""How a force's own incident log is to be read: the `incidents` section of a county file."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from sim.config import Config

Column = Annotated[str, Field(min_length=1)]
Grade = Annotated[int, Field(ge=1, le=4)]


class IncidentColumns(Config):
    """Names of the columns of the log; those that it lacks are left out."""

    time: Column
    """When the call was made: date and time of day, or a date alone."""
    id: Column | None = None
    """Number of the incident; rows that share one are deployments to the same incident."""
    x: Column | None = None
    """Easting or longitude."""
    y: Column | None = None
    """Northing or latitude."""
    area: Column | None = None
    """Code of the area, used where a row has no coordinates."""
    kind: Column | None = None
    """Type of call; all calls are of one type where absent."""
    grade: Column | None = None
    """Grade of response."""
    dispatch: Column | None = None
    """When the first unit was sent."""
    arrival: Column | None = None
    """When the first unit arrived."""
    clear: Column | None = None
    """When the last unit left."""
    officers: Column | None = None
    """Number of officers sent: of the incident, or of the deployment where rows share an `id`."""
    hate: Column | None = None
    """Whether flagged as hate crime or incident: true/false, yes/no, y/n, 1/0; blank is no."""

    @model_validator(mode="after")
    def _place_is_whole(self) -> Self:
        """Ask for a place, and for both coordinates or neither."""
        if (self.x is None) != (self.y is None):
            message = "name both x and y, or neither"
            raise ValueError(message)
        if self.x is None and self.area is None:
            message = "name the columns of the place: x and y, or area, or all three"
            raise ValueError(message)
        return self


class IncidentFile(Config):
    """A force's own incident log."""

    path: str
    """CSV file (may be .gz), relative to the county file."""
    columns: IncidentColumns
    """Names of its columns."""
    time_format: str | None = None
    """How times are written, in the letters of strftime, say ``%d/%m/%Y %H:%M``; ISO 8601 when left out."""
    time_zone: str = "Europe/London"
    """Zone of the clock that wrote them, by its IANA name; times that carry an offset of their own need none."""
    crs: str = "EPSG:27700"
    """Coordinate system of x and y, say EPSG:27700 or EPSG:4326."""
    kinds: dict[str, str] = Field(default_factory=dict)
    """What the log calls a type, and the key of the demand pack's type that it is."""
    other_kinds: Literal["keep", "leave_out"] = "keep"
    """What becomes of rows whose type `kinds` does not name: kept under the log's own name, or left out."""
    grades: dict[str, Grade] = Field(default_factory=dict)
    """What the log calls a grade, and the grade 1 to 4 that it is; 1 to 4 themselves need no entry."""
    published: str = ""
    """Where the log comes from: told to a user who does not have it."""

    @model_validator(mode="after")
    def _translates_what_there_is(self) -> Self:
        """Refuse translations of columns that are not named."""
        if self.kinds and self.columns.kind is None:
            message = "kinds translates a column that is not named: give columns.kind"
            raise ValueError(message)
        if self.other_kinds == "leave_out" and not self.kinds:
            message = "other_kinds: leave_out would leave out every row: give kinds"
            raise ValueError(message)
        if self.grades and self.columns.grade is None:
            message = "grades translates a column that is not named: give columns.grade"
            raise ValueError(message)
        return self
