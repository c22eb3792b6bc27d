"""Share visits out one by one, each to where it brings most for its time."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.target.allocation import Question


def greedy(question: Question) -> NDArray[np.int64]:
    """Give one visit after the other to the area where it wins most a minute, until no time is left; the fewest go together.

    Parameters
    ----------
    question
        What there is to be shared out.

    Returns
    -------
    NDArray[np.int64]
        (n_areas,) visits a day, within the minutes and the number of areas of an equal share. Districts below their floor
        come first, whatever they take.
    """
    share = _Share(question)
    share.fill_floors()
    budget_min = question.budget_min()
    while share.give(share.fits(budget_min)):
        pass
    return share.visits


class _Share:
    """Visits given so far.

    Parameters
    ----------
    question
        What there is to be shared out.
    """

    def __init__(self, question: Question) -> None:
        self.question = question
        self.visits = np.zeros(question.score.size, dtype=np.int64)
        at_none = np.zeros(question.fewest - 1)  # an area that has any visits has the fewest
        self._size = np.concatenate([question.step[:1], at_none, question.step[1:], [1]])
        self._won = np.concatenate([question.step_won[:1], at_none, question.step_won[1:], [0.0]])
        self._spent_min = 0.0
        self._short = question.reachable_floor

    def fill_floors(self) -> None:
        """Give every district its least, each in turn, leaving room for the areas that the others need."""
        district = self.question.district_of_area
        for number in range(self._short.size):
            while self._short[number] > 0:
                self.give(district == number)

    def fits(self, budget_min: float) -> NDArray[np.bool_]:
        """Tell to which areas the next visits fit into the minutes that are left."""
        return self._cost_min() <= budget_min - self._spent_min + 1e-9

    def give(self, may: NDArray[np.bool_]) -> bool:
        """Give its next visits to the best area of those that may have some; tell whether there was any."""
        question = self.question
        listed = self.visits > 0
        may = may & (listed | self._may_open())
        cost_min = self._cost_min()
        worth = np.where(may, question.score * self._won[self.visits] / cost_min, 0.0)
        best = int(worth.argmax())
        if worth[best] <= 0.0:
            return False
        size = int(self._size[self.visits[best]])
        self.visits[best] += size
        self._spent_min += float(cost_min[best])
        self._short[question.district_of_area[best]] -= size
        return True

    def _cost_min(self) -> NDArray[np.float64]:
        """Give the minutes that the next visits to each area take: (n_areas,)."""
        cost_min: NDArray[np.float64] = self.question.visit_cost_min * self._size[self.visits]
        return cost_min

    def _may_open(self) -> NDArray[np.bool_]:
        """Tell which areas may join the list: those that leave enough of it for the floors of all districts."""
        question = self.question
        free = question.most_hotspots - int(np.count_nonzero(self.visits))
        room = np.bincount(
            question.district_of_area,
            weights=np.where(self.visits > 0, question.most - self.visits, 0),
            minlength=self._short.size,
        ).astype(np.int64)
        needed = -(-np.maximum(self._short - room, 0) // question.most)
        opens = free - int(needed.sum())
        may_open: NDArray[np.bool_] = (needed[question.district_of_area] > 0) | (opens > 0)
        return may_open
