"""Broods: the potential calls of one type in one replication.

Each brood has streams of its own. Between two studies of different effect the calls that are nobody's child keep their
times and marks: another effect only adds to them and thins them. Near-repeats do not: they are drawn in sequence,
generation by generation, so that a call more or less among their parents changes all that come after. (Scenarios of
one study share the history, and with it every near-repeat.)

* *base*: calls that are nobody's child, at the rate without any suppression, thinned where the wanted rate is lower;
* *extra*: what the wanted rate has over the base (what today's policing prevents; the spare calls of a backfire effect);
* *orphans*: near-repeats of calls made before the start;
* *unreported*: crimes that nobody reports;
* *children*, generation by generation.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.clock import DAYS_PER_YEAR, HOURS_PER_WEEK, MINUTES_PER_HOUR
from sim.demand.calendar import BusyClock, Span, hourly_weight, weekly_weight
from sim.demand.displacement import Deterrence, solve_tested
from sim.demand.marks import Draws, Marker, Neighbours
from sim.demand.model import Demand, Suppression
from sim.demand.near_repeat import solve_immigration
from sim.demand.records import CALL
from sim.keys import Purpose, entity_key, stream

_BASE, _EXTRA, _ORPHANS, _UNREPORTED, _CHILDREN = range(5)


@dataclass(frozen=True, slots=True)
class Source:
    """Potential rates of one type under one suppression.

    Parameters
    ----------
    key
        Entity key of the type.
    span
        The days of the run.
    busy, week
        Clocks by hour profile and season, and by hour profile alone (in days).
    spare
        M of MODEL.md §1.
    observed, base, potential
        (n_areas,) calls a year: observed; nobody's child without suppression; potential of any parentage.
    ratio
        (n_areas, 168) wanted potential rate ÷ base rate of calls that are nobody's child; None where it is 1.
    lift
        (n_areas, 168) potential ÷ observed rate of calls without near-repeats; None where it is 1.
    children
        Mean number of potential children of a potential call.
    decay_days
        Mean delay of a child.
    landing, landing_area
        (n_areas, k) where children land, as in `sim.demand.model.NearRepeat`.
    orphans
        (n_areas,) expected near-repeats, by area of the parent, of calls made before the start.
    unreported
        Crimes that nobody reports, per call.
    """

    key: int
    span: Span
    busy: BusyClock
    week: BusyClock
    spare: float
    observed: NDArray[np.float64]
    base: NDArray[np.float64]
    potential: NDArray[np.float64]
    ratio: NDArray[np.float64] | None
    lift: NDArray[np.float64] | None
    children: float
    decay_days: float
    landing: NDArray[np.float64]
    landing_area: NDArray[np.int16]
    orphans: NDArray[np.float64]
    unreported: float

    @classmethod
    def of(cls, demand: Demand, suppression: Suppression, kind: int, span: Span, neighbours: Neighbours) -> Source:
        """Solve the potential rates of a type, so that the calls that occur give back the observed rates.

        Raises
        ------
        ValueError
            If near-repeats would never die out.
        """
        near = demand.near_repeat
        observed = demand.observed_per_year[kind]
        profile, by_month = demand.hour_profile[kind], demand.season[kind]
        spare = float(suppression.spare[kind])
        prevented = _prevented(suppression, kind)
        base = solve_immigration(observed, near, kind, np.ones_like(observed)).per_year
        ratio, lift, potential, happening, children = None, None, observed, observed, 0.0
        if prevented is None and spare == 1:
            children = solve_immigration(observed, near, kind, np.ones_like(observed)).children
        elif prevented is not None and suppression.displacement > 0 and spare == 1:
            deterrence = Deterrence(prevented, profile, suppression.displacement)
            tested = solve_tested(observed, near, kind, deterrence, neighbours)
            children, potential, happening = tested.children, tested.potential, tested.happening
            ratio = _relative(tested.immigrants, base) / deterrence.happens
            lift = _relative(tested.childless, observed) / deterrence.happens
        else:
            occurring = np.ones((observed.size, HOURS_PER_WEEK)) if prevented is None else 1 - prevented
            mean_occurring = occurring @ profile
            wanted = solve_immigration(observed, near, kind, mean_occurring)
            children = wanted.children * spare
            lift = spare / occurring
            ratio = _relative(wanted.per_year, base) * lift
            potential = observed * spare / mean_occurring
        _check_dies_out(demand, kind, children, spare)
        season_now = float(by_month[span.first.month - 1])
        return cls(
            key=entity_key(demand.type_key[kind]),
            span=span,
            busy=BusyClock.of(hourly_weight(span, profile, by_month)),
            week=BusyClock.of(weekly_weight(span, profile)),
            spare=spare,
            observed=observed,
            base=base,
            potential=potential,
            ratio=ratio,
            lift=lift,
            children=children,
            decay_days=float(near.decay_days[kind]),
            landing=near.landing[kind],
            landing_area=near.landing_area[kind],
            orphans=children * near.decay_days[kind] * happening / DAYS_PER_YEAR * season_now,
            unreported=float(demand.unreported_ratio[kind] * demand.offence_share[kind].sum()),
        )


def draw_type(
    source: Source, marker: Marker, frailty: NDArray[np.float64], seed: int, replication: int
) -> list[NDArray[np.void]]:
    """Draw the potential calls of one type.

    Parameters
    ----------
    source
        Potential rates.
    marker
        Writes the records.
    frailty
        (n_windows, n_areas) frailty of the type's group.
    seed, replication
        The study's seed and the replication.

    Returns
    -------
    list[NDArray[np.void]]
        Records of `CALL` by brood, parents before children, `parent` counted from the first record of the first brood.
    """
    broods = _Broods(source, marker, frailty, seed, replication)
    adults = [broods.base(), broods.extra(), broods.orphans()]
    return [*adults, *broods.generations(adults), broods.unreported()]


@dataclass(frozen=True, slots=True)
class _Broods:
    """The draws of one type; see the module."""

    source: Source
    marker: Marker
    frailty: NDArray[np.float64]
    seed: int
    replication: int

    def base(self) -> NDArray[np.void]:
        """Draw the calls that are nobody's child, at the rate without suppression, thinned to the wanted rate."""
        source = self.source
        minute, area = self._scatter(self._stream(Purpose.IMMIGRANTS, _BASE), source.base)
        draws = self._draws(minute.size, _BASE)
        if source.ratio is None:
            return self._finish(draws, minute, area)
        keep = draws.thinning < source.ratio[area, self._hour_of_week(minute)]
        return self._finish(draws.take(keep), minute[keep], area[keep])

    def extra(self) -> NDArray[np.void]:
        """Draw the calls that are nobody's child, where the wanted rate is above the base."""
        source = self.source
        if source.ratio is None:
            return np.zeros(0, dtype=CALL)
        random = self._stream(Purpose.IMMIGRANTS, _EXTRA)
        minute, area = self._scatter_shaped(random, source.base, np.maximum(source.ratio - 1, 0))
        return self._finish(self._draws(minute.size, _EXTRA), minute, area)

    def orphans(self) -> NDArray[np.void]:
        """Draw the near-repeats of calls made before the start: the delay that is left is exponential again."""
        source = self.source
        if source.children <= 0:
            return np.zeros(0, dtype=CALL)
        random = self._stream(Purpose.CHILDREN, 0)
        parent_area = np.repeat(np.arange(source.orphans.size), random.poisson(source.orphans * self.frailty[0]))
        minute, area, _ = self._land(random, np.zeros(parent_area.size), parent_area)
        return self._finish(self._draws(minute.size, _ORPHANS), minute, area)

    def generations(self, adults: list[NDArray[np.void]]) -> list[NDArray[np.void]]:
        """Draw the near-repeats of the given calls, their near-repeats, and so on."""
        batches: list[NDArray[np.void]] = []
        if self.source.children <= 0:
            return batches
        first_row = 0
        minute = np.concatenate([batch["call_min"] for batch in adults])
        area = np.concatenate([batch["area"] for batch in adults]).astype(np.int64)
        while minute.size:
            generation = len(batches) + 1
            random = self._stream(Purpose.CHILDREN, generation)
            parent = np.repeat(np.arange(minute.size), random.poisson(self.source.children, minute.size))
            child_min, child_area, kept = self._land(random, minute[parent], area[parent])
            draws = self._draws(child_min.size, _CHILDREN + generation)
            children = self._finish(draws, child_min, child_area, first_row + parent[kept])
            batches.append(children)
            first_row += minute.size
            minute, area = children["call_min"], children["area"].astype(np.int64)
        return batches

    def unreported(self) -> NDArray[np.void]:
        """Draw the crimes that nobody reports unless patrol raises reporting; no call, no near-repeat."""
        source = self.source
        if source.unreported <= 0:
            return np.zeros(0, dtype=CALL)
        random = self._stream(Purpose.UNREPORTED, _UNREPORTED)
        per_year = source.unreported * source.observed
        if source.lift is None:
            minute, area = self._scatter(random, per_year)
        else:
            minute, area = self._scatter_shaped(random, per_year, source.lift)
        draws = self._draws(minute.size, _UNREPORTED)
        return self._finish(draws, minute, area, unreported=True)

    def _finish(
        self,
        draws: Draws,
        minute: NDArray[np.float64],
        area: NDArray[np.int64],
        parent: NDArray[np.int64] | None = None,
        *,
        unreported: bool = False,
    ) -> NDArray[np.void]:
        """Drop the calls that occur under no scenario, and write the records of the others."""
        if self.source.spare > 1:
            keep = ~self.marker.never_occurs(draws)
            draws, minute, area = draws.take(keep), minute[keep], area[keep]
            parent = None if parent is None else parent[keep]
        calls = self.marker.calls(draws, minute, area, unreported=unreported)
        if parent is not None:
            calls["parent"] = parent
        return calls

    def _scatter(
        self, random: np.random.Generator, per_year: NDArray[np.float64]
    ) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
        """Scatter Poisson calls over windows, areas and time: minute and area of each."""
        clock = self.source.busy
        edge = clock.elapsed[self.source.span.window_edge_hour]
        count = random.poisson(self.frailty * np.diff(edge)[:, None] * per_year)
        area = np.repeat(np.tile(np.arange(per_year.size), count.shape[0]), count.ravel())
        in_window = count.sum(axis=1)
        elapsed = np.repeat(edge[:-1], in_window) + random.random(area.size) * np.repeat(np.diff(edge), in_window)
        return np.minimum(clock.minute_at(elapsed), np.nextafter(clock.edge_min[-1], 0)), area

    def _scatter_shaped(
        self, random: np.random.Generator, per_year: NDArray[np.float64], shape: NDArray[np.float64]
    ) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
        """Scatter calls whose rate is further multiplied by (n_areas, 168) `shape`, by rejection."""
        top = shape.max(axis=1)
        minute, area = self._scatter(random, per_year * top)
        keep = random.random(minute.size) * top[area] < shape[area, self._hour_of_week(minute)]
        return minute[keep], area[keep]

    def _land(
        self, random: np.random.Generator, parent_min: NDArray[np.float64], parent_area: NDArray[np.int64]
    ) -> tuple[NDArray[np.float64], NDArray[np.int64], NDArray[np.bool_]]:
        """Place one child of each parent: minute and area of those before the horizon, and which these are."""
        source = self.source
        elapsed = source.week.at_minute(parent_min) + random.exponential(source.decay_days, parent_min.size)
        mark = random.random(parent_min.size)
        kept = elapsed < source.week.elapsed[-1]
        minute = np.maximum(source.week.minute_at(elapsed[kept]), parent_min[kept])
        column = (mark[kept, None] >= source.landing[parent_area[kept]]).sum(axis=1)
        return minute, source.landing_area[parent_area[kept], column].astype(np.int64), kept

    def _hour_of_week(self, minute: NDArray[np.float64]) -> NDArray[np.int64]:
        """Hour of the week of each minute of the run."""
        first = self.source.span.first.weekday() * 24
        return ((minute // MINUTES_PER_HOUR).astype(np.int64) + first) % HOURS_PER_WEEK

    def _draws(self, count: int, brood: int) -> Draws:
        """Draw the marks of a brood."""
        return Draws.of(count, self.seed, self.replication, self.source.key, brood)

    def _stream(self, purpose: Purpose, brood: int) -> np.random.Generator:
        """Open the stream of a brood."""
        return stream(self.seed, self.replication, purpose, self.source.key, brood)


def _relative(wanted: NDArray[np.float64], base: NDArray[np.float64]) -> NDArray[np.float64]:
    """Divide the rates of areas, (n_areas, 1); 0 where there is no base."""
    return np.divide(wanted, base, out=np.zeros_like(base), where=base > 0)[:, None]


def _prevented(suppression: Suppression, kind: int) -> NDArray[np.float64] | None:
    """Share of the type's potential calls that the baseline prevents: (n_areas, 168); None where it is 0."""
    prevented = suppression.q[kind]
    return prevented.astype(np.float64) if np.any(prevented) else None


def _check_dies_out(demand: Demand, kind: int, children: float, spare: float) -> None:
    """Refuse near-repeats that never end; calls that occur under no scenario have no children."""
    deterrable = float(demand.deterrable_share[kind])
    mean = children * (deterrable + (1 - deterrable) / spare)
    if mean >= 1:
        message = f"{demand.type_key[kind]}: a potential call has {mean:.3f} near-repeats on average; must be below 1"
        raise ValueError(message)
