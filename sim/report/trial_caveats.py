"""What must be known of a study of pilots before anybody acts on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.listing import listing
from sim.report.trial_words import fall_words, outcome_words

if TYPE_CHECKING:
    from sim.report.trial_content import TrialContent


def trial_caveats(content: TrialContent) -> list[str]:
    """Say what is made up, what is assumed, and what such a study cannot tell.

    Parameters
    ----------
    content
        What was found.

    Returns
    -------
    list of str
        Sentences, the weightiest first.
    """
    told = [_assumed(content)]
    if content.synthetic:
        told.append(
            "The county is synthetic: its size, towns and totals are real, its areas are not. Ask again with your own county and records "
            "before a pilot is paid for."
        )
    told.append(
        "The effects are stated, not found. The study says what a pilot could tell from chance if patrol did so much; it does not say "
        "that patrol does."
    )
    return told


def _assumed(content: TrialContent) -> str:
    """Say which facts of the pilot are assumptions, above all where it is held against falls that somebody announced."""
    study = content.study
    facts = f"Places, dates and dose are those of the study file: {study.days} days from {study.start.isoformat()}"
    if not study.announced:
        return f"{facts}. Another season, choice of places or dose gives other numbers."
    falls = listing([f"{fall_words(fall)} in {outcome_words(outcome)}" for outcome, fall in study.announced.items()])
    return (
        f"{facts}. They are assumptions, not facts about a pilot that took place; of such a one the study takes only the falls that were announced, "
        f"{falls}. Another season, choice of places or dose gives other numbers."
    )
