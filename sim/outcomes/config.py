"""What officers cost, and how soon they should be there."""

from __future__ import annotations

from typing import Self

from pydantic import Field, model_validator

from sim.config import Config, Sourced


class ResponseTargets(Config):
    """Time from call to first arrival within which a force aims to be there."""

    grade1: Sourced
    """Emergency calls, minutes."""
    grade2: Sourced
    """Priority calls, minutes."""

    @model_validator(mode="after")
    def _targets_are_times(self) -> Self:
        if self.grade1.low <= 0 or self.grade2.low <= 0:
            message = "a response target must be above 0 minutes"
            raise ValueError(message)
        return self


class CostPack(Config):
    """Prices of police time in pounds of one year, and the response targets that go with the force."""

    key: str = Field(min_length=1)
    """Machine name of the pack."""
    label: str = Field(min_length=1)
    """Name for people."""
    price_year: str = Field(min_length=1)
    """Year of the prices."""
    note: str = Field(min_length=1)
    """What the prices contain and leave out."""
    post_per_year: Sourced
    """Pounds a year for one officer post, patrol on duty included."""
    overtime_hour: Sourced
    """Pounds for one officer-hour of overtime."""
    patrol_hour: Sourced
    """Pounds for one officer-hour of hotspot patrol, charged only where `patrol_on_overtime`."""
    patrol_on_overtime: bool = False
    """Whether hotspot patrol is worked as overtime by officers whose posts are paid for already."""
    response_target_min: ResponseTargets
    """Response targets, minutes."""

    @model_validator(mode="after")
    def _prices_are_at_least_zero(self) -> Self:
        if min(self.post_per_year.low, self.overtime_hour.low, self.patrol_hour.low) < 0:
            message = "a price lies below 0"
            raise ValueError(message)
        return self
