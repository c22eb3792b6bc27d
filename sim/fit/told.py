"""What was fitted, from what, what was left out, and what stayed assumed: in words for the report."""

from __future__ import annotations

from collections.abc import Iterator

from sim.fit.fitted import FittedCounty


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
        yield (
            f"What the force's own log tells of volumes, hours, near-repeats, times on scene, handling and grades was "
            f"{fitted.log.source}."
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
    if log is None or not log.near_repeats.by_kind:
        yield f"near-repeats: how many calls draw others after them, how soon and how near (as for {base})"
    else:
        yield from _others(fitted, "near-repeats", set(log.near_repeats.by_kind))
    yield from _service(fitted, base)
    yield "how far patrol deters, and with that what today's patrol already prevents"


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
    yield f"{', '.join(names[:-1])} and {names[-1]} (as for {base})"


def _others(fitted: FittedCounty, what: str, known: set[str]) -> Iterator[str]:
    """Say for how many types something stayed as it was, if for any."""
    there = {row.key for row in fitted.demand.types}
    left = there - known
    if left:
        base = fitted.demand.label or fitted.demand_name
        yield f"{what} of {len(left)} of {len(there)} call types that the log says too little of (as for {base})"
