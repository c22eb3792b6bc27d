"""The seam of allocation: how many visits a day each area gets out of the same patrol time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from sim.target.plan import choose


@dataclass(frozen=True, slots=True)
class Question:
    """What there is to be shared out, and what it would bring.

    Parameters
    ----------
    rank_score
        (n_areas,) what a ranking gives: the order in which areas are chosen where all get the same.
    score
        (n_areas,) what is to be won in an area by a day's visits; an area of 0 gets no visit.
    visit_cost_min
        (n_areas,) minutes of patrol that a visit takes, journey included, above 0.
    won
        (most + 1,) share of its score that an area's so many visits a day win: 0 for none, rising, by less each time.
    hotspots, visits_per_day
        Areas that may be visited, and the visits of each when all get the same.
    district_of_area
        (n_areas,) district of each area.
    floor
        (n_districts,) visits a day that each district gets at least, as far as it has areas worth one.
    fewest
        The fewest visits a day that an area may get, if it gets any; no more than the same for all.
    """

    rank_score: NDArray[np.float64]
    score: NDArray[np.float64]
    visit_cost_min: NDArray[np.float64]
    won: NDArray[np.float64]
    hotspots: int
    visits_per_day: int
    district_of_area: NDArray[np.int16]
    floor: NDArray[np.int64]
    fewest: int = 1

    @property
    def step(self) -> NDArray[np.int64]:
        """(n_steps,) visits that come together: the fewest, and then one by one up to the most."""
        step = np.ones(self.most - self.fewest + 1, dtype=np.int64)
        step[0] = self.fewest
        return step

    @property
    def step_won(self) -> NDArray[np.float64]:
        """(n_steps,) share of its score that an area wins by each step."""
        won: NDArray[np.float64] = np.diff(self.won[np.append(0, np.arange(self.fewest, self.won.size))])
        return won

    @property
    def most(self) -> int:
        """The most visits a day that an area may get."""
        return self.won.size - 1

    @property
    def areas_a_floor_takes(self) -> NDArray[np.int64]:
        """(n_districts,) areas that the least a district gets takes up at least."""
        return -(-self.reachable_floor // self.most)

    @property
    def reachable_floor(self) -> NDArray[np.int64]:
        """(n_districts,) the least that each district gets: its floor, or what its areas worth a visit can take."""
        worth = np.bincount(self.district_of_area, weights=self.score > 0, minlength=self.floor.size)
        least: NDArray[np.int64] = np.minimum(self.floor, (worth * self.most).astype(np.int64))
        return least

    @property
    def most_hotspots(self) -> int:
        """Areas that may be visited, or more where the floors need more."""
        return max(self.hotspots, int(self.areas_a_floor_takes.sum()))

    def value(self, visits: NDArray[np.int64]) -> float:
        """Give what an allocation is for: the sum over areas of score × share won."""
        return float(self.score @ self.won[visits])

    def cost_min(self, visits: NDArray[np.int64]) -> float:
        """Give the minutes of patrol that an allocation takes a day."""
        return float(self.visit_cost_min @ visits)

    def budget_min(self) -> float:
        """Give the minutes of patrol there are: what the same visits to each of the areas of highest score take."""
        return self.cost_min(equal(self))

    def meets_floors(self, visits: NDArray[np.int64]) -> bool:
        """Tell whether each district gets its least."""
        got = np.bincount(self.district_of_area, weights=visits, minlength=self.floor.size)
        return bool((got >= self.reachable_floor).all())


class Allocation(Protocol):
    """Shares visits out."""

    def __call__(self, question: Question) -> NDArray[np.int64]:
        """Give (n_areas,) visits a day: 0 where there are none, else `question.fewest` to `question.most`."""
        ...


def equal(question: Question) -> NDArray[np.int64]:
    """Give each of the areas of highest score the same visits a day: (n_areas,)."""
    visits = np.zeros(question.score.size, dtype=np.int64)
    visits[choose(question.rank_score, question.hotspots)] = question.visits_per_day
    return visits
