"""What happens to a call before anyone is sent, as a pack or a study writes it."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, model_validator

from sim.config import Config, Sourced


class HandlingConfig(Config):
    """What happens to a call before anyone is sent, and how long callers wait; all off by default."""

    median_min: Sourced = Sourced(value=0.0, low=0.0, high=0.0)
    """Median minutes from call to ready for dispatch (lognormal)."""
    sigma: Sourced = Sourced(value=0.0, low=0.0, high=0.0)
    """Standard deviation of the log of that delay; 0 is a fixed delay."""
    desk_mean_min: Sourced = Sourced(value=0.0, low=0.0, high=0.0)
    """Mean minutes of desk work on a call of grade 4 (exponential)."""
    appointment_mean_days: Sourced = Sourced(value=0.0, low=0.0, high=0.0)
    """Grade 3: mean days to the appointment (geometric, at least the next day); 0: no appointments."""
    appointment_from_hour: Sourced = Sourced(value=8.0, low=8.0, high=8.0)
    """First hour of the day with appointments."""
    appointment_until_hour: Sourced = Sourced(value=20.0, low=20.0, high=20.0)
    """Hour of the day at which appointments end."""
    patience_share: Annotated[list[Sourced], Field(min_length=4, max_length=4)] = [
        Sourced(value=0.0, low=0.0, high=0.0)
    ] * 4
    """By grade: share of callers who would give up."""
    patience_mean_min: Annotated[list[Sourced], Field(min_length=4, max_length=4)] = [
        Sourced(value=0.0, low=0.0, high=0.0)
    ] * 4
    """By grade: mean minutes, from the time the call is ready, after which they do (exponential)."""
    custody_median_min: Sourced = Sourced(value=0.0, low=0.0, high=0.0)
    """Median minutes of an arresting unit at the custody suite (lognormal)."""
    custody_sigma: Sourced = Sourced(value=0.0, low=0.0, high=0.0)
    """Standard deviation of the log of these minutes."""

    @model_validator(mode="after")
    def _hours_and_days_make_sense(self) -> Self:
        first, last = self.appointment_from_hour.value, self.appointment_until_hour.value
        if not 0 <= first < last <= 24 or first % 1 or last % 1:
            message = f"appointments from hour {first:g} until hour {last:g}: whole hours that rise within 0 to 24"
            raise ValueError(message)
        if 0 < self.appointment_mean_days.value < 1:
            message = "appointment_mean_days must be 0 (no appointments) or at least 1"
            raise ValueError(message)
        if any(not 0 <= share.value <= 1 for share in self.patience_share):
            message = "patience_share must lie in [0, 1]"
            raise ValueError(message)
        return self
