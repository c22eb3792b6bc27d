"""How much of a fall at hotspots is patrol, and how much had come without: a table by option."""

from __future__ import annotations

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


@dataclass(frozen=True, slots=True)
class HotspotRow:
    """One option with hotspots: recorded crimes and ASB there, over the days that each place was on the list.

    Parameters
    ----------
    scenario
        The option.
    before, patrolled, without
        Mean over replications: records at the pace of the window by which the places were chosen, with patrol, and in the
        same history without. The first is of the history without patrol as well, which later windows are full of.
    apparent, luck, effect
        Change and its 95 % interval of the mean: with patrol against before, as a comparison of before and after shows it;
        without patrol against before, which is regression to the mean, season and all else that would have come anyway; and
        with against without. Shares: −0.1 is a fall of 10 %.
    force
        The force, where several stand side by side and this is of one of them; else empty.
    """

    scenario: str
    before: float
    patrolled: float
    without: float
    apparent: Change
    luck: Change
    effect: Change
    force: str = ""

    def cells(self) -> list[str | float]:
        """Give the row of the file."""
        changes = (self.apparent, self.luck, self.effect)
        return [
            self.scenario,
            self.before,
            self.patrolled,
            self.without,
            *(value for change in changes for value in (change.mean, change.low, change.high)),
        ]


HOTSPOT_COLUMNS = (
    "scenario",
    "recorded_before",
    "recorded_with_patrol",
    "recorded_without_patrol",
    *(
        f"{change}{end}"
        for change in ("before_to_with", "before_to_without", "without_to_with")
        for end in ("", "_low", "_high")
    ),
)


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
    """Compare the records at the hotspots of one option, replication by replication; nothing where there were none."""
    counts = np.array(found, dtype=np.float64)
    if not counts.size or not (counts > 0).all():
        return
    before, patrolled, without = counts.T
    yield HotspotRow(
        scenario,
        *_means(counts),
        apparent=_change(patrolled, before),
        luck=_change(without, before),
        effect=_change(patrolled, without),
        force=force,
    )


def _means(counts: NDArray[np.float64]) -> tuple[float, float, float]:
    """Give the mean over replications of (n_replications, 3) counts."""
    before, patrolled, without = counts.mean(axis=0).tolist()
    return before, patrolled, without


def _change(after: NDArray[np.float64], before: NDArray[np.float64]) -> Change:
    """Give the relative change and the interval of its mean over replications."""
    change = after / before - 1.0
    return Change(float(change.mean()), *mean_interval(change))
