"""What the runs say about a difference: the one place where numbers become words of direction.

A direction is said outright where the interval shown leaves out 0. Where the report shows predictive intervals
(the effect of patrol is drawn) and only the interval of the mean leaves out 0, the direction holds on average and
one more history could turn out otherwise. Where neither does, no difference can be detected.
"""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING, Final

from sim.outcomes.names import NEITHER, direction_of

if TYPE_CHECKING:
    from sim.report.content import Interval, ReportContent


class Finding(IntEnum):
    """What a difference is, from less to more; its sign is the direction, 0 where there is none."""

    LESS = -2
    LESS_ON_AVERAGE = -1
    OPEN = 0
    MORE_ON_AVERAGE = 1
    MORE = 2

    @property
    def direction(self) -> int:
        """1 for more, -1 for less, 0 for neither."""
        return (self > 0) - (self < 0)

    @property
    def is_sure(self) -> bool:
        """Whether the interval shown leaves out 0."""
        return abs(self) == Finding.MORE


ONE_HISTORY: Final = "one history: cannot tell"
"""What stands in place of a verdict where nothing could be judged."""

_VERDICTS: Final = {
    Finding.MORE: "better",
    Finding.MORE_ON_AVERAGE: "better on average",
    Finding.OPEN: "no detectable difference",
    Finding.LESS_ON_AVERAGE: "worse on average",
    Finding.LESS: "worse",
}


def finding(shown: Interval, mean: Interval) -> Finding:
    """Judge a difference.

    Parameters
    ----------
    shown
        The difference with the interval that the report shows.
    mean
        The same with the interval of the mean.

    Returns
    -------
    Finding
        `Finding.OPEN` where there is no interval.
    """
    return Finding(2 * shown.sign or mean.sign)


def finding_of(content: ReportContent, scenario: str, measure: str) -> Finding:
    """Judge the paired difference of an option against the baseline."""
    return finding(content.difference(scenario, measure), content.mean_difference(scenario, measure))


def verdict_of(content: ReportContent, scenario: str, measure: str) -> str:
    """Say in words whether a paired difference is good or bad.

    Returns
    -------
    str
        One of five verdicts, or that one history cannot tell; empty where there is no interval for another reason, and for a
        measure of which neither more nor less is better.
    """
    direction = direction_of(measure)
    if direction == NEITHER:
        return ""
    if not content.difference(scenario, measure).known:
        return ONE_HISTORY if content.replications == 1 else ""
    return _VERDICTS[Finding(direction * finding_of(content, scenario, measure))]
