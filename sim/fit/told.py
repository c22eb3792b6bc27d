"""What was fitted, from what, what was left out, and what stayed assumed: in words for the report."""

from __future__ import annotations

from collections.abc import Iterator

from sim.fit.fitted import FittedCounty
from sim.fit.log import LogFit
from sim.listing import listing


def told(fitted: FittedCounty) -> Iterator[str]:
    """Say what was fitted, and what was met in the records and left out; sentences as `fitted_words` gives them, then notes."""
    yield from fitted_words(fitted)
    yield from fitted.notes


def fitted_words(fitted: FittedCounty) -> Iterator[str]:
    """Say what was fitted.

    Parameters
    ----------
    fitted
        The fit.

    Yields
    ------
    str
        Sentences, the most important first.
    """
    yield (
        "How much of each category there is, where, in which months and how unevenly was "
        f"{fitted.source} in {fitted.county.n_areas} areas."
    )
    yield (
        "Each history draws the rate of each area and the level of each category anew from what the data leave open, so "
        "that this doubt is in the intervals."
    )
    if fitted.log is not None:
        parts = [what for what, found in _parts_of(fitted.log) if found]
        yield (
            f"What the force's own log tells of {listing(parts)} was {fitted.log.source}."
            if parts
            else ("The force's own log says too little for anything to be fitted to it.")
        )


def _parts_of(log: LogFit) -> tuple[tuple[str, bool], ...]:
    """List what a log can tell, and whether this one does."""
    return (
        ("volumes", bool(log.volumes)),
        ("hours", bool(log.hours.by_kind)),
        ("near-repeats", bool(log.near_repeats.found)),
        ("times on scene", bool(log.scenes)),
        ("grades", bool(log.grades)),
        ("officers sent", bool(log.officers)),
        ("handling", log.handling is not None),
        ("what blue lights save", log.travel is not None),
    )


def assumed(fitted: FittedCounty) -> Iterator[str]:
    """Say what recorded counts cannot tell and so stays as the base pack has it.

    Parameters
    ----------
    fitted
        The fit.

    Yields
    ------
    str
        Each thing, without a full stop.
    """
    base = fitted.demand.label or fitted.demand_name
    log = fitted.log
    if log is None or not log.hours.by_kind:
        yield f"the hours and days at which calls come: recorded rows have a month and no more (as for {base})"
    else:
        yield from _others(fitted, "the hours and days at which calls come", set(log.hours.by_kind))
    if log is None or not log.volumes:
        yield f"how many calls stand behind a recorded row, and the calls that leave none (as for {base})"
    else:
        yield from _others(fitted, "how many calls there are", set(log.volumes))
    if log is None or not log.near_repeats.found:
        yield f"near-repeats: how many calls draw others after them, how soon and how near (as for {base})"
    else:
        yield from _others(fitted, "near-repeats", set(log.near_repeats.found))
    yield from _limited(fitted)
    yield from _service(fitted, base)
    yield "how far patrol deters, and with that what today's patrol already prevents"


def _limited(fitted: FittedCounty) -> Iterator[str]:
    """Say of how many types the share of near-repeats was brought down to the most that the log leaves room for."""
    fits = {} if fitted.log is None else fitted.log.near_repeats.by_kind
    assumed_of = {row.key: row.near_repeat.branching for row in fitted.demand.types if row.near_repeat}
    limited = [key for key, fit in fits.items() if fit.leaves_less_than(assumed_of.get(key, 0.0))]
    if limited:
        yield (
            f"that there are near-repeats at all of {len(limited)} call types of which the log shows none: their share was "
            "brought down to the most that it leaves room for"
        )


def _service(fitted: FittedCounty, base: str) -> Iterator[str]:
    """Say what of grades, times and officers stayed assumed."""
    log = fitted.log
    if log is None:
        yield f"grades, officers needed, time on scene, handling and patience (as for {base})"
        return
    if log.scenes:
        yield from _others(fitted, "time on scene", set(log.scenes))
    if log.grades:
        yield from _others(fitted, "grades", set(log.grades))
    if log.officers:
        yield from _others(fitted, "officers needed", set(log.officers))
    rest = [("time on scene", log.scenes), ("grades", log.grades), ("officers needed", log.officers)]
    rest.append(("handling", {} if log.handling is None else {"all": log.handling}))
    names = [*(name for name, found in rest if not found), "patience", "speeds"]
    yield f"{listing(names)} (as for {base})"


def _others(fitted: FittedCounty, what: str, known: set[str]) -> Iterator[str]:
    """Say for how many types something stayed as it was, if for any."""
    there = {row.key for row in fitted.demand.types}
    left = there - known
    if left:
        base = fitted.demand.label or fitted.demand_name
        yield f"{what} of {len(left)} of {len(there)} call types that the log says too little of (as for {base})"
