"""The plain SimPy street as commanders see it: an engine of `sim.command.engine`."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.reference.area import felt_stock
from sim.reference.duty import one_thing_after_another, roll_call
from sim.reference.hotspots import Timetable, relisted
from sim.reference.incident import desk, telephone
from sim.reference.shifts import end_shifts, send_home, start_shift, units_on_duty
from sim.reference.street import Street
from sim.reference.tasks import settle
from sim.reference.whereabouts import whereabouts
from sim.street.records import StreetLog
from sim.street.setting import Setting


class PlainStreet:
    """A street run by SimPy.

    Parameters
    ----------
    setting
        Places, potential calls and rules.
    """

    def __init__(self, setting: Setting) -> None:
        street = self.street = Street(setting)
        street.clock.process(telephone(street, setting))
        street.clock.process(desk(street, setting))
        for unit in street.units:
            unit.process = street.clock.process(one_thing_after_another(street, unit))
        self._roll_call = street.clock.process(roll_call(street))

    def advance(self, until_min: float) -> None:
        """Let everything that comes strictly before a time happen; what commands have brought is settled first."""
        settle(self.street, self.street.clock.now)
        self.street.clock.run_up_to(until_min)

    def end_shifts(self, now_min: float) -> None:
        """Send home all whose shift is over and who are not busy with a call."""
        end_shifts(self.street, now_min)

    def start_shift(
        self,
        officers: NDArray[np.void],
        members: NDArray[np.int32],
        marks: NDArray[np.float32],
        double_share: NDArray[np.float64],
        now_min: float,
        end_min: float,
    ) -> None:
        """Bring a shift on duty: who is posted, not abstracted and not still out."""
        here = members[(marks < officers["presence"][members])]
        posts = officers[here]
        columns = (posts["team"].tolist(), posts["district"].tolist(), here.tolist(), posts["home"].tolist())
        postings = [row for row in zip(*columns, strict=True) if row[2] not in self.street.officers_out]
        start_shift(self.street, postings, double_share.tolist(), now_min, end_min)

    def set_hotspots(
        self,
        areas: NDArray[np.int64],
        scores: NDArray[np.float64],
        now_min: float,
        due_at: NDArray[np.float64] | None = None,
    ) -> None:
        """Replace the list of hotspots, with a timetable for each or without."""
        street = self.street
        timetables = [None] * areas.size if due_at is None else [Timetable(row) for row in due_at.tolist()]
        street.hotspots = relisted(street.hotspots, areas.tolist(), scores.tolist(), timetables)
        street.visits_due_min = street.next_due_after(now_min, or_now=True)
        self._roll_call.interrupt()

    def add_stocks(self, now_min: float, out: NDArray[np.float64]) -> None:
        """Add the stock that acts in each area to (n_areas,) totals."""
        for area in self.street.areas:
            out[area.id] += felt_stock(area, now_min, self.street.rules)

    def waiting(self) -> tuple[int, int, int]:
        """Count the waiting calls of grade 1, 2 and 3."""
        count = self.street.waiting.count
        return count(1), count(2), count(3)

    def units_on_duty(self) -> int:
        """Count the units on duty."""
        return len(units_on_duty(self.street))

    def harm_by_area(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Give the harm of measured calls so far, (n_areas,): what happened, and what was prevented less induced."""
        areas = self.street.areas
        return np.array([area.harm for area in areas]), np.array([area.harm_prevented for area in areas])

    def whereabouts(self, now_min: float) -> NDArray[np.void]:
        """Say where each unit on duty is: (n,) `sim.street.records.WHEREABOUTS`, by unit."""
        return whereabouts(self.street, now_min)

    def outcomes(self) -> NDArray[np.void]:
        """Give what has become of the calls so far: (n_calls,) `sim.street.records.OUTCOME`, to be read only."""
        for call in self.street.calls.values():
            self.street.book.call(call)
        return self.street.book.outcome()

    def close(self, now_min: float) -> StreetLog:
        """Send everybody home at the end of the study and give the logs; the street cannot be carried on."""
        for unit in units_on_duty(self.street):
            send_home(self.street, unit, now_min)
        self.outcomes()
        return self.street.book.log()
