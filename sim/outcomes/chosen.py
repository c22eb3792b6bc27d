"""What was on record at the hotspots before they were chosen, and afterwards: with patrol, and in the same history without."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.clock import DAYS_PER_WINDOW, MINUTES_PER_DAY
from sim.demand.records import ASB_RECORD
from sim.demand.weather import PAST_WINDOWS
from sim.outcomes.record import RunRecord
from sim.street.records import RECORDED

PAST_DAYS = PAST_WINDOWS * DAYS_PER_WINDOW


class AtHotspots(NamedTuple):
    """Recorded crimes and ASB at the hotspots of one run, over the days that each was on the list.

    Parameters
    ----------
    before
        As many as there would be at the pace of the window by which each was chosen, in the history without patrol: later
        lists are drawn up when patrol has left its mark on the records already.
    patrolled
        As many as there were.
    without
        As many as there were at the same places and days of the baseline, which nobody patrolled.
    harm_before, harm_patrolled, harm_without
        The harm of the same records, in units of the study's index.
    """

    before: float
    patrolled: float
    without: float
    harm_before: float
    harm_patrolled: float
    harm_without: float


@dataclass(slots=True)
class Chosen:
    """The hotspots of one replication's options, beside the same places and days of the baseline.

    Parameters
    ----------
    baseline
        Name of the baseline, which has no hotspots.
    window_days
        Days that the meetings of each option look back; only these options are followed.
    harm_by_offence, harm_of_asb
        (n_offences,) harm of one crime, and harm of one ASB record.
    """

    baseline: str
    window_days: dict[str, int]
    harm_by_offence: NDArray[np.float64]
    harm_of_asb: float
    _options: dict[str, tuple[NDArray[np.int64], NDArray[np.float64]]] = field(default_factory=dict)
    _twin: NDArray[np.float64] | None = None

    def add(self, record: RunRecord) -> None:
        """Take what is needed of a run, so that the rest of it can be let go."""
        if not self.window_days:
            return
        if record.scenario == self.baseline:
            self._twin = self._recorded(record)
        elif record.scenario in self.window_days:
            stays = stays_on_list(record)
            self._options[record.scenario] = (stays, during(stays, self._recorded(record)))

    def found(self, scenario: str) -> AtHotspots | None:
        """Give what was found of an option, once the baseline has run as well; None for what has no hotspots."""
        if scenario not in self._options or self._twin is None:
            return None
        stays, patrolled = self._options[scenario]
        before = before_choice(stays, self._twin, self.window_days[scenario])
        counts, harm = np.stack([before, patrolled, during(stays, self._twin)], axis=1).tolist()
        return AtHotspots(*counts, *harm)

    def _recorded(self, record: RunRecord) -> NDArray[np.float64]:
        """Add up records and their harm day by day: (2, n, n_areas)."""
        once = np.ones_like(self.harm_by_offence)
        return np.stack(
            [recorded_by_day(record, once, 1.0), recorded_by_day(record, self.harm_by_offence, self.harm_of_asb)]
        )


def recorded_by_day(record: RunRecord, by_offence: NDArray[np.float64], of_asb: float) -> NDArray[np.float64]:
    """Add up recorded crimes and ASB day by day, from the first day of the recorded past.

    Parameters
    ----------
    record
        A run.
    by_offence, of_asb
        (n_offences,) what one crime counts, and what one ASB record counts.

    Returns
    -------
    NDArray[np.float64]
        (364 + n_days + 1, n_areas) sums before each day and after the last; a window of the past is spread evenly
        over its 28 days.
    """
    history, clock = record.history, record.clock
    past = (np.einsum("o,woa->wa", by_offence, history.past_offences) + of_asb * history.past_asb) / DAYS_PER_WINDOW
    n_areas = past.shape[1]
    calls, outcome = history.calls, record.outcome
    rows = np.flatnonzero((outcome["flags"] & RECORDED) != 0)
    offence, is_asb = calls["offence"][rows], (calls["flags"][rows] & ASB_RECORD) != 0
    counts_for = np.where(offence >= 0, by_offence[offence], 0.0) + of_asb * is_asb
    day = (calls["call_min"][rows] // MINUTES_PER_DAY).astype(np.int64)
    cell = day * n_areas + outcome["area"][rows]
    counts = np.bincount(cell, counts_for, minlength=clock.total_days * n_areas)[: clock.total_days * n_areas]
    by_day = np.concatenate([np.repeat(past, DAYS_PER_WINDOW, axis=0), counts.reshape(-1, n_areas)])
    before = np.zeros((len(by_day) + 1, n_areas))
    np.cumsum(by_day, axis=0, out=before[1:])
    return before


def stays_on_list(record: RunRecord) -> NDArray[np.int64]:
    """Give (n, 4) area, day of the meeting, first and last day of each hotspot's stay on the list in the measured days."""
    clock, plan = record.clock, record.plan
    meeting = (plan["from_min"] // MINUTES_PER_DAY).astype(np.int64)
    until = np.ceil(plan["until_min"] / MINUTES_PER_DAY).astype(np.int64)
    first = np.maximum(meeting, clock.warm_up_days)
    last = np.minimum(until, clock.warm_up_days + clock.days)
    stays = np.column_stack([plan["area"].astype(np.int64), meeting, first, last])
    return stays[last > first]


def before_choice(stays: NDArray[np.int64], recorded: NDArray[np.float64], window_days: int) -> NDArray[np.float64]:
    """Give what the stays would have at the pace of the window by which each was chosen; shapes as in `during`."""
    area, meeting, first, last = stays.T
    meeting = meeting + PAST_DAYS
    seen = recorded[..., meeting, area] - recorded[..., meeting - window_days, area]
    sums: NDArray[np.float64] = (seen * (last - first)).sum(axis=-1) / window_days
    return sums


def during(stays: NDArray[np.int64], recorded: NDArray[np.float64]) -> NDArray[np.float64]:
    """Add up what the stays have of (…, n, n_areas) running sums: (…,)."""
    area, _, first, last = stays.T
    sums: NDArray[np.float64] = (recorded[..., PAST_DAYS + last, area] - recorded[..., PAST_DAYS + first, area]).sum(
        axis=-1
    )
    return sums
