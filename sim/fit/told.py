"""What was fitted, from what, what was left out, and what stayed assumed: in words for the report."""

from __future__ import annotations

from collections.abc import Iterator

from sim.fit.fitted import FittedCounty


def told(fitted: FittedCounty) -> Iterator[str]:
    """Say what was fitted, and what was met in the records and left out; sentences as `fitted_words` gives them, then notes."""
    yield from fitted_words(fitted)
    yield from fitted.recorded.notes


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
    yield f"the hours and days at which calls come: recorded rows have a month and no more (as for {base})"
    yield f"how many calls stand behind a recorded row, and the calls that leave none (as for {base})"
    yield f"near-repeats: how many calls draw others after them, how soon and how near (as for {base})"
    yield f"grades, officers needed, time on scene, handling and patience (as for {base})"
    yield "how far patrol deters, and with that what today's patrol already prevents"
