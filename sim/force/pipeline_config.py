"""How a recruit becomes an officer: the parameters of the training pipeline (MODEL.md §5)."""

from __future__ import annotations

from typing import Self

from pydantic import model_validator

from sim.config import Config
from sim.force.numbers import NotNegative, Share, WholePositive


class PipelineConfig(Config):
    """Intakes, training and early leavers."""

    intake_size: WholePositive
    """Seats in one intake, recruits."""
    intake_every_days: WholePositive
    """Days from one intake to the next."""
    classroom_weeks: NotNegative
    """Weeks in the classroom: nobody can be posted."""
    tutored_weeks: NotNegative
    """Weeks on the street with a tutor."""
    tutored_productivity: Share
    """What a tutored recruit is worth, of a trained officer."""
    tutor_productivity: Share
    """What the tutor is worth meanwhile."""
    probation_productivity: Share
    """What an officer is worth from independence to the end of probation: protected learning."""
    probation_weeks: NotNegative
    """Length of probation in weeks, counted from the intake."""
    early_leaver_share: Share
    """Share of recruits who leave before the end of probation; their posts are recruited again."""
    leavers_per_year: Share
    """Share of trained officers who leave in a year. Today's recruiting makes good for them one for one, so that
    the strength of the baseline is constant and this number moves nothing; it is stated for the record."""

    @model_validator(mode="after")
    def _training_fits_into_probation(self) -> Self:
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
