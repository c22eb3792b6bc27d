"""How many replications are run: until a difference is known closely enough."""

from __future__ import annotations

from typing import Annotated, Final, Self

from pydantic import Field, model_validator

from sim.config import Config
from sim.outcomes.names import MEASURES

FEWEST: Final = 2
"""One replication has no interval."""
MOST: Final = 100_000


class PrecisionRule(Config):
    """Replications are added until every option's difference against the baseline is known closely enough."""

    precision: Annotated[float, Field(gt=0, allow_inf_nan=False)]
    """Half of the 95 % interval of the mean paired difference that is close enough, as a share of that difference."""
    of: Annotated[str, Field(min_length=1, json_schema_extra={"enum": [measure.name for measure in MEASURES]})]
    """The measure whose difference is meant, for example harm_prevented."""
    absolute: Annotated[float, Field(gt=0, allow_inf_nan=False)] | None = None
    """Half of the interval that is close enough too, in the unit of the measure: a difference near 0 is never known to a share of itself."""
    at_least: Annotated[int, Field(ge=FEWEST, le=MOST)] = 10
    """Replications that are run in any case."""
    at_most: Annotated[int, Field(ge=FEWEST, le=MOST)] = 60
    """Replications after which the run ends without that precision."""

    @model_validator(mode="after")
    def _floor_lies_below_ceiling(self) -> Self:
        if self.at_least > self.at_most:
            message = f"at_least, {self.at_least}, lies above at_most, {self.at_most}; raise the one or lower the other"
            raise ValueError(message)
        return self
