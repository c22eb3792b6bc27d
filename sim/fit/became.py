"""What became of the crimes of each category: the share with an outcome, and with a charge."""

from __future__ import annotations

from typing import Any, NamedTuple

from scipy import stats

from sim.fit.digits import interval
from sim.records.outcomes import Outcomes

_LEVEL = 0.95


class Share(NamedTuple):
    """A share with its 95 % interval."""

    value: float
    low: float
    high: float


class Became(NamedTuple):
    """What became of the crimes of one category: how many there are, how many have an outcome, how many end in a charge."""

    category: str
    crimes: int
    decided: int
    charged: int

    @property
    def share_charged(self) -> Share:
        """Share of crimes that have ended in a charge so far, with Wilson's interval."""
        ends = stats.binomtest(self.charged, self.crimes).proportion_ci(_LEVEL, method="wilson")
        return Share(self.charged / self.crimes, float(ends.low), float(ends.high))


def became(outcomes: Outcomes) -> list[Became]:
    """List the categories.

    Parameters
    ----------
    outcomes
        Crimes by outcome.

    Returns
    -------
    list of Became
        In alphabetical order; each has at least one crime.
    """
    columns = (outcomes.category, outcomes.crimes, outcomes.count.sum(axis=1), outcomes.charged)
    return [
        Became(name, int(crimes), int(decided), int(charged))
        for name, crimes, decided, charged in zip(*columns, strict=True)
    ]


def outcome_numbers(outcomes: Outcomes) -> dict[str, Any]:
    """Gather what became of crimes as plain data."""
    return {
        "months": [outcomes.first, outcomes.last],
        "of_other_months": outcomes.unmatched,
        "categories": {
            row.category: {
                "crimes": row.crimes,
                "with_outcome": row.decided,
                "share_charged": interval(*row.share_charged),
            }
            for row in became(outcomes)
        },
    }
