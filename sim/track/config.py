"""What a study says about tracks: where each unit is, as its tracker would report it."""

from __future__ import annotations

from pydantic import Field

from sim.clock import MINUTES_PER_DAY, Clock
from sim.command.watch import Watch
from sim.config import Config

SECONDS_PER_MINUTE = 60.0


class TrackConfig(Config):
    """Tracks of all units on some days of one replication, option by option, in `track.parquet`."""

    every_seconds: float = Field(default=60.0, ge=1, le=3_600)
    """Seconds from one report of a tracker to the next."""
    first_day: int = Field(default=0, ge=0)
    """First day that is tracked, counted from the first measured one, which is 0."""
    days: int = Field(default=1, ge=1)
    """How many days are tracked."""
    noise_m: float = Field(default=0.0, ge=0, le=1_000)
    """Standard deviation of the error of a position, east and north each, metres."""
    lost_share: float = Field(default=0.0, ge=0, lt=1)
    """Share of reports that never arrive."""
    gpx: bool = False
    """Whether to write each option's tracks as a GPX file too, for a map or a navigation device."""

    def watch(self, clock: Clock) -> Watch:
        """Say when units of a run are asked where they are."""
        first = clock.measure_from_min + float(self.first_day * MINUTES_PER_DAY)
        return Watch(first, first + float(self.days * MINUTES_PER_DAY), self.every_seconds / SECONDS_PER_MINUTE)
