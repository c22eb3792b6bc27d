"""Whether the warm-up is long enough, in words."""

from __future__ import annotations

from typing import Final

from sim.listing import listing
from sim.outcomes.warm_up import FEWEST_DAYS, Settling, WarmUp

_SERIES: Final = {
    "open_calls": "calls open",
    "stock": "deterrence",
    "repeats": "near-repeat calls",
}
"""What each series of `sim.outcomes.warm_up` shows."""


SMALLEST_SHOWN: Final = 0.001
"""Shifts are written to a tenth of a per cent: a smaller one is no more than that."""


def warm_up_words(found: WarmUp) -> str:
    """Say whether a warm-up is long enough, and how that was checked.

    Parameters
    ----------
    found
        What was found about it.

    Returns
    -------
    str
        One to three sentences; that it is too short, or that none would be long enough, is said first.
    """
    days = _days(found.days)
    if not found.settlings:
        return f"The warm-up of {days} was not checked: that takes {FEWEST_DAYS} days or more with calls on each."
    if found.growing:
        what = listing([_SERIES[settling.name] for settling in found.growing])
        return (
            f"No warm-up is long enough: in the baseline {what} grow throughout the run, as calls come faster than they are "
            "served. Its means depend on how long the run is; give the force more officers, or fewer calls."
        )
    cuts = listing([f"{_days(settling.cut_days)} for {_SERIES[settling.name]}" for settling in found.settlings])
    if found.is_enough is None:
        return (
            f"Whether the warm-up of {days} is enough cannot be told from one history: in the baseline MSER-5 would cut {cuts}; "
            "set replications to 2 or more."
        )
    if found.is_enough:
        return f"The warm-up of {days} is enough: in the baseline MSER-5 would cut {cuts}{_beyond(found)}."
    short = listing([_shift(settling) for settling in found.settlings if settling.matters])
    if found.unsettled:
        what = listing([_SERIES[settling.name] for settling in found.unsettled])
        return (
            f"The baseline has not settled within the {_days(found.days_seen)} looked at: MSER-5 would cut {cuts}, for {what} the most that "
            f"it ever cuts. What the warm-up of {days} leaves in moves the measured mean of {short}. Look at more days "
            "(days and warm_up_days); if that does not help, the force never settles at its work."
        )
    return (
        f"The warm-up of {days} is too short: what it leaves in moves the measured mean of {short}. In the baseline MSER-5 would cut {cuts}; "
        f"set warm_up_days to {found.days_wanted} or more."
    )


def _beyond(found: WarmUp) -> str:
    """Say that cuts beyond the warm-up change nothing that matters, as a clause; nothing where there are none."""
    later = [settling for settling in found.settlings if settling.cut_days > found.days]
    if not later:
        return ""
    largest = max(SMALLEST_SHOWN, *(abs(settling.shift) for settling in later))
    return f"; what lies beyond the warm-up moves no measured mean by more than {largest:.1%}"


def _shift(settling: Settling) -> str:
    """Say by how much a mean is moved: "deterrence by −4.2% (−5.0% to −3.4%)"."""
    low, high = settling.shift_interval
    bounds = f"{low:.1%} to {high:.1%}"
    return f"{_SERIES[settling.name]} by {settling.shift:+.1%} ({bounds})".replace("-", "\N{MINUS SIGN}")


def _days(count: int) -> str:
    """Write a number of days."""
    return f"{count} day{'' if count == 1 else 's'}"
