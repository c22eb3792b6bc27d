"""What the force has on record at a tasking meeting: the past year, and what was recorded since (MODEL.md §3)."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from sim.clock import DAYS_PER_WINDOW, MINUTES_PER_DAY
from sim.demand.records import ASB_RECORD, HATE, History
from sim.street.records import LATENT, PREVENTED, RECORDED, SILENT, STATE_NAMES
from sim.target.ranking import Seen, Terrain

WINDOW_MIN = float(DAYS_PER_WINDOW * MINUTES_PER_DAY)
MEASURES = ("crimes", "asb", "calls", "hate", "harm")
IS_LOGGED = ~np.isin(np.arange(len(STATE_NAMES)), (LATENT, PREVENTED, SILENT))
"""Whether a call in each state was logged."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Counts of one stretch of time.

    Parameters
    ----------
    from_min, until_min
        The stretch, minutes since the start of the study.
    counts
        (5, n_areas) recorded crimes, ASB records, logged calls, hate crimes and incidents, harm.
    kinds
        (n_offences + 1, n_areas) the recorded crimes by offence, and ASB records.
    """

    from_min: float
    until_min: float
    counts: NDArray[np.float64]
    kinds: NDArray[np.float64]


@dataclass(slots=True)
class Records:
    """The force's memory in one run, a list of stretches from a year before the start up to the last look.

    Parameters
    ----------
    history
        The history that the run walks through; its past is the oldest part of the memory.
    harm_by_offence
        (n_offences,) harm of one crime.
    harm_of_asb
        Harm of one ASB record.
    """

    history: History
    harm_by_offence: NDArray[np.float64]
    harm_of_asb: float
    stretches: list[Stretch] = field(init=False)

    def __post_init__(self) -> None:
        windows = self.history.past_calls.shape[0]
        self.stretches = [
            Stretch((window - windows) * WINDOW_MIN, (window + 1 - windows) * WINDOW_MIN, *self._past(window))
            for window in range(windows)
        ]

    def _past(self, window: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Sum up one window of the recorded past, and give it by kind."""
        past, offences = self.history, self.history.past_offences[window]
        asb = past.past_asb[window].astype(np.float64)
        harm = self.harm_by_offence @ offences + self.harm_of_asb * asb
        counts = np.stack([offences.sum(axis=0), asb, past.past_calls[window], past.past_hate[window], harm])
        return counts, np.vstack([offences, asb])

    def look(self, outcome: NDArray[np.void], now_min: float) -> None:
        """Add what was made and recorded since the last look.

        Parameters
        ----------
        outcome
            (n_calls,) `sim.street.records.OUTCOME` as of now.
        now_min
            The time, minutes since the start of the study.
        """
        calls = self.history.calls
        since = self.stretches[-1].until_min if self.stretches else 0.0
        first, last = np.searchsorted(calls["call_min"], [since, now_min])
        if now_min > since:
            self.stretches.append(Stretch(since, now_min, *self._recorded(outcome, int(first), int(last))))

    def _recorded(
        self, outcomes: NDArray[np.void], first: int, last: int
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Sum up the calls of a slice that were logged, and those of them that are on record, these by kind as well."""
        calls, outcome = self.history.calls[first:last], outcomes[first:last]
        n_areas = self.history.past_calls.shape[1]
        logged = np.flatnonzero(IS_LOGGED[outcome["state"]])
        rows = np.flatnonzero(outcome["flags"] & RECORDED)
        offence, flags, area = calls["offence"][rows], calls["flags"][rows], outcome["area"][rows]
        crime, asb, hate = offence >= 0, (flags & ASB_RECORD) != 0, (flags & HATE) != 0
        harm = self.harm_of_asb * asb
        harm[crime] += self.harm_by_offence[offence[crime]]
        columns = (
            np.bincount(area[crime], minlength=n_areas),
            np.bincount(area[asb], minlength=n_areas),
            np.bincount(outcome["area"][logged], minlength=n_areas),
            np.bincount(area[hate], minlength=n_areas),
            np.bincount(area, weights=harm, minlength=n_areas),
        )
        kinds = np.bincount(offence[crime] * n_areas + area[crime], minlength=self.harm_by_offence.size * n_areas)
        by_kind = np.vstack([kinds.reshape(-1, n_areas), columns[1]])
        return np.stack(columns).astype(np.float64), by_kind.astype(np.float64)

    def window(self, days: float, now_min: float) -> dict[str, NDArray[np.float64]]:
        """Sum the memory of the last so many days; a stretch that lies half outside counts half.

        Parameters
        ----------
        days
            Length of the window.
        now_min
            Its end, minutes since the start of the study.

        Returns
        -------
        dict[str, NDArray[np.float64]]
            (n_areas,) sums of `crimes`, `asb`, `calls`, `hate` and `harm`.
        """
        from_min = now_min - days * MINUTES_PER_DAY
        total = np.zeros_like(self.stretches[-1].counts)
        for stretch in self.stretches:
            inside = min(stretch.until_min, now_min) - max(stretch.from_min, from_min)
            if inside > 0:
                total += stretch.counts * (inside / (stretch.until_min - stretch.from_min))
        return dict(zip(MEASURES, total, strict=True))

    def by_window(self, days: int, now_min: float) -> NDArray[np.float64]:
        """Give the memory of the last so many days by windows of 28 days and by kind.

        Parameters
        ----------
        days
            Length of the memory, a multiple of 28.
        now_min
            Its end, minutes since the start of the study.

        Returns
        -------
        NDArray[np.float64]
            (days / 28, n_offences + 1, n_areas) recorded crimes by offence, then ASB records, oldest window first; a stretch
            that lies over two windows is divided between them by time.
        """
        edges = now_min - WINDOW_MIN * np.arange(days // DAYS_PER_WINDOW, -1, -1)
        total = np.zeros((edges.size - 1, *self.stretches[-1].kinds.shape))
        for stretch in self.stretches:
            inside = np.minimum(stretch.until_min, edges[1:]) - np.maximum(stretch.from_min, edges[:-1])
            for window in np.flatnonzero(inside > 0):
                total[window] += stretch.kinds * (inside[window] / (stretch.until_min - stretch.from_min))
        return total

    def seen(self, days: int, now_min: float, terrain: Terrain, lottery: NDArray[np.float64]) -> Seen:
        """Give what a tasking meeting sees.

        Parameters
        ----------
        days
            Days that it looks back, a multiple of 28.
        now_min
            The time of the meeting, minutes since the start of the study.
        terrain
            The areas and the kinds of record.
        lottery
            (n_areas,) uniforms, new for each meeting.

        Returns
        -------
        Seen
            Sums, and the same records by window and kind.
        """
        return Seen(
            **self.window(days, now_min),
            deprivation_rank=terrain.deprivation_rank,
            lottery=lottery,
            recorded=self.by_window(days, now_min),
            terrain=terrain,
        )
