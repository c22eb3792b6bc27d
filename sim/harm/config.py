"""A harm index as data: what one crime of each offence weighs, and where each weight comes from."""

from __future__ import annotations

from typing import Final, Literal, Self

from pydantic import Field, model_validator

from sim.config import Config, Sourced
from sim.harm.sheet_config import HarmSheet

HarmUnit = Literal["days", "severity", "pounds", "points"]
"""What an index counts harm in: days of imprisonment, points of the Severity Score, money, or points of a user's own."""

_UNIT_OF_SHEET: Final[dict[str, HarmUnit]] = {"cambridge": "days", "ons_severity": "severity", "home_office": "pounds"}


class HarmPack(Config):
    """One harm index: a weight for each offence, and one for calls of low harm that are no crime."""

    key: str = Field(min_length=1)
    """Machine name, as a study file names the index."""
    label: str = Field(min_length=1)
    """Name for people."""
    unit: HarmUnit
    """Unit of every weight in the pack."""
    price_year: str = ""
    """Year of the prices, where the unit is money."""
    note: str = Field(min_length=1)
    """What the index is, where its numbers come from, and what it must not be taken for."""
    sheet: HarmSheet | None = None
    """The published sheet from which weights are read at run time; none where the pack has them all itself."""
    weights: dict[str, Sourced] = Field(default_factory=dict)
    """Harm of one crime by offence key, in the pack's unit; at least 0. Goes before what a sheet says."""
    low_harm_call: Sourced
    """Lambda: harm of one low-harm call that is no crime (anti-social behaviour and the like); at least 0."""

    @property
    def file(self) -> str:
        """How messages call the pack."""
        return f"harm pack {self.key}"

    @model_validator(mode="after")
    def _weights_come_from_somewhere(self) -> Self:
        if self.sheet is None and not self.weights:
            message = "the pack weighs nothing; write weights, or name a published sheet"
            raise ValueError(message)
        if self.sheet is not None and self.unit != _UNIT_OF_SHEET[self.sheet.kind]:
            message = (
                f"a sheet of kind {self.sheet.kind} weighs in {_UNIT_OF_SHEET[self.sheet.kind]}, not in {self.unit}"
            )
            raise ValueError(message)
        return self

    @model_validator(mode="after")
    def _prices_have_a_year(self) -> Self:
        if (self.unit == "pounds") != bool(self.price_year):
            message = "price_year is needed where the unit is pounds, and only there"
            raise ValueError(message)
        return self

    @model_validator(mode="after")
    def _weights_are_harms_in_the_pack_unit(self) -> Self:
        numbers = {**self.weights, "low_harm_call": self.low_harm_call}
        negative = [key for key, weight in numbers.items() if weight.low < 0]
        foreign = [key for key, weight in numbers.items() if weight.unit not in ("", self.unit)]
        if negative:
            message = f"a harm weight lies below 0: {', '.join(negative)}"
            raise ValueError(message)
        if foreign:
            message = f"a weight is not in the pack's unit, {self.unit}: {', '.join(foreign)}"
            raise ValueError(message)
        return self
