"""The county that comes with the program, and several forces modelled on it."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from sim.county.base_config import CountyBase, with_roads
from sim.county.travel_config import TravelParameters

MOST_FORCES = 200
MOST_AREAS_OF_FORCES = 98_000
"""There is a made-up code for each."""


class EmbeddedCounty(CountyBase):
    """The synthetic county that comes with the program and needs no download."""

    kind: Literal["embedded"]
    """Marks this kind."""
    travel: TravelParameters
    """Travel."""

    @model_validator(mode="after")
    def _has_roads(self) -> Self:
        """Ask for speeds."""
        return with_roads(self, self.travel)


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
