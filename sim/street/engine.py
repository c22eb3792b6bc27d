"""The compiled street as commanders see it: the kernels, and arrays that grow when they are full."""

from __future__ import annotations

from typing import Self

import numpy as np
from numpy.typing import NDArray

from sim.jit import Straight
from sim.street.advance import advance
from sim.street.census import add_stocks
from sim.street.layout import lay_out
from sim.street.plan import set_hotspots
from sim.street.records import TALLY, StreetLog
from sim.street.setting import Setting
from sim.street.shifts import close_duty, end_shifts, start_shift
from sim.street.state import FULL, OUT_OF_EVENTS, OUT_OF_VISITS, Street, grown
from sim.street.whereabouts import whereabouts

_advance, _end_shifts, _start_shift = Straight(advance), Straight(end_shifts), Straight(start_shift)


class CompiledStreet:
    """A street run by the kernels; an engine of `sim.command.engine`.

    Parameters
    ----------
    state
        The arrays, at minute 0.
    """

    def __init__(self, state: Street) -> None:
        self.state = state
        self._room = np.empty(state.units.size, dtype=np.int32)
        self._n_active, self._n_visits, self._n_events = (
            state.g[name] for name in ("n_active", "n_visits", "n_events")
        )

    @classmethod
    def open(cls, setting: Setting) -> Self:
        """Lay out a street at minute 0."""
        return cls(lay_out(setting))

    def advance(self, until_min: float) -> None:
        """Let everything that comes strictly before a time happen."""
        while (code := _advance(self.state, until_min)) != FULL:
            self.state = grown(self.state, code)

    def end_shifts(self, now_min: float) -> None:
        """Send home all whose shift is over and who are not busy with a call."""
        self._make_room_for_visits()
        _end_shifts(self.state, now_min)

    def start_shift(
        self,
        officers: NDArray[np.void],
        members: NDArray[np.int32],
        marks: NDArray[np.float32],
        double_share: NDArray[np.float64],
        now_min: float,
        end_min: float,
    ) -> None:
        """Bring a shift on duty; parameters as of `sim.street.shifts.start_shift`."""
        self._make_room_for_events(members.size)
        _start_shift(self.state, officers, members, marks, self._room, double_share, now_min, end_min)

    def set_hotspots(
        self,
        areas: NDArray[np.int64],
        scores: NDArray[np.float64],
        now_min: float,
        due_at: NDArray[np.float64] | None = None,
    ) -> None:
        """Replace the list of hotspots; parameters as of `sim.street.plan.set_hotspots`."""
        self.state = set_hotspots(self.state, areas, scores, now_min, due_at)

    def add_stocks(self, now_min: float, out: NDArray[np.float64]) -> None:
        """Add the stock that acts in each area to (n_areas,) totals."""
        add_stocks(self.state, now_min, out)

    def waiting(self) -> tuple[int, int, int]:
        """Count the calls in the queues, by grade 1 to 3."""
        one, two, three, _ = self.state.g["n_waiting"][0]
        return int(one), int(two), int(three)

    def units_on_duty(self) -> int:
        """Count the units on duty."""
        return int(self._n_active[0])

    def harm_by_area(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Give the harm of measured calls so far, (n_areas,): what happened, and what was prevented less induced."""
        return self.state.areas["harm"].copy(), self.state.areas["harm_prevented"].copy()

    def whereabouts(self, now_min: float) -> NDArray[np.void]:
        """Say where each unit on duty is: (n,) `sim.street.records.WHEREABOUTS`, by unit."""
        return whereabouts(self.state, now_min)

    def outcomes(self) -> NDArray[np.void]:
        """Give what has become of the calls so far: (n_calls,) `sim.street.records.OUTCOME`, to be read only."""
        return self.state.outcome

    def close(self, now_min: float) -> StreetLog:
        """Send everybody home at the end of the study and give the logs; the street cannot be carried on."""
        self._make_room_for_visits()
        close_duty(self.state, now_min)
        g = self.state.g[0]
        return StreetLog(
            outcome=self.state.outcome,
            visits=self.state.visits[: g["n_visits"]],
            dispatches=self.state.dispatches[: g["n_dispatches"]],
            tallies=self.state.tallies.view(TALLY).reshape(-1),
            steps=int(g["steps"]),
        )

    def _make_room_for_events(self, count: int) -> None:
        """Make sure that so many more events fit into the queue."""
        while self._n_events[0] + count > self.state.events.size:
            self.state = grown(self.state, OUT_OF_EVENTS)

    def _make_room_for_visits(self) -> None:
        """Make sure that the visits of all who are on duty can end at once."""
        while self._n_visits[0] + self._n_active[0] > self.state.visits.size:
            self.state = grown(self.state, OUT_OF_VISITS)
