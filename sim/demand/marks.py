"""Marks: everything about a potential call that is settled before anything happens (MODEL.md §1)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.clock import MINUTES_PER_DAY, MINUTES_PER_HOUR
from sim.demand.model import Demand, Handling
from sim.demand.records import ASB_RECORD, CALL, DETERRABLE, HATE, NO_CALL, NO_OFFENCE, UNREPORTED
from sim.keys import Purpose, stream

_SLOTS_PER_HOUR = 4
_GRADE_SCHEDULED, _GRADE_BY_PHONE = 3, 4

# Columns of the uniforms of a call, and of its standard normals. A new mark goes to the end, so that the others stay.
(
    _U,
    _V,
    _REPORT,
    _DETERRABLE,
    _RECORD,
    _HATE,
    _GRADE,
    _OFFICERS,
    _DAYS,
    _SLOT,
    _GIVES_UP,
    _PATIENCE,
    _DESK,
    _ARREST,
) = range(14)
_MOVED, _SCENE_TAIL, _THIN = 14, 15, 16
_UNIFORMS = 17
_SCENE, _HANDLING, _CUSTODY = range(3)
_NORMALS = 3


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Neighbours of all areas, as in `sim.county.model.County`.

    Parameters
    ----------
    start
        (n_areas + 1,) where each area's neighbours start.
    area
        (n_pairs,) the neighbours.
    """

    start: NDArray[np.int32]
    area: NDArray[np.int16]


@dataclass(frozen=True, slots=True)
class Draws:
    """Uniforms and standard normals of a batch of calls; row i is the same however many rows there are.

    Parameters
    ----------
    uniform
        (n_calls, 17) on [0, 1).
    normal
        (n_calls, 3).
    """

    uniform: NDArray[np.float64]
    normal: NDArray[np.float64]

    @classmethod
    def of(cls, count: int, seed: int, replication: int, *entity: int) -> Draws:
        """Draw the marks of `count` calls of one type and brood."""
        return cls(
            stream(seed, replication, Purpose.MARKS, *entity, 0).random((count, _UNIFORMS)),
            stream(seed, replication, Purpose.MARKS, *entity, 1).standard_normal((count, _NORMALS)),
        )

    def take(self, keep: NDArray[np.bool_]) -> Draws:
        """Keep some of the calls."""
        return Draws(self.uniform[keep], self.normal[keep])

    @property
    def thinning(self) -> NDArray[np.float64]:
        """(n_calls,) mark that decides whether a call of the base rate is one at the wanted rate."""
        return self.uniform[:, _THIN]


@dataclass(frozen=True, slots=True)
class Harm:
    """What a call is worth in units of the study's index.

    Parameters
    ----------
    by_offence
        (n_offences,) harm of a crime.
    by_type
        (n_types,) harm of a call that is no crime.
    """

    by_offence: NDArray[np.float64]
    by_type: NDArray[np.float64]


class Marker:
    """Turns draws into calls of one type.

    Parameters
    ----------
    demand, handling
        Shares, times and delays.
    kind
        Index of the type.
    spare
        M of MODEL.md §1.
    harm
        What a call is worth.
    neighbours
        Neighbours of all areas.
    potential
        (n_areas,) potential calls of the type; a displaced call goes to a neighbour in proportion to them.
    """

    def __init__(
        self,
        demand: Demand,
        handling: Handling,
        kind: int,
        spare: float,
        harm: Harm,
        neighbours: Neighbours,
        potential: NDArray[np.float64],
    ) -> None:
        self._demand = demand
        self._handling = handling
        self._kind = kind
        self._spare = spare
        self._harm = harm
        self._neighbours = neighbours
        self._moves = np.concatenate([[0.0], np.cumsum(potential[neighbours.area])])

    def never_occurs(self, draws: Draws) -> NDArray[np.bool_]:
        """Tell which calls occur under no scenario: not deterrable, and beyond the observed rate."""
        deterrable = draws.uniform[:, _DETERRABLE] < self._demand.deterrable_share[self._kind]
        never: NDArray[np.bool_] = ~deterrable & (draws.uniform[:, _U] * self._spare >= 1)
        return never

    def calls(
        self, draws: Draws, call_min: NDArray[np.float64], area: NDArray[np.int64], *, unreported: bool = False
    ) -> NDArray[np.void]:
        """Write the records of a batch of calls.

        Parameters
        ----------
        draws
            Their marks.
        call_min
            (n_calls,) when they are made.
        area
            (n_calls,) where.
        unreported
            Whether they are crimes that nobody reports.

        Returns
        -------
        NDArray[np.void]
            (n_calls,) records of `CALL` without parents.
        """
        demand, kind, uniform = self._demand, self._kind, draws.uniform
        calls = np.zeros(call_min.size, dtype=CALL)
        calls["call_min"] = call_min
        calls["u"] = uniform[:, _U]
        calls["v"] = _float32(uniform[:, _V])
        calls["report"] = _float32(uniform[:, _REPORT])
        calls["parent"] = NO_CALL
        calls["area"] = area
        calls["moved_area"] = self._moved(uniform[:, _MOVED], area)
        calls["type"] = kind
        calls["grade"] = 1 + _choose(demand.grade_share[kind], uniform[:, _GRADE])
        calls["officers"] = 1 + _choose(demand.officers_share[kind], uniform[:, _OFFICERS])
        calls["scene_min"] = self._scene(uniform[:, _SCENE_TAIL], draws.normal[:, _SCENE])
        self._write_records(calls, uniform, unreported=unreported)
        self._write_times(calls, draws)
        return calls

    def _moved(self, mark: NDArray[np.float64], area: NDArray[np.int64]) -> NDArray[np.int64]:
        """Neighbour that a displaced call goes to; the area itself if it has none with such calls."""
        first, last = self._neighbours.start[area], self._neighbours.start[area + 1]
        low, high = self._moves[first], self._moves[last]
        pair = np.searchsorted(self._moves, low + mark * (high - low), side="right") - 1
        pair = np.clip(pair, first, np.maximum(last - 1, first))
        if not self._neighbours.area.size:
            return area
        target = self._neighbours.area[np.minimum(pair, self._neighbours.area.size - 1)]
        moved: NDArray[np.int64] = np.where(high > low, target, area)
        return moved

    def _scene(self, uniform: NDArray[np.float64], normal: NDArray[np.float64]) -> NDArray[np.float64]:
        """Minutes on scene: lognormal, exponential or fixed."""
        mean = float(self._demand.scene_mean_min[self._kind])
        kind = int(self._demand.scene_kind[self._kind])
        if kind == 0:
            variance = np.log1p(float(self._demand.scene_cv[self._kind]) ** 2)
            scene: NDArray[np.float64] = np.exp(np.log(mean) - variance / 2 + np.sqrt(variance) * normal)
            return scene
        return mean * -np.log1p(-uniform) if kind == 1 else np.full(uniform.size, mean)

    def _write_records(self, calls: NDArray[np.void], uniform: NDArray[np.float64], *, unreported: bool) -> None:
        """Write what the calls turn out to be: offence, ASB record, hate, deterrable, harm."""
        demand, kind = self._demand, self._kind
        offence_share = demand.offence_share[kind]
        crime_share = float(offence_share.sum())
        mark = uniform[:, _RECORD] * (crime_share if unreported else 1.0)
        is_crime = mark < crime_share
        offence = np.full(calls.size, NO_OFFENCE)
        offence[is_crime] = _choose(offence_share, mark[is_crime])
        is_asb = ~is_crime & (mark < crime_share + demand.asb_record_share[kind])
        calls["offence"] = offence
        calls["harm"] = self._harm.by_type[kind]
        calls["harm"][is_crime] = self._harm.by_offence[offence[is_crime]]
        calls["flags"] = (
            DETERRABLE * (uniform[:, _DETERRABLE] < demand.deterrable_share[kind])
            + UNREPORTED * unreported
            + ASB_RECORD * is_asb
            + HATE * (uniform[:, _HATE] < demand.hate_share[kind])
        )

    def _write_times(self, calls: NDArray[np.void], draws: Draws) -> None:
        """Write when the calls are ready, how long callers wait, and the time at the desk and in custody."""
        handling, uniform = self._handling, draws.uniform
        delay = handling.handling_median_min * np.exp(handling.handling_sigma * draws.normal[:, _HANDLING])
        ready = calls["call_min"] + delay
        grade = calls["grade"]
        if handling.appointment_mean_days > 0:
            booked = grade == _GRADE_SCHEDULED
            ready[booked] = self._slot(calls["call_min"][booked], uniform[booked, _DAYS], uniform[booked, _SLOT])
        calls["ready_min"] = ready
        gives_up = uniform[:, _GIVES_UP] < handling.patience_share[grade - 1]
        waits = handling.patience_mean_min[grade - 1] * -np.log1p(-uniform[:, _PATIENCE])
        calls["patience_min"] = np.where(gives_up, ready + waits, np.inf)
        by_phone = grade == _GRADE_BY_PHONE
        calls["desk_min"] = np.where(by_phone, handling.desk_mean_min * -np.log1p(-uniform[:, _DESK]), 0.0)
        arrest = ~by_phone & (uniform[:, _ARREST] < self._demand.arrest_share[self._kind])
        custody = handling.custody_median_min * np.exp(handling.custody_sigma * draws.normal[:, _CUSTODY])
        calls["custody_min"] = np.where(arrest, custody, 0.0)

    def _slot(
        self, call_min: NDArray[np.float64], days: NDArray[np.float64], slot: NDArray[np.float64]
    ) -> NDArray[np.float64]:
        """Appointment: some days later (geometric, at least the next day), on a quarter-hour of the opening hours."""
        first, last = self._handling.appointment_hours
        later = np.ones_like(days)
        if self._handling.appointment_mean_days > 1:
            later += np.floor(np.log1p(-days) / np.log1p(-1 / self._handling.appointment_mean_days))
        quarter = np.floor(slot * (last - first) * _SLOTS_PER_HOUR)
        midnight = np.floor(call_min / MINUTES_PER_DAY) * MINUTES_PER_DAY
        at: NDArray[np.float64] = (
            midnight
            + later * MINUTES_PER_DAY
            + first * MINUTES_PER_HOUR
            + quarter * (MINUTES_PER_HOUR // _SLOTS_PER_HOUR)
        )
        return at


def _choose(share: NDArray[np.float64], mark: NDArray[np.float64]) -> NDArray[np.int64]:
    """Choose an index with the given probabilities; a mark beyond their sum gives the last that has any."""
    edges = np.cumsum(share)
    last = int(np.flatnonzero(share)[-1]) if share.any() else 0
    return np.minimum(np.searchsorted(edges, mark, side="right"), last)


def _float32(mark: NDArray[np.float64]) -> NDArray[np.float32]:
    """Round a uniform on [0, 1) down to single precision, so that it stays below 1."""
    return np.minimum(mark.astype(np.float32), np.float32(1 - 2**-24))
