"""Parameters of travel: speeds, circuity, congestion and blue lights (evidence §9)."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, model_validator

from sim.config import Confidence, Config, Sourced

HOURS_PER_DAY = 24


class HourFactor(Config):
    """Congestion: what free-flow minutes are multiplied by at each hour of the day."""

    values: list[Annotated[float, Field(gt=0, le=10, allow_inf_nan=False)]] = Field(min_length=24, max_length=24)
    """Factor for each hour, midnight first; 1 is free flow."""
    unit: str = "multiple of free-flow minutes"
    """Unit, in words."""
    low: float = Field(default=0.0, allow_inf_nan=False)
    """Low end of the range of any factor; 0 where none is given."""
    high: float = Field(default=10.0, allow_inf_nan=False)
    """High end of the range of any factor; 10 where none is given."""
    source: str = "study file"
    """Where the factors come from."""
    confidence: Confidence = "assumption"
    """How far they can be trusted."""

    @model_validator(mode="before")
    @classmethod
    def _accept_bare_numbers(cls, data: object) -> object:
        """Take one number for all hours, or a bare list of 24."""
        if isinstance(data, int | float) and not isinstance(data, bool):
            return {"values": [float(data)] * HOURS_PER_DAY}
        return {"values": data} if isinstance(data, list) else data

    @model_validator(mode="after")
    def _values_lie_in_range(self) -> Self:
        """Refuse a factor outside the range stated for it."""
        outside = [value for value in self.values if not self.low <= value <= self.high]
        if outside:
            message = f"factor {outside[0]:g} lies outside the range {self.low:g} to {self.high:g}"
            raise ValueError(message)
        return self


class Roads(Config):
    """How fast one drives where; the graph joins neighbouring areas (evidence §9)."""

    urban_km_h: Sourced
    """Free-flow speed between two urban areas, km/h."""
    rural_km_h: Sourced
    """Free-flow speed where either end is rural, km/h."""
    trunk_km_h: Sourced
    """Free-flow speed on the main roads that join the stations' towns, outside towns, km/h."""
    circuity: Sourced
    """Road distance over straight-line distance, at least 1."""
    intra_area: Sourced
    """Constant c of the square-root law, mean distance inside an area = c √(area)."""
    start_stop_min: Sourced
    """Time lost in starting and stopping on a trip inside an area, v/a of the accelerate-cruise form, minutes."""

    @model_validator(mode="after")
    def _check_signs(self) -> Self:
        """Refuse speeds that are not positive and distances shorter than straight."""
        for name in ("urban_km_h", "rural_km_h", "trunk_km_h"):
            if getattr(self, name).value <= 0:
                message = f"{name} must be greater than 0"
                raise ValueError(message)
        if self.circuity.value < 1:
            message = "circuity must be at least 1: no road is shorter than the straight line"
            raise ValueError(message)
        if self.intra_area.value < 0 or self.start_stop_min.value < 0:
            message = "intra_area and start_stop_min must not be negative"
            raise ValueError(message)
        return self


def _number(value: float) -> Sourced:
    """Make a bare number a sourced one."""
    return Sourced(value=value, low=value, high=value)


class TravelParameters(Config):
    """Travel: speeds, congestion and blue lights. Left out, hours and blue lights change nothing."""

    roads: Roads | None = None
    """Speeds and circuity; may be left out only where a matrix of minutes is given."""
    hour_factor: HourFactor = HourFactor(values=[1.0] * HOURS_PER_DAY)
    """Congestion by hour of the day: one number or 24; 1 is free flow."""
    blue_light_factor: Sourced = _number(1.0)
    """What minutes are multiplied by for a grade 1 call, in (0, 1]."""

    @model_validator(mode="after")
    def _blue_lights_help(self) -> Self:
        """Refuse blue lights that slow a unit down or stop time."""
        if not 0 < self.blue_light_factor.value <= 1:
            message = f"blue_light_factor {self.blue_light_factor.value:g} must be above 0 and at most 1"
            raise ValueError(message)
        return self
