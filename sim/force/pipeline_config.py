"""How a recruit becomes an officer: the parameters of the training pipeline (MODEL.md §5)."""

from __future__ import annotations

from typing import Self

from pydantic import model_validator

from sim.config import Config, Sourced


class PipelineConfig(Config):
    """Intakes, training and early leavers."""

    intake_size: Sourced
    """Seats in one intake, recruits."""
    intake_every_days: Sourced
    """Days from one intake to the next."""
    classroom_weeks: Sourced
    """Weeks in the classroom: nobody can be posted."""
    tutored_weeks: Sourced
    """Weeks on the street with a tutor."""
    tutored_productivity: Sourced
    """What a tutored recruit is worth, of a trained officer."""
    tutor_productivity: Sourced
    """What the tutor is worth meanwhile."""
    probation_productivity: Sourced
    """What an officer is worth from independence to the end of probation: protected learning."""
    probation_weeks: Sourced
    """Length of probation in weeks, counted from the intake."""
    early_leaver_share: Sourced
    """Share of recruits who leave before the end of probation; their posts are recruited again."""
    leavers_per_year: Sourced
    """Share of trained officers who leave in a year. Today's recruiting makes good for them one for one, so that
    the strength of the baseline is constant and this number moves nothing; it is stated for the record."""

    @model_validator(mode="after")
    def _makes_sense(self) -> Self:
        for name in ("intake_size", "intake_every_days"):
            value = getattr(self, name).value
            if value < 1 or value != round(value):
                message = f"{name} is {value:g}; it must be a whole number, 1 or more"
                raise ValueError(message)
        for name in (
            "tutored_productivity",
            "tutor_productivity",
            "probation_productivity",
            "early_leaver_share",
            "leavers_per_year",
        ):
            value = getattr(self, name).value
            if not 0 <= value <= 1:
                message = f"{name} is {value:g}; it must lie between 0 and 1"
                raise ValueError(message)
        for name in ("classroom_weeks", "tutored_weeks"):
            if getattr(self, name).value < 0:
                message = f"{name} is {getattr(self, name).value:g}; it must be 0 or more"
                raise ValueError(message)
        if self.probation_weeks.value < self.independent_after_weeks:
            message = (
                f"probation_weeks is {self.probation_weeks.value:g}, but training alone takes "
                f"{self.independent_after_weeks:g} weeks"
            )
            raise ValueError(message)
        return self

    @property
    def independent_after_weeks(self) -> float:
        """Weeks from the intake to independent patrol."""
        return self.classroom_weeks.value + self.tutored_weeks.value
