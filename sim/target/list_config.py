"""What a list of hotspots says of each of its areas."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field, model_validator

from sim.config import Config
from sim.target.hours_config import Hours


class ListedArea(Config):
    """One area of a list; where a visit's worth is all there is to say, a bare number will do."""

    worth: float = Field(default=1.0, gt=0, allow_inf_nan=False)
    """What a visit is worth, relative to the other areas of the list."""
    visits_per_day: Annotated[int, Field(ge=1)] | None = None
    """Visits that this area is due a day, instead of those of the plan."""
    hours: Hours | None = None
    """Hours of the day in which visits to this area fall due, instead of those of the plan."""

    @model_validator(mode="before")
    @classmethod
    def _accept_bare_number(cls, data: object) -> object:
        if isinstance(data, int | float) and not isinstance(data, bool):
            return {"worth": data}
        return data


AreaList = Annotated[dict[str, ListedArea], Field(min_length=1)]
"""Areas by code, the first one first."""
ListFile = Annotated[str, Field(min_length=1, examples=["hotspots.csv"])]
"""A list of areas kept in a file, found beside the study."""


def check_list(rank_by: str, areas: Mapping[str, ListedArea] | None, list_file: str | None) -> None:
    """Refuse a list that nobody asks for, and none where one is asked for.

    Parameters
    ----------
    rank_by
        Name of the ranking.
    areas, list_file
        The list as written, and the file that holds it.

    Raises
    ------
    ValueError
        With what to write instead.
    """
    given = [name for name, value in (("areas", areas), ("list_file", list_file)) if value is not None]
    if rank_by != "list" and given:
        message = f"{given[0]} belongs to rank_by: list; remove it, or rank by list"
        raise ValueError(message)
    if rank_by == "list" and not given:
        message = "rank_by: list needs its areas; write them under `areas`, or name a CSV file with `list_file`"
        raise ValueError(message)
    if len(given) > 1:
        message = "list_file is given, and areas as well; remove one of them"
        raise ValueError(message)
