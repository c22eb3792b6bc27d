"""What county files of every kind have in common."""

from __future__ import annotations

from typing import Self, TypeVar

from pydantic import Field, model_validator

from sim.config import Config
from sim.county.travel_config import TravelParameters


class CountyBase(Config):
    """What every kind of county has."""

    name: str = Field(min_length=1)
    """What maps and tables are headed with."""
    about: str = ""
    """A note for readers of the file."""
    districts: list[str] | None = Field(default=None, min_length=1)
    """Keep only these districts; all when left out."""


CountyT = TypeVar("CountyT", bound=CountyBase)


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


def with_roads(county: CountyT, travel: TravelParameters) -> CountyT:
    """Refuse a county whose travel times cannot be worked out.

    Parameters
    ----------
    county
        The county.
    travel
        Its section on travel.

    Returns
    -------
    CountyBase
        The same county.

    Raises
    ------
    ValueError
        If there are no speeds.
    """
    if travel.roads is None:
        message = "travel.roads is missing: give speeds and circuity (models/hertfordshire.yaml has a full set)"
        raise ValueError(message)
    return county


def refuse_repeats(label: str, names: list[str]) -> None:
    """Refuse two entries of one name.

    Parameters
    ----------
    label
        Section that they stand in.
    names
        Their names.

    Raises
    ------
    ValueError
        If any is listed more than once.
    """
    repeated = sorted({name for name in names if names.count(name) > 1})
    if repeated:
        message = f"{label}: {', '.join(map(repr, repeated))} is listed more than once"
        raise ValueError(message)
