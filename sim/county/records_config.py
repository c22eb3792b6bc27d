"""What was recorded in a county: the sections of a county file that name files of crime, as pydantic models."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from sim.config import Config
from sim.county.months import Month, months_between, refuse_backwards

Span = Annotated[list[Month], Field(min_length=2, max_length=2)]
"""First and last month."""


class RecordedColumns(Config):
    """Names of the columns of a file of recorded crime."""

    area: str
    """Area code."""
    month: str
    """Month as YYYY-MM."""
    category: str
    """police.uk category."""
    count: str
    """Recorded rows."""


class RecordedFile(Config):
    """Recorded crime and anti-social behaviour by area, month and category."""

    path: str
    """CSV file (may be .gz), relative to the county file."""
    columns: RecordedColumns
    """Names of its columns."""
    months: Span
    """First and last month to be used, YYYY-MM; counts are scaled to a year."""
    published: str = ""
    """Who publishes it and under what name."""

    @model_validator(mode="after")
    def _months_are_in_order(self) -> Self:
        """Refuse a last month before the first."""
        refuse_backwards(self.months)
        return self

    @property
    def n_months(self) -> int:
        """Number of months from first to last."""
        return len(months_between(*self.months))


class StreetColumns(Config):
    """Names of the columns of street files; those of data.police.uk where left out."""

    crime_id: str = "Crime ID"
    """Identity of a crime; empty for anti-social behaviour."""
    month: str = "Month"
    """Month as YYYY-MM."""
    longitude: str = "Longitude"
    """Degrees east, WGS84; empty where there is no location."""
    latitude: str = "Latitude"
    """Degrees north, WGS84."""
    location: str = "Location"
    """Name of the map point."""
    area: str = "LSOA code"
    """Area code, of whatever vintage; empty where there is no location."""
    category: str = "Crime type"
    """police.uk category."""


class Downloads(Config):
    """Files of data.police.uk, as they come: by month and force, in folders or zip files."""

    path: str
    """A CSV (may be .gz), Parquet or zip file; a folder of downloads; or a pattern, say */*-hertfordshire-street.csv;
    relative to the county file."""
    force: str | None = Field(default=None, pattern=r"^[a-z]+(-[a-z]+)*$", examples=["hertfordshire"])
    """The force as data.police.uk writes it in the names of files, where a folder or zip file holds several: the files of
    others are left out."""
    published: str = ""
    """Who publishes it and under what name."""

    def ending(self, kind: str) -> str:
        """Give how the names of files of a kind end in a folder or zip file, before ``.csv``."""
        return f"-{kind}" if self.force is None else f"-{self.force}-{kind}"


class StreetFiles(Downloads):
    """Street-level crime and anti-social behaviour, one row each, as data.police.uk publishes it (`*-street.csv`)."""

    columns: StreetColumns = StreetColumns()
    """Names of its columns."""
    months: Span | None = None
    """First and last month to be used, YYYY-MM; all when left out."""
    leave_out: list[Month] | None = None
    """Months in between that are not to be used, say those of a lockdown."""
    station_points: Literal["keep", "leave_out"] = "keep"
    """Rows at the map points of police stations: partly a place of recording, not of occurrence."""

    @model_validator(mode="after")
    def _months_are_in_order(self) -> Self:
        """Refuse a last month before the first."""
        refuse_backwards(self.months)
        return self


class OutcomeColumns(Config):
    """Names of the columns of files of outcomes; those of data.police.uk where left out."""

    crime_id: str = "Crime ID"
    """Identity of the crime, as in the street files."""
    month: str = "Month"
    """Month of the outcome as YYYY-MM."""
    outcome: str = "Outcome type"
    """What became of the crime."""


class OutcomeFiles(Downloads):
    """What became of crimes, one row an outcome, as data.police.uk publishes it (`*-outcomes.csv`)."""

    columns: OutcomeColumns = OutcomeColumns()
    """Names of its columns."""


class Lookup(Config):
    """Which areas of 2011 became which of 2021: rows and tables of the one vintage are carried to the other."""

    path: str
    """CSV file (may be .gz), relative to the county file."""
    lsoa11: str = "LSOA11CD"
    """Column with codes of 2011."""
    lsoa21: str = "LSOA21CD"
    """Column with codes of 2021."""
    published: str = ""
    """Who publishes it and under what name."""
