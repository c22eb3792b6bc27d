"""What commanders may ask of a street, and see of it, whichever engine runs it (DESIGN.md §4, two levels)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from sim.reference.engine import PlainStreet
from sim.street.engine import CompiledStreet
from sim.street.records import StreetLog
from sim.street.setting import Setting


class Engine(Protocol):
    """A street that can be carried forward, given officers and places to patrol, and looked at."""

    def advance(self, until_min: float) -> None:
        """Let everything that comes strictly before a time happen.

        What commands of this instant have brought (a unit on duty that needs a task) is settled first.
        """

    def end_shifts(self, now_min: float) -> None:
        """Send home all whose shift is over, by unit id; who is busy with a call finishes it first."""

    def start_shift(
        self,
        officers: NDArray[np.void],
        members: NDArray[np.int32],
        marks: NDArray[np.float32],
        double_share: NDArray[np.float64],
        now_min: float,
        end_min: float,
    ) -> None:
        """Bring a shift on duty: crews by officer id within each team and district, then all by unit id.

        Parameters
        ----------
        officers
            (n_officers,) `sim.force.model.OFFICER` as of now.
        members
            (n,) officers rostered on this shift, sorted by (team, district, id), all of them posted.
        marks
            (n,) abstraction marks: an officer is on duty when the mark lies below his or her presence.
        double_share
            (3,) share of units that are double-crewed, by team.
        now_min, end_min
            Start and end of the shift.
        """

    def set_hotspots(
        self,
        areas: NDArray[np.int64],
        scores: NDArray[np.float64],
        now_min: float,
        due_at: NDArray[np.float64] | None = None,
    ) -> None:
        """Replace the list of hotspots.

        Parameters
        ----------
        areas, scores
            (n,) areas, each once, and what a visit to each is worth, above 0.
        now_min
            The time of the meeting, minutes.
        due_at
            (n, n_times) a timetable for each hotspot: minutes since the start of the study at which its visits fall
            due, rising and filled up with infinity. None: all at the times of day that the street was opened with.
        """

    def add_stocks(self, now_min: float, out: NDArray[np.float64]) -> None:
        """Add the stock of deterrence that acts in each area to (n_areas,) totals, minutes of presence."""

    def waiting(self) -> tuple[int, int, int]:
        """Count the waiting calls of grade 1, 2 and 3."""

    def units_on_duty(self) -> int:
        """Count the units on duty."""

    def harm_by_area(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Give the harm of measured calls so far, (n_areas,): what happened, and what was prevented less induced."""

    def whereabouts(self, now_min: float) -> NDArray[np.void]:
        """Say where each unit on duty is: (n,) `sim.street.records.WHEREABOUTS`, by unit."""

    def outcomes(self) -> NDArray[np.void]:
        """Give what has become of the calls so far: (n_calls,) `sim.street.records.OUTCOME`, to be read only."""

    def close(self, now_min: float) -> StreetLog:
        """Send everybody home at the end of the study and give the logs; the street cannot be carried on."""


EngineName = Literal["numba", "simpy"]
OpenStreet = Callable[[Setting], Engine]
"""Opens a street at minute 0."""

ENGINES: Mapping[EngineName, OpenStreet] = {"numba": CompiledStreet.open, "simpy": PlainStreet}
"""How each engine opens a street at minute 0."""
ENGINE_WORDS: Mapping[EngineName, str] = {
    "numba": "numba: the compiled street",
    "simpy": "simpy: the reference street in plain SimPy",
}
"""How a report names them."""
