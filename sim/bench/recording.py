"""What commanders asked of a street, written down, so that it can be asked again without them."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from sim.bench.workload import Workload
from sim.command.engine import ENGINES, Engine, OpenStreet
from sim.command.session import Ground
from sim.force.model import OFFICER, Force
from sim.street.records import StreetLog
from sim.street.setting import Setting

Request = Callable[[Engine], object]


class RecordingStreet:
    """An engine that passes everything on to another one and writes down what changes the street.

    Parameters
    ----------
    street
        The engine that does the work.
    setting
        What it was opened with.
    """

    def __init__(self, street: Engine, setting: Setting) -> None:
        self._street = street
        self._officers: NDArray[np.void] = np.empty(0, dtype=OFFICER)
        self._setting = setting
        self._requests: list[Request] = []
        self._end_min = 0.0
        self.advances = 0

    def replay(self, open_street: OpenStreet) -> StreetLog:
        """Open a street anew and ask the same of it, with nobody to decide anything.

        Parameters
        ----------
        open_street
            How a street is opened.

        Returns
        -------
        StreetLog
            What happened on it; the same as with commanders.
        """
        street = open_street(self._setting)
        for request in self._requests:
            request(street)
        return street.close(self._end_min)

    def advance(self, until_min: float) -> None:
        """Let everything that comes strictly before a time happen."""
        self.advances += 1
        self._ask(lambda street: street.advance(until_min))

    def end_shifts(self, now_min: float) -> None:
        """Send home all whose shift is over."""
        self._ask(lambda street: street.end_shifts(now_min))

    def start_shift(
        self,
        officers: NDArray[np.void],
        members: NDArray[np.int32],
        marks: NDArray[np.float32],
        double_share: NDArray[np.float64],
        now_min: float,
        end_min: float,
    ) -> None:
        """Bring a shift on duty."""
        if not np.array_equal(self._officers, officers):  # postings change now and then, in place
            self._officers = officers.copy()
        posted, who, drawn = self._officers, members.copy(), marks.copy()
        self._ask(lambda street: street.start_shift(posted, who, drawn, double_share, now_min, end_min))

    def set_hotspots(
        self,
        areas: NDArray[np.int64],
        scores: NDArray[np.float64],
        now_min: float,
        due_at: NDArray[np.float64] | None = None,
    ) -> None:
        """Replace the list of hotspots."""
        places, worth, times = areas.copy(), scores.copy(), None if due_at is None else due_at.copy()
        self._ask(lambda street: street.set_hotspots(places, worth, now_min, times))

    def add_stocks(self, now_min: float, out: NDArray[np.float64]) -> None:
        """Add the stock of each area to totals; that changes nothing on the street."""
        self._street.add_stocks(now_min, out)

    def waiting(self) -> tuple[int, int, int]:
        """Count the waiting calls of grade 1, 2 and 3."""
        return self._street.waiting()

    def units_on_duty(self) -> int:
        """Count the units on duty."""
        return self._street.units_on_duty()

    def harm_by_area(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Give the harm of measured calls so far."""
        return self._street.harm_by_area()

    def whereabouts(self, now_min: float) -> NDArray[np.void]:
        """Say where each unit on duty is."""
        return self._street.whereabouts(now_min)

    def outcomes(self) -> NDArray[np.void]:
        """Give what has become of the calls so far."""
        return self._street.outcomes()

    def close(self, now_min: float) -> StreetLog:
        """Send everybody home at the end of the study and give the logs."""
        self._end_min = now_min
        return self._street.close(now_min)

    def _ask(self, request: Request) -> None:
        """Pass a request on, and write it down."""
        self._requests.append(request)
        request(self._street)


def recorded(work: Workload, ground: Ground, force: Force) -> RecordingStreet:
    """Run a session and give its street with all that was asked of it.

    Parameters
    ----------
    work
        What is run.
    ground
        The replication.
    force
        The force.
    """
    streets: list[RecordingStreet] = []
    work.run(ground, force, recorder(ENGINES["numba"], streets))
    return streets[0]


def recorder(open_street: OpenStreet, made: list[RecordingStreet]) -> OpenStreet:
    """Give what opens a recording street.

    Parameters
    ----------
    open_street
        How the street below is opened.
    made
        Receives each recording street that is opened.
    """

    def open_recording(setting: Setting) -> Engine:
        """Open a street and write down what is asked of it."""
        made.append(RecordingStreet(open_street(setting), setting))
        return made[-1]

    return open_recording
