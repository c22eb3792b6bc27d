"""All that a fit of one county came to, and where it came from."""

from __future__ import annotations

from dataclasses import dataclass

from sim.county.model import County
from sim.demand.config import DemandConfig
from sim.fit.align import Alignment
from sim.fit.log import LogFit
from sim.fit.odd_months import odd_month_notes
from sim.fit.predict import YearAhead
from sim.fit.result import RateFit
from sim.fit.simulated import with_rates
from sim.records.outcomes import Outcomes
from sim.records.recorded import Recorded
from sim.study.county_file import CountyFile


@dataclass(frozen=True, slots=True)
class FittedCounty:
    """A county fitted to its data.

    Parameters
    ----------
    name
        Name of the packs to be written.
    file
        The county file.
    county
        The county that it describes.
    recorded
        What was recorded there, in the months that were fitted.
    rates
        The fit of it.
    ahead
        What it says of the year after the last month.
    demand_name, demand
        The demand pack that gives what counts cannot say.
    log
        The fit of the force's own incident log; None without one.
    outcomes
        What became of recorded crimes, which is told and not fitted; None where the county file does not name it.
    alignment
        Simulated histories beside recorded months, with what was corrected for them; None where no months in a row
        were recorded.
    """

    name: str
    file: CountyFile
    county: County
    recorded: Recorded
    rates: RateFit
    ahead: YearAhead
    demand_name: str
    demand: DemandConfig
    log: LogFit | None = None
    outcomes: Outcomes | None = None
    alignment: Alignment | None = None

    @property
    def county_with_rates(self) -> County:
        """The county with its fitted rates, as its pack will give it."""
        return with_rates(self.county, self.rates.category, self.ahead)

    @property
    def notes(self) -> tuple[str, ...]:
        """What was met in the records and in the log, in sentences."""
        notes = (*self.recorded.notes, *odd_month_notes(self.rates), *(self.log.notes if self.log is not None else ()))
        return tuple(f"{note[:1].upper()}{note[1:]}" for note in notes)

    @property
    def months_in_words(self) -> str:
        """How many months were fitted, and which are the first and the last."""
        month = self.rates.month
        return f"{len(month)} months from {month[0]} to {month[-1]}"

    @property
    def source(self) -> str:
        """What a fitted number gives as its source."""
        return f"fitted to {int(self.recorded.count.sum()):,} recorded rows of {self.months_in_words}"
