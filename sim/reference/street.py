"""The street: everything there is on it, which the rules in the other files read and change."""

from __future__ import annotations

import math
from collections import deque

import simpy

from sim.reference.area import Area
from sim.reference.at_hand import AtHand
from sim.reference.book import Book
from sim.reference.call import Call
from sim.reference.hotspots import DueTimes, Hotspot
from sim.reference.journeys import Journeys
from sim.reference.order import StreetClock
from sim.reference.unit import Unit
from sim.reference.waiting import Waiting
from sim.street.setting import Setting
from sim.street.state import N_TEAMS


class Street:
    """A street at minute 0.

    Parameters
    ----------
    setting
        Places, potential calls and rules.

    Attributes
    ----------
    rules, deterrence
        The numbers by which it runs, and beta and M of MODEL.md §1 for each call type.
    clock
        The SimPy environment of its processes and events.
    journeys, areas
        The ways between areas, and who is present in them.
    units, at_hand
        One for each officer, by id; those on duty also in `on_duty`, by team, and those at hand by where they stand.
    officers_out
        Ids of the officers who are in a unit on duty.
    calls, waiting
        Calls that were made and are not over, by id; and those that wait for a unit, by grade and district.
    fates
        For each call so far, whether it would happen without patrol, and whether it happens: see `sim.reference.fate`.
    hotspots, due, visits_due_min
        The list, by rising area; the times of day at which visits fall due; and when they next do.
    to_settle
        What this instant has brought: calls to be dispatched and units that need a task, in the order of coming up.
    book
        The logs.
    """

    def __init__(self, setting: Setting) -> None:
        self.rules = setting.rules
        self.clock = StreetClock()
        self.journeys = Journeys(setting)
        self.areas = _areas(setting)
        self.deterrence: list[tuple[float, float]] = list(
            zip(setting.beta.tolist(), setting.spare.tolist(), strict=True)
        )
        self.waiting = Waiting(setting.district_of_area.tolist(), setting.n_districts)
        self.units = [Unit(officer, simpy.Event(self.clock)) for officer in range(setting.n_officers)]
        self.on_duty: list[list[Unit]] = [[] for _ in range(N_TEAMS)]
        self.at_hand = AtHand(setting)
        self.officers_out: set[int] = set()
        self.calls: dict[int, Call] = {}
        self.fates: list[int] = []
        self.due = DueTimes(setting.due_min.tolist())
        self.hotspots: list[Hotspot] = []
        self.visits_due_min = math.inf
        self.to_settle: deque[Call | Unit] = deque()
        self.book = Book(setting)

    def next_due_after(self, now_min: float, *, or_now: bool = False) -> float:
        """Give the next time at which a visit falls due anywhere on the list; infinite if there is none."""
        tables = {hotspot.timetable or self.due for hotspot in self.hotspots}
        return min((table.next_after(now_min, or_now=or_now) for table in tables), default=math.inf)


def _areas(setting: Setting) -> list[Area]:
    """Make areas where nobody has been yet."""
    pairs = zip(setting.district_of_area.tolist(), setting.custody_area.tolist(), strict=True)
    areas = [Area(number, district, suite) for number, (district, suite) in enumerate(pairs)]
    start, neighbour = setting.neighbour_start.tolist(), setting.neighbour.tolist()
    for area in areas:
        area.neighbours = [areas[other] for other in neighbour[start[area.id] : start[area.id + 1]]]
    return areas
