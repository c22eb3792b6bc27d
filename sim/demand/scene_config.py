"""How long officers stay on scene, as a pack or a study writes it: by a formula, or as it was observed."""

from __future__ import annotations

from itertools import pairwise
from typing import Annotated, Literal, Self

from pydantic import Discriminator, Field, Tag, field_validator, model_validator
from pydantic_core import PydanticCustomError

from sim.config import Config
from sim.demand.amounts import Amount, Positive
from sim.listing import listing

MOST_VARIATION = 10.0
"""Highest coefficient of variation of a time on scene: an assumption of ours, many times what any table of incidents shows."""
_KINDS_OF_SCENE = ("lognormal", "exponential", "fixed", "gamma", "empirical")


class Scene(Config):
    """How long the officers stay, by a formula."""

    kind: Literal["lognormal", "exponential", "fixed", "gamma"] = "lognormal"
    """Distribution of the time on scene."""
    mean_min: Positive
    """Mean minutes on scene."""
    cv: Annotated[float, Field(ge=0, le=MOST_VARIATION)] = 1.0
    """Coefficient of variation, lognormal and gamma only: standard deviation over mean, 0 to 10; 1 if left out."""

    @field_validator("kind", mode="before")
    @classmethod
    def _is_a_kind(cls, kind: object) -> object:
        """Name every kind there is: whether a section is a formula or a list is settled by its kind."""
        if kind not in _KINDS_OF_SCENE:
            expected = listing((f"'{name}'" for name in _KINDS_OF_SCENE), "or")
            error, message = "literal_error", "Input should be {expected}"  # the words of pydantic for a Literal
            raise PydanticCustomError(error, message, {"expected": expected})
        return kind


class ListedScene(Config):
    """How long the officers stay, from a list of times that were observed."""

    kind: Literal["empirical"]
    """The distribution is the list."""
    minutes: list[Positive] = Field(default_factory=list)
    """Minutes on scene as they were observed; each call takes one of them."""
    weights: list[Amount] = Field(default_factory=list)
    """How often each of `minutes` occurs, relative to the others; all alike where absent."""
    quantiles: list[Amount] = Field(default_factory=list)
    """Instead of `minutes`: minutes at equal steps of probability from the shortest to the longest stay, for example
    eleven numbers for the deciles; between two of them all times are as likely."""

    @model_validator(mode="after")
    def _lists_one_thing(self) -> Self:
        problem = ""
        if bool(self.minutes) == bool(self.quantiles):
            problem = "an empirical time on scene needs minutes or quantiles, one of the two"
        elif self.quantiles:
            problem = _problem_of_quantiles(self.quantiles, self.weights)
        elif self.weights and len(self.weights) != len(self.minutes):
            problem = f"there are {len(self.minutes)} minutes but {len(self.weights)} weights"
        elif self.weights and not any(self.weights):
            problem = "all weights are 0; at least one must be above"
        if problem:
            raise ValueError(problem)
        return self


def _problem_of_quantiles(quantiles: list[float], weights: list[float]) -> str:
    """Say what is wrong with quantiles of the time on scene; empty where nothing is."""
    if weights:
        return "weights go with minutes; quantiles lie at equal steps of probability"
    if len(quantiles) < 2:
        return "quantiles need two numbers or more: the shortest and the longest stay at least"
    if any(later < earlier for earlier, later in pairwise(quantiles)):
        return "quantiles must rise from the shortest to the longest stay"
    return "" if quantiles[-1] > 0 else "the last of the quantiles must be above 0"


def _scene_member(value: object) -> str:
    """Tell which of the two a time on scene was meant to be."""
    kind = value.get("kind") if isinstance(value, dict) else getattr(value, "kind", None)
    return "list" if kind == "empirical" else "formula"


TimeOnScene = Annotated[
    Annotated[Scene, Tag("formula")] | Annotated[ListedScene, Tag("list")], Discriminator(_scene_member)
]
