"""What a county file says about the ranking of its areas, as pydantic models."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from sim.config import Config
from sim.harm.ranked import COMPONENTS

Figure = Annotated[float, Field(ge=0, allow_inf_nan=False)]


class ComponentColumns(Config):
    """Names of the columns of a table of components; those that are left out are not in the table."""

    asb: str | None = None
    """Anti-social behaviour."""
    calls: str | None = None
    """Calls for service."""
    hate: str | None = None
    """Hate crimes and incidents."""
    crime_harm: str | None = None
    """Harm of crime."""
    deprivation: str | None = None
    """Deprivation."""

    @model_validator(mode="after")
    def _names_one(self) -> Self:
        """Ask for one column at least."""
        if not self.named:
            message = f"name the column of at least one of {', '.join(COMPONENTS)}"
            raise ValueError(message)
        return self

    @property
    def named(self) -> dict[str, str]:
        """Columns by component."""
        return {key: column for key in COMPONENTS if (column := getattr(self, key)) is not None}


class ComponentRow(Config):
    """The components of one area, written out."""

    area: str = Field(min_length=1)
    """Its code or name."""
    asb: Figure | None = None
    """Anti-social behaviour."""
    calls: Figure | None = None
    """Calls for service."""
    hate: Figure | None = None
    """Hate crimes and incidents."""
    crime_harm: Figure | None = None
    """Harm of crime."""
    deprivation: Figure | None = None
    """Deprivation."""

    @property
    def given(self) -> dict[str, float]:
        """Figures by component."""
        return {key: value for key in COMPONENTS if (value := getattr(self, key)) is not None}


class ComponentTable(Config):
    """Components that are known by area, in a file or written out."""

    are: Literal["ranks", "counts"]
    """Ranks (1 the worst) are taken as they are; of counts the largest comes first."""
    path: str | None = None
    """CSV file (may be .gz), relative to the county file."""
    area: str = "area"
    """Column with the codes or names of areas."""
    columns: ComponentColumns | None = None
    """Names of the other columns of the file."""
    rows: Annotated[list[ComponentRow], Field(min_length=1)] | None = None
    """The areas one by one, instead of a file."""
    published: str = ""
    """Who publishes it and under what name."""

    @model_validator(mode="after")
    def _is_one_of_both(self) -> Self:
        """Ask for a file with its columns or for rows, all of which have the same components."""
        if (self.path is None) == (self.rows is None) or (self.path is None) != (self.columns is None):
            message = "give either a path with its columns, or rows"
            raise ValueError(message)
        if self.rows is not None:
            self._check_rows(self.rows)
        return self

    def _check_rows(self, rows: list[ComponentRow]) -> None:
        """Refuse rows that differ in what they give, or that give nothing."""
        first = tuple(rows[0].given)
        if not first:
            message = f"rows: give at least one of {', '.join(COMPONENTS)}"
            raise ValueError(message)
        for row in rows:
            if self.are == "ranks" and min(row.given.values()) < 1:
                message = f"rows: a rank of {row.area!r} lies below 1"
                raise ValueError(message)
            if tuple(row.given) != first:
                message = f"rows: {row.area!r} does not have the same components as {rows[0].area!r}"
                raise ValueError(message)


class RankSection(Config):
    """How the areas are ranked, where the records alone do not say."""

    components: ComponentTable | None = None
    """Components that come from a table; those that it does not have come from the records, unless it lists only some
    of the areas: then these are ranked by what it has."""
    offence_mix: str = Field(default="hertfordshire", min_length=1)
    """Demand pack whose crimes a year by offence say what one crime of a police.uk category weighs on average."""
