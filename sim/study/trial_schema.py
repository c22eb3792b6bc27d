"""The study file of a trial: pilots of one force, run again and again to see what an evaluation could tell."""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from sim.force.config import Uplift
from sim.study.schema import MOST_DAYS, Scenario, Slug, Study
from sim.trial.config import Delivery, DesignConfig, Dose, Selection, check_reductions
from sim.trial.estimators.registry import EstimatorName

_OF_OPTIONS = ("scenarios", "baseline", "warm_up_days", "cool_down_days", "track")
"""What only a study of options says: a trial is of today's force, and is counted from its first day."""
_TODAY: Final = "today"


def _leave_out_options(schema: dict[str, Any]) -> None:
    """Take what only a study of options says out of a JSON Schema."""
    for name in _OF_OPTIONS:
        schema["properties"].pop(name, None)


class TrialStudy(Study, json_schema_extra=_leave_out_options):
    """A study file of kind trial: how a pilot is designed, and how its effect is looked for."""

    kind: Literal["trial"]
    """What kind of study this is: trial."""
    days: Annotated[int, Field(ge=1, le=MOST_DAYS)]
    """Days that a pilot lasts."""
    replications: Annotated[int, Field(ge=2, le=100_000)] = 1000
    """How many times the pilot is run, each time on a history of its own."""
    reductions: Annotated[
        tuple[Annotated[float, Field(ge=0, lt=1)], ...],
        Field(min_length=1, strict=False),
        AfterValidator(check_reductions),
    ] = (0.0, 0.07, 0.16)
    """Effects that are tried in turn, the smallest first: the share by which recorded crime and anti-social behaviour
    really fall at the dose at which the effect pack states its own. With 0, patrol does nothing."""
    selection: Selection
    """How the places of the pilot are chosen."""
    dose: Dose = Dose()
    """What patrol a treated place gets."""
    delivery: Delivery | None = None
    """How it gets it: visits are made at the stated times, but for a stated share (`stated`, if left out); or officers make them
    who are called away, so that compliance is what comes out (`street`)."""
    uplift: Uplift | None = None
    """With `delivery: street`: the officers whom the pilot adds to today's force, for its patrols."""
    designs: Annotated[dict[Slug, DesignConfig], Field(min_length=1)]
    """Designs that are compared on the same histories, by a name of their own."""
    estimators: Annotated[tuple[EstimatorName, ...], Field(min_length=1, strict=False)] | None = None
    """What looks for the effect on record, by name; all that there are if left out."""
    model_pilots: Annotated[int, Field(ge=0)] = 200
    """Pilots to which models of counts are fitted, the first so many: they take far longer than all else."""
    announced: dict[str, Annotated[float, Field(gt=0, lt=1)]] = Field(default_factory=dict)
    """Falls that somebody has announced, by outcome: 0.4 is a fall of 40 %. How often would a pilot show as much?"""
    outcomes: Annotated[tuple[str, ...], Field(min_length=1, strict=False)] | None = None
    """What the page and the terminal show, by name: all crime, asb, harm, or a police.uk category; all if left out."""
    baseline: Literal["today"] = Field(default=_TODAY, exclude=True)
    """There is one force: today's."""
    scenarios: dict[Slug, Scenario] = Field(default_factory=lambda: {_TODAY: Scenario()}, exclude=True)
    """There is one force: today's."""
    warm_up_days: Literal[0] = Field(default=0, exclude=True)
    """A pilot is counted from its first day."""
    cool_down_days: Literal[0] = Field(default=0, exclude=True)
    """A pilot ends on its last day."""

    @model_validator(mode="before")
    @classmethod
    def _says_nothing_of_options(cls, data: Any) -> Any:  # noqa: ANN401 - whatever stood in the file
        """Refuse keys of a study of options."""
        for name in _OF_OPTIONS:
            if isinstance(data, dict) and name in data:
                message = f"{name} belongs to a study of options; a trial has `designs` instead, so remove it"
                raise ValueError(message)
        return data

    @model_validator(mode="before")
    @classmethod
    def _leaves_compliance_to_the_street(cls, data: Any) -> Any:  # noqa: ANN401 - whatever stood in the file
        """Let no compliance stand in a study whose street settles it: a resolved study shows none."""
        if not isinstance(data, dict) or data.get("delivery") != "street":
            return data
        dose = data.get("dose", {})
        return {**data, "dose": {"compliance": None, **dose}} if isinstance(dose, dict) else data

    @model_validator(mode="after")
    def _fits_into_the_pilot(self) -> Self:
        for name, design in self.designs.items():
            step = getattr(design, "period_days", getattr(design, "step_days", 0))
            if 2 * step > self.days:
                message = f"designs: {name} goes by steps of {step} days, and two of these take longer than the pilot"
                raise ValueError(message)
        return self

    def selection_of(self, design: str) -> Selection:
        """Give how the places of a design are chosen."""
        places = self.designs[design].places
        return self.selection if places is None else self.selection.model_copy(update={"places": places})
