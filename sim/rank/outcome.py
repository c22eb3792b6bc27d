"""All that a ranking came to, for every form in which it is told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sim.county.model import County
from sim.rank.against import Compared
from sim.rank.evidence import LABELS, Evidence
from sim.rank.lists import Lists, LowHarm
from sim.rank.ranking import Index, Ranking
from sim.rank.sureness import Sureness

TOP_TEN: Final = 10
"""The length of the published list."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """A ranking with everything around it.

    Parameters
    ----------
    county
        The county, with all its areas.
    index, evidence, ranking
        What was ranked with, by what, and how.
    sureness
        How it varies with the months; None where that cannot be said.
    low, lists
        Low harm, and where it meets high harm.
    published
        What it was held against; empty for nothing.
    compared
        Published areas, in the order of their publication.
    """

    county: County
    index: Index
    evidence: Evidence
    ranking: Ranking
    sureness: Sureness | None
    low: LowHarm | None
    lists: Lists
    published: str = ""
    compared: tuple[Compared, ...] = ()

    @property
    def title(self) -> str:
        """What tables and pages are headed with."""
        return f"{self.county.name}: areas ranked, crime weighed by the {self.index.label}"

    @property
    def order(self) -> NDArray[np.int64]:
        """(n_areas,) rows of the ranking, the worst first; equals in the order of their codes."""
        return np.argsort(self.ranking.rank, kind="stable")

    def name(self, row: int) -> str:
        """Name the area in a row of the ranking."""
        return self.county.area_name[int(self.evidence.area[row])]

    def district(self, row: int) -> str:
        """Name its district."""
        return self.county.district_name[int(self.county.district_of_area[self.evidence.area[row]])]

    def label(self, key: str) -> str:
        """Give what a component is called: all recorded rows are not calls."""
        return "All rows" if key == "calls" and self.evidence.calls_stood_in else LABELS[key]

    def column(self, key: str) -> str:
        """Give what tables call a component: all recorded rows are no column of calls, for whoever has only the table."""
        return "all_rows" if key == "calls" and self.evidence.calls_stood_in else key

    def in_lists(self, row: int) -> str:
        """Say in which of the lists of high and low harm an area is: both, high, low or neither (empty)."""
        lists = self.lists
        return "both" if lists.both[row] else "high" if lists.high[row] else "low" if lists.low[row] else ""
