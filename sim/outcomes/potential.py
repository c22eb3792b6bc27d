"""What today's policing already prevents, as a table by call type."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PotentialRow:
    """One call type: what is called in today, and what would be if nobody patrolled.

    Parameters
    ----------
    type, label
        Machine name and name for people.
    observed_per_year
        Calls a year under today's policing.
    potential_per_year, low, high
        Calls a year without its deterrence, and the 95 % interval that comes of not knowing the effect.
    """

    type: str
    label: str
    observed_per_year: float
    potential_per_year: float
    low: float
    high: float

    @property
    def prevented_share(self) -> tuple[float, float, float]:
        """Share of the potential calls that today's policing prevents: mean, low and high; below 0 is backfire."""
        share = tuple(1 - self.observed_per_year / calls for calls in (self.potential_per_year, self.low, self.high))
        return share[0], share[1], share[2]


POTENTIAL_COLUMNS = ("type", "observed_per_year", "potential_per_year", "low", "high")
