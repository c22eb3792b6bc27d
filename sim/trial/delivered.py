"""How much of a pilot's patrol was delivered: visits and minutes against the plan."""

from __future__ import annotations

from dataclasses import dataclass

from sim.trial.pilot import Floats


@dataclass(frozen=True, slots=True)
class Delivered:
    """What the treated places were due, and what they got, pilot by pilot: all (n_pilots,).

    Parameters
    ----------
    visits_planned, visits_made
        Visits that fell due; and visits that were made, in full or for as long as counts.
    visits_cut
        Visits that a call cut short, whether they count as made or not.
    planned_min, delivered_min
        Minutes of presence that were due, and that were delivered; units together in a place count once.
    """

    visits_planned: Floats
    visits_made: Floats
    visits_cut: Floats
    planned_min: Floats
    delivered_min: Floats

    @property
    def visit_share(self) -> float:
        """Visits made of those planned, over all pilots; NaN where none were."""
        return _share(self.visits_made, self.visits_planned)

    @property
    def minute_share(self) -> float:
        """Minutes delivered of those planned, over all pilots; NaN where none were."""
        return _share(self.delivered_min, self.planned_min)


def _share(some: Floats, of: Floats) -> float:
    """Divide sums."""
    total = float(of.sum())
    return float(some.sum()) / total if total > 0 else float("nan")
