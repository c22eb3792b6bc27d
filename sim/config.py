"""What every parameter model has in common: frozen, strict, and numbers that carry their source."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

Confidence = Literal["seed", "found", "derived", "fitted", "recalled", "range", "assumption"]
"""How far a number can be trusted: a panel paper, a public page read, arithmetic on these, a fit to the county's own
data, literature not re-read, a working range, or an assumption of ours."""


class Config(BaseModel):
    """A section of a study file or of a parameter pack: unknown keys and loose types are refused."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", strict=True, use_attribute_docstrings=True, validate_default=True
    )


class Sourced(Config):
    """A number with its unit, range, source and confidence.

    In a study file a bare number will do; in `models/` every number is written out.
    """

    value: float = Field(allow_inf_nan=False)
    """The number used."""
    unit: str = ""
    """Unit, in words."""
    low: float = Field(allow_inf_nan=False)
    """Low end of the range."""
    high: float = Field(allow_inf_nan=False)
    """High end of the range."""
    source: str = "study file"
    """Where the number comes from."""
    confidence: Confidence = "assumption"
    """How far it can be trusted."""

    @model_validator(mode="before")
    @classmethod
    def _accept_bare_number(cls, data: object) -> object:
        if isinstance(data, int | float) and not isinstance(data, bool):
            return {"value": data, "low": data, "high": data}
        return data

    @model_validator(mode="after")
    def _value_lies_in_range(self) -> Self:
        if not self.low <= self.value <= self.high:
            message = f"value {self.value:g} lies outside its range {self.low:g} to {self.high:g}"
            raise ValueError(message)
        return self


def sourced_numbers(model: BaseModel, path: str = "") -> Iterator[tuple[str, Sourced]]:
    """Walk a parameter model and give every sourced number with its dotted path."""
    for name in type(model).model_fields:
        yield from _sourced_in(getattr(model, name), f"{path}.{name}" if path else name)


def _sourced_in(value: object, path: str) -> Iterator[tuple[str, Sourced]]:
    """Give the sourced numbers in a value of any kind."""
    if isinstance(value, Sourced):
        yield path, value
    elif isinstance(value, BaseModel):
        yield from sourced_numbers(value, path)
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _sourced_in(item, f"{path}.{key}")
    elif isinstance(value, list | tuple):
        for index, item in enumerate(value):
            label = getattr(item, "key", index)
            yield from _sourced_in(item, f"{path}.{label}")
