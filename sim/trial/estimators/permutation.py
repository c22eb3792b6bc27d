"""Permutation test: how often treatment dealt out otherwise would have shown as much."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.keys import STUDY_WIDE, Purpose, stream
from sim.trial.collapse import two_phases
from sim.trial.estimators.difference_in_differences import DifferenceInDifferences
from sim.trial.form import Form, form_of, used_by
from sim.trial.parts import handfuls, nothing, some_of, unknown
from sim.trial.pilot import Estimates, Floats, Pilots
from sim.trial.shuffles.days import DaysWithinPlaces
from sim.trial.shuffles.order import OrderOfDistricts
from sim.trial.shuffles.places import PlacesWithinBlocks
from sim.trial.shuffles.shuffle import Flags, Shuffle
from sim.trial.two_way import effect_on, freed, panel_of

SHUFFLES: Final[dict[Form, Callable[[], Shuffle]]] = {
    "parallel": PlacesWithinBlocks,
    "crossover": DaysWithinPlaces,
    "wedge": OrderOfDistricts,
}
"""What each design could have dealt out instead."""
_SAME: Final = 1 - 1e-9
"""Effects that differ by less are equal: sums are not exact."""
_AT_ONCE: Final = 8_000_000
"""Place-periods that are dealt out at once: 64 MB."""


@dataclass(frozen=True, slots=True)
class PermutationTest:
    """Set the difference in differences beside those that the same counts give when treatment is dealt out again.

    Parameters
    ----------
    seed
        Of the deals.
    deals
        How many; 999 tell the 5 % level exactly.

    Notes
    -----
    p = (1 + number of deals with at least as large an effect, either way) / (1 + deals): exact whatever the counts' distribution, as
    long as treatment was dealt out so (Phipson & Smyth 2010, doi:10.2202/1544-6115.1585). Places within blocks, days within places,
    or the order of the districts. One matrix product serves all pilots that share a scheme.
    """

    seed: int
    deals: int = 999

    def estimate(self, pilots: Pilots) -> Estimates:
        """Estimate the change of every pilot and outcome; see `Estimator`. There is no interval."""
        form = form_of(pilots)
        if form == "uncontrolled":
            return nothing(pilots)
        change, none, p = DifferenceInDifferences().estimate(pilots).change, unknown(pilots), unknown(pilots)
        if form == "parallel":
            pilots = two_phases(pilots)
        shuffle = SHUFFLES[form]()
        used = used_by(pilots, form)
        for rows in _by_scheme(pilots, shuffle, used):
            group = some_of(pilots, rows)
            found = np.concatenate([effect_on(panel_of(some, form)).value for some in handfuls(group)])
            as_large = np.zeros(found.shape)
            for deals in self._deal(shuffle, group.treated[0][:, used], group.block[0], pilots.length_days[used]):
                as_large += _count_as_large(group, form, found, deals)
            p[rows] = np.where(np.isfinite(found), (1 + as_large) / (1 + self.deals), np.nan)
        return Estimates(change, none, none, p)

    def _deal(
        self, shuffle: Shuffle, treated: Flags, block: NDArray[np.int16], length_days: Floats
    ) -> Iterator[_Deals]:
        """Deal treatment out, so many times at once as memory allows."""
        generator = stream(self.seed, STUDY_WIDE, Purpose.PERMUTATIONS)
        size = max(1, _AT_ONCE // treated.size)
        for first in range(0, self.deals, size):
            dealt = shuffle.deals(treated, block, generator, min(size, self.deals - first)).astype(np.float64)
            weight = np.einsum("nit,t,nit->n", freed(dealt, length_days), length_days, dealt)
            yield _Deals(dealt.reshape(dealt.shape[0], -1), weight)


class _Deals(NamedTuple):
    """Treatment dealt out: (n, n_cells) 1 where treated, and (n,) sums of squares of it, freed."""

    treated: Floats
    weight: Floats


def _by_scheme(pilots: Pilots, shuffle: Shuffle, used: Flags) -> list[NDArray[np.intp]]:
    """Gather the numbers of the pilots whose deals are the same."""
    groups: dict[bytes, list[int]] = {}
    for number in range(pilots.n_pilots):
        scheme = shuffle.scheme(pilots.treated[number][:, used], pilots.block[number])
        groups.setdefault(scheme, []).append(number)
    return [np.array(rows, dtype=np.intp) for rows in groups.values()]


def _count_as_large(group: Pilots, form: Form, found: Floats, deals: _Deals) -> Floats:
    """Count the deals whose effect is at least as large as the one found: (n_pilots, n_outcomes)."""
    counts: list[Floats] = []
    first = 0
    for some in handfuls(group):
        panel = panel_of(some, form)
        pull = freed(panel.rate, panel.length_days) * panel.length_days
        dealt = np.abs(deals.treated @ pull.reshape(-1, deals.treated.shape[1]).T)
        bar = np.abs(found[first : first + some.n_pilots]).ravel() * _SAME
        counts.append((dealt >= bar * deals.weight[:, None]).sum(axis=0).reshape(some.n_pilots, -1))
        first += some.n_pilots
    return np.concatenate(counts)
