"""A rota: the days of a cycle, each a shift or off, worked by several shift teams one after another."""

from __future__ import annotations

from typing import Annotated, Final, Self

from pydantic import AfterValidator, Field, model_validator

from sim.clock import MINUTES_PER_DAY, minutes_of_span
from sim.config import Confidence, Config

OFF: Final = "off"
ALWAYS: Final = "always"
"""Name of the built-in rota of one shift team that never goes home: the units of a textbook queue."""


def _check_day(text: str) -> str:
    """Refuse a day that is neither a shift nor off."""
    if text != OFF:
        minutes_of_span(text)
    return text


Day = Annotated[str, AfterValidator(_check_day), Field(examples=["07:00-17:00", "22:00-08:00", OFF])]
"""One day of a cycle: "HH:MM-HH:MM", or "off". A shift may pass midnight; it belongs to the day it starts on."""


class Rota(Config):
    """A shift pattern.

    Column 0 starts its cycle on day 0 of the study; each further column starts `offset_days` later.
    """

    teams: int = Field(ge=1, le=50)
    """Number of shift teams (columns)."""
    offset_days: int = Field(ge=0)
    """Days by which each shift team runs behind the one before it."""
    days: tuple[Day, ...] = Field(min_length=1, strict=False)
    """The cycle, day by day."""
    source: str = "study file"
    """Where the pattern comes from."""
    confidence: Confidence = "assumption"
    """How far it can be trusted."""

    @model_validator(mode="after")
    def _shifts_follow_each_other(self) -> Self:
        if self.offset_days >= self.cycle_days and self.offset_days > 0:
            message = f"offset_days is {self.offset_days}, but the cycle has only {self.cycle_days} days"
            raise ValueError(message)
        for today, tomorrow in zip(self.days, self.days[1:] + self.days[:1], strict=True):
            if _overlap(today, tomorrow):
                message = f"shift {today} is not over when {tomorrow} starts the next day"
                raise ValueError(message)
        return self

    @property
    def cycle_days(self) -> int:
        """Length of the cycle in days."""
        return len(self.days)

    @property
    def duty_share(self) -> float:
        """Share of all hours for which one officer is rostered, abstraction left aside."""
        spans = [minutes_of_span(day) for day in self.days if day != OFF]
        return sum(end - start for start, end in spans) / (self.cycle_days * MINUTES_PER_DAY)

    def span_on(self, day: int, column: int) -> tuple[int, int] | None:
        """Give the shift that a column starts on a day of the study.

        Parameters
        ----------
        day
            Day of the study; -1 is the day before it.
        column
            Shift team.

        Returns
        -------
        tuple[int, int] or None
            First minute and end in minutes since the midnight of that day; None when the column is off.
        """
        text = self.days[(day - column * self.offset_days) % self.cycle_days]
        return None if text == OFF else minutes_of_span(text)


def _overlap(today: str, tomorrow: str) -> bool:
    """Tell whether today's shift still runs when tomorrow's starts."""
    if OFF in {today, tomorrow}:
        return False
    return minutes_of_span(today)[1] > minutes_of_span(tomorrow)[0] + MINUTES_PER_DAY
