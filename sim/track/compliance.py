"""How well a plan was kept, place by place: visits made of those due, their length, and the gaps between them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sim.street.records import VISIT_CUT_BY_CALL
from sim.track.answered import is_made
from sim.track.dose import deters_longest
from sim.track.due_days import begins_on_due_day, day_of, days_of, delivery_of
from sim.track.planned import planned_stays
from sim.track.stays import Stays, presence

KOPER_RETURN_MIN = 120.0
"""A hotspot is to be visited again within two hours (Koper 1995, evidence §5.2)."""
END_UNKNOWN: Final = 255
"""How a visit ended is not known: nobody wrote it down."""
EVERYWHERE: Final = -1
"""Place of the row about all places together."""


@dataclass(frozen=True, slots=True)
class Kept:
    """How well the plan of one place, or of all together, was kept in a period.

    Presence and visits are those in places on days on which something was due there, but for the last two numbers.

    Parameters
    ----------
    place
        Number of the place; `EVERYWHERE` for all together.
    days_planned, days_without
        Days on which a visit fell due, and of these the days without anybody present.
    visits_due, visits
        Visits that fell due, and visits that began, asked for or not.
    planned_min, delivered_min
        Minutes of presence, visits at the same time counted once.
    delivered_share
        The second divided by the first; nan where nothing was planned.
    visit_mean_min
        Mean length of a visit; nan without visits.
    visits_of_10_to_16
        Share of the visits that lasted 10 to 16 minutes; nan without visits.
    cut_by_call
        Share of the visits that a call cut short; nan without visits, or where the ends of visits are not known.
    gap_median_min, gap_longest_min
        Time from the end of one presence to the start of the next on the same day; nan without any.
    back_in_2_hours
        Share of these gaps that lasted at most two hours; nan without any.
    visits_made
        Visits that fell due and were made: somebody came before the next one fell due or the day ended.
    kept_min, kept_share
        Minutes of presence, on each day and in each place up to what was planned there, and these as a share of those planned: too much in one
        place does not hide too little in another. nan where nothing was planned.
    visits_not_due, not_due_min
        Visits and minutes of presence in places on days on which nothing was due there; in none of the other numbers.
    """

    place: int
    days_planned: int
    days_without: int
    visits_due: int
    visits: int
    planned_min: float
    delivered_min: float
    delivered_share: float
    visit_mean_min: float
    visits_of_10_to_16: float
    cut_by_call: float
    gap_median_min: float
    gap_longest_min: float
    back_in_2_hours: float
    visits_made: int
    kept_min: float
    kept_share: float
    visits_not_due: int
    not_due_min: float


@dataclass(frozen=True, slots=True)
class _Facts:
    """What is counted, each with the place that it belongs to: plan, what was made of it, presence and visits of a period."""

    planned: Stays
    made: NDArray[np.bool_]
    present: Stays
    visit_place: NDArray[np.int64]
    visit_min: NDArray[np.float64]
    is_due: NDArray[np.bool_]
    ended: NDArray[np.uint8]

    def of(self, place: int) -> _Facts:
        """Keep what belongs to one place."""
        return _Facts(
            self.planned.rows(asked := self.planned.place == place),
            self.made[asked],
            self.present.rows(self.present.place == place),
            self.visit_place[mine := self.visit_place == place],
            self.visit_min[mine],
            self.is_due[mine],
            self.ended[mine],
        )


def how_kept(
    due: NDArray[np.void], visits: NDArray[np.void], from_min: float, until_min: float, least_min: float = 0.0
) -> list[Kept]:
    """Tell how well a plan was kept.

    Parameters
    ----------
    due
        (n,) records of `sim.target.records.DUE`.
    visits
        (n_visits,) records of `sim.street.records.VISIT`, in any order; `ended` may be `END_UNKNOWN`.
    from_min, until_min
        Period, minutes: presence, planned and delivered, is clipped to it; a visit belongs to it when it starts, or falls due, in it.
    least_min
        Minutes for which somebody must have been there for a visit that fell due to be made.

    Returns
    -------
    list of Kept
        All places together, then each that was planned or visited, by number; none where neither happened.

    Notes
    -----
    A planned minute counts as if each visit began when it fell due; two that would overlap count once.
    """
    started = visits[(visits["start_min"] >= from_min) & (visits["start_min"] < until_min)]
    planned = planned_stays(due, from_min, until_min).within(from_min, until_min)
    present = presence(Stays.of_visits(visits).within(from_min, until_min))
    facts = _Facts(
        planned=planned,
        made=is_made(planned, present, least_min),
        present=present,
        visit_place=started["area"].astype(np.int64),
        visit_min=started["end_min"] - started["start_min"],
        is_due=begins_on_due_day(presence(planned), started["area"].astype(np.int64), started["start_min"]),
        ended=started["ended"],
    )
    places = np.union1d(facts.planned.place, facts.present.place).tolist()
    return [_kept(EVERYWHERE, facts), *(_kept(place, facts.of(place)) for place in places)] if places else []


def _kept(place: int, facts: _Facts) -> Kept:
    """Tell how well one plan was kept."""
    planned = presence(facts.planned)
    planned_min = _minutes(planned)
    delivery = delivery_of(planned, facts.present)
    delivered_min = _minutes(facts.present) - delivery.not_due_min
    days = days_of(facts.planned, facts.present)
    gaps = gaps_min(facts.present.rows(begins_on_due_day(planned, facts.present.place, facts.present.start_min)))
    length, ended = facts.visit_min[facts.is_due], facts.ended[facts.is_due]
    is_known = (ended != END_UNKNOWN).all()
    return Kept(
        place=place,
        days_planned=days.planned,
        days_without=days.without,
        visits_due=facts.planned.place.size,
        visits=length.size,
        planned_min=planned_min,
        delivered_min=delivered_min,
        delivered_share=delivered_min / planned_min if planned_min else np.nan,
        visit_mean_min=_mean(length),
        visits_of_10_to_16=_mean(deters_longest(length)),
        cut_by_call=_mean(ended == VISIT_CUT_BY_CALL) if is_known else np.nan,
        gap_median_min=float(np.median(gaps)) if gaps.size else np.nan,
        gap_longest_min=float(gaps.max()) if gaps.size else np.nan,
        back_in_2_hours=_mean(gaps <= KOPER_RETURN_MIN),
        visits_made=int(np.count_nonzero(facts.made)),
        kept_min=delivery.kept_min,
        kept_share=delivery.kept_min / planned_min if planned_min else np.nan,
        visits_not_due=int(np.count_nonzero(~facts.is_due)),
        not_due_min=delivery.not_due_min,
    )


def gaps_min(apart: Stays) -> NDArray[np.float64]:
    """Measure the gaps between times of presence in the same place on the same day.

    Parameters
    ----------
    apart
        Times of presence, as `presence` gives them.

    Returns
    -------
    NDArray[np.float64]
        (n_gaps,) minutes from the end of one to the start of the next, by place and time; a night between two days is
        no gap, and neither is what comes before the first and after the last of a day.
    """
    day = day_of(apart.start_min)
    again = (np.diff(apart.place) == 0) & (np.diff(day) == 0)
    gap: NDArray[np.float64] = (apart.start_min[1:] - apart.end_min[:-1])[again]
    return gap


def _minutes(apart: Stays) -> float:
    """Add up times of presence."""
    return float((apart.end_min - apart.start_min).sum())


def _mean(values: NDArray[np.float64] | NDArray[np.bool_]) -> float:
    """Average; nan of nothing."""
    return float(np.mean(values)) if values.size else np.nan
