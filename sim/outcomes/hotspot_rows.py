"""How much of a fall at hotspots is patrol, and how much had come without: a table by option."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.outcomes.chosen import AtHotspots
from sim.outcomes.intervals import mean_interval
from sim.outcomes.run_measures import RunMeasures


class Change(NamedTuple):
    """A relative change, and the 95 % interval of its mean over replications.

    Parameters
    ----------
    mean, low, high
        Shares: −0.1 is a fall of 10 %; low and high are nan where there is one replication.
    """

    mean: float
    low: float
    high: float


class Compared(NamedTuple):
    """What was on record at hotspots, counted one way, and how it changed.

    Parameters
    ----------
    before, patrolled, without
        Mean over replications: at the pace of the window by which the places were chosen, with patrol, and in the
        same history without. The first is of the history without patrol as well, which later windows are full of.
    apparent, luck, effect
        Change and its 95 % interval of the mean: with patrol against before, as a comparison of before and after shows it;
        without patrol against before, which is regression to the mean, season and all else that would have come anyway; and
        with against without. Shares: −0.1 is a fall of 10 %.
    """

    before: float
    patrolled: float
    without: float
    apparent: Change
    luck: Change
    effect: Change


@dataclass(frozen=True, slots=True)
class HotspotRow:
    """One option with hotspots: recorded crimes and ASB there, over the days that each place was on the list.

    Parameters
    ----------
    scenario
        The option.
    records
        As many as there were.
    harm
        Their harm; None where there was none.
    force
        The force, where several stand side by side and this is of one of them; else empty.
    """

    scenario: str
    records: Compared
    harm: Compared | None = None
    force: str = ""

    def cells(self) -> list[str | float]:
        """Give the row of the file."""
        harm = [math.nan] * _WIDTH if self.harm is None else _cells(self.harm)
        return [self.scenario, *_cells(self.records), *harm]


def _cells(compared: Compared) -> list[float]:
    """Give three levels, and three changes with their intervals."""
    changes = (compared.apparent, compared.luck, compared.effect)
    return [*compared[:3], *(value for change in changes for value in (change.mean, change.low, change.high))]


def _columns(what: str, change: str) -> tuple[str, ...]:
    """Name the columns of one way of counting."""
    return (
        *(f"{what}_{when}" for when in ("before", "with_patrol", "without_patrol")),
        *(
            f"{change}{over}{end}"
            for over in ("before_to_with", "before_to_without", "without_to_with")
            for end in ("", "_low", "_high")
        ),
    )


HOTSPOT_COLUMNS = ("scenario", *_columns("recorded", ""), *_columns("harm", "harm_"))
_WIDTH = len(_columns("", ""))


def hotspot_rows(runs: Sequence[RunMeasures], scenarios: Sequence[str]) -> Iterator[HotspotRow]:
    """Put the hotspots of each option beside the same places and days without patrol.

    Parameters
    ----------
    runs
        Runs of the study.
    scenarios
        Its options, in their order.

    Yields
    ------
    HotspotRow
        One for each option whose hotspots were followed and had records; of several forces, one of all of them together and
        then one of each.
    """
    for scenario in scenarios:
        mine = [run for run in runs if run.scenario == scenario]
        mine.sort(key=lambda run: run.replication)
        found = [run.at_hotspots for run in mine if run.at_hotspots is not None]
        yield from _row(scenario, found)
        for force in mine[0].hotspots_of_force if mine else ():
            yield from _row(scenario, [run.hotspots_of_force[force] for run in mine], force)


def _row(scenario: str, found: Sequence[AtHotspots], force: str = "") -> Iterator[HotspotRow]:
    """Compare what was on record at the hotspots of one option, replication by replication; nothing where there was none."""
    sums = np.array(found, dtype=np.float64).reshape(-1, 2, 3)
    records, harm = (_compared(sums[:, way]) for way in range(2))
    if records is not None:
        yield HotspotRow(scenario, records, harm, force)


def _compared(sums: NDArray[np.float64]) -> Compared | None:
    """Compare (n_replications, 3) sums; None where some are 0."""
    if not sums.size or not (sums > 0).all():
        return None
    before, patrolled, without = sums.T
    levels = (float(before.mean()), float(patrolled.mean()), float(without.mean()))
    return Compared(*levels, _change(patrolled, before), _change(without, before), _change(patrolled, without))


def _change(after: NDArray[np.float64], before: NDArray[np.float64]) -> Change:
    """Give the relative change and the interval of its mean over replications."""
    change = after / before - 1.0
    return Change(float(change.mean()), *mean_interval(change))
