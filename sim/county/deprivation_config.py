"""The `deprivation` section of a county file, as pydantic models."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field, model_validator

from sim.config import Config

AREAS_OF_2019 = 32_844
"""Areas that the English Indices of Deprivation 2019 rank."""


class DomainColumns(Config):
    """Names of the columns of the seven domains of the English Indices of Deprivation."""

    are: Literal["ranks", "scores"]
    """Ranks, 1 the most deprived, or scores, the higher the more deprived."""
    income: str
    """Income."""
    employment: str
    """Employment."""
    education: str
    """Education, skills and training."""
    health: str
    """Health deprivation and disability."""
    crime: str
    """Crime."""
    housing: str
    """Barriers to housing and services."""
    living: str
    """Living environment."""


class DeprivationFile(Config):
    """National rank of deprivation of each area, or the domains from which it is combined."""

    path: str
    """CSV file (may be .gz), relative to the county file."""
    code: str
    """Column with area codes."""
    column: str | None = None
    """Column with the national rank, 1 the most deprived."""
    domains: DomainColumns | None = None
    """The domains, where the file has no rank of the whole; it must hold all areas of the country then."""
    areas: int = Field(default=AREAS_OF_2019, ge=1)
    """Areas that the index ranks: 32,844 in 2019, 33,755 in 2025. Ranks are carried to the scale of 2019."""
    published: str = ""
    """Who publishes it and under what name."""

    @model_validator(mode="after")
    def _has_ranks(self) -> Self:
        """Ask for a rank or for domains."""
        if (self.column is None) == (self.domains is None):
            message = "give either the column of the rank or domains"
            raise ValueError(message)
        return self
